// Files as people have them: encodings, signs between cells, JSON; what is refused says where, and
// a load that dies leaves the store as it was.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { closeSync, openSync, readFileSync, writeSync } from "node:fs";
import { test } from "node:test";
import { bulkFile, bulkStore } from "../lib/bulk.js";
import { parseCsv, parseTable } from "../lib/csv.js";
import { executable, initialisedStore, run, start, temporaryPath } from "../lib/jalon.js";
import { assertLoads, exported, fileOf, load, summary, traces } from "../lib/loading.js";
import { columns, practices, practicesCsv } from "../lib/practices.js";

const MARK = "\ufeff";

function utf16(text, { isBig = false } = {}) {
	const bytes = Buffer.from(text, "utf16le");
	return isBig ? bytes.swap16() : bytes;
}

function withSign(csv, sign) {
	return parseCsv(csv).map((row) => row.map((cell) =>
		cell.includes(sign) || /["\n\r]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)
		.join(sign) + "\n").join("");
}

// ---- encodings and signs

const TAKEN = {
	"UTF-8 as it is": [practicesCsv, null],
	"UTF-8 with a mark": [MARK + practicesCsv, null],
	"UTF-16 little-endian with a mark": [utf16(MARK + practicesCsv), /UTF-16/],
	"UTF-16 big-endian with a mark": [utf16(MARK + practicesCsv, { isBig: true }), /UTF-16/],
	"UTF-16 little-endian without a mark": [utf16(practicesCsv), /UTF-16/],
	"UTF-16 big-endian without a mark": [utf16(practicesCsv, { isBig: true }), /UTF-16/],
	"lines of windows": [practicesCsv.replaceAll("\n", "\r\n"), null],
	"lines of old": [practicesCsv.replaceAll("\n", "\r"), /CR/],
	"semicolons": [withSign(practicesCsv, ";"), /semicolons/],
	"tabs": [withSign(practicesCsv, "\t"), /tabs/],
	"UTF-16 with tabs and lines of windows, as spreadsheets save it":
		[utf16(MARK + withSign(practicesCsv, "\t").replaceAll("\n", "\r\n")), /UTF-16.*tabs/],
	"UTF-16 with lines of old": [utf16(MARK + practicesCsv.replaceAll("\n", "\r")), /UTF-16.*CR/],
};

for (const [what, [content, says]] of Object.entries(TAKEN))
	test(`load_takes_${what.replaceAll(" ", "_")}`, () => {
		const db = initialisedStore("--bare");
		const done = load(db, content);
		assert.deepEqual([done.status, done.stdout], [0, summary(83, 0, 0, 0)], done.stderr);
		assert.equal(exported(db), practicesCsv);
		if (!says) assert.equal(done.stderr, "");
		else assert.match(done.stderr, new RegExp(`^\\S+: taken for .*${says.source}.*\\n$`));
	});

const LATIN = "id;title_fr;summary_fr;output\nA;« L’œuvre » – 5 €;Été, ŸŽ;1\nB;SOCIÉTÉ;À;2\n";

// Windows-1252 as Node's "latin1" does not write it.
function windows1252(text) {
	const high = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ";
	return Buffer.from([...text].map((c) => high.includes(c) ? 0x80 + high.indexOf(c)
		: c.charCodeAt(0)));
}

test("load_takes_windows_1252", () => {
	const db = initialisedStore("--bare");
	const done = load(db, windows1252(LATIN));
	assert.deepEqual([done.status, done.stdout], [0, summary(2, 0, 0, 0)], done.stderr);
	assert.match(done.stderr, /^\S+: taken for Windows-1252.*, semicolons between cells\n$/);
	assert.deepEqual(parseTable(exported(db)).map((row) => [row.title_fr, row.summary_fr]),
		[["« L’œuvre » – 5 €", "Été, ŸŽ"], ["SOCIÉTÉ", "À"]]);
});

test("load_takes_latin_1_with_lines_of_old", () => {
	const db = initialisedStore("--bare");
	const done = load(db, Buffer.from(LATIN.replace(/[’œ–€ŸŽ]/g, "é").replaceAll("\n", "\r"),
		"latin1"));
	assert.deepEqual([done.status, done.stdout], [0, summary(2, 0, 0, 0)], done.stderr);
});

test("a_sign_inside_cells_does_not_tell", () => {
	const db = initialisedStore("--bare");
	const csv = "id,title_fr,summary_fr,output,activities\nA,a;b;c,\"x;y\tz\",1,1.1;1.2\n";
	assertLoads(load(db, csv), 1, 0, 0, 0);
	assert.equal(parseTable(exported(db))[0].title_fr, "a;b;c");
});

const HEAD = "id,title_fr,summary_fr,output\n";
const REFUSED = {
	"a NUL in UTF-16": [utf16(`${MARK}${HEAD}A,é\0,S,1\n`), "2:4", /NUL/],
	"UTF-16 that ends too early": [utf16(`${MARK}${HEAD}A,é`).subarray(0, -1), "2:3", /UTF-16/],
	"half a character of UTF-16": [utf16(`${MARK}${HEAD}A,é\ud83c,S,1\n`), "2:4", /half/],
	"half a character at the end of UTF-16": [utf16(`${MARK}${HEAD}É,\ud83c`), "2:3", /half/],
	"the other half": [utf16(`${MARK}${HEAD}🎵,\udfb5a,S,1\n`), "2:3", /half/],
	"a byte that Windows-1252 lacks": [windows1252(`${HEAD}É,é\u0081,S,1\n`), "2:4", /1252/],
	"mostly UTF-8": [Buffer.concat([Buffer.from(`${HEAD}É,éàè,S,1\nB,`), Buffer.from([0xe9]),
		Buffer.from(",S,1\n")]), "3:3", /UTF-8/],
	"UTF-8 with a mark, and a byte that is not":
		[Buffer.concat([Buffer.from(`${MARK}${HEAD}B,`), Buffer.from([0xe9, 0xe9]),
			Buffer.from(",S,1\n")]), "2:3", /UTF-8/],
	"UTF-8 that ends too early": [Buffer.from(`${HEAD}É,é`).subarray(0, -1), "2:3", /UTF-8/],
	"a workbook": [Buffer.from("PK\x03\x04\x14\0\x06\0"), "1:1", /CSV/],
	"an old workbook": [Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1]), "1:1", /CSV/],
	"lines of old with a NUL": [`${HEAD}A,T,S,1\nB,\0,S,1`.replaceAll("\n", "\r"), "3:3", /NUL/],
	"a row of more than a megabyte":
		[`${HEAD}A,T,S,1\nB,${"é".repeat(600_000)},S,1\nC,T,S,1\n`, "3:1", /1 MB/],
	"a quote never closed before a megabyte":
		[`${HEAD}A,T,"S,1\n${"B,T,S,1\n".repeat(200_000)}`, "2:1", /quot/],
};

