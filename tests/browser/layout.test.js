// How pages stand: narrow screens, large text, right to left, paper, high contrast, no motion.

import { after, before, test } from "node:test";
import { DESKTOP, PHONE, expectOfAll, startSite } from "../lib/browser.js";
import { findClippedText, findOverlaps, findPaleText, findSideways } from "./eyes.js";

const SMALLEST = { width: 320, height: 640 };

let site;
before(async () => { site = await startSite(); });
after(() => site.stop());

async function openAll(page) {
	await page.evaluate(() => document.querySelectorAll("details").forEach((d) => { d.open = true; }));
}

for (const size of [SMALLEST, PHONE, DESKTOP]) {
	test(`nothing sticks out at ${size.width} px`, () =>
		expectOfAll(site, { size }, async (page) => {
			await openAll(page);
			return page.evaluate(findSideways);
		}));
}

for (const size of [PHONE, DESKTOP]) {
	test(`text twice as large stays whole at ${size.width} px`, () =>
		expectOfAll(site, { size }, async (page) => {
			await page.evaluate(() => { document.documentElement.style.fontSize = "200%"; });
			await openAll(page);
			return [
				...await page.evaluate(findSideways),
				...await page.evaluate(findClippedText),
				...await page.evaluate(findOverlaps),
			];
		}));

	test(`texts do not overlap at ${size.width} px`, () =>
		expectOfAll(site, { size }, async (page) => {
			await openAll(page);
			return [...await page.evaluate(findClippedText), ...await page.evaluate(findOverlaps)];
		}));
}

// ---- right to left

// How far each part of the header and of the crumbs is from the side where reading starts.
function distancesFromStart() {
	const rtl = document.documentElement.dir === "rtl";
	const all = document.querySelectorAll(".brand, .lang, .places a, .crumbs li, h1, .facets");

	return [...all].map((one) => {
		const box = one.getBoundingClientRect();
		return Math.round(rtl ? document.documentElement.clientWidth - box.right : box.left);
	});
}

function turnAround() {
	document.documentElement.dir = "rtl";
}

for (const size of [PHONE, DESKTOP]) {
	test(`right to left is the mirror image at ${size.width} px`, () =>
		expectOfAll(site, { size }, async (page) => {
			const before = await page.evaluate(distancesFromStart);
			await page.evaluate(turnAround);
			const after = await page.evaluate(distancesFromStart);
			const differs = before.length === 0 || before.some((x, i) => Math.abs(x - after[i]) > 2);
			return [
				...(differs ? [`not mirrored: ${before} became ${after}`] : []),
				...await page.evaluate(findSideways),
			];
		}));
}

// ---- paper

test("on paper: no navigation, no filters, no buttons; all texts dark", () =>
	expectOfAll(site, {}, async (page) => {
		await page.emulateMedia({ media: "print" });
		const controls = page.locator("nav, form, button, .button, input, select, .skip");
		const wrong = [];

		for (const one of await controls.all()) {
			if (await one.isVisible()) wrong.push(`${await one.evaluate((e) => e.outerHTML.slice(0, 60))} is printed`);
		}
		if (!await page.locator("h1").isVisible()) wrong.push("the title is not printed");
		return [...wrong, ...await page.evaluate(findPaleText)];
	}));

test("a printed list keeps its lines, a printed record its facts", () =>
	expectOfAll(site, {}, async (page, { name }) => {
		await page.emulateMedia({ media: "print" });
		const part = name.startsWith("record") ? ".facts dd" : ".results > li a";
		const all = await page.locator(part).all();
		const seen = await Promise.all(all.map((one) => one.isVisible()));
		return seen.length && seen.every(Boolean) ? [] : [`${part}: ${seen}`];
	}, site.pages.filter((place) => ["list", "record", "record-no-party"].includes(place.name))));

// ---- what a reader asked the system for

function findMotion() {
	const moves = (one) => getComputedStyle(one).transitionDuration.split(", ").some((s) => s !== "0s") ||
		getComputedStyle(one).animationName !== "none";
	return [...document.querySelectorAll("*")].filter(moves)
		.map((one) => `${one.tagName.toLowerCase()}.${one.className} moves`);
}

test("nothing moves for those who ask for that", () =>
	expectOfAll(site, { reducedMotion: "reduce" }, (page) => page.evaluate(findMotion)));

// The outline of what has the focus, in CSS pixels.
function focusOutline() {
	const style = getComputedStyle(document.activeElement);
	return style.outlineStyle === "none" ? 0 : parseFloat(style.outlineWidth);
}

test("forced colours keep the page and its focus", () =>
	expectOfAll(site, { forcedColors: "active" }, async (page) => {
		const wrong = await page.locator("h1").isVisible() ? [] : ["no title"];
		for (let i = 0; i < 12; i++) {
			await page.keyboard.press("Tab");
			if (!await page.evaluate(focusOutline)) wrong.push(`stop ${i + 1} has no visible focus`);
		}
		return wrong;
	}, site.pages.filter((place) => place.name === "list" || place.name === "record")));
