// `jalon load` and `jalon export` in few words.

import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { run, sql, temporaryPath } from "./jalon.js";

const SUMMARY = "created, updated, unchanged, rejected".split(", ");

export function summary(...counts) {
	return counts.map((n, i) => `${n} ${SUMMARY[i]}`).join(", ") + "\n";
}

// The path of a new file of that content.
export function fileOf(content, name = "file.csv") {
	const path = temporaryPath(name);
	writeFileSync(path, content);
	return path;
}

export function load(db, content, ...options) {
	return run(["load", "practices", fileOf(content), "--db", db, ...options]);
}

export function exported(db, ...options) {
	const done = run(["export", "practices", "--db", db, ...options]);
	assert.deepEqual([done.status, done.stderr], [0, ""]);
	return done.stdout;
}

export function assertLoads(done, ...counts) {
	assert.deepEqual(done, { status: 0, stdout: summary(...counts), stderr: "" });
}

// All that may not change when a load is refused.
export function traces(db) {
	return sql(db, `SELECT count(*), coalesce(sum(version), 0) FROM record;
		SELECT count(*) FROM record_revision; SELECT count(*) FROM record_text;
		SELECT name, value FROM counter ORDER BY name`);
}