for (const [what, [content, at, says]] of Object.entries(REFUSED))
	test(`load_refuses_${what.replaceAll(" ", "_")}`, () => {
		const db = initialisedStore("--bare");
		const before = traces(db);
		const path = fileOf(content);
		const done = run(["load", "practices", path, "--db", db]);
		assert.equal(done.status, 1);
		assert.ok(done.stderr.split("\n").some((line) =>
			line.startsWith(`${path}:${at}: `) && says.test(line)), done.stderr);
		assert.equal(traces(db), before);
	});

test("rows_are_read_across_windows", () => {
	const db = initialisedStore("--bare");
	const rows = Array.from({ length: 900 }, (_, i) =>
		`N-${i},"T ""${i}""",${"é".repeat(900)},1\r\n`);
	const csv = "id,title_fr,summary_fr,output\r\n" + rows.join("");
	assertLoads(load(db, csv), 900, 0, 0, 0);
	const found = parseTable(exported(db));
	assert.equal(found[899].title_fr, 'T "899"');
	assert.ok(found.every((row) => row.summary_fr === "é".repeat(900)));
	const bad = load(db, csv + `N-900,"T\r\nT",${"é".repeat(900)},9\r\n`);
	assert.match(bad.stderr, /:903:905: .*9/);
});

function peakMegabytes(pid) {
	try {
		return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))[1]) / 1024;
	} catch {
		return 0;
	}
}

