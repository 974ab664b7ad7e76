// Files that are no edition of the framework: what is wrong is told by line and column, nothing is
// loaded, and no file does harm.

import assert from "node:assert/strict";
import { test } from "node:test";
import { laterEdition, loadEdition, shipped, shippedText } from "../lib/editions.js";
import { initialisedStore, run, temporaryPath } from "../lib/jalon.js";
import { fileOf, summary, traces } from "../lib/loading.js";

const db = initialisedStore("--bare");
const was = traces(db);

// Where a text first stands in the file, as it is told.
function placeOf(file, text) {
	const before = file.slice(0, file.indexOf(text)).split("\n");
	assert.ok(file.includes(text), text);
	return `${before.length}:${[...before.at(-1)].length + 1}`;
}

function refused(file, ...expected) {
	const done = loadEdition(db, file);
	assert.equal(done.status, 1, done.stderr);
	assert.equal(done.stdout, summary(0, 0, 0, 1));
	for (const one of expected) assert.match(done.stderr, one);
	assert.equal(traces(db), was);
	return done.stderr;
}

// The later edition, changed, as a file.
function changed(change) {
	const later = laterEdition();
	change(later);
	return JSON.stringify(later, null, 1);
}

// To add one: what is done to a good edition, and what is said of it.
const FAULTS = [
	["no name", (e) => delete e.meta.edition, /:2:\d+: “meta\.edition” is missing here/],
	["no meta", (e) => delete e.meta, /:1:1: “meta\.edition” is missing here/],
	...["goals", "outputs", "activities", "methodology_steps", "priority_themes",
		"cultural_sectors", "value_chain_stages", "stakeholder_types", "sdg_targets",
		"sources"].map((list) =>
		[`no ${list}`, (e) => delete e[list], new RegExp(`:1:1: “${list}” is missing here`)]),
	["a list that is none", (e) => { e.activities = {}; }, /a list of at most 400 objects/],
	["a list too long", (e) => { e.sources = Array(401).fill(e.sources[0]); },
		/at most 400 objects/],
	["an entry that is none", (e) => { e.goals[0] = "G1"; }, /an object is expected here/],
	["a code that is none", (e) => { e.activities[0].code = 1.1; }, /a text is expected here/],
	["a code with a sign", (e) => { e.stakeholder_types[0].code = "a@2019"; },
		/“a@2019” is no code/],
	["a code too long", (e) => { e.goals[0].id = "G".repeat(41); }, /is no code: at most 40/],
	["no title", (e) => delete e.activities[3].title, /“title” is missing here/],
	["a title in no language", (e) => { e.activities[3].title = { xx: "?" }; },
		/a text in French or English/],
	["a title too long", (e) => { e.goals[0].title.en = "a".repeat(2001); },
		/this text is too long/],
	["a title with a bell", (e) => { e.goals[0].title.en = "a\u0007"; }, /control characters/],
	["no description", (e) => delete e.activities[3].description, /“description” is missing here/],
	["a code twice", (e) => { e.activities[1].code = "1.1"; }, /the code “1\.1” stands here twice/],
	["an unknown output", (e) => { e.activities[0].output = "9"; },
		/“9” is named here, but stands/],
	["an unknown goal", (e) => { e.outputs[0].goal = "G9"; }, /“G9” is named here/],
	["an unknown step", (e) => { e.activities[0].methodology_step = 9; }, /“9” is named here/],
	["a step below none", (e) => { e.activities[0].methodology_step = -1; },
		/“-1” is no whole number/],
	["a step between", (e) => { e.activities[0].methodology_step = 1.5; }, /“1\.5” is no whole/],
	["an unknown target", (e) => e.activities[0].sdg_targets.push("99.9"), /“99\.9” is named here/],
	["a target twice", (e) => e.activities[0].sdg_targets.push("17.19"), /“17\.19” is given twice/],
	["an unknown stage", (e) => e.activities[0].value_chain_stages.push("x"), /“x” is named here/],
	["an unknown theme's activity", (e) => e.priority_themes[0].related_activities.push("9.9"),
		/“9\.9” is named here/],
	["an unknown source", (e) => e.goals[0].refs.push("999 ¶1"), /“999 ¶1” is named here/],
	["a sector below itself", (e) => { e.cultural_sectors[0].parent = e.cultural_sectors[0].code; },
		/“music” stands below itself/],
	["doubts without end", (e) => { e.meta.doubts = Array(101).fill(e.meta.doubts[0]); },
		/a list of at most 100 objects/],
	["an address that is none", (e) => { e.sources[0].url = "javascript:alert(1)"; },
		/“javascript:alert\(1\)” is no address of the web/],
	["no crosswalk", (e) => delete e.crosswalk, /must be “from” the edition “2019”/],
	["a crosswalk from elsewhere", (e) => { e.crosswalk.from = "2015"; },
		/“from” the edition “2019”/],
	["a crosswalk from nowhere", (e) => delete e.crosswalk.from, /“from” is missing here/],
	["a crosswalk of no list", (e) => { e.crosswalk.changes[0].list = "things"; },
		/no list “things”/],
	["a crosswalk from an unknown code", (e) => { e.crosswalk.changes[0].from = "9.9"; },
		/“9\.9” is no code of the edition before/],
	["a crosswalk to an unknown code", (e) => { e.crosswalk.changes[0].to = ["9.9"]; },
		/“9\.9” is named here/],
	["a change told twice", (e) => e.crosswalk.changes.push(e.crosswalk.changes[0]),
		/what “2\.4” became is told twice/],
	["a change without an end", (e) => delete e.crosswalk.changes[0].to,
		/a change needs “list”, “from” and “to”/],
	["a code that is lost", (e) => { e.crosswalk.changes.pop(); },
		/the code “4\.2” of the edition before is gone/],
	["a code taken out of the edition in force", (e) => {
		Object.assign(e, structuredClone(shipped));
		delete e.crosswalk;
		e.stakeholder_types.pop();
	}, /its code “[a-z_]+” cannot be taken out of it/],
];

