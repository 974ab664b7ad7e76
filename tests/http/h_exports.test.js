// Lists as files: workbooks, cells that spreadsheets would run, bounded room, feeds.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { bulkStore } from "../lib/bulk.js";
import { parseCsv, parseTable, writeCsv } from "../lib/csv.js";
import { copyStore, engine, executable, initialisedStore, renewIndex, run, sql,
	startServer } from "../lib/jalon.js";
import { assertLoads, exported, load } from "../lib/loading.js";
import { columns, csvOf, expectedIds, practicesCsv, laterColumns } from "../lib/practices.js";
import { connection } from "../lib/served.js";
import { asTexts, readWorkbook } from "../lib/xlsx.js";

const LIST = "/api/v1/practices";
const XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

// ---- workbooks

function workbook(db, ...options) {
	const done = run(["export", "practices", "--format", "xlsx", "--db", db, ...options],
		{ encoding: "buffer" });

	assert.equal(done.status, 0, String(done.stderr));
	return readWorkbook(done.stdout);
}

test("a_workbook_holds_all_practices_as_the_csv_has_them", () => {
	const sheets = workbook(initialisedStore());
	const { rows, frozen, bold, alive } = sheets.records;

	assert.deepEqual(Object.keys(sheets), ["records", "columns"]);
	assert.equal(rows.length, 84);
	assert.deepEqual(asTexts(rows), parseCsv(practicesCsv));
	assert.deepEqual([frozen, bold, alive], [["1"], ["1"], 0]);
});

test("years_and_amounts_are_numbers_all_else_is_text", () => {
	const [names, ...rows] = workbook(initialisedStore()).records.rows;
	const found = new Set();

	for (const row of rows)
		row.forEach((cell, i) => {
			if (cell !== "") found.add(`${names[i]} ${typeof cell}`);
		});
	const numbers = ["start_year", "end_year", "amount"];
	const type = (name) => numbers.includes(name) ? "number" : "string";
	assert.deepEqual([...found].sort(), columns.filter((name) => !laterColumns.includes(name))
		.map((name) => `${name} ${type(name)}`).sort());
});

test("a_workbook_explains_its_columns_in_its_language", () => {
	const db = initialisedStore();
	for (const [lang, head, title, note] of [["en", "What belongs in it", "Title (English)",
		"The year it ended; empty while it goes on."],
	["fr", "Ce qui s’y écrit", "Titre (français)", null]]) {
		const { records, columns: sheet } = workbook(db, "--lang", lang);
		assert.deepEqual(sheet.rows.slice(1).map((row) => row[0]), records.rows[0]);
		assert.equal(sheet.rows[0][2], head);
		assert.equal(sheet.rows.find((row) => row[0] === `title_${lang}`)[1], title);
		if (note) assert.equal(sheet.rows.find((row) => row[0] === "end_year")[2], note);
		assert.deepEqual([sheet.frozen, sheet.bold], [["1"], ["1"]]);
		for (const row of sheet.rows) assert.ok(row[1] && row[3], row[0]);
	}
});

const HOSTILE = ["=1+1", "@SUM(A1)", "+1", "-1", "＝1+1", "'=1", "''", "=cmd|' /C calc'!A0",
	"a\u0001b\u001fc\u0000".replace("\0", ""), "_x0041_", "x\r\ny\rz\tw", "🎵".repeat(30),
	"\ufffe\uffff", "<b>&amp;]]>", "https://example.org/", "007", "1e5", "  ",
	"a;=1+2", "b\t@SUM(A1)",
	"c;-1;'=2;''+3", "d\n=1\n- e\n'@f", ";=cmd|' /C calc'!A0"];

function hostileStore() {
	const db = initialisedStore("--bare");
	const rows = HOSTILE.map((text, i) => [`H-${i}`, `${text}.`, text, "S", "1", text]);
	const guarded = rows.map((row) => row.map((cell) => guard(cell)));

	assertLoads(load(db, writeCsv([["id", "title_fr", "title_en", "summary_en", "output",
		"partners"], ...guarded])), HOSTILE.length, 0, 0, 0);
	return db;
}

