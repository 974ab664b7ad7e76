// Backups and restores killed at any moment: nothing is half, and it can be done again.

import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { before, test } from "node:test";
import { assertRestored, assertUntouched, backUp, digests, restore } from "../lib/backups.js";
import { bulkStore } from "../lib/bulk.js";
import { freshStore, start, temporaryPath } from "../lib/jalon.js";

const BULK = 1500;
const KILLS = 6;

let store, whole, backup_ms, restore_ms;

function took(act) {
	const begun = Date.now();
	act();
	return Date.now() - begun;
}

before(() => {
	store = bulkStore(BULK);
	backup_ms = took(() => { whole = backUp(store).path; });
	restore_ms = took(() => assertRestored(restore(whole, freshStore())));
});

// Runs `jalon ARGS` and kills it after `ms`; true if it was done before.
async function runAndKill(args, ms) {
	const child = start(args);
	const timer = setTimeout(() => child.kill("SIGKILL"), ms);
	const { status } = await child.ended;
	clearTimeout(timer);
	return status === 0;
}

function moments(whole_ms) {
	return Array.from({ length: KILLS }, (_, i) => whole_ms * (i + Math.random()) / KILLS);
}

test("a_backup_killed_leaves_no_file_and_can_be_made_again", async (t) => {
	for (const ms of moments(backup_ms)) {
		const path = temporaryPath("killed.jalon");
		const isDone = await runAndKill(["backup", path, "--db", store], ms);
		t.diagnostic(`killed after ${Math.round(ms)} of ${backup_ms} ms: ${isDone}`);
		if (!existsSync(path)) backUp(store, path);
		assert.equal(digests(path), digests(whole));
		assert.ok(!existsSync(`${path}.jalon-part`));
	}
});

test("a_backup_killed_leaves_the_one_before", async () => {
	const { path } = backUp(store);
	for (const ms of moments(backup_ms)) {
		const was = readFileSync(path);
		const isDone = await runAndKill(["backup", path, "--db", store, "--replace"], ms);
		assert.equal(digests(path), digests(whole));
		if (!isDone && existsSync(`${path}.jalon-part`)) assert.deepEqual(readFileSync(path), was);
	}
	backUp(store, path, "--replace");
});

test("a_restore_killed_leaves_an_empty_store_or_a_whole_one", async (t) => {
	let n_empty = 0;

	for (const ms of moments(restore_ms)) {
		const db = freshStore();
		await runAndKill(["restore", whole, "--db", db], ms);
		const again = restore(whole, db);
		t.diagnostic(`killed after ${Math.round(ms)} of ${restore_ms} ms: ${again.stderr}`);
		if (again.status === 0) n_empty++;
		else assert.match(again.stderr, /the database is not empty/);
		assert.equal(digests(backUp(db).path), digests(whole));
	}
	assert.ok(n_empty > 0);
});

test("a_restore_that_fails_in_the_middle_leaves_an_empty_store", async () => {
	const db = freshStore(), path = temporaryPath("small.jalon");
	const small = bulkStore(20);
	backUp(small, path);
	const [one, other] = await Promise.all([start(["restore", whole, "--db", db]).ended,
		start(["restore", path, "--db", db]).ended]);
	assert.deepEqual([one.status, other.status].sort(), [0, 1], one.stderr + other.stderr);
	const expected = digests(one.status === 0 ? whole : path);
	assert.equal(digests(backUp(db).path), expected);
	assertUntouched(freshStore());
});
