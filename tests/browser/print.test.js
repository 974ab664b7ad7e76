// What is printed: the Open Roadmap is one sheet, whatever its size.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { languages, startSite } from "../lib/browser.js";

const SHEETS = ["A3", "A4", "Letter"];

let site;
before(async () => { site = await startSite(); });
after(() => site.stop());

// Sheets of a PDF, as [width, height] in points.
function sheetsOf(pdf) {
	const text = pdf.toString("latin1");
	assert.match(text, /^%PDF/);
	return [...text.matchAll(/\/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]/g)]
		.map((match) => match.slice(1).map(Number));
}

test("the Open Roadmap is one sheet across", async () => {
	const page = await site.open();
	for (const lang of languages) {
		await page.goto(`${site.url}/${lang}/framework`);
		for (const format of SHEETS) {
			const sheets = sheetsOf(await page.pdf({ format, landscape: true }));
			assert.equal(sheets.length, 1, `${lang}, ${format}`);
			assert.ok(sheets[0][0] > sheets[0][1], `${lang}, ${format}`);
		}
		// The page itself asks for the sheet to lie across.
		const [own] = sheetsOf(await page.pdf({ preferCSSPageSize: true }));
		assert.ok(own[0] > own[1], lang);
	}
	await page.close();
});

test("an activity prints on more than a poster's sheet, upright", async () => {
	const page = await site.open();
	await page.goto(`${site.url}/fr/framework/2.4`);
	const sheets = sheetsOf(await page.pdf({ format: "A4" }));
	assert.ok(sheets.length > 1);
	assert.ok(sheets.every(([width, height]) => width < height));
	await page.close();
});