// What the guard is, said again.
function guard(text) {
	const inside = text.replace(
		/(?<=[;\t])(?='*[=+\-@＝＋－＠])|(?<=[\n\r])(?='*[=+@＝＋＠])/g, "'");
	return /^(?:[=+\-@\t\r＝＋－＠]|'['=+\-@\t\r＝＋－＠])/.test(text) ? `'${inside}` : inside;
}

test("a_workbook_runs_nothing_and_loses_nothing", () => {
	const sheets = workbook(hostileStore());
	const [names, ...rows] = sheets.records.rows;
	const at = names.indexOf("partners");

	assert.deepEqual(rows.map((row) => row[at] ?? ""), HOSTILE.map((text) => text.trim()));
	assert.equal(sheets.records.alive, 0);
	for (const row of rows) assert.ok(row.every((cell) => typeof cell === "string"));
});

test("what_a_cell_cannot_hold_is_cut_and_told", () => {
	const db = initialisedStore("--bare");
	assertLoads(load(db, "id,title_en,summary_en,output\nL,T,S,1\nM,T,S,1\n"), 2, 0, 0, 0);
	const long = `${"é".repeat(20000)}${"🎵".repeat(10000)}${"x".repeat(10000)}`;
	sql(db, `UPDATE record_text SET text = '${long}' WHERE field = 'summary' AND seq =
		(SELECT seq FROM record WHERE public_id = 'L')`);
	sql(db, `UPDATE record_text SET text = '${"x".repeat(32767)}' WHERE field = 'summary' AND seq =
		(SELECT seq FROM record WHERE public_id = 'M')`);
	renewIndex(db);
	const sheets = workbook(db);
	assert.deepEqual(Object.keys(sheets), ["records", "columns", "notes"]);
	const [names, first, second] = sheets.records.rows;
	const cell = first[names.indexOf("summary_en")];
	assert.ok(cell.length <= 32767 && cell.length > 32500, String(cell.length));
	assert.ok(cell.startsWith("é".repeat(20000) + "🎵".repeat(6000)));
	assert.match(cell, /\[…\] \(cut: .*\)$/);
	assert.equal(second[names.indexOf("summary_en")], "x".repeat(32767));
	assert.deepEqual(sheets.notes.rows.slice(1).map((row) => row.slice(0, 2)),
		[["L", "summary_en"]]);
	assert.match(sheets.notes.rows[1][2], /CSV/);
	assert.equal(parseTable(exported(db))[0].summary_en, long);
});

test("an_amount_with_more_digits_than_a_spreadsheet_keeps_is_text", () => {
	const db = initialisedStore("--bare");
	assertLoads(load(db, "id,title_fr,summary_fr,output,amount,currency\n" +
		"A,T,S,1,12345678901234.56,EUR\nB,T,S,1,1234567890123.45,EUR\nC,T,S,1,0.05,EUR\n"),
		3, 0, 0, 0);
	const [names, ...rows] = workbook(db).records.rows;
	assert.deepEqual(rows.map((row) => row[names.indexOf("amount")]),
		["12345678901234.56", 1234567890123.45, 0.05]);
});

test("a_workbook_is_not_written_to_a_terminal", () => {
	const done = spawnSync("script", ["-qec",
		`'${executable}' export practices --format xlsx --db ${initialisedStore("--bare")}`,
		"/dev/null"], { encoding: "utf8" });
	assert.equal(done.status, 2, done.stdout);
	assert.match(done.stdout, /terminal/);
	assert.doesNotMatch(done.stdout, /PK/);
});

// ---- what spreadsheets would run

