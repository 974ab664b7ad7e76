// Twenty people write while the server is killed, its disk is full, its store starts again: what
// was acknowledged is there, once. SOAK: how often; ./dev soak asks for many.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { startCluster } from "../lib/cluster.js";
import { engine, initialisedStore, run, startServer, testOn } from "../lib/jalon.js";
import { assertNothingLost, newRecords, newWriters, tokenOf, total, writeUntil,
} from "../lib/writers.js";

const TIMES = Number(process.env.SOAK ?? 5);
const WRITERS = 20, RECORDS = 4;

const pause = (ms) => new Promise((end) => setTimeout(end, ms));

async function writersOf(url, db) {
	const token = tokenOf(db, `writer@${engine}.example`);
	return newWriters(token, await newRecords(url, token, RECORDS), WRITERS);
}

test("killed_at_any_moment_the_server_has_lost_nothing_it_acknowledged", async (t) => {
	const db = initialisedStore("--bare");
	let server = await startServer(db);
	const writers = await writersOf(server.url, db);

	for (let i = 0; i < TIMES; i++) {
		let isOver = false;
		const writing = writeUntil(server.url, writers, () => isOver);
		await pause(100 + Math.random() * 400);
		await server.kill();
		isOver = true;
		await writing;
		server = await startServer(db);
		await assertNothingLost(server.url, db, writers);
	}
	t.diagnostic(`${total(writers, 200)} acknowledged, ${total(writers, 0)} cut off`);
	assert.ok(total(writers, 200) > WRITERS, "hardly anything was written");
	await server.stop();
});

// A bound on the size of files fails the same calls as a disk without room, on any machine.
function boundFiles(pid, bytes) {
	const done = spawnSync("prlimit", ["--pid", String(pid), `--fsize=${bytes}:`],
		{ encoding: "utf8" });
	assert.equal(done.status, 0, done.stderr);
}

async function statusOf(url) {
	const answer = await fetch(url);
	return [answer.status, await answer.text()];
}

testOn("sqlite", "a_full_disk_is_told_reading_goes_on_and_writing_resumes", async () => {
	const db = initialisedStore("--bare");
	const server = await startServer(db);
	const writers = await writersOf(server.url, db);
	const few = writers.slice(0, 3);

	for (let i = 0; i < Math.min(TIMES, 20); i++) {
		boundFiles(server.pid, 4096);
		for (const writer of few) assert.equal(await writer.write(server.url), 503);
		const [read] = await statusOf(`${server.url}/en/framework`);
		assert.equal(read, 200);
		boundFiles(server.pid, "unlimited");
		for (const writer of few) assert.equal(await writer.write(server.url), 200);
	}
	await assertNothingLost(server.url, db, few);
	await server.stop();
});

testOn("postgres", "a_store_that_starts_again_costs_nobody_a_word", async (t) => {
	const cluster = await startCluster();
	try {
		assert.equal(run(["init", "--bare", "--db", cluster.url]).status, 0);
		const server = await startServer(cluster.url);
		const writers = await writersOf(server.url, cluster.url);

		for (let i = 0; i < TIMES; i++) {
			let isOver = false;
			const writing = writeUntil(server.url, writers, () => isOver, 5);
			await pause(200);
			cluster.restart(i % 2 ? "immediate" : "fast");
			await pause(300);
			isOver = true;
			await writing;
			await assertNothingLost(server.url, cluster.url, writers);
		}
		for (const writer of writers) assert.equal(await writer.write(server.url), 200);
		t.diagnostic(`${total(writers, 200)} acknowledged, ${total(writers, 503)} put off`);
		/* 429: in a long run they write more in a minute than a program may. */
		for (const status of writers.flatMap(({ statuses }) => [...statuses.keys()]))
			assert.ok([200, 409, 429, 503].includes(status), `${status}`);
		await server.stop();
	} finally {
		cluster.stop();
	}
});
