// html-validate on the bytes as they are served.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { HtmlValidate, StaticConfigLoader } from "html-validate";
import { fetchPlace, startSite } from "../lib/browser.js";

// "reasons" is ours: why a rule is not the recommended one.
const rules = readFileSync(new URL("htmlvalidate.json", import.meta.url));
const { reasons = {}, ...config } = JSON.parse(rules);

let site;
before(async () => { site = await startSite(); });
after(() => site.stop());

test("a rule is changed only with a reason", () => {
	assert.deepEqual(Object.keys(config.rules).sort(), Object.keys(reasons).sort());
});

test("html-validate finds nothing", async () => {
	const validator = new HtmlValidate(new StaticConfigLoader({ root: true, ...config }));
	const wrong = [];

	for (const place of site.pages) {
		const { address } = place, html = await (await fetchPlace(place)).text();
		const report = await validator.validateString(html, address);
		for (const { messages } of report.results) {
			wrong.push(...messages.map(({ line, ruleId, message, selector }) =>
				`${address}:${line}: ${ruleId} at ${selector}: ${message}`));
		}
	}
	assert.equal(wrong.length, 0, `\n${wrong.join("\n")}`);
});
