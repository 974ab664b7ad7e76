// `jalon restore` of what is no backup, of one that is damaged, and of one that somebody made up:
// refused in one plain line, and the database is as it was.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { copyFileSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { before, test } from "node:test";
import { assertUntouched, backUp, digests, restore } from "../lib/backups.js";
import { engine, freshStore, initialisedStore, run, sqlite, temporaryPath } from "../lib/jalon.js";
import { fileOf } from "../lib/loading.js";

let sound; // bytes of a backup
let records; // what it holds

before(() => {
	const { path } = backUp(initialisedStore());
	sound = readFileSync(path);
	records = digests(path);
});

function fileWith(bytes) {
	const path = temporaryPath("given.jalon");
	writeFileSync(path, bytes);
	return path;
}

function assertRefused(path, why) {
	const db = freshStore();
	const done = restore(path, db);
	assert.deepEqual([done.status, done.stdout], [1, ""], done.stderr);
	assert.match(done.stderr, why);
	assert.match(done.stderr, /^jalon: [^\n]{1,400}\n$/);
	assert.doesNotMatch(done.stderr, /SELECT|INSERT|CREATE|sqlite_master/);
	assertUntouched(db);
}

// ---- no backup at all

test("what_is_no_backup_is_refused", () => {
	const zip = Buffer.concat([Buffer.from("PK\x03\x04", "latin1"), Buffer.alloc(5000, 7)]);
	const noise = Buffer.from(Array.from({ length: 20000 }, (_, i) => (i * 7919) >> 3 & 255));

	for (const bytes of ["", "a", Buffer.alloc(100), Buffer.alloc(8192), zip, noise,
		"id,title_fr\nGP-1-01,Titre\n", sound.subarray(0, 71), sound.subarray(100)])
		assertRefused(fileWith(bytes), /is no backup of Jalon\n/);
});

test("a_place_without_a_file_is_refused", () => {
	for (const path of ["/nowhere/at/all", temporaryPath("missing")])
		assertRefused(path, /No such file/);
	for (const path of ["/tmp", "/dev/null", "/dev/zero"])
		assertRefused(path, /is no backup of Jalon\n/);
});

test("another_database_is_refused", () => {
	const other = temporaryPath("other.db");
	sqlite(other, "CREATE TABLE backup (made_at TEXT); INSERT INTO backup VALUES ('2026')");
	assertRefused(other, /is no backup of Jalon\n/);
	if (engine !== "sqlite") return;
	const store = initialisedStore();
	assertRefused(store.slice("sqlite:".length), /is no backup of Jalon\n/);
	assert.equal(run(["verify", "--db", store]).status, 0);
});

// ---- damaged on its way

test("a_backup_cut_short_is_refused", () => {
	const lengths = [72, 100, 511, 4096, 5000, 8192, sound.length >> 1, sound.length - 4096,
		sound.length - 1];

	for (const length of lengths) {
		const path = fileWith(sound);
		truncateSync(path, length);
		assertRefused(path, /is damaged, nothing of it was restored: /);
	}
});

// A byte in what no row uses may be anything: then the rows are all there.
// New databases of PostgreSQL take their time.
const N_DAMAGES = engine === "postgres" ? 20 : 60;

test("a_backup_with_other_bytes_is_refused_or_holds_the_same", (t) => {
	let n_refused = 0;

	for (let i = 0; i < N_DAMAGES; i++) {
		const bytes = Buffer.from(sound), at = Math.floor(Math.random() * bytes.length);
		const n = i % 3 ? 1 : 300;
		for (let k = at; k < at + n && k < bytes.length; k++) bytes[k] ^= 1 + (k * 31 + i) % 255;
		const db = freshStore(), path = fileWith(bytes), done = restore(path, db);
		t.diagnostic(`${n} at ${at}: ${done.status} ${done.stderr.trim().slice(-90)}`);
		if (done.status === 0) {
			assert.equal(digests(backUp(db).path), records);
		} else {
			n_refused++;
			assert.equal(done.status, 1);
			assert.match(done.stderr, /^jalon: .* (is damaged|is no backup|later Jalon)/);
			assertUntouched(db);
		}
	}
	assert.ok(n_refused > N_DAMAGES / 3, `${n_refused} were refused`);
});

// ---- made up

const UNLOCK = [".dbconfig defensive off", ".dbconfig writable_schema on"];
const DAMAGED = /is damaged, nothing of it was restored: /;
const LOOSE = "UPDATE sqlite_schema SET sql = replace(sql, ' STRICT', '') WHERE name = 'record'";
const STRICT = "UPDATE sqlite_schema SET sql = sql || ' STRICT' WHERE name = 'record'";

