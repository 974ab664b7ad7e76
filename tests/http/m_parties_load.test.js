// Parties are data: a corrected file changes them, and with them what practices are narrowed by.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { parseCsv, parseTable, writeCsv } from "../lib/csv.js";
import { initialisedStore, root, run, sql, startServer } from "../lib/jalon.js";
import { assertLoads, fileOf, summary, traces } from "../lib/loading.js";
import { expectedIds } from "../lib/practices.js";

const partiesFile = join(root, "data/parties.csv");
const [header, ...rows] = parseCsv(readFileSync(partiesFile, "utf8"));
const n = rows.length;

function load(db, content, ...options) {
	return run(["load", "parties", fileOf(content), "--db", db, ...options]);
}

function exported(db) {
	return run(["export", "parties", "--db", db]).stdout;
}

// The shipped file with other values in some cells of one row.
function corrected(id, cells) {
	return writeCsv([header, ...rows.map((row) => row[0] !== id ? row :
		row.map((cell, i) => cells[header[i]] ?? cell))]);
}

async function answer(db, path) {
	const server = await startServer(db);
	try {
		const found = await fetch(server.url + path);
		return { status: found.status, text: await found.text() };
	} finally {
		await server.stop();
	}
}

test("the_shipped_parties_load_again_without_a_change", () => {
	for (const db of [initialisedStore(), initialisedStore("--bare")]) {
		const before = traces(db);
		assertLoads(run(["load", "parties", partiesFile, "--db", db]), 0, 0, n, 0);
		assertLoads(load(db, exported(db)), 0, 0, n, 0);
		assert.equal(traces(db), before);
	}
});

test("an_export_of_parties_is_the_file_with_its_columns_in_order", () => {
	const db = initialisedStore("--bare");
	const shipped = new Map(parseTable(readFileSync(partiesFile, "utf8"))
		.map(({ iso3, ...facts }) => [iso3, facts]));
	const found = parseTable(exported(db));

	assert.equal(found.length, n);
	for (const { id, ...facts } of found) assert.deepEqual(facts, shipped.get(id));
});

test("a_corrected_file_changes_names_and_groups_everywhere", async () => {
	const db = initialisedStore();
	const file = corrected("FRA", { name_en: "Francia", electoral_group: "Vb" });

	assertLoads(load(db, file), 0, 1, n - 1, 0);
	const { total } = JSON.parse((await answer(db, "/api/v1/practices?group=Vb")).text);
	const expected = new Set([...expectedIds("group=Vb"), ...expectedIds("party=FRA")]);
	assert.equal(total, expected.size);
	assert.ok(expected.size > expectedIds("group=Vb").length);
	const [french] = expectedIds("party=FRA");
	assert.match((await answer(db, `/en/practices/${french}`)).text,
		/href="\/en\/parties\/FRA">\s*Francia/);
	const found = await answer(db, "/api/v1/practices?q=francia");
	assert.equal(JSON.parse(found.text).total, expectedIds("party=FRA").length);

	const before = traces(db);
	assertLoads(load(db, file), 0, 0, n, 0);
	assert.equal(run(["init", "--db", db]).status, 0);
	assert.equal(traces(db), before, "init keeps what was corrected");
	assert.equal(run(["verify", "--db", db]).status, 0);
});

test("a_party_that_joins_can_be_named_at_once", async () => {
	const db = initialisedStore();
	const joined = "id,name_en,name_fr,electoral_group\nJPN,Japan,Japon,IV\n";

	assertLoads(load(db, joined), 1, 0, 0, 0);
	const practice = "id,title_en,summary_en,output,parties\nT-1,Title,Summary,1,JPN\n";
	assertLoads(run(["load", "practices", fileOf(practice), "--db", db]), 1, 0, 0, 0);
	const page = await answer(db, "/en/parties/JPN");
	assert.equal(page.status, 200);
	assert.match(page.text, /practices\/T-1/);
	const list = (await answer(db, "/en/parties")).text;
	const caption = /<figcaption[^]*<\/figcaption>/.exec(list)[0];
	assert.match(caption, /parties\/JPN/, "without a place on the map it is named below it");
});

test("init_twice_has_each_party_once", () => {
	const db = initialisedStore();
	assert.equal(sql(db, "SELECT count(*) FROM term WHERE vocabulary = 'party'"), String(n));
	assert.equal(run(["init", "--db", db]).status, 0);
	assert.equal(sql(db, "SELECT count(*) FROM record WHERE kind = 'party'"), String(n));
});

// ---- what is refused, with its place

const BAD = [
	[{ date_deposit: "30/03/2009" }, "date_deposit", /is not a date/],
	[{ electoral_group: "VI" }, "electoral_group", /is not a known code/],
	[{ ldc: "maybe" }, "ldc", /neither yes nor no/],
	[{ iso2: "FRANCE" }, "iso2", /too long/],
	[{ date_checked: "surely" }, "date_checked", /is not a known code/],
	[{ entry_into_force: "1999-01-01" }, "entry_into_force", /after the deposit/],
];

for (const [cells, column, why] of BAD) {
	test(`a_bad_${column}_is_refused_with_its_place`, () => {
		const db = initialisedStore("--bare");
		const before = traces(db);
		const line = 2 + rows.findIndex((row) => row[0] === "FRA");
		const done = load(db, corrected("FRA", cells));

		assert.equal(done.status, 1);
		assert.match(done.stderr, why);
		const [, at, character] = /:(\d+):(\d+): /.exec(done.stderr).map(Number);
		const [row] = parseCsv(corrected("FRA", cells).split("\n")[line - 1]);
		const start = writeCsv([row.slice(0, header.indexOf(column))]).length;
		assert.deepEqual([at, character], [line, start + 1]);
		assert.equal(traces(db), before);
	});
}

test("a_column_that_parties_do_not_have_is_refused", () => {
	const db = initialisedStore("--bare");
	const done = load(db, "iso3,name_en,capital\nFRA,France,Paris\n");

	assert.equal(done.status, 1);
	assert.match(done.stderr, /:1:14: there is no column “capital”/);
	assert.equal(load(db, "iso3,id\nFRA,FRA\n").status, 1);
});

test("a_dry_run_tells_and_changes_nothing", () => {
	const db = initialisedStore("--bare");
	const before = traces(db);
	const done = load(db, corrected("FRA", { name_fr: "La France" }), "--dry-run");

	assert.equal(done.stdout, summary(0, 1, n - 1, 0));
	assert.equal(traces(db), before);
});

test("parties_load_from_json_by_either_name_of_their_id", () => {
	const db = initialisedStore("--bare");
	const file = fileOf(JSON.stringify([{ iso3: "FRA", name: { en: "Francia" } },
		{ id: "DEU", ldc: true, date_deposit: "2007-03" }]), "parties.json");

	assertLoads(run(["load", "parties", file, "--db", db]), 0, 2, 0, 0);
	const found = parseTable(exported(db));
	assert.equal(found.find((p) => p.id === "FRA").name_en, "Francia");
	assert.deepEqual([found.find((p) => p.id === "DEU").ldc,
		found.find((p) => p.id === "DEU").date_deposit], ["yes", "2007-03"]);
});