test("cells_that_would_be_run_are_guarded_and_come_back_the_same", () => {
	const db = hostileStore(), elsewhere = initialisedStore("--bare");
	const csv = exported(db);
	const found = parseTable(csv);

	assert.deepEqual(found.map((row) => row.partners), HOSTILE.map((text) => guard(text.trim())));
	for (const row of parseCsv(csv))
		for (const cell of row) assert.doesNotMatch(cell,
			/^[=+\-@\t\r＝＋－＠]|[;\t][=+\-@＝＋－＠]|[\n\r][=+@＝＋＠]/);
	assertLoads(load(elsewhere, csv), HOSTILE.length, 0, 0, 0);
	assert.equal(exported(elsewhere), csv);
	assertLoads(load(db, csv), 0, 0, HOSTILE.length, 0);
	const items = JSON.parse(exported(db, "--format", "json"));
	assert.deepEqual(items.map((item) => item.partners),
		HOSTILE.map((text) => text.trim() || null));
});

test("an_id_that_would_be_run_is_guarded_too", () => {
	const db = initialisedStore("--bare");
	const csv = "id,title_fr,summary_fr,output,related_ids\n'-1,T,S,1,\nB,T,S,1,'-1\n";
	assertLoads(load(db, csv), 2, 0, 0, 0);
	assert.deepEqual(parseTable(exported(db)).map((row) => [row.id, row.related_ids]),
		[["'-1", ""], ["B", "'-1"]]);
	assertLoads(load(db, "id,title_fr\n'-1,T\n"), 0, 0, 1, 0);
	assertLoads(load(db, "id,title_fr\n-1,T\n"), 0, 0, 1, 0);
});

test("random_cells_come_back_whatever_they_begin_with", () => {
	const db = initialisedStore("--bare"), elsewhere = initialisedStore("--bare");
	const pieces = ["'", "=", "+", "-", "@", "＝", "＋", "－", "＠", "a", "\"", ",", "é", "\n", ";",
		"\t"];
	let seed = 2005;
	const random = (n) => (seed = (seed * 1103515245 + 12345) % 2147483648) % n;
	const texts = Array.from({ length: 400 }, () =>
		Array.from({ length: random(8) }, () => pieces[random(pieces.length)]).join("").trim());
	const rows = texts.map((text, i) => [`R-${i}`, "T", "S", "1", guard(text)]);

	load(db, writeCsv([["id", "title_fr", "summary_fr", "output", "partners"], ...rows]));
	const csv = exported(db);
	assertLoads(load(elsewhere, csv), texts.length, 0, 0, 0);
	const items = JSON.parse(exported(elsewhere, "--format", "json"));
	assert.deepEqual(items.map((item) => item.partners ?? ""), texts);
});

// ---- over HTTP

test("every_format_of_a_filtered_list_has_the_same_records", async () => {
	for (const query of ["", "output=2", "activity=2.4&party=FRA", "year=2016", "party=AFG"]) {
		const ids = expectedIds(query).reverse();
		const book = await connection.get(`${LIST}?format=xlsx&${query}`);
		assert.equal(book.status, 200);
		assert.equal(book.headers["content-type"], XLSX);
		assert.equal(book.headers["content-disposition"], 'attachment; filename="practices.xlsx"');
		const rows = asTexts(readWorkbook(book.body).records.rows);
		assert.deepEqual(rows, parseCsv(csvOf(ids)), query);
		const lines = (await connection.get(`${LIST}?format=jsonl&${query}`)).text.split("\n");
		assert.deepEqual(lines.slice(0, -1).map((line) => JSON.parse(line).id), ids);
	}
});

test("an_export_of_nothing_is_a_file_of_nothing", async () => {
	const answers = [];
	for (const format of ["csv", "jsonl"])
		answers.push(await connection.get(`${LIST}?format=${format}&party=AFG&year=1000`));
	assert.deepEqual(answers.map((answer) => [answer.status, answer.text]),
		[[200, columns.join(",") + "\n"], [200, ""]]);
});

test("an_export_with_a_limit_has_so_many_rows", async () => {
	const book = await connection.get(`${LIST}?format=xlsx&limit=5`);
	assert.equal(readWorkbook(book.body).records.rows.length, 6);
});

test("head_of_an_export_tells_its_length", async () => {
	const head = await connection.request("HEAD", `${LIST}?format=csv`);
	assert.equal(head.status, 200);
	assert.equal(Number(head.headers["content-length"]), Buffer.byteLength(practicesCsv));
	assert.equal((await connection.get(`${LIST}?format=csv`)).text, practicesCsv);
});

