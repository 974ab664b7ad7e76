// Twenty people write fields, attach files and bring back what they took along, while the server is
// killed, its disk is full, its store starts again: what was acknowledged is there, once. SOAK: how
// often; ./dev soak asks for many.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { newCarriers } from "../lib/carriers.js";
import { startCluster } from "../lib/cluster.js";
import { engine, initialisedStore, run, sql, startServer, testOn } from "../lib/jalon.js";
import { assertNothingLost, newRecords, newWriters, tokenOf, total, writeUntil,
} from "../lib/writers.js";

const TIMES = Number(process.env.SOAK ?? 5);
const WRITERS = 20, RECORDS = 4, WAIT_MS = 20_000;
const KINDS = { writers: "fields", attachers: "files", bringers: "brought back" };

const pause = (ms) => new Promise((end) => setTimeout(end, ms));

// {all, few}: everybody, and one of each kind.
async function peopleOf(url, db) {
	const token = tokenOf(db, `writer@${engine}.example`);
	const records = await newRecords(url, token, RECORDS);
	const { attachers, bringers } = await newCarriers(url, db, `carrier@${engine}.example`, token,
		records);
	const writers = newWriters(token, records, WRITERS - attachers.length - bringers.length);
	return { writers, attachers, bringers, all: [...writers, ...attachers, ...bringers],
		few: [writers[0], attachers[0], bringers[0]] };
}

// In a long run they write more in a minute than a program may.
const forgetPace = (db) => sql(db, "DELETE FROM attempt");

// How much of each kind; for who reads along.
function tell(t, people, status, word) {
	for (const [kind, what] of Object.entries(KINDS)) {
		const acknowledged = total(people[kind], 200), others = total(people[kind], status);
		t.diagnostic(`${what}: ${acknowledged} acknowledged, ${others} ${word}`);
	}
}

// Something of each kind has come in since: on a machine that has much to do, that takes a while.
async function underWay(people) {
	const counts = () => Object.keys(KINDS).map((kind) => total(people[kind], 200));
	const before = counts(), end = Date.now() + WAIT_MS;
	while (counts().some((n, i) => n <= before[i] + 1)) {
		assert.ok(Date.now() < end, `hardly anything comes in: ${counts()}`);
		await pause(20);
	}
}

test("killed_at_any_moment_the_server_has_lost_nothing_it_acknowledged", async (t) => {
	const db = initialisedStore("--bare");
	let server = await startServer(db);
	const people = await peopleOf(server.url, db);

	for (let i = 0; i < TIMES; i++) {
		let isOver = false;
		const writing = writeUntil(server.url, people.all, () => isOver);
		if (i === 0) await underWay(people);
		await pause(100 + Math.random() * 400);
		await server.kill();
		isOver = true;
		await writing;
		server = await startServer(db);
		await assertNothingLost(server.url, db, people.all);
		forgetPace(db);
	}
	tell(t, people, 0, "cut off");
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
	const { few } = await peopleOf(server.url, db);

	for (let i = 0; i < Math.min(TIMES, 20); i++) {
		boundFiles(server.pid, 4096);
		for (const writer of few) {
			const mayBeTaken = writer.asksNothing, status = await writer.write(server.url);
			assert.ok(status === 503 || (mayBeTaken && status === 200), `${status}`);
		}
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
		const people = await peopleOf(server.url, cluster.url);

		for (let i = 0; i < TIMES; i++) {
			let isOver = false;
			const writing = writeUntil(server.url, people.all, () => isOver, 5);
			if (i === 0) await underWay(people);
			await pause(200);
			cluster.restart(i % 2 ? "immediate" : "fast");
			await pause(300);
			isOver = true;
			await writing;
			await assertNothingLost(server.url, cluster.url, people.all);
			forgetPace(cluster.url);
		}
		for (const writer of people.all) assert.equal(await writer.write(server.url), 200);
		tell(t, people, 503, "put off");
		for (const status of people.all.flatMap(({ statuses }) => [...statuses.keys()]))
			assert.ok([200, 409, 503].includes(status), `${status}`);
		await server.stop();
	} finally {
		cluster.stop();
	}
});
