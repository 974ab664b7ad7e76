// Files that are refused, whole or in part: what is wrong is told by line and column, and nothing
// is loaded that was not asked for.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { linkSync, lstatSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, statSync,
	symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { parseTable, writeCsv } from "../lib/csv.js";
import { executable, initialisedStore, run, sql, temporaryPath } from "../lib/jalon.js";
import { assertLoads, exported, fileOf, load, summary, traces } from "../lib/loading.js";
import { columns } from "../lib/practices.js";

// A row of a whole file: what a good one has, with changes. `at` is where the cell of a column
// begins: line 2 and the characters before it.
const GOOD = { id: "X-1", title_fr: "Été 🎵", title_en: "Title", summary_en: "Summary",
	output: "1" };

function fileWith(changes, name) {
	const row = columns.map((column) => ({ ...GOOD, ...changes })[column] ?? "");
	const before = row.slice(0, columns.indexOf(name)).map((cell) => `${cell},`).join("");
	return { csv: writeCsv([columns, row]), at: `2:${[...before].length + 1}` };
}

const BAD_CELLS = [
	["parties", "XXX", /XXX/],
	["parties", "FRA;XXX", /XXX/],
	["parties", "FRA;FRA", /FRA/],
	["parties", "fra", /fra/],
	["output", "9", /9/],
	["output", "", /required/],
	["activities", "9.9", /9\.9/],
	["activities", "1.1;;1.2", /./],
	["lead_type", "alien", /alien/],
	["example_type", "alien", /alien/],
	["sectors", "dreaming", /dreaming/],
	["value_chain_stages", "end", /end/],
	["start_year", "20xx", /20xx/],
	["start_year", "99", /99/],
	["start_year", "12016", /12016/],
	["start_year", "-200", /-200/],
	["amount", "many", /many/, { currency: "EUR" }],
	["amount", "-5", /-5/, { currency: "EUR" }],
	["amount", "1,5", /1,5/, { currency: "EUR" }],
	["amount", "99999999999999999999", /9999/, { currency: "EUR" }],
	["amount", "12.345", /EUR/, { currency: "EUR" }],
	["amount", "1.5", /JPY/, { currency: "JPY" }],
	["amount", "", /EUR/, { currency: "EUR" }],
	["currency", "", /currency/, { amount: "12" }],
	["currency", "XYZ", /XYZ/, { amount: "12" }],
	["currency", "eur", /eur/, { amount: "12" }],
	["url", "www.example.org", /www/],
	["url", "javascript:alert(1)", /javascript/],
	["url", "https://", /https/],
	["url", "http://a b", /a b/],
	["added_since_2018", "true", /true/],
	["related_ids", "NOBODY", /NOBODY/],
	["title_fr", "é".repeat(201), /long/],
	["title_en", "", /./, { title_fr: "" }, "title_fr"],
	["summary_fr", "é".repeat(1001), /long/],
	["partners", "p".repeat(501), /long/],
	["id", "a/b", /a\/b/],
	["id", "a b", /a b/],
	["id", "é", /é/],
	["id", "x".repeat(65), /xxx/],
	["end_year", "2015", /end/, { start_year: "2016" }],
];

test("each_bad_cell_is_named_with_line_and_column", () => {
	const db = initialisedStore("--bare");
	const before = traces(db);

	for (const [name, value, says, others = {}, shownAt = name] of BAD_CELLS) {
		const { csv, at } = fileWith({ ...others, [name]: value }, shownAt);
		const path = fileOf(csv);
		const done = run(["load", "practices", path, "--db", db]);
		const about = `${name}=${value.slice(0, 30)}: ${done.stderr}`;
		assert.equal(done.status, 1, about);
		assert.equal(done.stdout, summary(0, 0, 0, 1), about);
		assert.ok(done.stderr.startsWith(`${path}:${at}: `), `${at} wanted; ${about}`);
		assert.match(done.stderr, says);
		assert.equal(done.stderr.split("\n").length, 2, about);
	}
	assert.equal(traces(db), before);
});