// To add one: what SQL does to a backup, and what is said of it.
const FORGERIES = {
	"without_a_row": ["DELETE FROM record WHERE seq = 5", /record: \d+ of \d+/],
	"with_a_row_more": ["INSERT INTO counter VALUES ('more', 1)", /as many rows.*counter/],
	"with_another_text": ["UPDATE record_text SET text = 'x' WHERE field = 'title'",
		/record_text/],
	"with_null_for_nothing": ["UPDATE practice SET link = NULL WHERE link IS NOT NULL",
		/practice/],
	"with_rows_in_another_order": [`CREATE TABLE t AS SELECT * FROM counter ORDER BY name DESC;
		DELETE FROM counter; INSERT INTO counter SELECT * FROM t; DROP TABLE t`, /counter/],
	"without_a_table": ["DROP TABLE practice", /tables of its schema.*practice/],
	"with_a_table_more": ["CREATE TABLE more (a TEXT) STRICT", /more than the tables/],
	"with_a_view": ["CREATE VIEW v AS SELECT 1", /more than the tables/],
	"with_an_index": ["CREATE INDEX i ON record (seq)", /more than the tables/],
	"with_a_trigger": [`CREATE TRIGGER r AFTER INSERT ON record BEGIN DELETE FROM record; END`,
		/more than the tables/],
	"with_a_view_for_a_table": [`DROP TABLE vocabulary;
		CREATE VIEW vocabulary AS SELECT 'a' vocabulary, 'b' edition, 1 is_current`,
		/tables of its schema/],
	"with_a_column_more": ["ALTER TABLE record ADD more TEXT", /tables of its schema.*record/],
	"without_manifest": ["DROP TABLE backup", /no manifest/],
	"without_rows_in_the_manifest": ["DELETE FROM backup", DAMAGED],
	"without_a_table_in_the_manifest": ["DELETE FROM backup_table WHERE name = 'practice'",
		/what each table has/],
	"with_a_wild_instant": ["UPDATE backup SET made_at = char(27) || '[2J'", DAMAGED],
	"of_no_schema": ["UPDATE backup SET schema = 0", DAMAGED],
	"of_a_schema_it_has_not": ["UPDATE backup SET schema = 1", /tables of its schema/],
	"of_a_later_schema": ["UPDATE backup SET schema = 9999", /made by a later Jalon/],
	"of_a_later_format": ["PRAGMA user_version = 2", /made by a later Jalon/],
	"with_a_word_for_a_number": [[LOOSE, "UPDATE record SET version = 'one' WHERE seq = 5",
		STRICT], /record\.version/],
	"with_bytes_for_a_text": [[LOOSE, "UPDATE record SET state = x'00ff' WHERE seq = 5",
		STRICT], /record\.state/],
	"with_a_text_that_is_none": [`UPDATE record SET state = CAST(x'c328' AS TEXT)
		WHERE seq = 5`, /record\.state/],
};

for (const [what, [statements, why]] of Object.entries(FORGERIES))
	test(`a_backup_${what}_is_refused`, () => {
		const path = fileWith(sound);
		for (const each of [statements].flat()) sqlite(path, each, ...UNLOCK);
		assertRefused(path, why);
	});

// With digests made to fit, what the store itself asks of its rows still holds.
test("rows_that_break_a_rule_of_the_schema_are_refused", () => {
	const path = fileWith(sound);
	const rows = sqlite(path, "SELECT count(*) FROM record_link");
	sqlite(path, "UPDATE record_link SET to_seq = 999999 WHERE from_seq = "
		+ "(SELECT max(from_seq) FROM record_link)");
	const db = freshStore(), columns = ["from_seq", "relation", "position", "to_seq"];
	const text = sqlite(path, `SELECT ${columns.map((name) =>
		`CASE typeof(${name}) WHEN 'integer' THEN 'i' || ${name} || ';'
		ELSE 't' || length(CAST(${name} AS BLOB)) || ':' || ${name} END`).join(" || ")}
		FROM record_link ORDER BY rowid`) + "\n";
	const digest = spawnSync("sha256sum", { input: text, encoding: "utf8" }).stdout.slice(0, 64);
	sqlite(path, `UPDATE backup_table SET digest = '${digest}' WHERE name = 'record_link'`);
	const done = restore(path, db);
	assert.deepEqual([done.status, done.stdout], [1, ""], `${rows} rows`);
	assert.match(done.stderr, /^jalon: the database refused the change: .*\n$/);
	assertUntouched(db);
});

test("what_lies_beside_a_backup_is_not_looked_at", () => {
	const path = fileWith(sound), db = freshStore();
	for (const end of ["-journal", "-wal", "-shm"])
		copyFileSync(fileOf("x".repeat(5000)), path + end);
	const done = restore(path, db);
	assert.equal(done.status, 0, done.stderr);
	assert.equal(digests(backUp(db).path), records);
	assert.deepEqual(readFileSync(path), sound);
});