const N = 650; // several steps of the export
let made;

// One store with many records for all tests that only read it.
function bulk() {
	return made ??= bulkStore(N);
}

test("a_long_list_in_the_order_of_titles_has_each_record_once", async () => {
	const server = await startServer(bulk());
	for (const sort of ["title", "-title", "start_year", "-created_at"]) {
		const csv = await (await fetch(`${server.url}${LIST}?format=csv&sort=${sort}`)).text();
		const rows = parseTable(csv);
		assert.equal(new Set(rows.map((row) => row.id)).size, N, sort);
		assert.equal(rows.length, N, sort);
		if (!sort.endsWith("title")) continue;
		const titles = rows.map((row) => row.title_en);
		const sorted = [...titles].sort();
		assert.deepEqual(titles, sort === "title" ? sorted : sorted.reverse());
	}
	await server.stop();
});

test("a_long_list_is_sent_whole_in_every_format", async () => {
	const server = await startServer(bulk());
	const get = async (format) => Buffer.from(
		await (await fetch(`${server.url}${LIST}?format=${format}`)).arrayBuffer());
	const ids = Array.from({ length: N }, (_, i) => `BULK-${i}`);
	assert.deepEqual(parseTable(String(await get("csv"))).map((row) => row.id), ids);
	const lines = String(await get("jsonl")).trim().split("\n");
	assert.deepEqual(lines.map((line) => JSON.parse(line).id), ids);
	const { rows } = readWorkbook(await get("xlsx")).records;
	assert.deepEqual(rows.slice(1).map((row) => row[0]), ids);
	await server.stop();
});

// The ids of a file, read as its format says.
const READ = {
	csv: (body) => parseTable(String(body)).map((row) => row.id),
	jsonl: (body) => String(body).split("\n").slice(0, -1).map((line) => JSON.parse(line).id),
	xlsx: (body) => readWorkbook(body).records.rows.slice(1).map((row) => row[0]),
};

async function idsAs(format, query) {
	const answer = await connection.get(`${LIST}?format=${format}&${query}`);
	assert.equal(answer.status, 200, `${query}: ${answer.text}`);
	return READ[format](answer.body);
}

async function page(address) {
	const { items, next } = JSON.parse((await connection.get(address)).text);
	return { ids: items.map((item) => item.id), next };
}

test("a_file_with_a_limit_holds_the_page_that_json_has", async () => {
	for (const query of ["limit=3", "limit=3&sort=-created_at", "limit=4&sort=title&lang=fr",
		"limit=5&sort=-start_year&output=2", "q=copyright&limit=3",
		"q=copyright&limit=3&sort=title"]) {
		const first = await page(`${LIST}?${query}`), second = await page(first.next);
		const cursor = new URL(first.next, "http://x").searchParams.get("cursor");
		const back = `cursor=${cursor.replace("a", "b")}`;
		for (const format of Object.keys(READ)) {
			assert.deepEqual(await idsAs(format, query), first.ids, `${format} ${query}`);
			assert.deepEqual(await idsAs(format, `${query}&cursor=${cursor}`), second.ids);
			assert.deepEqual(await idsAs(format, `${query}&${back}`),
				(await page(`${LIST}?${query}&${back}`)).ids);
		}
	}
});

test("a_whole_file_stands_in_the_order_asked_for_and_else_oldest_first", async () => {
	for (const query of ["sort=title", "sort=-title&lang=fr", "sort=start_year", "sort=-start_year",
		"sort=-created_at", "sort=created_at&output=2", "q=music&sort=relevance",
		"q=music&sort=title&output=2"]) {
		const ids = [];
		for (let next = `${LIST}?${query}`; next;) {
			const { ids: more, next: after } = await page(next);
			ids.push(...more);
			next = after;
		}
		assert.ok(ids.length > 3, query);
		for (const format of Object.keys(READ))
			assert.deepEqual(await idsAs(format, query), ids, `${format} ${query}`);
	}
	const oldest = (await page(`${LIST}?q=copyright&sort=created_at&limit=100`)).ids;
	assert.deepEqual(await idsAs("csv", "q=copyright"), oldest);
});

