// Records in and out by the command line: nothing is lost, doubled or changed on the way.

import assert from "node:assert/strict";
import { test } from "node:test";
import { parseCsv, parseTable, writeCsv } from "../lib/csv.js";
import { freshStore, initialisedStore, run, sql } from "../lib/jalon.js";
import { assertLoads, exported, load, traces } from "../lib/loading.js";
import { columns, practices, practicesCsv, practicesFile } from "../lib/practices.js";

// ---- init

test("init_loads_what_is_shipped", () => {
	const db = freshStore();
	const done = run(["init", "--db", db]);
	assert.deepEqual([done.status, done.stderr], [0, ""]);
	assert.equal(exported(db), practicesCsv);
});

test("init_twice_changes_nothing", () => {
	const db = initialisedStore();
	const before = traces(db);
	assert.equal(run(["init", "--db", db]).status, 0);
	assert.equal(run(["init", "--bare", "--db", db]).status, 0);
	assert.equal(traces(db), before);
	assert.equal(exported(db), practicesCsv);
});

test("init_keeps_what_people_changed", () => {
	const db = initialisedStore();
	assertLoads(load(db, "id,title_en\nGP-1-01,Changed here\n"), 0, 1, 0, 0);
	const before = exported(db);
	assert.equal(run(["init", "--db", db]).status, 0);
	assert.equal(exported(db), before);
});

test("init_bare_loads_no_practices", () => {
	const db = initialisedStore("--bare");
	assert.equal(exported(db), columns.join(",") + "\n");
	assert.equal(sql(db, "SELECT count(*) FROM record WHERE kind = 'practice'"), "0");
	assert.equal(sql(db, "SELECT count(*) FROM term WHERE vocabulary = 'party'"), "158");
});

test("bare_then_init_completes", () => {
	const db = initialisedStore("--bare");
	assert.equal(run(["init", "--db", db]).status, 0);
	assert.equal(exported(db), practicesCsv);
});

// ---- load and export

test("loading_the_practices_creates_83_then_changes_none", () => {
	const db = initialisedStore("--bare");
	const again = ["load", "practices", practicesFile, "--db", db];
	assertLoads(run(again), 83, 0, 0, 0);
	const before = traces(db);
	assertLoads(run(again), 0, 0, 83, 0);
	assert.equal(traces(db), before);
});

test("an_export_loads_elsewhere_and_exports_the_same", () => {
	const db = initialisedStore("--bare");
	assertLoads(load(db, exported(initialisedStore())), 83, 0, 0, 0);
	assert.equal(exported(db), practicesCsv);
});

test("export_in_one_language_has_its_columns_alone", () => {
	const db = initialisedStore();
	for (const [lang, other] of [["fr", "en"], ["en", "fr"]]) {
		const csv = exported(db, "--lang", lang);
		assert.deepEqual(parseCsv(csv)[0], columns.filter((name) => !name.endsWith(`_${other}`)));
		assert.equal(parseTable(csv)[5][`title_${lang}`], practices[5][`title_${lang}`]);
		assertLoads(load(db, csv), 0, 0, 83, 0);
		const [first] = JSON.parse(exported(db, "--format", "json", "--lang", lang));
		assert.deepEqual(first.title, { [lang]: practices[0][`title_${lang}`] });
	}
});

test("export_as_json_and_jsonl_gives_the_same_records", () => {
	const db = initialisedStore();
	const items = JSON.parse(exported(db, "--format", "json"));
	assert.deepEqual(items.map((item) => item.id), practices.map((p) => p.id));
	const lines = exported(db, "--format", "jsonl").split("\n");
	assert.equal(lines.pop(), "");
	assert.deepEqual(lines.map((line) => JSON.parse(line)), items);
});

test("strange_text_comes_back_as_it_was", () => {
	const db = initialisedStore("--bare");
	const text = 'a "quoted", two\nlines; <b>&amp;</b> \u00a0\u202f🎵 e\u0301 \u202ertl ' +
		"%s %n {1} \\ ' $1 ?1";
	const rows = [columns, columns.map((name) => ({
		id: "X_1.a-B", title_fr: text, summary_en: text, output: "1", partners: text,
		source_section: "¶1, \r\nnext" })[name] ?? "")];
	assertLoads(load(db, writeCsv(rows)), 1, 0, 0, 0);
	assert.equal(exported(db), writeCsv(rows));
});