for (const [name, change, expected] of FAULTS)
	test(`refused: ${name}`, () => refused(changed(change), expected));

test("the place told is that of the value, or of the entry that names what is not there", () => {
	const value = changed((e) => { e.activities[5].code = "é"; });
	refused(value, new RegExp(`edition\\.json:${placeOf(value, '"é"')}: “é” is no code`));
	const entry = changed((e) => { e.outputs[2].goal = "G9"; });
	const opened = entry.slice(entry.lastIndexOf("{", entry.indexOf('"G9"')));
	refused(entry, new RegExp(`edition\\.json:${placeOf(entry, opened)}: “G9” is named here`));
});

test("messages are in the operator's language", () => {
	const path = fileOf(changed((e) => delete e.goals), "edition.json");
	const done = run(["load", "framework", path, "--db", db], { env: { LC_ALL: "fr_FR.UTF-8" } });
	assert.match(done.stderr, /:1:1: «\u00a0goals\u00a0» manque ici/);
});

const NESTED = 100_000;

// To add one: a file that is no document of JSON at all.
const BROKEN = [
	["empty", ""],
	["blank", " \n\t"],
	["a list", "[]"],
	["a number", "1 "],
	["cut short", shippedText.slice(0, 5000)],
	["two documents", `${shippedText}{}`],
	["a comma too many", shippedText.replace('"goals": [', '"goals": [,')],
	["a member twice", shippedText.replace('"goals": [', '"goals": [], "goals": [')],
	["deeply nested", "[".repeat(NESTED) + "]".repeat(NESTED)],
	["deeply nested objects", '{"a":'.repeat(NESTED) + "1" + "}".repeat(NESTED)],
	["many members", `{${Array.from({ length: 5000 }, (_, i) => `"a${i}":1`).join(",")}}`],
	["half a character", `{"meta": {"edition": "\\ud800"}}`],
];

for (const [name, file] of BROKEN)
	test(`broken: ${name}`, () => {
		const told = refused(file, /^\S+edition\.json:\d+:\d+: ./);
		assert.ok(told.split("\n").length <= 102);
	});

test("broken: bytes that are no UTF-8, and nothing but zeros", () => {
	for (const bytes of [Buffer.from('{"meta": "\xff"}', "latin1"), Buffer.alloc(5000)]) {
		const done = run(["load", "framework", fileOf(bytes), "--db", db]);
		assert.equal(done.status, 1);
		assert.match(done.stderr, /:1:\d+: this is not UTF-8/);
	}
	assert.equal(traces(db), was);
});

test("a file of 50 MB is refused without being read whole", () => {
	const path = fileOf(Buffer.alloc(50 << 20, " "));
	const done = run(["load", "framework", path, "--db", db]);
	assert.equal(done.status, 1);
	assert.match(done.stderr, /too large: it may have 2097152 bytes at most/);
});

test("2 MB of small values are read without harm", () => {
	refused(`{"meta": {"edition": "x", "doubts": [${"1,".repeat(1_000_000)}1]}}`);
	refused(`{"goals": [${"[],".repeat(600_000)}[]]}`);
});

test("what is no file, or is not there, is refused", () => {
	for (const path of ["/", "/dev/zero", temporaryPath("nothing")]) {
		const done = run(["load", "framework", path, "--db", db]);
		assert.equal(done.status, 1, path);
		assert.ok(done.stderr.startsWith(`${path}: `), done.stderr);
	}
});

test("options for lists of records do not fit one document", () => {
	const path = fileOf(shippedText);
	for (const option of ["--only-good", "--format=json", "--rejects=out"]) {
		const done = run(["load", "framework", path, option, "--db", db]);
		assert.equal(done.status, 2, option);
	}
});

test("a byte order mark is no fault", () => {
	const done = loadEdition(initialisedStore("--bare"), `\ufeff${JSON.stringify(laterEdition())}`);
	assert.deepEqual([done.status, done.stdout], [0, summary(1, 0, 0, 0)]);
});