test("a_cursor_without_a_limit_is_refused_for_files", async () => {
	for (const format of Object.keys(READ)) {
		const answer = await connection.get(`${LIST}?format=${format}&cursor=a7`);
		assert.equal(answer.status, 400, format);
		const { fields } = JSON.parse(answer.text).error;
		assert.deepEqual(fields.map(({ field, code }) => [field, code]),
			[["cursor", "bad_value"]]);
	}
});

test("an_export_goes_on_beyond_a_record_that_may_not_be_read", async () => {
	const db = copyStore(bulk());
	sql(db, "UPDATE record SET state = 'draft' WHERE public_id IN ('BULK-99', 'BULK-250')");
	const server = await startServer(db);
	const csv = await (await fetch(`${server.url}${LIST}?format=csv`)).text();
	assert.equal(parseTable(csv).length, N - 2);
	await server.stop();
});

function openFiles(pid) {
	return readdirSync(`/proc/${pid}/fd`).length;
}

test("no_file_stays_open_or_behind", async () => {
	const folder = mkdtempSync(join(tmpdir(), "jalon-exports-"));
	const server = await startServer(initialisedStore(), { env: { TMPDIR: folder } });
	const get = async (format) =>
		(await fetch(`${server.url}${LIST}?format=${format}`)).arrayBuffer();
	for (const format of ["csv", "jsonl", "xlsx"]) await get(format);
	for (const format of ["csv", "jsonl", "xlsx"]) await get(format);
	const before = openFiles(server.pid);
	for (let i = 0; i < 20; i++) for (const format of ["csv", "xlsx"]) await get(format);
	assert.ok(openFiles(server.pid) <= before + 2, `${before}, then ${openFiles(server.pid)}`);
	assert.deepEqual(readdirSync(folder), []);
	await server.stop();
});

// ---- no room

test("without_a_temporary_folder_an_export_fails_and_pages_do_not", async () => {
	const server = await startServer(initialisedStore(), { env: { TMPDIR: "/nowhere" } });
	for (const format of ["csv", "jsonl", "xlsx"]) {
		const answer = await fetch(`${server.url}${LIST}?format=${format}`);
		assert.ok([500, 503].includes(answer.status), `${format}: ${answer.status}`);
		assert.match(answer.headers.get("content-type"), /json/);
		assert.equal(answer.headers.get("content-disposition"), null);
		assert.ok((await answer.json()).error.message);
	}
	assert.equal((await fetch(`${server.url}/en/practices`)).status, 200);
	assert.match((await server.stop()).stderr, /TMPDIR/);
});

// Files that cannot grow stand for a disk that is full.
test("a_full_disk_sends_no_half_of_a_file", async () => {
	const server = await startServer(bulk());
	const before = await (await fetch(`${server.url}${LIST}?format=csv`)).text();
	const bound = (bytes) => assert.equal(spawnSync("prlimit",
		["--pid", String(server.pid), `--fsize=${bytes}:unlimited`]).status, 0);

	bound(64 * 1024);
	for (const format of ["csv", "jsonl", "xlsx"]) {
		const answer = await fetch(`${server.url}${LIST}?format=${format}`);
		assert.equal(answer.status, 503, format);
		assert.ok((await answer.json()).error.message);
	}
	assert.equal((await fetch(`${server.url}/en/practices`)).status, 200);
	bound("unlimited");
	assert.equal(await (await fetch(`${server.url}${LIST}?format=csv`)).text(), before);
	await server.stop();
});

test("a_full_disk_ends_a_workbook_on_the_command_line", () => {
	const small = 'trap "" XFSZ; ulimit -f 128; exec "$@"';
	const done = spawnSync("sh", ["-c", small, "sh", executable, "export", "practices",
		"--format", "xlsx", "--db", bulk()]);
	assert.equal(done.status, 1);
	assert.equal(done.stdout.length, 0);
	assert.match(String(done.stderr), /workbook/);
});

