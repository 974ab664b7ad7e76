// What the guides in docs/guide send people to is there for them.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { her } from "../lib/cast.js";
import { root } from "../lib/jalon.js";

const FOLDER = join(root, "docs/guide");
const READERS = { "focal-point": "fra", "civil-society": "cso", secretariat: "sol" };
const ADDRESS = /`(\/(?:en|fr)(?:\/[^`\s]*)?)`/g;

let n = 0;

for (const file of readdirSync(FOLDER).filter((name) => name.endsWith(".md")))
	test(`addresses_answer_${file}`, async () => {
		const [name, lang] = file.split(".");
		const text = readFileSync(join(FOLDER, file), "utf8");

		for (const [, address] of text.matchAll(ADDRESS)) {
			assert.ok(address.startsWith(`/${lang}`), `${address} is in another language`);
			const { status, page } = await her[READERS[name] ?? "fra"].get(address);
			assert.equal(status, 200, address);
			assert.equal(page.lang, lang);
			n++;
		}
	});

test("guides_name_addresses", () => assert.ok(n > 10, String(n)));