test("one_line_of_300_MB_is_refused_fast_and_in_little_room", async () => {
	const path = temporaryPath("long.csv"), file = openSync(path, "w");
	const part = Buffer.alloc(10 << 20, "x");
	writeSync(file, HEAD);
	for (let i = 0; i < 30; i++) writeSync(file, part);
	closeSync(file);
	const begun = Date.now();
	const child = start(["load", "practices", path, "--db", initialisedStore("--bare")]);
	let peak = 0;
	const watch = setInterval(() => { peak = Math.max(peak, peakMegabytes(child.pid)); }, 10);
	const { status, stderr } = await child.ended;
	clearInterval(watch);
	assert.equal(status, 1);
	assert.ok(stderr.startsWith(`${path}:2:1: `) && /1 MB/.test(stderr), stderr);
	assert.ok(Date.now() - begun < 20_000, `${Date.now() - begun} ms`);
	assert.ok(peak > 0 && peak < 150, `${peak} MB`);
});

// ---- JSON

test("json_and_jsonl_load_as_they_were_exported", () => {
	const db = initialisedStore();
	for (const format of ["json", "jsonl"]) {
		const text = exported(db, "--format", format), other = initialisedStore("--bare");
		assertLoads(load(other, text), 83, 0, 0, 0);
		assert.equal(exported(other), practicesCsv);
		assertLoads(load(db, text), 0, 0, 83, 0);
		assertLoads(load(db, MARK + text.replaceAll("\n", "\r\n")), 0, 0, 83, 0);
		assertLoads(load(db, text, "--format", format), 0, 0, 83, 0);
		const done = load(db, utf16(text));
		assert.deepEqual([done.status, done.stdout], [0, summary(0, 0, 83, 0)], done.stderr);
	}
});

test("an_answer_of_the_api_loads", () => {
	const db = initialisedStore("--bare");
	const items = JSON.parse(exported(initialisedStore(), "--format", "json"));
	const answer = { total: 83, facets: { items: [1, { items: [] }] }, total_is_exact: true, items,
		next: null };
	assertLoads(load(db, JSON.stringify(answer)), 83, 0, 0, 0);
	assertLoads(load(db, JSON.stringify(answer, null, "\t")), 0, 0, 83, 0);
	assert.equal(exported(db), practicesCsv);
});

test("empty_lists_load_nothing", () => {
	const db = initialisedStore("--bare");
	for (const text of ["[]", " [ ] ", '{"items": [], "next": null}'])
		assertLoads(load(db, text), 0, 0, 0, 0);
	const done = run(["load", "practices", fileOf("", "x.jsonl"), "--db", db]);
	assertLoads(done, 0, 0, 0, 0);
});

const RECORD = { id: "A", title: { fr: "T" }, summary: { fr: "S" }, output: ["1"] };

test("members_that_are_not_there_stay_and_null_empties", () => {
	const db = initialisedStore();
	assertLoads(load(db, '[{"id": "GP-1-05", "title": {"en": "New"}, "end_year": null, ' +
		'"amount": 12.50, "currency": "EUR", "added_since_2018": true}]'), 0, 1, 0, 0);
	const found = parseTable(exported(db)).find((row) => row.id === "GP-1-05");
	const before = practices.find((row) => row.id === "GP-1-05");
	assert.deepEqual(found, { ...before, title_en: "New", end_year: "", amount: "12.50",
		currency: "EUR", added_since_2018: "yes" });
	assertLoads(load(db, '{"id":"GP-1-05","title":{"en":null},"place":null,"related_ids":[]}'),
		0, 1, 0, 0);
	const again = parseTable(exported(db)).find((row) => row.id === "GP-1-05");
	assert.deepEqual(again,
		{ ...found, title_en: "", place_fr: "", place_en: "", related_ids: "" });
});

test("amounts_in_json_keep_all_their_digits", () => {
	const db = initialisedStore("--bare");
	const text = JSON.stringify([RECORD]).replace("}]",
		',"amount":12345678901234.56,"currency":"EUR"}]');
	assertLoads(load(db, text), 1, 0, 0, 0);
	assert.equal(parseTable(exported(db))[0].amount, "12345678901234.56");
	assert.match(exported(db, "--format", "json"), /"amount":\s*12345678901234\.56/);
});

