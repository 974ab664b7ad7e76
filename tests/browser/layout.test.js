// How pages stand: narrow screens, right to left, paper, high contrast, no motion.

import { after, before, test } from "node:test";
import { DESKTOP, PHONE, inLanguage, lookAtAll, startSite } from "../lib/browser.js";
import * as eyes from "./eyes.js";

const SMALLEST = { width: 320, height: 640 };

let site;
before(async () => { site = await startSite(); });
after(() => site.stop());

function placesNamed(...names) {
	return site.pages.filter((place) => names.includes(place.name));
}

async function misfits(page) {
	await page.evaluate(eyes.openAll);
	return [
		...await page.evaluate(eyes.findSideways),
		...await page.evaluate(eyes.findMisfits),
		...await page.evaluate(eyes.findOverlaps),
	];
}

// ---- right to left

// How far each part of the frame is from the side where reading starts.
function distancesFromStart() {
	const { dir, clientWidth } = document.documentElement;
	const parts = ".brand, .lang, .places a, .crumbs li, h1, .facets";

	return [...document.querySelectorAll(parts)].map((one) => {
		const box = one.getBoundingClientRect();
		return Math.round(dir === "rtl" ? clientWidth - box.right : box.left);
	});
}

async function faultsOfMirror(page) {
	const before = await page.evaluate(distancesFromStart);
	await page.evaluate(() => { document.documentElement.dir = "rtl"; });
	const after = await page.evaluate(distancesFromStart);
	const isMirrored = before.every((x, i) => Math.abs(x - after[i]) <= 2);
	const wrong = await page.evaluate(eyes.findSideways);

	if (!before.length || !isMirrored) wrong.push(`${before} became ${after}`);
	return wrong;
}

// ---- paper

async function faultsOnPaper(page) {
	await page.emulateMedia({ media: "print" });
	const wrong = [
		...await page.evaluate(eyes.findControls),
		...await page.evaluate(eyes.findPaleTexts),
	];
	if (!await page.locator("h1").isVisible()) wrong.push("the title is not printed");
	return wrong;
}

async function missingOnPaper(page, { name }) {
	await page.emulateMedia({ media: "print" });
	const parts = page.locator(name === "list" ? ".results > li a" : ".facts dd");
	const n_seen = await parts.filter({ visible: true }).count();
	const n_all = await parts.count();

	return n_all && n_seen === n_all ? [] : [`${n_seen} of ${n_all} are printed`];
}

// ---- the pages

const motions = (page) => page.evaluate(eyes.findMotion);

test("320 px wide", (t) =>
	lookAtAll(t, site, inLanguage(site, "fr"), { size: SMALLEST }, {
		"nothing sticks out, is cut or overlaps": misfits,
		"right to left is the mirror image": faultsOfMirror,
	}));

test("390 px wide", (t) =>
	lookAtAll(t, site, inLanguage(site, "en"), { size: PHONE }, {
		"nothing sticks out, is cut or overlaps": misfits,
		"right to left is the mirror image": faultsOfMirror,
	}));

test("1280 px wide", (t) =>
	lookAtAll(t, site, inLanguage(site, "fr"), { size: DESKTOP, reducedMotion: "reduce" }, {
		"nothing moves for those who ask for that": motions,
		"nothing sticks out, is cut or overlaps": misfits,
		"right to left is the mirror image": faultsOfMirror,
	}));

test("on paper", (t) =>
	lookAtAll(t, site, inLanguage(site, "en"), {}, {
		"there is nothing to press, and all text is dark": faultsOnPaper,
	}));

test("a printed list keeps its lines, a printed record its facts", (t) =>
	lookAtAll(t, site, placesNamed("list", "record", "record-no-party"), {}, {
		"all are printed": missingOnPaper,
	}));

// ---- what a reader asked the system for

test("forced colours keep the page and its focus", (t) =>
	lookAtAll(t, site, placesNamed("list", "record"), { forcedColors: "active" }, {
		"the title and each outline are seen": async (page) => {
			const wrong = await page.locator("h1").isVisible() ? [] : ["no title"];

			for (let i = 0; i < 12; i++) {
				await page.keyboard.press("Tab");
				const { what, outline } = await page.evaluate(eyes.lookAtFocus);
				if (outline < 2) wrong.push(`${what} has an outline of ${outline} px`);
			}
			return wrong;
		},
	}));