test("a_partial_file_leaves_other_columns_as_they_are", () => {
	const db = initialisedStore();
	assertLoads(load(db, "start_year,id\n2011,GP-1-01\n,GP-1-04\n2014,NX-5-03\n"), 0, 3, 0, 0);
	const changes = { "GP-1-01": "2011", "GP-1-04": "", "NX-5-03": "2014" };
	const expected = practices.map((p) => ({ ...p, start_year: changes[p.id] ?? p.start_year }));
	assert.deepEqual(parseTable(exported(db)), expected);
	assert.equal(sql(db, "SELECT count(*) FROM record_revision WHERE version = 2"), "3");
	assertLoads(load(db, "id,start_year\nGP-1-01,2011\n"), 0, 0, 1, 0);
});

test("a_row_may_link_to_a_later_one", () => {
	const db = initialisedStore("--bare");
	const csv = "id,title_en,summary_en,output,related_ids\n" +
		"A,One,Summary,1,C;B\nB,Two,Summary,1,A\nC,Three,Summary,1,\n";
	assertLoads(load(db, csv), 3, 0, 0, 0);
	assert.deepEqual(parseTable(exported(db)).map((p) => p.related_ids), ["C;B", "A", ""]);
});

test("a_record_in_english_alone_was_written_in_english", () => {
	const db = initialisedStore("--bare");
	assertLoads(load(db, "id,title_en,summary_en,output\nT-1,One,S,1\n"), 1, 0, 0, 0);
	assert.match(sql(db, "SELECT lang FROM record WHERE public_id = 'T-1'"), /en/);
	assert.match(sql(db, "SELECT DISTINCT origin FROM record_text"), /original/);
});

test("records_without_an_id_get_one", () => {
	const db = initialisedStore("--bare");
	assertLoads(load(db, "title_en,summary_en,output\nOne,S,1\nTwo,S,1\n"), 2, 0, 0, 0);
	const ids = parseTable(exported(db)).map((p) => p.id);
	assert.match(ids[0], /^[0-9A-Z]{26}$/);
	assert.notEqual(ids[0], ids[1]);
});

test("line_ends_of_windows_and_a_byte_order_mark_are_taken", () => {
	const db = initialisedStore("--bare");
	assertLoads(load(db, "\ufeff" + practicesCsv.replaceAll("\n", "\r\n")), 83, 0, 0, 0);
	assert.equal(exported(db), practicesCsv);
});

test("a_last_line_without_its_end_and_empty_lines_are_taken", () => {
	const db = initialisedStore("--bare");
	assertLoads(load(db, "id,title_en,summary_en,output\n\nA,One,S,1\n\nB,Two,S,1"), 2, 0, 0, 0);
});

test("partners_are_free_text", () => {
	const db = initialisedStore();
	assertLoads(load(db, "id,partners\nGP-1-01,Nobody known; XXX\n"), 0, 1, 0, 0);
});

test("amounts_that_are_worth_the_same_are_the_same", () => {
	const db = initialisedStore();
	assertLoads(load(db, "id,amount,currency\nGP-1-01,12.50,EUR\nGP-1-02,7,KWD\n"), 0, 2, 0, 0);
	assertLoads(load(db, "id,amount,currency\nGP-1-01,12.5,EUR\nGP-1-02,7.000,KWD\n"), 0, 0, 2, 0);
	const [one, two] = parseTable(exported(db));
	assert.deepEqual([one.amount, one.currency, two.amount], ["12.50", "EUR", "7"]);
});

test("titles_are_counted_in_characters", () => {
	const db = initialisedStore();
	assertLoads(load(db, `id,title_fr\nGP-1-01,${"é".repeat(199)}🎵\n`), 0, 1, 0, 0);
});

test("a_dry_run_tells_the_numbers_and_changes_nothing", () => {
	const db = initialisedStore();
	const csv = "id,title_en,summary_en,output\nGP-1-01,Other,Other,1\nNEW,New,New,1\n";
	const before = traces(db);
	assertLoads(load(db, csv, "--dry-run"), 1, 1, 0, 0);
	assert.equal(traces(db), before);
	assertLoads(load(db, csv), 1, 1, 0, 0);
	const bad = load(db, csv + "BAD,,,9\n", "--dry-run");
	assert.deepEqual([bad.status, bad.stdout], [1, load(db, csv + "BAD,,,9\n").stdout]);
});
