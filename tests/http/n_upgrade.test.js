// From every schema there ever was: what a store of that time holds is there, found and shown after
// `jalon init`, and after a backup of it was restored.
//
// To add one: tests/upgrade/NNNN.sql, beside db/migrations/NNNN_what.sql: what a store of that step
// may hold beyond those before it, as the Jalon of that time wrote it.

import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { assertRestored, backUp, restore } from "../lib/backups.js";
import { parseTable } from "../lib/csv.js";
import { shipped, words } from "../lib/editions.js";
import { engine, freshStore, root, run, sql, startServer } from "../lib/jalon.js";

const OTHER = engine === "sqlite" ? "postgres" : "sqlite";
const STEPS = readdirSync(join(root, "db/migrations")).sort();
const RECORDS_FROM = 2; // the step that has a table for practices
const MAIL_FROM = 8;
const PEOPLE_FROM = 9; // the step that has accounts
const HEADS_FROM = 11; // the step that seals the history
const QUESTIONS_FROM = 12;
const LINKS_FROM = 13; // the step that knows which links are dead
const FILES_FROM = 16; // the step that has files
const NOTICES_FROM = 17;
const NOTES_FROM = 18;

// The text of a step as migrate.c gives it to the engine.
function stepFor(on, name) {
	const text = readFileSync(join(root, "db/migrations", name), "utf8");
	return on === "sqlite" ? text : text.replace(/--[^\n]*/g, "")
		.replace(/(?<!\bAS )\bTEXT\b/g, 'TEXT COLLATE "C"').replace(/\bBLOB\b/g, "BYTEA");
}

// {{early_edition}} in it is the first edition of the Open Roadmap as a text, with other words.
function heldAt(number) {
	const path = join(root, "tests/upgrade", `${String(number).padStart(4, "0")}.sql`);
	if (!existsSync(path)) return "";
	const early = structuredClone(shipped);
	early.goals[0].title = words("Un titre d’alors", "A title of then");
	return readFileSync(path, "utf8").replace("AS BLOB", engine === "sqlite" ? "$&" : "AS BYTEA")
		.replace("{{early_edition}}", () => JSON.stringify(early).replaceAll("'", "''"));
}

// A store as it was left at that step.
function storeAt(last) {
	const db = freshStore();

	sql(db, `CREATE TABLE schema_version (number INTEGER PRIMARY KEY, name TEXT NOT NULL,
		applied_at BIGINT NOT NULL)`);
	STEPS.slice(0, last).forEach((name, i) => {
		assert.equal(Number(name.slice(0, 4)), i + 1);
		sql(db, stepFor(engine, name));
		sql(db, `INSERT INTO schema_version VALUES (${i + 1}, '${name.slice(0, -4)}', 1)`);
		sql(db, heldAt(i + 1));
	});
	return db;
}

// ---- what has to be there

const OLD = {
	"OLD-1": { title_fr: "Zèbre numérique", summary_en: "Works under “copyright”.", output: "2",
		activities: "2.4;2.1", parties: "FRA;CAN", start_year: "2015", amount: "12500.50",
		currency: "EUR", related_ids: "", partners: "Radio « Z »" },
	"OLD-2": { title_en: "Online radio", output: "1", start_year: "", related_ids: "OLD-1" },
	"OLD-3": { summary_fr: "Un brouillon.", parties: "MEX", start_year: "2020" },
};

// What operators changed, from the step that has a table for it.
const CHANGED = [
	{ from: 6, plural: "guidelines", id: "1", column: "gist_en", value: "As the operator puts it.",
		isShipped: true }, // `jalon init` makes it what is shipped
	{ from: 7, plural: "parties", id: "CAN", column: "note_en", value: "As the operator notes." },
];

function exported(db, plural) {
	const done = run(["export", plural, "--db", db]);
	assert.equal(done.status, 0, done.stderr);
	return done.stdout;
}

