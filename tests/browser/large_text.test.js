// A reader who set the browser's text to twice its size.

import { after, before, test } from "node:test";
import { DESKTOP, PHONE, inLanguage, lookAtAll, startSite } from "../lib/browser.js";
import * as eyes from "./eyes.js";

const TWICE = "--blink-settings=defaultFontSize=32";

let site;
before(async () => { site = await startSite({ switches: [TWICE] }); });
after(() => site.stop());

function isTextTwice() {
	return getComputedStyle(document.body).fontSize === "32px";
}

async function faults(page) {
	await page.evaluate(eyes.openAll);
	const isLarge = await page.evaluate(isTextTwice);
	return [
		...(isLarge ? [] : ["does not follow the reader's size of text"]),
		...await page.evaluate(eyes.findSideways),
		...await page.evaluate(eyes.findMisfits),
		...await page.evaluate(eyes.findOverlaps),
	];
}

for (const [size, lang] of [[PHONE, "fr"], [DESKTOP, "en"]]) {
	test(`text twice as large at ${size.width} px`, (t) =>
		lookAtAll(t, site, inLanguage(site, lang), { size }, { "stays whole": faults }));
}
