// axe-core on every page: WCAG 2.2 A and AA and its own good practices, in both colour schemes.

import axe from "axe-core";
import { after, before, test } from "node:test";
import { DESKTOP, PHONE, expectOfAll, startSite } from "../lib/browser.js";

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
// Off in axe unless asked for.
const ALSO = {
	"target-size": { enabled: true },
	"label-content-name-mismatch": { enabled: true },
	"css-orientation-lock": { enabled: true },
	"p-as-heading": { enabled: true },
};
const EVERYTHING = { runOnly: { type: "tag", values: TAGS }, rules: ALSO };
const COLOURS = { runOnly: ["color-contrast", "link-in-text-block"] };

let site;
before(async () => { site = await startSite(); });
after(() => site.stop());

// The violations, and the contrasts that axe could not make out: those are looked at by nobody.
async function axeFinds(page, options) {
	await page.evaluate(axe.source);
	const { violations, incomplete } = await page.evaluate((o) => window.axe.run(document, o), options);
	const unsure = incomplete.filter((rule) => rule.id === "color-contrast");

	return [...violations, ...unsure].flatMap((rule) => rule.nodes.map((node) =>
		`${rule.id} at ${node.target.join(" ")}: ${node.failureSummary.replace(/\s+/g, " ")}`));
}

for (const [width, size] of [["a phone", PHONE], ["a desk", DESKTOP]]) {
	test(`axe finds nothing on ${width}`, () =>
		expectOfAll(site, { size, scripts: true }, (page) => axeFinds(page, EVERYTHING)));
}

test("axe finds no weak contrast in the dark", () =>
	expectOfAll(site, { scheme: "dark", scripts: true }, (page) => axeFinds(page, COLOURS)));

test("axe finds nothing with all filters open", () =>
	expectOfAll(site, { size: PHONE, scripts: true }, async (page) => {
		await page.evaluate(() => document.querySelectorAll("details").forEach((d) => { d.open = true; }));
		return axeFinds(page, EVERYTHING);
	}, site.pages.filter((place) => place.name === "list" || place.name === "list-activities")));