const HEADER = "id,title_en,summary_en,output,sectors";

// Whole files that are refused: content, then what must be said where.
const BAD_ROWS = {
	"a repeated id": [`${HEADER}\nA,T,S,1,\nB,T,S,1,\nA,T,S,1,\n`, ["4:1", /“A”.*2/]],
	"an id repeated in another column":
		["title_en,summary_en,output,id\nT,S,1,A\nTitle,S,1,A\n", ["3:11", /A/]],
	"too few cells": [`${HEADER}\nA,T,S,1\n`, ["2:1", /4.*5/]],
	"too many cells": [`${HEADER}\nA,T,S,1,,\n`, ["2:1", /6.*5/]],
	"cells of several lines":
		[`${HEADER}\nA,"two\nlines",S,1,\nB,"two\nlines é",S,1,no\n`, ["5:14", /no/]],
	"cells of several lines of windows":
		[`${HEADER}\r\nA,"two\r\nlines",S,1,\r\nB,T,S,1,no\r\n`, ["4:9", /no/]],
	"a byte order mark": [`\ufeff${HEADER}\nA,T,S,1,no\n`, ["2:9", /no/]],
	"several faults": [`${HEADER}\nA,T,S,7,no\nB,T,S,1,no\n`, ["2:7", /7/], ["2:9", /no/],
		["3:9", /no/]],
};

const BROKEN_FILES = {
	"a wrong column": [`${HEADER},colour\nA,T,S,1,,red\n`, ["1:39", /colour/]],
	"two wrong columns": ["id,é,colour\n", ["1:4", /é/], ["1:6", /colour/]],
	"a column of another case": ["ID,title_en\n", ["1:1", /ID/]],
	"a column twice": ["id,title_en,output,title_en\n", ["1:20", /title_en/]],
	"a quote never closed": [`${HEADER}\nA,T,S,1,\nB,T,"S,1,\nC,T,S,1,\n`, ["3:5", /quot/]],
	"a quote never closed in the header": ['id,"title_en\n', ["1:4", /quot/]],
	"text after a quote": [`${HEADER}\nA,"T" x,S,1,\n`, ["2:3", /quot/]],
	"a quote never closed after a good row":
		[`${HEADER}\nA,"two\nlines",S,1,\nÉ,"T\n`, ["4:3", /quot/]],
	"an empty file": ["", ["1:1", /./]],
	"bytes that are not UTF-8 after some that are":
		[Buffer.concat([Buffer.from(`${HEADER}\nÉ,é`), Buffer.from([0xe9]),
			Buffer.from(",S,1,\n")]),
			["2:4", /UTF-8/]],
	"a NUL": [`${HEADER}\nA,T\0,S,1,\n`, ["2:4", /./]],
	"more cells than anyone needs": [`${HEADER}\n${",".repeat(2000)}\n`, ["2:501", /many/]],
};

function assertRefusedFile(db, what, [content, ...complaints]) {
	const path = fileOf(content);
	const done = run(["load", "practices", path, "--db", db]);
	const lines = done.stderr.split("\n");

	assert.equal(done.status, 1, what);
	assert.equal(lines.pop(), "");
	assert.equal(lines.length, complaints.length, `${what}: ${done.stderr}`);
	complaints.forEach(([at, says], i) => {
		assert.ok(lines[i].startsWith(`${path}:${at}: `), `${what}: ${at} wanted; ${lines[i]}`);
		assert.match(lines[i].slice(path.length + at.length + 2), says);
	});
	return done;
}

test("bad_rows_are_named_and_nothing_is_loaded", () => {
	const db = initialisedStore("--bare");
	const before = traces(db);
	for (const [what, file] of Object.entries(BAD_ROWS))
		assert.match(assertRefusedFile(db, what, file).stdout,
			/^0 created, 0 updated, 0 unchanged, [1-9]\d* rejected\n$/, what);
	assert.equal(traces(db), before);
});

