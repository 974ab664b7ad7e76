// axe-core on every page: WCAG 2.2 A and AA and its own good practices, in both colour schemes.

import axe from "axe-core";
import { after, before, test } from "node:test";
import { DESKTOP, PHONE, expectOfAll, startSite } from "../lib/browser.js";
import { findPalePictures, openAll } from "./eyes.js";

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

// Runs in the page. What axe cannot make out is seen elsewhere: in pictures by findPalePictures(),
// and on a desk what a phone cuts off, a table that scrolls or the line of navigation.
async function runAxe(options) {
	const isSeenElsewhere = ({ target }) => {
		const one = document.querySelector(target[0]);
		const isCut = one.getBoundingClientRect().right > innerWidth;
		return one.closest("svg") || (innerWidth < 800 && (isCut || one.closest(".scroll")));
	};
	const { violations, incomplete } = await window.axe.run(document, options);
	const unsure = incomplete.filter((rule) => rule.id === "color-contrast")
		.map((rule) => ({ ...rule, nodes: rule.nodes.filter((node) => !isSeenElsewhere(node)) }));

	return [...violations, ...unsure];
}

// The violations, and the contrasts that axe could not make out: those are looked at by nobody.
async function axeFinds(page, options) {
	const found = await page.evaluate(runAxe, options);

	return found.flatMap(({ id, nodes }) => nodes.map((node) =>
		`${id} at ${node.target.join(" ")}: ${node.failureSummary.replace(/\s+/g, " ")}`));
}

const inLanguage = (wanted) => site.pages.filter(({ lang }) => lang === wanted);

// A page has the same elements and colours in all languages and sizes: on a desk all are looked at,
// on a phone those with the longer words, in the dark the others.
test("axe finds nothing on a phone", () =>
	expectOfAll(site, { size: PHONE, scripts: true }, async (page) => {
		await page.evaluate(axe.source);
		return axeFinds(page, EVERYTHING);
	}, inLanguage("fr")));

test("axe finds nothing on a desk", () =>
	expectOfAll(site, { size: DESKTOP, scripts: true }, async (page) => {
		await page.evaluate(axe.source);
		return axeFinds(page, EVERYTHING);
	}));

test("axe finds nothing in the dark", () =>
	expectOfAll(site, { scheme: "dark", scripts: true }, async (page) => {
		await page.evaluate(axe.source);
		return axeFinds(page, COLOURS);
	}, inLanguage("en")));

test("axe finds nothing with all filters open", () =>
	expectOfAll(site, { size: PHONE, scripts: true }, async (page) => {
		await page.evaluate(openAll);
		await page.evaluate(axe.source);
		return axeFinds(page, EVERYTHING);
	}, site.pages.filter(({ name }) => name === "list" || name === "list-activities")));

for (const scheme of ["light", "dark"]) {
	test(`texts and shapes of pictures stand out when it is ${scheme}`, () =>
		expectOfAll(site, { scheme }, (page) => page.evaluate(findPalePictures)));
}