// Readers who ask for long files and do not fetch them.
test("files_that_nobody_fetches_take_a_bounded_room", async () => {
	const db = copyStore(bulk()), long = engine === "postgres" ? "repeat('xy', 20000)" :
		"replace(hex(zeroblob(20000)), '00', 'xy')";
	sql(db, `UPDATE record_text SET text = ${long} WHERE field = 'summary'`);
	renewIndex(db);
	const server = await startServer(db, { args: ["--export-room", "40"] });
	const target = `${LIST}?format=csv`;
	const ask = async (query = "") => {
		const answer = await fetch(`${server.url}${target}${query}`);
		return [answer.status, answer.headers.get("retry-after"), await answer.text()];
	};
	const whole = 40000 * N;

	const idle = connect(server.port, "127.0.0.1");
	idle.write(`GET ${target} HTTP/1.1\r\nHost: x\r\n\r\n`);
	await new Promise((begun) => idle.once("readable", begun)); // and nothing more is read
	for (let i = 0; i < 2; i++) {
		const [status, retry, text] = await ask();
		assert.equal(status, 503, text.slice(0, 200));
		assert.match(retry, /^\d+$/);
		assert.match(JSON.parse(text).error.message, /\w/);
	}
	assert.equal((await ask("&limit=5"))[0], 200);
	assert.equal((await fetch(`${server.url}/en/practices`)).status, 200);
	idle.destroy();
	let answer;
	for (let i = 0; i < 100 && answer?.[0] !== 200; i++) {
		answer = await ask();
		await pause(20);
	}
	for (let i = 0; i < 3; i++) {
		assert.equal(answer[0], 200);
		assert.ok(answer[2].length > whole);
		answer = await ask();
	}
	await server.stop();
});

test("a_file_longer_than_all_the_room_is_refused_for_good", async () => {
	const db = copyStore(bulk()), long = engine === "postgres" ? "repeat('xy', 2000)" :
		"replace(hex(zeroblob(2000)), '00', 'xy')";
	sql(db, `UPDATE record_text SET text = ${long} WHERE field = 'summary'`);
	renewIndex(db);
	const server = await startServer(db, { args: ["--export-room=1"] });
	assert.equal((await fetch(`${server.url}${LIST}?format=csv`)).status, 422);
	assert.equal((await fetch(`${server.url}${LIST}?format=csv&limit=9`)).status, 200);
	await server.stop();
});

// ---- feeds

const FEED_SCRIPT = `
import json, sys
import xml.etree.ElementTree as tree

ATOM, LANG = "{http://www.w3.org/2005/Atom}", "{http://www.w3.org/XML/1998/namespace}lang"
feed = tree.fromstring(sys.stdin.buffer.read())
assert feed.tag == ATOM + "feed"


def text(node, name):
    return [[child.text or "", child.get(LANG)] for child in node.findall(ATOM + name)]


def told(node):
    links = {link.get("rel"): link.get("href") for link in node.findall(ATOM + "link")}
    return {"links": links} | {name: text(node, name) for name in
                               ("id", "title", "updated", "published", "summary")}


json.dump(told(feed) | {"lang": feed.get(LANG), "author": feed.find(ATOM + "author")[0].text,
          "entries": [told(entry) for entry in feed.findall(ATOM + "entry")]}, sys.stdout)
`;

function readFeed(bytes) {
	const done = spawnSync("python3", ["-c", FEED_SCRIPT], { input: bytes, encoding: "utf8" });

	assert.equal(done.status, 0, done.stderr);
	return JSON.parse(done.stdout);
}

const idsOf = (feed) => feed.entries.map((entry) => entry.links.alternate.split("/").at(-1));
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;

