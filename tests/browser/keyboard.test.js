// Everything with the keyboard alone, and without scripts.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { DESKTOP, PHONE, languages, startSite, totalOf } from "../lib/browser.js";
import { findMissed, lookAtFocus } from "./eyes.js";
import {
	APPLY, FILTERS, NEXT, PREVIOUS,
	at, boxOf, choose, enter, follow, has, hasFocus, readList, tabTo, tick,
} from "./hands.js";

const EVERY_PRACTICE = 83;
const TOURS = ["/en/practices", "/fr/practices?activity=2.4&party=CAN", "/fr/practices/GP-1-05",
	"/en/practices?q=film&output=2", "/fr/search?q=canada", "/en/search?q=xqzwvk"];

let site;
before(async () => { site = await startSite(); });
after(() => site.stop());

async function expectCount(page, count, n_chips) {
	const list = await readList(page);
	assert.deepEqual([list.count, list.n_chips], [count, n_chips], page.url());
}

// ---- the way in

for (const lang of languages) {
	test(`the first Tab offers to skip to the content (${lang})`, () =>
		at(site, `/${lang}/practices`, async (page) => {
			const top = async () => (await page.locator(".skip").boundingBox()).y;

			assert.ok(await top() < 0);
			await page.keyboard.press("Tab");
			assert.ok(await hasFocus(page, ".skip"));
			assert.ok(await top() >= 0);
			await page.keyboard.press("Enter");
			assert.equal(new URL(page.url()).hash, "#main");
			await page.keyboard.press("Tab");
			assert.ok(await hasFocus(page, "main *"), "the next stop is elsewhere");
		}));
}

async function takeTour(page) {
	let last = -1;

	for (;;) {
		await page.keyboard.press("Tab");
		const { what, part, outline, isInSight } = await page.evaluate(lookAtFocus);
		if (part < 0) break;
		assert.ok(part >= last, `${what} comes too late`);
		assert.ok(outline >= 2, `${what} has an outline of ${outline} px`);
		assert.ok(isInSight, `${what} is out of sight`);
		last = part;
	}
	assert.deepEqual(await page.evaluate(findMissed), []);
}

for (const path of TOURS) {
	for (const size of [PHONE, DESKTOP]) {
		test(`Tab goes through ${path} in order and in sight, ${size.width} px`, () =>
			at(site, path, takeTour, { size }));
	}
}

// ---- filters

test("every filter opens with the keyboard", () =>
	at(site, "/en/practices", async (page) => {
		const n_filters = await has(page, `${FILTERS} details`);

		assert.ok(n_filters >= 8, `only ${n_filters} filters`);
		for (let i = 1; i <= n_filters; i++) {
			const filter = `${FILTERS} details:nth-of-type(${i})`;
			await tabTo(page, `${filter} > summary`);
			await page.keyboard.press(i % 2 ? "Enter" : "Space");
			await tabTo(page, `${filter} :is(input, select)`);
		}
	}));

for (const [lang, results] of [["fr", "22 résultats"], ["en", "22 results"]]) {
	test(`an activity is chosen and taken away again (${lang})`, () =>
		at(site, `/${lang}/practices`, async (page) => {
			await tick(page, "activity", "2.4");
			await follow(page, APPLY);
			assert.equal(new URL(page.url()).searchParams.get("activity"), "2.4");
			assert.equal(await page.locator("#results").innerText(), results);
			await expectCount(page, 22, 1);
			assert.ok(await page.locator(boxOf("activity", "2.4")).isChecked());

			await follow(page, ".chips a");
			await expectCount(page, EVERY_PRACTICE, 0);
		}));
}

test("Parties are chosen from the drop-down, one after the other", () =>
	at(site, "/en/practices", async (page) => {
		await choose(page, "party", "Cana");
		await follow(page, APPLY);
		await expectCount(page, await totalOf(site, "party=CAN"), 1);

		await choose(page, "party", "Fran");
		await follow(page, APPLY);
		await expectCount(page, await totalOf(site, "party=CAN&party=FRA"), 2);

		await follow(page, ".chips li:last-child a");
		await expectCount(page, EVERY_PRACTICE, 0);
	}));

test("filters of different kinds narrow the list together", () =>
	at(site, "/fr/practices", async (page) => {
		await tick(page, "output", "2");
		await tabTo(page, `${FILTERS} input[name=year]`);
		await page.keyboard.type("2016");
		await enter(page);
		await expectCount(page, await totalOf(site, "output=2&year=2016"), 2);

		await follow(page, ".chips li:first-child a");
		await expectCount(page, 20, 1);
	}));

