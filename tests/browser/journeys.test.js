// What someone who knows nothing finds from the home page, in five clicks on what can be seen.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { PHONE, languages, startSite } from "../lib/browser.js";
import { expectedIds } from "../lib/practices.js";
import { at } from "./hands.js";

const CLICKS = 5;
const WORDS = {
	en: {
		theme: /discoverability/, africa: "Africa", activity: "Regulate access",
		party: "Senegal", country: "Kenya",
	},
	fr: {
		theme: /découvrabilité/, africa: "Afrique", activity: "Réguler accès",
		party: "Sénégal", country: "Kenya",
	},
};

let site;
before(async () => { site = await startSite(); });
after(() => site.stop());

// Clicks one visible link after the other; the page shows the last one's.
async function go(page, names) {
	assert.ok(names.length <= CLICKS);
	for (const name of names) {
		const from = page.url();
		await page.getByRole("main").getByRole("link", { name }).first().click();
		await page.waitForURL((url) => url.href !== from);
	}
}

const heading = (page) => page.getByRole("heading", { level: 1 }).innerText();

for (const lang of languages) {
	const words = WORDS[lang];

	test(`what activity 2.4 asks, and who does it in Africa (${lang})`, () =>
		at(site, `/${lang}`, async (page) => {
			await go(page, [words.activity]);
			assert.match(await heading(page), /^2\.4 /);
			assert.ok((await page.locator(".lede").innerText()).length > 60);
			const row = page.locator("dt", { hasText: words.africa }).first();
			const parties = row.locator("xpath=following-sibling::dd[1]");
			assert.match(await parties.innerText(), new RegExp(words.country));
			await parties.getByRole("link").first().click();
			await page.waitForURL(/group=Va/);
			const doing = expectedIds("activity=2.4&group=Va");
			assert.equal(await page.locator(".results > li").count(), doing.length);
		}, { size: PHONE }));

	test(`every practice on discoverability as a workbook (${lang})`, () =>
		at(site, `/${lang}`, async (page) => {
			await go(page, [words.activity, words.theme]);
			const n = Number(/\d+/.exec(await page.locator("#results").innerText())[0]);
			assert.equal(n, expectedIds("activity=2.1&activity=2.4").length);
			const [file] = await Promise.all([
				page.waitForEvent("download"), page.getByRole("link", { name: /XLSX/ }).click(),
			]);
			const bytes = readFileSync(await file.path());
			assert.match(file.suggestedFilename(), /\.xlsx$/);
			assert.equal(bytes.toString("latin1", 0, 2), "PK");
		}));

	test(`what Jalon knows about Senegal (${lang})`, () =>
		at(site, `/${lang}`, async (page) => {
			await go(page, [words.party, words.party]);
			assert.equal(await heading(page), words.party);
			const held = expectedIds("party=SEN");
			assert.equal(await page.locator(".results > li").count(), held.length);
		}, { size: PHONE }));
}