test("a_feed_has_the_50_newest_of_every_filtered_list", async () => {
	for (const [lang, queries] of Object.entries({ fr: ["", "output=2"],
		en: ["", "activity=2.4&party=FRA", "party=FRA&party=CAN", "party=AFG&year=1000"] }))
		for (const query of queries) {
			const path = `/${lang}/feeds/practices${query && "?"}${query}`;
			const answer = await connection.get(path, { Host: "jalon.example:8080" });
			assert.equal(answer.status, 200, path);
			assert.equal(answer.headers["content-type"], "application/atom+xml; charset=utf-8");
			const feed = readFeed(answer.body);
			assert.deepEqual(idsOf(feed), expectedIds(query).slice(0, 50), path);
			assert.deepEqual([feed.lang, feed.author], [lang, "Jalon"]);
			assert.equal(new Set(feed.entries.map((entry) => entry.id[0][0])).size,
				feed.entries.length);
			const base = `http://jalon.example:8080/${lang}`;
			const params = query && `?${query}`;
			assert.deepEqual(feed.links, { self: `${base}/feeds/practices${params}`,
				alternate: `${base}/practices${params}` });
			for (const entry of [feed, ...feed.entries])
				assert.match(entry.updated[0][0], INSTANT);
			for (const entry of feed.entries) {
				assert.match(entry.id[0][0], /^urn:jalon:[0-9A-Z]{26}$/);
				assert.ok(entry.links.alternate.startsWith(`${base}/practices/`));
				assert.match(entry.published[0][0], INSTANT);
			}
		}
});

test("feeds_of_different_lists_have_ids_and_titles_of_their_own", async () => {
	const feeds = [];
	for (const path of ["en/feeds/practices", "fr/feeds/practices", "en/feeds/practices?party=CAN"])
		feeds.push(readFeed((await connection.get(`/${path}`)).body));
	assert.equal(new Set(feeds.map((feed) => feed.id[0][0])).size, 3);
	assert.match(feeds[2].title[0][0], /^Good practices: Canada$/);
	const [first, again] = feeds.map((feed) => feed.entries.map((entry) => entry.id[0][0]));
	assert.deepEqual(first, again);
});

test("titles_of_feeds_are_punctuated_as_their_language_is", async () => {
	const titles = [];
	for (const lang of ["fr", "en"]) {
		const feed = readFeed((await connection.get(
			`/${lang}/feeds/practices?party=CAN&party=FRA`)).body);
		titles.push(feed.title[0][0]);
	}
	assert.deepEqual(titles,
		["Bonnes pratiques\u00a0: Canada, France", "Good practices: Canada, France"]);
});

test("a_feed_tells_each_text_in_the_language_it_stands_in", async () => {
	const server = await startServer(hostileStore());
	const feed = readFeed(Buffer.from(
		await (await fetch(`${server.url}/fr/feeds/practices`)).arrayBuffer()));
	const told = HOSTILE.map((text) => `${text}.`.trim()
		.replace(/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g, "").replace(/\r\n?/g, "\n"));
	assert.deepEqual(feed.entries.map((entry) => entry.title[0]).reverse(),
		told.map((text) => [text, "fr"]));
	assert.ok(feed.entries.every((entry) => entry.summary[0][1] === "en"));
	await server.stop();
});

test("a_feed_links_to_where_it_was_asked_for_and_nowhere_else", async () => {
	const first = async (headers) =>
		readFeed((await connection.get("/en/feeds/practices?output=5", headers)).body).links.self;
	const path = "/en/feeds/practices?output=5";
	assert.equal(await first({ Host: "[::1]:80" }), `http://[::1]:80${path}`);
	assert.equal(await first({ Host: "a.example", "X-Forwarded-Proto": "https" }),
		`https://a.example${path}`);
	for (const host of ['a"><x', "a b", "user@host", "a/b", "a\\b", "x".repeat(300)])
		assert.equal(await first({ Host: host }), path, host);
});

test("a_feed_refuses_what_its_list_refuses", async () => {
	for (const query of ["output=9", "colour=red", "year=x"])
		assert.equal((await connection.get(`/en/feeds/practices?${query}`)).status, 400, query);
	assert.equal((await connection.get("/en/feeds/nothing")).status, 404);
	assert.equal((await connection.get("/en/feeds/practices?party=")).status, 200);
});
