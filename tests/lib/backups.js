// `jalon backup` and `jalon restore` in few words.

import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { run, sql, sqlite, temporaryPath } from "./jalon.js";

const WRITTEN = /^(.*): records (\d+), rows (\d+), tables (\d+), bytes (\d+), made (\S+)\n$/;

// Backs up `db`; {path, records, rows, tables, bytes} as the line on stdout tells.
export function backUp(db, path = temporaryPath("backup.jalon"), ...options) {
	const done = run(["backup", path, "--db", db, ...options]);
	assert.deepEqual([done.status, done.stderr], [0, ""]);
	const [, name, records, rows, tables, bytes] = WRITTEN.exec(done.stdout);
	assert.equal(name, path);
	return { path, records: +records, rows: +rows, tables: +tables, bytes: +bytes };
}

export function restore(path, db) {
	return run(["restore", path, "--db", db]);
}

export function assertRestored(done) {
	assert.deepEqual([done.status, done.stderr], [0, ""], done.stdout);
	assert.match(done.stdout, /: records \d+, rows \d+, .*\nall is well: /);
}

// The digest of each table in a backup, but of the counters, which a restore moves on.
export function digests(path) {
	return sqlite(path, `SELECT name, rows, digest FROM backup_table WHERE name <> 'counter'
		ORDER BY name`);
}

// Nobody has been here: a database without a table, or none at all.
export function assertUntouched(db) {
	const isFile = db.startsWith("sqlite:");
	if (isFile && !existsSync(db.slice("sqlite:".length))) return;
	assert.equal(sql(db, isFile ? "SELECT count(*) FROM sqlite_master" :
		"SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace"), "0");
}
