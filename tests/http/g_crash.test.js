// Killed at any moment: what was acknowledged is there, what was not is not, nothing is half.

import assert from "node:assert/strict";
import { before, test } from "node:test";
import { bulkFile } from "../lib/bulk.js";
import { freshStore, initialisedStore, run, sql, start, startServer } from "../lib/jalon.js";
import { practicesCsv } from "../lib/practices.js";

const BULK = 1500;
const KILLS = 5;
const LOADED = " WHERE kind = 'practice'";

let file, load_ms;

before(() => {
	file = bulkFile(BULK);
	const begun = Date.now();
	assert.equal(run(loadInto(initialisedStore("--bare"))).status, 0);
	load_ms = Date.now() - begun;
});

function loadInto(db) {
	return ["load", "practices", file, "--db", db];
}

function pause(ms) {
	return new Promise((end) => setTimeout(end, ms));
}

// Runs `jalon ARGS` and kills it after `ms`; true if it was done before.
async function runAndKill(args, ms) {
	const child = start(args);
	await Promise.race([pause(ms), child.ended]);
	child.kill("SIGKILL");
	const { status } = await child.ended;
	return status === 0;
}

function assertContent(db) {
	const done = run(["verify", "--db", db]);
	assert.equal(done.status, 0, done.stdout + done.stderr);
}

// Moments from the first to the last, by chance in between; the last ones when all is nearly done.
function moments(n, whole_ms) {
	return Array.from({ length: n }, (_, i) => whole_ms * (i + Math.random()) / n);
}

test("a_load_killed_leaves_all_or_nothing", async (t) => {
	for (const ms of moments(KILLS, load_ms)) {
		const db = initialisedStore("--bare");
		const isDone = await runAndKill(loadInto(db), ms);
		assertContent(db);
		const counts = sql(db, `SELECT (SELECT count(*) FROM record${LOADED}),
			(SELECT count(*) FROM record_revision JOIN record USING (seq)${LOADED}),
			(SELECT count(*) FROM record_text JOIN record USING (seq)${LOADED})`);
		const [n, n_revisions, n_texts] = counts.split("|").map(Number);
		t.diagnostic(`killed after ${Math.round(ms)} of ${load_ms} ms: ${n} records`);
		assert.ok(n === BULK || (n === 0 && !isDone), String(n));
		assert.deepEqual([n_revisions, n_texts], [n, 3 * n]);
	}
});

test("a_load_killed_can_be_run_again", async () => {
	const db = initialisedStore();
	await runAndKill(loadInto(db), load_ms / 2);
	assert.equal(run(loadInto(db)).status, 0);
	assert.equal(sql(db, `SELECT count(*) FROM record${LOADED} AND version > 0`),
		String(BULK + 83));
	assertContent(db);
});

test("an_init_killed_can_be_run_again", async () => {
	for (const ms of moments(KILLS, 250)) {
		const db = freshStore();
		await runAndKill(["init", "--db", db], ms);
		const done = run(["init", "--db", db]);
		assert.equal(done.status, 0, `after ${ms} ms: ${done.stderr}`);
		assert.equal(run(["export", "practices", "--db", db]).stdout, practicesCsv);
		assertContent(db);
	}
});

test("an_init_twice_at_once_makes_one_database", async () => {
	const db = freshStore();
	const both = [start(["init", "--db", db]), start(["init", "--db", db])];
	const ends = await Promise.all(both.map((child) => child.ended));
	for (const end of ends) assert.equal(end.status, 0, end.stderr);
	assert.equal(run(["export", "practices", "--db", db]).stdout, practicesCsv);
	assertContent(db);
});

test("what_was_acknowledged_survives_the_servers_death", async () => {
	const db = initialisedStore();
	const server = await startServer(db);
	await fetch(`${server.url}/en/practices`);
	assert.equal(run(["load", "practices", bulkFile(50), "--db", db]).status, 0);
	const reader = fetch(`${server.url}/api/v1/practices?format=csv`).catch(() => {});
	await server.kill();
	await reader;
	assertContent(db);
	const again = await startServer(db);
	assert.equal((await (await fetch(`${again.url}/api/v1/practices`)).json()).total, 133);
	await again.stop();
	assertContent(db);
});

test("a_load_killed_does_not_disturb_a_server", async () => {
	const db = initialisedStore();
	const server = await startServer(db);
	await runAndKill(loadInto(db), load_ms / 2);
	for (const path of ["/healthz", "/en/practices", "/api/v1/practices?format=jsonl"]) {
		const answer = await fetch(server.url + path);
		const text = await answer.text();
		assert.equal(answer.status, 200, `${path}: ${text}${server.stderr()}`);
		const n = text.split("\n").length - 1;
		if (path.endsWith("jsonl")) assert.ok([83, 83 + BULK].includes(n), `${n} records`);
	}
	await server.stop();
	assertContent(db);
});