test("escapes_and_odd_texts_in_json_come_back", () => {
	const db = initialisedStore("--bare");
	const title = "=1+1 \"\\/\b\f 🎵 \u00e9 \u2028 '=x";
	const ascii = JSON.stringify([{ ...RECORD, title: { fr: title } }])
		.replace(/[\u0080-\uffff]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`);
	assertLoads(load(db, ascii), 1, 0, 0, 0);
	assert.equal(JSON.parse(exported(db, "--format", "json"))[0].title.fr, title);
});

// Records that are refused: what is added to a good one, and the place and reason.
const BAD_MEMBERS = [
	['"colour": "red"', '"colour"', /colour/],
	['"title_fr": "T"', '"title_fr"', /title_fr/],
	['"note": {"de": "T"}', '"de"', /note\.de/],
	['"note": "T"', '"T"', /note/],
	['"note": {"fr": ["T"]}', '["T"]', /note\.fr/],
	['"start_year": [2016]', "[2016]", /start_year/],
	['"start_year": 2016.5', "2016.5", /2016\.5/],
	['"start_year": true', "true", /start_year/],
	['"partners": 5', "5}", /partners/],
	['"sectors": ["film", 5]', "5]", /sectors/],
	['"sectors": ["film;music"]', '"film;music"', /sectors/],
	['"sectors": ["film", "dreaming"]', '["film", "d', /dreaming/],
	['"sectors": {"film": true}', '{"film"', /sectors/],
	['"related_ids": ["NOBODY"]', '["NOBODY"]', /NOBODY/],
	['"added_since_2018": "maybe"', '"maybe"', /maybe/],
	['"amount": 1e3, "currency": "EUR"', "1e3", /1e3/],
	['"kind": "measure"', '"measure"', /practice/],
	['"partners": "a", "partners": "b"', '"b"', /twice/],
];

test("each_bad_member_is_named_with_line_and_column", () => {
	const db = initialisedStore("--bare");
	const before = traces(db);

	for (const [i, [member, from, says]] of BAD_MEMBERS.entries()) {
		const record = `${JSON.stringify(RECORD).slice(0, -1)}, ${member}}`;
		const path = fileOf(i % 2 ? `[\n\n${record}\n]` : `\n\n${record}\n`);
		const done = run(["load", "practices", path, "--db", db]);
		const at = `${path}:3:${record.lastIndexOf(from) + 1}: `;
		assert.deepEqual([done.status, done.stdout], [1, summary(0, 0, 0, 1)], member);
		assert.ok(done.stderr.startsWith(at), `${member}: ${at} wanted; ${done.stderr}`);
		assert.match(done.stderr.slice(at.length), says);
		assert.equal(done.stderr.split("\n").length, 2, done.stderr);
	}
	assert.equal(traces(db), before);
});

const good = JSON.stringify(RECORD);
const BROKEN_JSON = {
	"a list that does not end": [`[\n${good},\n${good}`, "3:"],
	"a list cut in a record": [`[\n${good},\n${good.slice(0, -9)}`, "3:"],
	"a comma too many": [`[\n${good},\n]`, "3:1"],
	"no comma": [`[\n${good}\n${good}]`, "3:1"],
	"something after the list": [`[${good}]\nx`, "2:1"],
	"no list among the members": [`{"items": {"a": 1}}`, "1:11"],
	"an escape that stands for nothing": ['[{"id": "A\\x"}]', "1:9"],
	"half a character": ['[{"id": "A\\ud83c"}]', "1:9"],
	"a NUL as an escape": ['[{"id": "A\\u0000"}]', "1:9"],
	"nesting without end": [`[{"x": ${"[".repeat(100)}`, "1:"],
	"a record of more than a megabyte": [`[{"id": "${"x".repeat(1_200_000)}"}]`, "1:2"],
	"single quotes": ["[{'id': 'A'}]", "1:3"],
};

for (const [what, [content, at]] of Object.entries(BROKEN_JSON))
	test(`load_refuses_json_with_${what.replaceAll(" ", "_")}`, () => {
		const db = initialisedStore("--bare");
		const before = traces(db);
		const path = fileOf(content, "x.json");
		const done = run(["load", "practices", path, "--db", db, "--only-good"]);
		assert.equal(done.status, 1, done.stdout);
		assert.ok(done.stderr.startsWith(`${path}:${at}`), done.stderr);
		assert.equal(traces(db), before);
	});

test("rejected_records_are_given_back_as_json", () => {
	const db = initialisedStore("--bare");
	const records = ["A", "B", "C", "D"].map((id) => ({ ...RECORD, id }));
	records[1].output = ["9"];
	records[3].colour = "red";
	const rejects = temporaryPath("rejects.json");
	const done = load(db, JSON.stringify(records, null, 1), "--only-good", "--rejects", rejects);
	assert.deepEqual([done.status, done.stdout], [0, summary(2, 0, 0, 2)]);
	const back = JSON.parse(readFileSync(rejects, "utf8"));
	assert.deepEqual(back, [records[1], records[3]]);
	delete back[1].colour;
	back[0].output = ["2"];
	assertLoads(load(db, JSON.stringify(back)), 2, 0, 0, 0);
	assert.deepEqual(parseTable(exported(db)).map((row) => row.id), ["A", "C", "B", "D"]);
});

test("a_broken_line_of_jsonl_is_one_bad_record", () => {
	const db = initialisedStore("--bare");
	const lines = ['{"id": "B"', "[1]", '{"id": "C"} x', "nothing"];
	const text = `${good}\n${lines.join("\n")}\n${good.replace('"A"', '"Z"')}`;
	const rejects = temporaryPath("rejects.jsonl");
	assert.equal(load(db, text).stdout, summary(0, 0, 0, 4));
	const done = load(db, text, "--only-good", "--rejects", rejects);
	assert.deepEqual([done.status, done.stdout], [0, summary(2, 0, 0, 4)], done.stderr);
	assert.equal(readFileSync(rejects, "utf8"), lines.join("\n") + "\n");
	assert.deepEqual(done.stderr.match(/:\d+:\d+: /g).map((at) => at.split(":")[1]),
		["2", "3", "4", "5"]);
});

test("a_record_of_json_may_link_to_a_later_one", () => {
	const db = initialisedStore("--bare");
	assertLoads(load(db, JSON.stringify([{ ...RECORD, related_ids: ["B"] },
		{ ...RECORD, id: "B", related_ids: ["A"] }])), 2, 0, 0, 0);
});

test("links_to_rows_that_turn_bad_make_bad_rows_of_the_others", () => {
	const db = initialisedStore("--bare");
	const chain = Array.from({ length: 300 }, (_, i) => ({ ...RECORD, id: `L-${i}`,
		related_ids: [`L-${i + 1}`] }));
	assert.equal(load(db, JSON.stringify(chain)).stdout, summary(0, 0, 0, 300));
	chain.push({ ...RECORD, id: "L-300" });
	assertLoads(load(db, JSON.stringify(chain)), 301, 0, 0, 0);
});

test("hundreds_of_new_and_stored_records_in_one_file_keep_apart", () => {
	const db = initialisedStore("--bare");
	const whole = (i) => ({ ...RECORD, id: `M-${i}`, title: { fr: `Titre ${i}` },
		start_year: 1950 + i % 70, related_ids: i ? [`M-${i - 1}`] : [] });
	const all = Array.from({ length: 260 }, (_, i) => whole(i));
	assertLoads(load(db, JSON.stringify(all.filter((_, i) => i % 2 === 0)
		.map((record) => ({ ...record, related_ids: [] })))), 130, 0, 0, 0);
	// Of those that are there two members are given, and of every third nothing that is new.
	assertLoads(load(db, JSON.stringify(all.map((record, i) => i % 2 ? record :
		{ id: record.id, ...i % 3 ? { title: { en: `Title ${i}` } } : {} }))), 130, 86, 44, 0);
	const found = Object.fromEntries(parseTable(exported(db)).map((row) => [row.id, row]));
	for (const [i, record] of all.entries()) {
		const row = found[record.id];
		assert.deepEqual([row.title_fr, row.title_en, row.start_year, row.related_ids],
			[`Titre ${i}`, i % 2 === 0 && i % 3 ? `Title ${i}` : "", String(1950 + i % 70),
				i % 2 ? `M-${i - 1}` : ""]);
	}
	assert.equal(run(["verify", "--db", db]).status, 0);
});

test("hundreds_of_records_without_an_id_get_one_each", () => {
	const db = initialisedStore("--bare");
	const csv = "title_fr,summary_fr,output\n" +
		Array.from({ length: 230 }, (_, i) => `T ${i},S,1\n`).join("");
	assertLoads(load(db, csv), 230, 0, 0, 0);
	const found = parseTable(exported(db));
	assert.equal(new Set(found.map((row) => row.id)).size, 230);
	assert.deepEqual(new Set(found.map((row) => row.title_fr)),
		new Set(Array.from({ length: 230 }, (_, i) => `T ${i}`)));
	assert.equal(run(["verify", "--db", db]).status, 0);
});

test("json_in_one_long_line_is_read_through_its_window", () => {
	const db = initialisedStore("--bare");
	const records = Array.from({ length: 1000 }, (_, i) => ({ ...RECORD, id: `J-${i}`,
		summary: { fr: "é\n\"".repeat(250) } }));
	const text = JSON.stringify({ total: 1000, items: records, next: null });
	assert.ok(Buffer.byteLength(text) > 1.1 * (1 << 20));
	assertLoads(load(db, text), 1000, 0, 0, 0);
	assert.equal(JSON.parse(exported(db, "--format", "json"))[999].summary.fr,
		"é\n\"".repeat(250).trim());
});

test("load_names_a_format_it_does_not_read", () => {
	const done = load(initialisedStore("--bare"), "[]", "--format", "xlsx");
	assert.deepEqual([done.status, done.stdout], [2, ""]);
	assert.match(done.stderr, /xlsx/);
});

test("the_format_asked_for_outweighs_the_content", () => {
	const done = load(initialisedStore("--bare"), "[]", "--format", "csv");
	assert.equal(done.status, 1);
	assert.match(done.stderr, /:1:1: .*\[\]/);
});

// ---- while it runs

test("progress_is_shown_on_a_terminal_alone", () => {
	const db = initialisedStore("--bare"), file = bulkFile(500);
	const onTerminal = spawnSync("script",
		["-qec", `'${executable}' load practices ${file} --db ${db}`, "/dev/null"],
		{ encoding: "utf8" });
	assert.equal(onTerminal.status, 0, onTerminal.stdout);
	assert.match(onTerminal.stdout, /\r\x1b\[K[\d,]+ records checked, \d+ % of the file/);
	assert.match(onTerminal.stdout, /\r\x1b\[K[\d,]+ records saved, \d+ %/);
	assert.ok(onTerminal.stdout.endsWith(`\r\x1b[K${summary(500, 0, 0, 0).trim()}\r\n`));
	assert.ok(onTerminal.stdout.match(/saved/g).length < 5 * 60);
	const elsewhere = run(["load", "practices", file, "--db", db]);
	assert.deepEqual([elsewhere.stdout, elsewhere.stderr], [summary(0, 0, 500, 0), ""]);
});

test("a_load_of_changes_killed_leaves_the_store_as_it_was", async (t) => {
	const db = bulkStore(400);
	const before = exported(db), changed = before.replaceAll("Summary", "Changed");
	const file = fileOf(changed);
	const pause = (ms) => new Promise((end) => setTimeout(end, ms));
	let n_killed = 0;

	const begun = Date.now();
	assert.equal(run(["load", "practices", file, "--db", db, "--dry-run"]).status, 0);
	const whole_ms = Date.now() - begun;
	for (const ms of [0.4, 0.6, 0.8].map((part) => part * whole_ms)) {
		const child = start(["load", "practices", file, "--db", db]);
		await Promise.race([pause(ms), child.ended]);
		child.kill("SIGKILL");
		await child.ended;
		const after = exported(db);
		assert.equal(run(["verify", "--db", db]).status, 0);
		if (after === changed) break; // killed when all was done
		assert.ok(after === before, `killed after ${ms} ms`);
		n_killed++;
	}
	t.diagnostic(`killed ${n_killed} times within ${whole_ms} ms`);
	assert.ok(n_killed > 0);
	const done = run(["load", "practices", file, "--db", db]);
	assert.ok([summary(0, 400, 0, 0), summary(0, 0, 400, 0)].includes(done.stdout), done.stdout);
	assert.equal(exported(db), changed);
	assert.equal(run(["verify", "--db", db]).status, 0);
});