test("filters without a choice give the whole list", () =>
	at(site, "/en/practices", async (page) => {
		await follow(page, APPLY);
		await expectCount(page, EVERY_PRACTICE, 0);
	}));

test("a year that is none is answered with a sentence, not with a list", () =>
	at(site, "/en/practices?year=soon", async (page) => {
		assert.ok(await page.locator(".problems li").isVisible());
		assert.equal(await has(page, ".results"), 0);
	}));

// ---- searching

test("words are typed into the box of a list, and taken away again", () =>
	at(site, "/en/practices?output=2", async (page) => {
		await tabTo(page, "#q");
		await page.keyboard.type("numerique");
		await enter(page);
		const found = await totalOf(site, "output=2&q=numerique");
		await expectCount(page, found, 2);
		assert.ok(found > 0 && found < 37);
		await follow(page, ".sorts a");
		assert.ok(new URL(page.url()).searchParams.has("sort"));
		await expectCount(page, found, 2);
		await follow(page, ".chips li:first-child a");
		await expectCount(page, 37, 1);
	}));

test("the way from any page to everything that has a word", () =>
	at(site, "/fr/practices/GP-1-05", async (page) => {
		await follow(page, ".find");
		await tabTo(page, "main #q");
		await page.keyboard.type("œuvres");
		await enter(page);
		assert.ok(await has(page, "mark") > 0);
		await follow(page, ".bar a");
		await expectCount(page, await totalOf(site, "q=%C5%93uvres"), 1);
	}));

test("what was meant is one step away", () =>
	at(site, "/en/search", async (page) => {
		await tabTo(page, "main #q");
		await page.keyboard.type("musiqe");
		await enter(page);
		await follow(page, ".nothing a");
		assert.equal(new URL(page.url()).searchParams.get("q"), "musique");
		assert.ok(await has(page, ".results li") > 0);
	}));

// ---- moving about

test("the list is read to its end and back", () =>
	at(site, "/en/practices", async (page) => {
		const first = await readList(page);
		const all = [...first.records];
		let n_steps = 0;

		for (; await has(page, NEXT); n_steps++) {
			await follow(page, NEXT);
			await expectCount(page, EVERY_PRACTICE, 0);
			all.push(...(await readList(page)).records);
		}
		assert.equal(all.length, EVERY_PRACTICE);
		assert.equal(new Set(all).size, EVERY_PRACTICE);

		while (n_steps--) await follow(page, PREVIOUS);
		assert.deepEqual(await readList(page), first);
		assert.equal(await has(page, PREVIOUS), 0);
	}));

test("a filtered list keeps its filter from page to page", () =>
	at(site, "/en/practices?output=2", async (page) => {
		await expectCount(page, 37, 1);
		await follow(page, NEXT);
		await expectCount(page, 37, 1);
	}));

for (const path of ["/en/practices?activity=2.4&party=CAN", "/en/practices?output=2"]) {
	test(`another language shows the same list, ${path}`, () =>
		at(site, path, async (page) => {
			if (await has(page, NEXT)) await follow(page, NEXT);
			const before = await readList(page);

			for (const lang of languages) {
				await follow(page, `.lang a[lang=${lang}]`);
				assert.equal(await page.locator("html").getAttribute("lang"), lang);
				assert.deepEqual(await readList(page), before);
			}
		}));
}

test("the way back leads through the same pages", () =>
	at(site, "/fr/practices", async (page) => {
		await tick(page, "activity", "2.4");
		await follow(page, APPLY);
		const listed = await readList(page);

		await follow(page, ".results h3 a");
		assert.ok(page.url().endsWith(`/fr/practices/${listed.records[0]}`));
		await page.goBack();
		assert.deepEqual(await readList(page), listed);
		assert.ok(await page.locator(boxOf("activity", "2.4")).isChecked());
		await page.goBack();
		await expectCount(page, EVERY_PRACTICE, 0);
	}));

test("a record leads to its relatives and to the list of its activity", () =>
	at(site, "/en/practices/NX-4-06", async (page) => {
		const relatives = page.locator("article ul a[href^='/en/practices/']");
		const address = await relatives.first().getAttribute("href");

		await follow(page, `article a[href="${address}"]`);
		assert.ok(page.url().endsWith(address));
		await follow(page, ".facts a[href*='activity=']");
		const { count, n_chips } = await readList(page);
		assert.ok(count > 0);
		assert.equal(n_chips, 1);
		await follow(page, ".crumbs a");
		assert.equal(new URL(page.url()).pathname, "/en");
	}));
