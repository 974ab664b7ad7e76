// axe-core on every page: WCAG 2.2 A and AA and its own good practices, in both colour schemes.

import axe from "axe-core";
import { after, before, describe, test } from "node:test";
import { DESKTOP, PHONE, inLanguage, lookAtAll, startSite } from "../lib/browser.js";
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

async function everything(page) {
	await page.evaluate(axe.source);
	return axeFinds(page, EVERYTHING);
}

const palePictures = (page) => page.evaluate(findPalePictures);

describe("pages", { concurrency: true }, () => {
	test("on a desk", (t) =>
		lookAtAll(t, site, inLanguage(site, "en"), { size: DESKTOP, scripts: true }, {
			"axe finds nothing": everything,
			"texts and shapes of pictures stand out": palePictures,
			"axe finds nothing in the dark": async (page) => {
				await page.emulateMedia({ colorScheme: "dark" });
				return axeFinds(page, COLOURS);
			},
			"texts and shapes of pictures stand out in the dark": palePictures,
		}));

	test("on a phone", (t) =>
		lookAtAll(t, site, inLanguage(site, "fr"), { size: PHONE, scripts: true }, {
			"axe finds nothing": everything,
		}));

	test("with all filters open", (t) => {
		const isList = ({ name }) => name === "list" || name === "list-activities";
		return lookAtAll(t, site, site.pages.filter(isList), { size: PHONE, scripts: true }, {
			"axe finds nothing": async (page) => {
				await page.evaluate(openAll);
				return everything(page);
			},
		});
	});
});
