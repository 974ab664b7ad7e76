// What a page costs and whom it calls: small, from one host, without a word on the console.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { gzipSync } from "node:zlib";
import { fetchPlace, lookAtAll, openPlace, startSite } from "../lib/browser.js";

const FIRST_VISIT_BYTES = 60 * 1024;
const LATER_PAGE_BYTES = 15 * 1024;
// What a page brings along, the icon included, which a browser without a window does not fetch.
const BELONGINGS = "link[rel~=stylesheet], link[rel~=icon], script[src], img[src], image";

let site;
before(async () => { site = await startSite(); });
after(() => site.stop());

function addressesOf(elements) {
	return [...new Set(elements.map((one) => one.href?.baseVal ?? one.href ?? one.src))]
		.map((address) => new URL(address, document.baseURI).href);
}

// As a server or a proxy would send it.
async function compressedBytes(place) {
	const answer = await fetchPlace(place);
	return gzipSync(Buffer.from(await answer.arrayBuffer()), { level: 6 }).length;
}

async function faultsOfWeight(page, place) {
	const alone = await compressedBytes(place);
	const others = await page.$$eval(BELONGINGS, addressesOf);
	const sizes = await Promise.all(others.map((address) => compressedBytes({ address })));
	const first = sizes.reduce((sum, size) => sum + size, alone);
	const wrong = [];

	if (!others.length) wrong.push("brings no style");
	if (alone >= LATER_PAGE_BYTES) wrong.push(`weighs ${alone} bytes alone`);
	if (first >= FIRST_VISIT_BYTES) wrong.push(`weighs ${first} bytes at first`);
	return wrong;
}

// Who is signed in has a number for each tab, so that two of them do not fight over a draft.
async function thingsKept(page, { as }) {
	const cookies = as ? [] : await page.context().cookies();
	const kept = await page.evaluate(() => {
		const keys = [...Object.keys(localStorage), ...Object.keys(sessionStorage)];
		sessionStorage.clear(); // the next page is looked at by somebody else
		return keys;
	});

	return [...cookies.map(({ name }) => `sets ${name}`),
		...kept.filter((key) => !as || key !== "jalonTab").map((key) => `keeps ${key}`)];
}

test("all pages", (t) =>
	lookAtAll(t, site, site.pages, { scripts: true }, {
		"a first visit and the next pages are light": faultsOfWeight,
		"no cookie is set and nothing kept": thingsKept,
	}));

// The console's remark on a page that is an error itself is no complaint.
function isAboutItself(message, page) {
	return message.location().url === page.url() && message.text().startsWith("Failed to load");
}

// The next page was asked for while the icon was still on its way.
function isCutShort(request) {
	return request.failure().errorText === "net::ERR_ABORTED";
}

for (const scripts of [false, true]) {
	const how = scripts ? "with scripts" : "without scripts";
	test(`pages are silent and call no other host, ${how}`, async () => {
		const page = await site.open({ scripts });
		const wrong = [];
		const note = (sentence) => wrong.push(`${page.url()}: ${sentence}`);

		page.on("console", (m) => isAboutItself(m, page) || note(`says ${m.text()}`));
		page.on("pageerror", (error) => note(`fails: ${error.message}`));
		page.on("requestfailed", (r) => isCutShort(r) || note(`does not get ${r.url()}`));
		page.on("request", (r) => {
			if (new URL(r.url()).origin !== site.url) note(`calls ${r.url()}`);
		});
		for (const place of site.pages) await openPlace(page, place);
		await page.close();
		assert.deepEqual(wrong, []);
	});
}
