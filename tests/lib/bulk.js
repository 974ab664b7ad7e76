// Many practices, made up: for what shows only when there is much to do.

import { writeFileSync } from "node:fs";
import { writeCsv } from "./csv.js";
import { initialisedStore, run, temporaryPath } from "./jalon.js";

const COLUMNS = ["id", "title_fr", "title_en", "summary_en", "output", "activities", "parties",
	"start_year"];

// A CSV file of n practices whose ids begin with `prefix`.
export function bulkFile(n, prefix = "BULK") {
	const path = temporaryPath("bulk.csv");
	const rows = Array.from({ length: n }, (_, i) => [`${prefix}-${i}`, `Titre ${i}`, `Title ${i}`,
		`Summary ${i}: ${"words ".repeat(20)}`, `${1 + i % 5}`, `${1 + i % 2}.1`, "FRA;CAN",
		"2016"]);

	writeFileSync(path, writeCsv([COLUMNS, ...rows]));
	return path;
}

// The URL of a new database with n practices and no others.
export function bulkStore(n) {
	const db = initialisedStore("--bare");
	const done = run(["load", "practices", bulkFile(n), "--db", db]);
	if (done.status !== 0) throw new Error(done.stderr);
	return db;
}
