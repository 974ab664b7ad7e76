// Everything with the keyboard alone, and without scripts.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { DESKTOP, PHONE, languages, startSite, totalOf } from "../lib/browser.js";

const STOPS_MAX = 120;
const FILTERS = "form.facets";

let site;
before(async () => { site = await startSite(); });
after(() => site.stop());

// ---- hands

// Runs `steps(page)` on a new page that shows `path`.
async function at(path, steps, options = {}) {
	const page = await site.open(options);
	try {
		await page.goto(site.url + path);
		await steps(page);
	} finally {
		await page.close();
	}
}

function hasFocus(page, selector) {
	return page.evaluate((s) => document.activeElement.matches(s), selector);
}

// Presses Tab until `selector` has the focus.
async function tabTo(page, selector) {
	for (let i = 0; i < STOPS_MAX; i++) {
		await page.keyboard.press("Tab");
		if (await hasFocus(page, selector)) return;
	}
	assert.fail(`Tab never reaches ${selector} on ${page.url()}`);
}

// Presses Enter and waits for the page it leads to.
async function enter(page) {
	await Promise.all([page.waitForEvent("framenavigated"), page.keyboard.press("Enter")]);
	await page.waitForLoadState();
}

async function follow(page, selector) {
	await tabTo(page, selector);
	await enter(page);
}

function filterOf(name) {
	return `${FILTERS} details:has([name="${name}"])`;
}

// Opens the filter with Enter, unless it stands open because it is in use.
async function openFilter(page, name) {
	const filter = filterOf(name);

	await tabTo(page, `${filter} > summary`);
	if (await page.locator(filter).getAttribute("open") === null) await page.keyboard.press("Enter");
	assert.notEqual(await page.locator(filter).getAttribute("open"), null, `${name} does not open`);
}

async function tick(page, name, value) {
	await openFilter(page, name);
	await tabTo(page, `${FILTERS} input[name="${name}"][value="${value}"]`);
	await page.keyboard.press("Space");
}

// ---- eyes

// The number before "results"; the bar says it in words.
async function count(page) {
	return parseInt(await page.locator("#results").innerText(), 10);
}

async function chips(page) {
	return page.locator(".chips a:has(.hidden)").count();
}

async function records(page) {
	return page.$$eval(".results h3 a", (all) => all.map((one) => one.pathname.split("/").pop()));
}

// ---- the way in

for (const lang of languages) {
	test(`the first Tab offers to skip to the content (${lang})`, () =>
		at(`/${lang}/practices`, async (page) => {
			const skip = page.locator(".skip");
			const isInSight = async () => (await skip.boundingBox()).y >= 0;

			assert.equal(await isInSight(), false);
			await page.keyboard.press("Tab");
			assert.ok(await hasFocus(page, ".skip"));
			assert.ok(await isInSight());
			await page.keyboard.press("Enter");
			assert.equal(new URL(page.url()).hash, "#main");
			await page.keyboard.press("Tab");
			assert.ok(await hasFocus(page, "main *"), "the next stop is not in the content");
		}));
}

// Where the focus is: the part of the page, and how it shows.
function lookAtFocus() {
	const parts = [".skip", "header", ".crumbs", ".chips", "section, article", ".facets, aside",
		"footer"];
	const one = document.activeElement, box = one.getBoundingClientRect();
	const style = getComputedStyle(one);
	const x = box.left + box.width / 2, y = box.top + box.height / 2;
	const seen = document.elementFromPoint(x, y);

	one.setAttribute("data-visited", "");
	return {
		what: `${one.tagName.toLowerCase()} "${one.textContent.trim().slice(0, 30)}"`,
		part: one === document.body ? -1 : parts.findIndex((part) => one.closest(part)),
		outline: style.outlineStyle === "none" ? 0 : parseFloat(style.outlineWidth),
		isInSight: box.top >= -1 && box.bottom <= innerHeight + 1 && box.left >= -1 && box.right <= innerWidth + 1,
		isCovered: !!seen && !one.contains(seen) && !seen.contains(one),
	};
}

for (const size of [PHONE, DESKTOP]) {
	for (const path of ["/en/practices", "/fr/practices?activity=2.4&party=CAN", "/fr/practices/GP-1-05"]) {
		test(`Tab goes through ${path} in order and shows where it is (${size.width} px)`, () =>
			at(path, async (page) => {
				let last = -1;

				for (;;) {
					await page.keyboard.press("Tab");
					const { what, part, outline, isInSight, isCovered } = await page.evaluate(lookAtFocus);
					if (part < 0) break;
					assert.ok(part >= last, `${what} comes too late`);
					assert.ok(outline >= 2, `${what} has an outline of ${outline} px`);
					assert.ok(isInSight && !isCovered, `${what} is out of sight`);
					last = part;
				}
				const missed = await page.$$eval("a[href], summary, button, input, select", (all) => all
					.filter((one) => one.checkVisibility() && !one.hasAttribute("data-visited"))
					.map((one) => one.outerHTML));
				assert.deepEqual(missed, []);
			}, { size }));
	}
}

// ---- filters

test("every filter opens with the keyboard", () =>
	at("/en/practices", async (page) => {
		const filters = page.locator(`${FILTERS} details`);
		const n_filters = await filters.count();

		assert.ok(n_filters >= 8, `only ${n_filters} filters`);
		for (let i = 1; i <= n_filters; i++) {
			await tabTo(page, `${FILTERS} details:nth-of-type(${i}) > summary`);
			await page.keyboard.press(i % 2 ? "Enter" : "Space");
			const control = `${FILTERS} details:nth-of-type(${i}) > :not(summary) :is(input, select)`;
			await tabTo(page, control);
			assert.ok(await page.locator(control).first().isVisible());
		}
	}));

