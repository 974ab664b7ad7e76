// `jalon backup` and `jalon restore`: what was there is there again, on either engine.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import {
	mkdirSync, readFileSync, readdirSync, statSync, symlinkSync, writeFileSync,
} from "node:fs";
import { basename, dirname } from "node:path";
import { before, test } from "node:test";
import { assertRestored, assertUntouched, backUp, digests, restore } from "../lib/backups.js";
import { bulkFile } from "../lib/bulk.js";
import { writeCsv } from "../lib/csv.js";
import { copyStore, engine, executable, freshStore, initialisedStore, run, sql, sqlite, start,
	startServer, temporaryPath } from "../lib/jalon.js";
import { assertLoads, fileOf, load, traces } from "../lib/loading.js";

const PRACTICES = "SELECT count(*) FROM record WHERE kind = 'practice'";
const OTHER = engine === "sqlite" ? "postgres" : "sqlite";
const ODD = ["’“”«\u00a0»", "two\nlines", "a \"quote\" and a 'quote'",
	"\\N \\. $1 ?1 %s", "\u{1f3ad} 文化 العربية",
	"é".repeat(900)];

let whole; // a store with histories, and texts that a file might get wrong

before(() => {
	whole = initialisedStore();
	const rows = ODD.map((text, i) => [`ODD-${i}`, `Titre ${i}`, text, "2"]);
	assertLoads(load(whole, writeCsv([["id", "title_fr", "summary_fr", "output"], ...rows])),
		rows.length, 0, 0, 0);
	assertLoads(load(whole, "id,start_year\nGP-1-02,2001\nODD-1,2001\n"), 0, 2, 0, 0);
});

async function collectionsOf(db) {
	const server = await startServer(db);
	const { paths } = await (await fetch(`${server.url}/api/v1/openapi.json`)).json();
	await server.stop();
	return Object.keys(paths).map((path) => /^\/api\/v1\/([a-z-]+)\/\{id\}$/.exec(path)?.[1])
		.filter(Boolean);
}

function exportsOf(db, collections) {
	return collections.map((name) => {
		const done = run(["export", name, "--db", db]);
		assert.deepEqual([done.status, done.stderr], [0, ""]);
		return done.stdout;
	});
}

// ---- there and back

test("a_backup_goes_through_both_engines_and_comes_back_the_same", async () => {
	const collections = await collectionsOf(whole);
	assert.ok(collections.includes("practices"), `${collections}`);
	const expected = exportsOf(whole, collections);
	const first = backUp(whole);
	let last = first;

	for (const on of [OTHER, engine]) {
		const db = freshStore(on);
		assertRestored(restore(last.path, db));
		assert.deepEqual(exportsOf(db, collections), expected);
		last = backUp(db);
		assert.equal(digests(last.path), digests(first.path));
		assert.deepEqual([last.records, last.rows, last.tables],
			[first.records, first.rows, first.tables]);
	}
});

test("the_line_tells_what_the_file_holds", () => {
	const { path, records, rows, tables, bytes } = backUp(whole);
	assert.equal(records, Number(sql(whole, "SELECT count(*) FROM record")));
	assert.equal(tables, Number(sqlite(path, "SELECT count(*) FROM backup_table")));
	assert.equal(rows, Number(sqlite(path, "SELECT sum(rows) FROM backup_table")));
	assert.equal(bytes, statSync(path).size);
	assert.equal(sqlite(path, "PRAGMA integrity_check"), "ok");
	for (const table of sqlite(path, "SELECT name FROM backup_table").split("\n"))
		assert.equal(sqlite(path, `SELECT count(*) FROM "${table}"`),
			sql(whole, `SELECT count(*) FROM "${table}"`), table);
});

test("every_table_of_the_store_is_in_the_backup_or_made_anew_or_fleeting", () => {
	const { path } = backUp(whole);
	const anew = new RegExp("^(record_index|record_copy|record_order|search_\\w+|schema_version|" +
		"sqlite_\\w+|attempt|mail|one_time_link|presence|session)$");
	const tables = sql(whole, engine === "sqlite" ?
		"SELECT name FROM sqlite_master WHERE type = 'table'" :
		"SELECT tablename FROM pg_tables WHERE schemaname = 'public'").split("\n");
	assert.deepEqual(tables.filter((name) => !anew.test(name)).sort(),
		sqlite(path, "SELECT name FROM backup_table ORDER BY name").split("\n"));
});

