// Many connections, and slow ones: whoever does nothing keeps nobody else from being served.

import assert from "node:assert/strict";
import { networkInterfaces } from "node:os";
import { before, test } from "node:test";
import { Connection } from "../lib/connection.js";
import { initialisedStore, keepAlive, startServer, testOn } from "../lib/jalon.js";

const PLACES = 248, DESCRIPTORS = 300; // see connections_init()
const HEAD = "GET /en HTTP/1.1\r\nHost: x\r\n";

let db;
before(() => { db = initialisedStore(); });

const pause = (ms) => new Promise((end) => setTimeout(end, ms));

function open(n, port, host) {
	return Promise.all(Array.from({ length: n }, () => Connection.open(port, host)));
}

function assertTooMany(answer) {
	assert.equal(answer.status, 503);
	assert.match(answer.headers["retry-after"], /^\d+$/);
	assert.equal(answer.headers.connection, "close");
}

test("beyond_all_places_a_request_is_told_to_come_again", async () => {
	const own = await startServer(db, { through: ["prlimit", `--nofile=${DESCRIPTORS}`] });
	const idle = await open(PLACES, own.port);

	await pause(500); // all are in
	for (let i = 0; i < 5; i++) {
		const late = await keepAlive(own.port);
		assertTooMany(await late.get("/en"));
		assert.equal(await late.isOpen(), false);
		late.close();
	}
	assert.equal((await idle[1].get("/en")).status, 200);
	for (const one of idle.slice(100)) one.close();
	let answer;
	for (let i = 0; i < 50 && answer?.status !== 200; i++) {
		const next = await keepAlive(own.port);
		answer = await next.get("/en");
		next.close();
		await pause(20);
	}
	assert.equal(answer.status, 200);
	for (const one of idle) one.close();
	await own.stop();
});

test("descriptors_that_run_out_are_waited_for", async () => {
	const own = await startServer(db, { through: ["prlimit", "--nofile=60"] });
	const idle = await open(150, own.port);

	await pause(200);
	for (const one of idle) one.close();
	const one = await keepAlive(own.port);
	assert.equal((await one.get("/en")).status, 200);
	one.close();
	await own.stop();
});

// An address of this machine that is not its own alone: as one of another machine to the server.
const outside = Object.values(networkInterfaces()).flat()
	.find(({ internal, family }) => !internal && family === "IPv4")?.address;

test("of_one_address_no_more_than_its_share_is_served",
	{ skip: !outside && "this machine has no address but its own" }, async () => {
		const own = await startServer(db, { host: "0.0.0.0", args: ["--per-address", "5"] });
		const all = await open(5, own.port, outside);

		for (const one of all) assert.equal((await one.get("/en")).status, 200);
		const sixth = await Connection.open(own.port, outside);
		assertTooMany(await sixth.get("/en"));
		const here = await Connection.open(own.port);
		assert.equal((await here.get("/en")).status, 200, "others are served");
		all[0].close();
		sixth.close();
		await pause(100);
		const next = await Connection.open(own.port, outside);
		assert.equal((await next.get("/en")).status, 200);
		const more = await open(5, own.port, outside); // beyond, and silent
		await pause(200); // they are in
		const tenth = await Connection.open(own.port, outside);
		assert.equal((await tenth.get("/en")).status, 0, "twice as many are not let in");
		for (const one of [...all, ...more, tenth, next, here]) one.close();
		await own.stop();
	});

// Real time, so on one engine alone: fifteen seconds, and up to one more until they are noticed.
testOn("sqlite", "a_head_that_trickles_is_hung_up_on", async () => {
	const own = await startServer(db), began = Date.now();
	const slow = await open(20, own.port), idle = await keepAlive(own.port);
	let isOpen = true;

	for (const one of slow) one.send(HEAD);
	while (isOpen && Date.now() - began < 20_000) {
		for (const one of slow) one.send("X-Slow: 1\r\n");
		isOpen = await slow[0].isOpen(500);
		assert.equal((await idle.get("/en/practices")).status, 200);
	}
	assert.ok(Date.now() - began > 14_000, `${Date.now() - began} ms`);
	for (const one of slow) assert.equal(await one.isOpen(1500), false);
	idle.close();
	await own.stop();
});