function rowsById(text) {
	return new Map(parseTable(text).map((row) => [row.id, row]));
}

function assertRecords(db, step, isInitialised = true) {
	const text = exported(db, "practices"), rows = rowsById(text);

	for (const [id, expected] of Object.entries(OLD))
		for (const [column, value] of Object.entries(expected))
			assert.equal(rows.get(id)[column], value, `${id} ${column}`);
	for (const { from, plural, id, column, value, isShipped } of CHANGED)
		if (step >= from)
			assert.equal(rowsById(exported(db, plural)).get(id)[column] === value,
				!(isShipped && isInitialised), plural);
	return text;
}

// `jalon mail list` without the instants.
const LETTERS = ["reader@exemple.example\tAbout\twaiting\t450 Try later",
	"Gone@exemple.example\tHello\tgiven-up\t550 5.1.1 Nobody is here",
	"reader@exemple.example\tÉté\tsent\t"];

// A backup leaves letters out, but not which addresses refuse them, nor how far their numbers are.
function assertMail(db, step, letters = LETTERS) {
	if (step < MAIL_FROM) return;
	const listed = run(["mail", "list", "--db", db]).stdout.replace(/^\S+\t/gm, "").split("\n");
	assert.deepEqual(listed, [...letters, ""]);
	assert.equal(sql(db, "SELECT address FROM mail_address"), "gone@exemple.example");
	assert.equal(run(["mail", "test", "reader@exemple.example", "--db", db]).status, 0);
	assert.equal(sql(db, "SELECT max(seq) FROM mail"), "4");
}

// Who holds which role, who held it, and who asks for one.
const PEOPLE = ["ana@example.org|admin||0", "ben@example.org|focal_point|FRA|1795300002000",
	"nora@example.org|focal_point|FRA|0", "new@example.org|cso||0"];

function assertPeople(db, step) {
	if (step < PEOPLE_FROM) return;
	assert.deepEqual(sql(db, `SELECT a.email_key, r.role, r.party, coalesce(r.ended_at, 0)
		FROM account_role r JOIN account a ON a.id = r.account_id
		UNION ALL SELECT email, role, party, 0 FROM access_request`).split("\n").sort(),
	[...PEOPLE].sort());
	assert.equal(sql(db, "SELECT name FROM organisation"), "Ensemble");
}

// What was asked of those who look after a practice.
function assertQuestions(db, step) {
	if (step < QUESTIONS_FROM) return;
	assert.equal(sql(db, `SELECT text, coalesce(answer, '-') FROM practice_question
		ORDER BY id`), "How was it paid for?|By a levy.\nIs it still there?|-");
}

function assertLinks(db, step) {
	if (step < LINKS_FROM) return;
	assert.equal(sql(db, "SELECT address, fault, fails_since FROM link_check WHERE fails > 0"),
		"https://gone.example/|gone|1794968000000");
}

function assertFiles(db, step) {
	if (step < FILES_FROM) return;
	assert.equal(sql(db, `SELECT f.name, f.type, t.text, length(p.bytes) FROM file f
		JOIN file_text t ON t.id = f.id JOIN content_piece p ON p.hash = f.hash`),
	"note.txt|text|A greeting.|2");
}

// One was read, and the other waits for a letter.
function assertNotices(db, step) {
	if (step < NOTICES_FROM) return;
	assert.equal(sql(db, `SELECT subject, read_at IS NULL, is_owed FROM notice WHERE place =
		'/practices/OLD-1/edit' ORDER BY id`).replaceAll(/\bt\b/g, "1").replaceAll(/\bf\b/g, "0"),
	"Sent in|0|0\nSent in again|1|1");
	assert.equal(sql(db, "SELECT pace, due_at FROM notice_reader"), "daily|1795400000000");
	assert.equal(sql(db, "SELECT digest FROM calendar_feed"), "a digest");
}