test("what_is_restored_lists_searches_and_answers_as_before", async () => {
	const db = freshStore();
	assertRestored(restore(backUp(whole).path, db));
	// The key file is no part of a backup: its copy goes with the restored store.
	const key = engine === "sqlite" ? whole.slice("sqlite:".length).replace(/\.db$/, ".key") :
		"jalon.key";
	const servers = [await startServer(whole),
		await startServer(db, { args: ["--key-file", key] })];
	const etags = [];

	for (const path of ["/en/practices", "/fr/practices?q=numerique&output=2&sort=title",
		"/en/search?q=canada", "/fr/practices?q=musiqe", "/en/practices/GP-1-02",
		"/api/v1/practices?facets=1&activity=2.4", "/api/v1/practices?format=csv"]) {
		const [one, other] = await Promise.all(servers.map(async ({ url }) => {
			const answer = await fetch(url + path);
			etags.push(answer.headers.get("etag"));
			return `${answer.status} ${(await answer.text()).replaceAll(url, "")}`;
		}));
		assert.match(one, /^200 /);
		assert.equal(other, one, path);
	}
	// A reader who kept a page of the one must not be told that it is still good by the other.
	for (let i = 0; i < etags.length; i += 2)
		if (etags[i]) assert.notEqual(etags[i], etags[i + 1]);
	assert.ok(BigInt(sql(db, "SELECT value FROM counter WHERE name = 'generation'")) >
		BigInt(Math.floor(Date.now() / 1000) - 600));
	for (const server of servers) await server.stop();
});

test("numbers_and_histories_go_on_where_they_were", () => {
	const db = freshStore(OTHER);
	assertRestored(restore(backUp(whole).path, db));
	for (const store of [db, copyStore(whole)]) {
		const last = Number(sql(store, "SELECT max(seq) FROM record"));
		const fresh = "id,title_fr,summary_fr,output\nNEW-1,Nouveau,Neuf,2\n";
		assertLoads(load(store, fresh), 1, 0, 0, 0);
		assertLoads(load(store, "id,start_year\nGP-1-02,2010\nNEW-1,2010\n"), 0, 2, 0, 0);
		assert.equal(sql(store, "SELECT seq, version FROM record WHERE public_id = 'NEW-1'"),
			`${last + 1}|2`);
		assert.equal(sql(store, "SELECT version FROM record WHERE public_id = 'GP-1-02'"), "3");
		assert.equal(run(["verify", "--db", store]).status, 0);
	}
});

test("a_bare_store_is_backed_up_too", () => {
	const bare = initialisedStore("--bare"), db = freshStore(OTHER);
	assertRestored(restore(backUp(bare).path, db));
	assert.equal(run(["init", "--db", db]).status, 0);
	assert.equal(run(["export", "practices", "--db", db]).stdout,
		run(["export", "practices", "--db", initialisedStore()]).stdout);
});

// ---- where the file goes

test("what_stands_there_is_not_overwritten_unless_told", () => {
	const { path } = backUp(whole);
	const was = readFileSync(path);
	const refused = run(["backup", path, "--db", whole]);
	assert.equal(refused.status, 1);
	assert.match(refused.stderr, /^jalon: .* is there already; --replace .*\n$/);
	assert.deepEqual(readFileSync(path), was);
	backUp(initialisedStore("--bare"), path, "--replace");
	assert.equal(sqlite(path, PRACTICES), "0");
	assert.deepEqual(readdirSync(dirname(path)).filter((name) => /jalon-part/.test(name)), []);
});

test("what_is_no_backup_is_never_replaced", () => {
	const folder = temporaryPath("folder");
	mkdirSync(folder);
	const others = [fileOf("letter"), folder, "/dev/null"];
	if (engine === "sqlite") others.push(whole.slice("sqlite:".length));
	for (const path of others) {
		const done = run(["backup", path, "--db", whole, "--replace"]);
		assert.equal(done.status, 1, path);
		assert.match(done.stderr, /is no backup of Jalon, and stays as it is\n$/);
	}
	assert.equal(readFileSync(others[0], "utf8"), "letter");
	assert.equal(run(["verify", "--db", whole]).status, 0);
	backUp(whole, fileOf(""), "--replace"); // an empty one has nothing to lose
});

test("a_link_stays_a_link", () => {
	const { path } = backUp(whole), link = temporaryPath("link");
	symlinkSync(path, link);
	backUp(initialisedStore("--bare"), link, "--replace");
	assert.equal(sqlite(path, PRACTICES), "0");
});

test("a_backup_is_for_its_owner_alone", () => {
	assert.equal(statSync(backUp(whole).path).mode & 0o777, 0o600);
});

test("a_place_where_no_file_can_be_is_told", () => {
	for (const path of ["/nowhere/at/all", "/proc/backup", ""]) {
		const done = run(["backup", path, "--db", whole]);
		assert.deepEqual([done.status, done.stdout], [1, ""]);
		assert.match(done.stderr, /^jalon: .*: \S.*\n$/);
	}
});

test("a_full_disk_leaves_nothing_behind", () => {
	const path = temporaryPath("full.jalon");
	const done = spawnSync("bash", ["-c", 'ulimit -f 60; exec "$0" backup "$1" --db "$2"',
		executable, path, whole], { encoding: "utf8", env: { ...process.env, LC_ALL: "C.UTF-8" } });
	assert.equal(done.status, 1, done.stderr);
	assert.match(done.stderr, new RegExp(`^jalon: ${path}: `));
	const left = readdirSync(dirname(path)).filter((name) => name.startsWith(basename(path)));
	assert.deepEqual(left, []);
});