for (const [what, file] of Object.entries(BROKEN_FILES))
	test(`load_refuses_${what.replaceAll(" ", "_")}`, () => {
		const db = initialisedStore("--bare");
		const before = traces(db);
		assertRefusedFile(db, what, file);
		assert.equal(traces(db), before);
	});

test("a_file_that_is_not_there_or_no_file_is_refused", () => {
	const db = initialisedStore("--bare");
	const folder = temporaryPath("folder");
	mkdirSync(folder);
	for (const path of ["/nowhere/file.csv", folder]) {
		const done = run(["load", "practices", path, "--db", db]);
		assert.deepEqual([done.status, done.stdout], [1, ""]);
		assert.ok(done.stderr.includes(path));
	}
});

test("a_file_of_names_alone_loads_nothing", () => {
	const db = initialisedStore("--bare");
	assertLoads(load(db, columns.join(",") + "\n"), 0, 0, 0, 0);
	assertLoads(load(db, columns.join(",")), 0, 0, 0, 0);
});

test("complaints_follow_the_locale", () => {
	const path = fileOf(`${HEADER}\nA,T,S,1,no\n`);
	const args = ["load", "practices", path, "--db", initialisedStore("--bare")];
	const english = run(args, { env: { LC_ALL: "C.UTF-8" } });
	const french = run(args, { env: { LC_ALL: "fr_FR.UTF-8" } });
	assert.ok(french.stderr.startsWith(`${path}:2:9: `));
	assert.match(french.stderr, /«\sno\s»/);
	assert.match(english.stderr, /“no”/);
	assert.equal(french.stdout, english.stdout);
});

// ---- only the good rows

const BEGINNING = "id,title_en,summary_en,output,related_ids\n";
const MIXED = [
	["good", "A,One,S,1,\n"],
	["bad", 'B,"Two, ""quoted""\nlines",S,9,\n'],
	["bad", "C,Three,S,1,B\n"], // links to a bad row
	["bad", "D,Four,S,1,A;C\n"], // links to a row that links to a bad one
	["good", "E,Five,S,1,A;G\n"],
	["bad", "F,Six,S,1,NOBODY\n"],
	["good", "G,Seven,S,1,\n"],
	["bad", "H,Eight\n"],
];

function rowsThatAre(kind) {
	return MIXED.filter(([is]) => is === kind).map(([, row]) => row).join("");
}

test("only_good_loads_the_good_rows_and_gives_back_the_others", () => {
	const db = initialisedStore("--bare");
	const rejects = temporaryPath("rejects.csv");
	const done = load(db, BEGINNING + MIXED.map(([, row]) => row).join(""), "--only-good",
		"--rejects",
		rejects);
	assert.equal(done.stdout, summary(3, 0, 0, 5));
	assert.equal(done.status, 0);
	assert.deepEqual(parseTable(exported(db)).map((p) => p.id), ["A", "E", "G"]);
	assert.equal(readFileSync(rejects, "utf8"), BEGINNING + rowsThatAre("bad"));
	assert.equal(done.stderr.match(/:\d+:\d+: /g).length, 5);
});

test("the_rejects_mended_load_at_last", () => {
	const db = initialisedStore("--bare");
	const rejects = temporaryPath("rejects.csv");
	load(db, BEGINNING + MIXED.map(([, row]) => row).join(""), "--only-good", "--rejects", rejects);
	const mended = readFileSync(rejects, "utf8").replace(",S,9,", ",S,2,").replace("NOBODY", "A")
		.replace("H,Eight\n", "H,Eight,S,1,\n");
	assertLoads(load(db, mended), 5, 0, 0, 0);
	assert.equal(run(["verify", "--db", db]).status, 0);
});

test("only_good_of_a_good_file_rejects_nothing", () => {
	const db = initialisedStore("--bare");
	const rejects = temporaryPath("rejects.csv");
	assertLoads(load(db, BEGINNING + rowsThatAre("good"), "--only-good", "--rejects", rejects),
		3, 0, 0, 0);
	assert.equal(readFileSync(rejects, "utf8"), "");
});