function assertNotes(db, step) {
	if (step < NOTES_FROM) return;
	assert.equal(sql(db, `SELECT t.field, n.number, n.text, m.is_open FROM note n
		JOIN note_thread t ON t.id = n.thread_id JOIN note_mention m ON m.thread_id = t.id
		ORDER BY n.number`), "summary|1|Is it so?|0\nsummary|2||0");
}

async function idsAt(server, query) {
	const answer = await fetch(`${server.url}/api/v1/practices?${query}&limit=100`);
	const { items } = await answer.json();
	return items.map(({ id }) => id).filter((id) => id.startsWith("OLD-")).sort();
}

async function assertPages(db) {
	const server = await startServer(db);
	const page = async (path) => {
		const answer = await fetch(server.url + path);
		assert.equal(answer.status, 200, path);
		return answer.text();
	};

	assert.match(await page("/fr/practices/OLD-1"), /Zèbre numérique/);
	assert.match(await page("/en/practices/OLD-2"), /Online radio[^]*OLD-1/);
	assert.match(await page("/fr/practices?q=zebre"), /OLD-1/);
	assert.match(await page("/en/search?q=copyright"), /OLD-1/);
	assert.doesNotMatch(await page("/en/practices?output=1"), /A name of then/);
	assert.doesNotMatch(await page("/en/framework"), /A title of then/);
	assert.deepEqual(await idsAt(server, "q=radio"), ["OLD-1", "OLD-2"]);
	assert.deepEqual(await idsAt(server, "output=1"), ["OLD-2", "OLD-3"]);
	assert.deepEqual(await idsAt(server, "party=FRA&year=2017"), ["OLD-1"]);
	assert.deepEqual(await idsAt(server, "activity=2.4"), ["OLD-1"]);
	assert.deepEqual(await idsAt(server, "sort=title&lang=fr"), ["OLD-1", "OLD-2", "OLD-3"]);
	await server.stop();
}

function assertContent(db, step) {
	const done = run(["verify", "--db", db]);
	assert.equal(done.status, 0, done.stdout + done.stderr);
	assert.equal(/^2 signed heads/m.test(done.stdout), step >= HEADS_FROM);
}

function assertInit(db) {
	const done = run(["init", "--db", db]);
	assert.equal(done.status, 0, done.stderr);
}

STEPS.forEach((name, i) => {
	const number = i + 1, hasRecords = number >= RECORDS_FROM, isOld = number < STEPS.length;

	test(`a_store_of_step_${number}_is_brought_up_to_date`, async () => {
		const db = storeAt(number);
		if (isOld) {
			const done = run(["serve", "--db", db]);
			assert.equal(done.status, 1);
			assert.match(done.stderr, /earlier Jalon; run “jalon init”/);
		}
		assertInit(db);
		assertContent(db, number);
		if (!hasRecords) return;
		const before = assertRecords(db, number);
		await assertPages(db);
		const generation = sql(db, "SELECT value FROM counter WHERE name = 'generation'");
		assertInit(db);
		assert.equal(assertRecords(db, number), before);
		assert.equal(sql(db, "SELECT value FROM counter WHERE name = 'generation'"), generation);
		assertMail(db, number);
		assertPeople(db, number);
		assertQuestions(db, number);
		assertLinks(db, number);
		assertFiles(db, number);
		assertNotices(db, number);
		assertNotes(db, number);
	});

	test(`a_backup_of_a_store_of_step_${number}_is_restored_as_of_today`, async () => {
		const db = freshStore(OTHER);
		assertRestored(restore(backUp(storeAt(number)).path, db));
		assertContent(db, number);
		if (hasRecords) assertRecords(db, number, false);
		assertInit(db);
		assertContent(db, number);
		if (hasRecords) await assertPages(db);
		assertMail(db, number, []);
		assertPeople(db, number);
		assertQuestions(db, number);
		assertLinks(db, number);
		assertFiles(db, number);
		assertNotices(db, number);
		assertNotes(db, number);
	});
});
