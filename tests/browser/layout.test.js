// How pages stand: narrow screens, right to left, paper, high contrast, no motion.

import { after, before, test } from "node:test";
import { DESKTOP, PHONE, expectOfAll, startSite } from "../lib/browser.js";
import * as eyes from "./eyes.js";

const SMALLEST = { width: 320, height: 640 };

let site;
before(async () => { site = await startSite(); });
after(() => site.stop());

function placesNamed(...names) {
	return site.pages.filter((place) => names.includes(place.name));
}

for (const size of [SMALLEST, PHONE, DESKTOP]) {
	test(`nothing sticks out, is cut or overlaps at ${size.width} px`, () =>
		expectOfAll(site, { size }, async (page) => {
			await page.evaluate(eyes.openAll);
			return [
				...await page.evaluate(eyes.findSideways),
				...await page.evaluate(eyes.findMisfits),
				...await page.evaluate(eyes.findOverlaps),
			];
		}));
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

for (const size of [PHONE, DESKTOP]) {
	test(`right to left is the mirror image at ${size.width} px`, () =>
		expectOfAll(site, { size }, async (page) => {
			const before = await page.evaluate(distancesFromStart);
			await page.evaluate(() => { document.documentElement.dir = "rtl"; });
			const after = await page.evaluate(distancesFromStart);
			const isMirrored = before.every((x, i) => Math.abs(x - after[i]) <= 2);
			const wrong = await page.evaluate(eyes.findSideways);

			if (!before.length || !isMirrored) wrong.push(`${before} became ${after}`);
			return wrong;
		}));
}

// ---- paper

test("on paper there is nothing to press, and all text is dark", () =>
	expectOfAll(site, {}, async (page) => {
		await page.emulateMedia({ media: "print" });
		const wrong = [
			...await page.evaluate(eyes.findControls),
			...await page.evaluate(eyes.findPaleTexts),
		];
		if (!await page.locator("h1").isVisible()) wrong.push("the title is not printed");
		return wrong;
	}));

test("a printed list keeps its lines, a printed record its facts", () =>
	expectOfAll(site, {}, async (page, { name }) => {
		await page.emulateMedia({ media: "print" });
		const parts = page.locator(name === "list" ? ".results > li a" : ".facts dd");
		const n_seen = await parts.filter({ visible: true }).count();
		const n_all = await parts.count();

		return n_all && n_seen === n_all ? [] : [`${n_seen} of ${n_all} are printed`];
	}, placesNamed("list", "record", "record-no-party")));

// ---- what a reader asked the system for

test("nothing moves for those who ask for that", () =>
	expectOfAll(site, { reducedMotion: "reduce" }, (page) => page.evaluate(eyes.findMotion)));

test("forced colours keep the page and its focus", () =>
	expectOfAll(site, { forcedColors: "active" }, async (page) => {
		const wrong = await page.locator("h1").isVisible() ? [] : ["no title"];

		for (let i = 0; i < 12; i++) {
			await page.keyboard.press("Tab");
			const { what, outline } = await page.evaluate(eyes.lookAtFocus);
			if (outline < 2) wrong.push(`${what} has an outline of ${outline} px`);
		}
		return wrong;
	}, placesNamed("list", "record")));