for (const [lang, results] of [["fr", "22 résultats"], ["en", "22 results"]]) {
	test(`an activity is chosen and taken away again (${lang})`, () =>
		at(`/${lang}/practices`, async (page) => {
			await tick(page, "activity", "2.4");
			await follow(page, `${FILTERS} button`);
			assert.equal(new URL(page.url()).searchParams.get("activity"), "2.4");
			assert.equal(await page.locator("#results").innerText(), results);
			assert.equal(await chips(page), 1);
			assert.ok(await page.locator(`${FILTERS} input[name=activity][value="2.4"]`).isChecked());

			await follow(page, ".chips a");
			assert.equal(await count(page), 83);
			assert.equal(await chips(page), 0);
		}));
}

// Types as people do: the first letters find the Party in the drop-down.
async function chooseParty(page, letters) {
	await openFilter(page, "party");
	await tabTo(page, `${FILTERS} select[name=party]`);
	await page.keyboard.type(letters);
	await follow(page, `${FILTERS} button`);
}

test("Parties are chosen from the drop-down, one after the other", () =>
	at("/en/practices", async (page) => {
		await chooseParty(page, "Cana");
		assert.equal(await count(page), await totalOf(site, "party=CAN"));

		await chooseParty(page, "Fran");
		assert.equal(await count(page), await totalOf(site, "party=CAN&party=FRA"));
		assert.equal(await chips(page), 2);

		await follow(page, ".chips li:last-child a");
		assert.equal(await count(page), 83);
	}));

test("filters of different kinds narrow the list together", () =>
	at("/fr/practices", async (page) => {
		await tick(page, "output", "2");
		await tabTo(page, `${FILTERS} input[name=year]`);
		await page.keyboard.type("2016");
		await enter(page);
		assert.equal(await count(page), await totalOf(site, "output=2&year=2016"));
		assert.equal(await chips(page), 2);

		await follow(page, ".chips li:first-child a");
		assert.equal(await count(page), 20);
	}));

test("filters without a choice give the whole list", () =>
	at("/en/practices", async (page) => {
		await follow(page, `${FILTERS} button`);
		assert.equal(await count(page), 83);
		assert.equal(await chips(page), 0);
	}));

test("a year that is none is answered with a sentence, not with a list", () =>
	at("/en/practices?year=soon", async (page) => {
		assert.ok(await page.locator(".problems li").isVisible());
		assert.equal(await page.locator(".results").count(), 0);
	}));

// ---- moving about

test("the list is read to its end and back", () =>
	at("/en/practices", async (page) => {
		const first = await records(page);
		const all = [...first];
		let n_pages = 1;

		for (; await page.locator("a[rel=next]").count(); n_pages++) {
			await follow(page, "a[rel=next]");
			all.push(...await records(page));
			assert.equal(await count(page), 83);
		}
		assert.equal(new Set(all).size, 83);
		assert.equal(all.length, 83);
		while (--n_pages) await follow(page, "a[rel=prev]");
		assert.deepEqual(await records(page), first);
		assert.equal(await page.locator("a[rel=prev]").count(), 0);
	}));

test("a filtered list keeps its filter from page to page", () =>
	at("/en/practices?output=2", async (page) => {
		const total = await count(page);

		await follow(page, "a[rel=next]");
		assert.equal(await count(page), total);
		assert.equal(await chips(page), 1);
	}));

for (const path of ["/en/practices?activity=2.4&party=CAN", "/en/practices?output=2"]) {
	test(`changing the language stays at ${path}`, () =>
		at(path, async (page) => {
			if (await page.locator("a[rel=next]").count()) await follow(page, "a[rel=next]");
			const before = [await count(page), await chips(page), await records(page)];

			await follow(page, ".lang a[lang=fr]");
			assert.equal(await page.locator("html").getAttribute("lang"), "fr");
			assert.deepEqual([await count(page), await chips(page), await records(page)], before);
			await follow(page, ".lang a[lang=en]");
			assert.equal(await page.locator("html").getAttribute("lang"), "en");
			assert.deepEqual([await count(page), await chips(page), await records(page)], before);
		}));
}

test("the way back leads through the same pages", () =>
	at("/fr/practices", async (page) => {
		await tick(page, "activity", "2.4");
		await follow(page, `${FILTERS} button`);
		const listed = await records(page);

		await follow(page, ".results h3 a");
		assert.ok(page.url().endsWith(`/fr/practices/${listed[0]}`));
		await page.goBack();
		assert.deepEqual(await records(page), listed);
		assert.ok(await page.locator(`${FILTERS} input[name=activity][value="2.4"]`).isChecked());
		await page.goBack();
		assert.equal(await count(page), 83);
	}));

test("a record leads to its relatives and to the list of its activity", () =>
	at("/en/practices/NX-4-06", async (page) => {
		const relative = page.locator("main a[href*='/en/practices/']").first();
		const address = await relative.getAttribute("href");

		await follow(page, `main a[href="${address}"]`);
		assert.ok(page.url().endsWith(address));
		await follow(page, ".facts a[href*='activity=']");
		assert.ok(await count(page) > 0);
		assert.equal(await chips(page), 1);
		await follow(page, ".crumbs a");
		assert.equal(new URL(page.url()).pathname, "/en");
	}));