test("only_good_of_a_broken_file_loads_nothing", () => {
	const db = initialisedStore("--bare");
	const before = traces(db);
	const done = load(db, `${BEGINNING}A,One,S,1,\nB,"Two,S,1,\n`, "--only-good");
	assert.equal(done.status, 1);
	assert.equal(traces(db), before);
});

test("only_good_may_be_tried_first", () => {
	const db = initialisedStore("--bare");
	const before = traces(db);
	const done = load(db, BEGINNING + MIXED.map(([, row]) => row).join(""), "--only-good",
		"--dry-run");
	assert.equal(done.stdout, summary(3, 0, 0, 5));
	assert.equal(traces(db), before);
});

test("rejects_that_cannot_be_written_stop_the_load", () => {
	const db = initialisedStore("--bare");
	const done = load(db, BEGINNING + rowsThatAre("good"), "--only-good", "--rejects",
		"/nowhere/x.csv");
	assert.equal(done.status, 1);
	assert.equal(sql(db, "SELECT count(*) FROM record WHERE kind = 'practice'"), "0");
});

test("rejects_may_not_take_the_place_of_the_file_to_load", () => {
	const db = initialisedStore("--bare");
	const content = BEGINNING + MIXED.map(([, row]) => row).join("");
	const file = fileOf(content);
	const link = temporaryPath("link.csv"), twin = temporaryPath("twin.csv");

	symlinkSync(file, link);
	linkSync(file, twin);
	for (const rejects of [file, link, twin]) {
		const done = run(["load", "practices", file, "--db", db, "--only-good", "--rejects",
			rejects]);
		assert.equal(done.status, 2, done.stdout);
		assert.match(done.stderr, /is the file to load/);
		assert.equal(readFileSync(file, "utf8"), content);
	}
	assert.equal(sql(db, "SELECT count(*) FROM record WHERE kind = 'practice'"), "0");
});

test("a_load_that_fails_leaves_the_rejects_of_an_earlier_one", () => {
	const db = initialisedStore("--bare");
	const folder = mkdtempSync(temporaryPath("rejects-")), rejects = join(folder, "bad.csv");

	writeFileSync(rejects, "of an earlier load\n", { mode: 0o640 });
	for (const content of [`${BEGINNING}A,One,S,9,\nB,"Two,S,1,\n`, "what,is,this\n", ""]) {
		const done = load(db, content, "--only-good", "--rejects", rejects);
		assert.equal(done.status, 1);
		assert.equal(readFileSync(rejects, "utf8"), "of an earlier load\n");
		assert.deepEqual(readdirSync(folder), ["bad.csv"]);
	}
	const done = load(db, `${BEGINNING}A,One,S,9,\n`, "--only-good", "--rejects", rejects);
	assert.equal(done.status, 0, done.stderr);
	assert.equal(readFileSync(rejects, "utf8"), `${BEGINNING}A,One,S,9,\n`);
	assert.equal(statSync(rejects).mode & 0o777, 0o640);
	assert.deepEqual(readdirSync(folder), ["bad.csv"]);
});

test("rejects_may_go_where_a_link_leads_or_to_a_pipe", () => {
	const db = initialisedStore("--bare");
	const link = temporaryPath("link.csv"), target = temporaryPath("target.csv");
	const bad = `${BEGINNING}A,One,S,9,\n`;

	writeFileSync(target, "");
	symlinkSync(target, link);
	assert.equal(load(db, bad, "--only-good", "--rejects", link).status, 0);
	assert.equal(readFileSync(target, "utf8"), bad);
	assert.ok(lstatSync(link).isSymbolicLink());
	const done = spawnSync("sh", ["-c", '"$@" | cat', "sh", executable, "load", "practices",
		fileOf(bad), "--db", db, "--only-good", "--rejects", "/dev/stdout"], { encoding: "utf8" });
	assert.equal(done.stdout, bad + summary(0, 0, 0, 1));
});