test("a_command_without_its_file_is_wrong_usage", () => {
	for (const args of [["backup"], ["restore"], ["restore", "a", "b"],
		["restore", "a", "--replace"]])
		assert.equal(run([...args, "--db", whole]).status, 2);
});

// ---- what may be backed up, and where to

test("only_a_store_is_backed_up", () => {
	const empty = freshStore(), path = temporaryPath("none.jalon");
	if (engine === "sqlite") writeFileSync(empty.slice("sqlite:".length), "");
	const done = run(["backup", path, "--db", empty]);
	assert.equal(done.status, 1);
	assert.match(done.stderr, /never initialised/);
	const newer = copyStore(whole);
	sql(newer, "INSERT INTO schema_version (number, name, applied_at) VALUES (9999, 'x', 1)");
	assert.match(run(["backup", path, "--db", newer]).stderr, /later Jalon/);
	assert.throws(() => statSync(path));
});

test("a_store_in_use_is_not_restored_into", () => {
	const { path } = backUp(whole);
	const bare = initialisedStore("--bare"), was = traces(bare);
	const strange = freshStore();
	sql(strange, "CREATE TABLE shopping (item TEXT)");
	for (const db of [bare, strange]) {
		const done = restore(path, db);
		assert.deepEqual([done.status, done.stdout], [1, ""]);
		assert.match(done.stderr, /^jalon: the database is not empty, and stays as it is: .*\n$/);
	}
	assert.equal(traces(bare), was);
	assert.equal(sql(strange, "SELECT count(*) FROM shopping"), "0");
});

test("a_backup_is_no_store", () => {
	const { path } = backUp(whole);
	const was = readFileSync(path);
	for (const command of [["init"], ["verify"], ["export", "practices"], ["serve"]]) {
		const done = run([...command, "--db", `sqlite:${path}`]);
		assert.equal(done.status, 1);
		assert.match(done.stderr, /is a backup, not a database.*jalon restore/);
	}
	assert.deepEqual(readFileSync(path), was);
});

test("a_store_whose_history_was_tampered_with_is_restored_and_told", () => {
	const db = copyStore(whole), to = freshStore();
	sql(db, `UPDATE record_revision SET at = at + 1
		WHERE seq = (SELECT seq FROM record WHERE public_id = 'GP-1-03')`);
	const done = restore(backUp(db).path, to);
	assert.equal(done.status, 1);
	assert.match(done.stdout, /: records \d+,.*\npractice GP-1-03, version 1: /);
	assert.equal(run(["export", "practices", "--db", to]).stdout,
		run(["export", "practices", "--db", db]).stdout);
});

// ---- while others use the store

async function readUntil(url, isOver, wrong) {
	while (!isOver()) {
		for (const path of ["/en/practices", "/api/v1/practices?q=radio", "/fr/search?q=canada"]) {
			const answer = await fetch(url + path);
			await answer.text();
			if (answer.status !== 200) wrong.push(`${answer.status} ${path}`);
		}
	}
}

test("a_backup_while_all_read_and_one_writes_is_of_one_moment", async () => {
	const n = 600, db = initialisedStore();
	const server = await startServer(db);
	const wrong = [];
	let isOver = false;
	const readers = Array.from({ length: 20 }, () => readUntil(server.url, () => isOver, wrong));
	const loads = start(["load", "practices", bulkFile(n), "--db", db]);
	let isLoaded = false;
	loads.ended.then(() => { isLoaded = true; });
	const backups = [];

	do {
		const path = temporaryPath("live.jalon");
		const end = await start(["backup", path, "--db", db]).ended;
		assert.deepEqual([end.status, end.stderr], [0, ""]);
		backups.push(path);
	} while (!isLoaded);
	assert.equal((await loads.ended).status, 0);
	isOver = true;
	await Promise.all(readers);
	await server.stop();
	assert.deepEqual(wrong, []);
	const counts = backups.map((path) => Number(sqlite(path, PRACTICES)));
	for (const count of counts) assert.ok(count === 83 || count === 83 + n, String(counts));
	for (const path of [backups[0], backups.at(-1)])
		assertRestored(restore(path, freshStore(OTHER)));
});

test("two_backups_at_once_to_one_place_do_not_mix", async () => {
	const path = temporaryPath("both.jalon");
	const both = [1, 2].map(() => start(["backup", path, "--db", whole]));
	const ends = await Promise.all(both.map((child) => child.ended));
	assert.ok(ends.some(({ status }) => status === 0), JSON.stringify(ends));
	for (const { status, stderr } of ends)
		if (status) assert.match(stderr, /is being written by another|is there already/);
	assertRestored(restore(path, freshStore()));
});
