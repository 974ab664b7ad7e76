// The server as a process: connections, many clients, stopping, the database coming and going.

import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { connect } from "node:net";
import { after, before, test } from "node:test";
import { bulkFile, bulkStore } from "../lib/bulk.js";
import { copyStore, initialisedStore, keepAlive, raise, run, sql, start, startServer,
	temporaryPath, testOn } from "../lib/jalon.js";
import { expectedIds, practicesCsv } from "../lib/practices.js";

const LIST = "/api/v1/practices";
const BULK = 1000;

let server, bulk;

before(async () => {
	server = await startServer(initialisedStore());
	bulk = bulkStore(BULK);
});

after(async () => {
	await server.stop();
});

function pause(ms) {
	return new Promise((end) => setTimeout(end, ms));
}

// ---- connections

async function assertKeepsConnection(path, status = 200) {
	const connection = await keepAlive(server.port);

	for (let i = 0; i < 50; i++) {
		const answer = await connection.get(path);
		assert.equal(answer.status, status);
		assert.notEqual(answer.headers.connection?.toLowerCase(), "close");
	}
	assert.ok(await connection.isOpen());
	connection.close();
}

test("a_constant_page_keeps_its_connection", async () => {
	await assertKeepsConnection("/healthz");
	await assertKeepsConnection("/en");
});

test("a_list_page_keeps_its_connection", async () => {
	await assertKeepsConnection("/en/practices");
	await assertKeepsConnection(LIST);
});

test("an_export_keeps_its_connection", async () => {
	await assertKeepsConnection(`${LIST}?format=csv`);
});

test("an_error_keeps_its_connection", async () => {
	await assertKeepsConnection("/en/nothing", 404);
	await assertKeepsConnection("/en/practices?output=9", 400);
	await assertKeepsConnection(`${LIST}/%zz`, 400);
});

test("a_client_that_wants_no_connection_kept_has_it_closed", async () => {
	for (const [version, header] of [["1.1", "Connection: close\r\n"], ["1.0", ""]]) {
		const connection = await keepAlive(server.port);
		connection.send(`GET /en/practices HTTP/${version}\r\nHost: x\r\n${header}\r\n`);
		assert.equal((await connection.answer()).status, 200);
		assert.equal(await connection.isOpen(2000), false);
		connection.close();
	}
});

test("requests_sent_at_once_are_answered_in_their_order", async () => {
	const connection = await keepAlive(server.port);
	const paths = [`${LIST}?format=csv`, "/healthz", `${LIST}?limit=1`, "/en/nothing", "/fr"];

	connection.send(paths.map((path) => `GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`).join(""));
	const answers = [];
	while (answers.length < paths.length) answers.push(await connection.answer());
	assert.deepEqual(answers.map((answer) => answer.status), [200, 200, 200, 404, 200]);
	assert.equal(answers[0].text, practicesCsv);
	assert.equal(answers[1].text.trim(), "ok");
	connection.close();
});

test("a_request_that_comes_in_bits_is_answered", async () => {
	const connection = await keepAlive(server.port);
	for (const byte of "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n") {
		connection.send(byte);
		await pause(2);
	}
	assert.equal((await connection.answer()).status, 200);
	connection.close();
});

test("healthz_says_ok", async () => {
	const answer = await fetch(`${server.url}/healthz`);
	assert.equal(answer.status, 200);
	assert.equal((await answer.text()).trim(), "ok");
});

// ---- many at once

async function client(port, n) {
	const connection = await keepAlive(port);
	const wanted = [["/en/practices", 200], [`${LIST}?output=2&limit=100`, 200],
		[`${LIST}?format=csv`, 200],
		["/fr/practices/GP-1-01", 200], ["/en/nothing", 404], [`${LIST}?limit=0`, 400], ["/healthz",
			200]];

	for (let i = 0; i < wanted.length; i++) {
		const [path, status] = wanted[(i + n) % wanted.length];
		const answer = await connection.get(path);
		assert.equal(answer.status, status, path);
		if (path.includes("output=2"))
			assert.deepEqual(JSON.parse(answer.text).items.map((item) => item.id),
				expectedIds("output=2"));
		if (path.includes("csv")) assert.equal(answer.text, practicesCsv);
	}
	connection.close();
}

test("fifty_clients_at_once_are_served", async () => {
	await Promise.all(Array.from({ length: 50 }, (_, n) => client(server.port, n)));
});

test("idle_connections_by_the_hundred_are_no_hindrance", async () => {
	const idle = await Promise.all(Array.from({ length: 300 }, () => keepAlive(server.port)));
	await client(server.port, 0);
	for (const connection of idle) connection.close();
});

// ---- records that change while it serves

function bulkLoad(db, n, prefix) {
	const child = start(["load", "practices", bulkFile(n, prefix), "--db", db]);
	return child.ended;
}

test("a_load_is_seen_whole_or_not_at_all", async () => {
	const db = initialisedStore();
	const own = await startServer(db);
	const totals = new Set();
	const load = bulkLoad(db, 500);
	let end;

	load.then((ended) => { end = ended; });
	while (!end) {
		const answer = await fetch(`${own.url}${LIST}?limit=1`);
		assert.equal(answer.status, 200);
		totals.add((await answer.json()).total);
	}
	assert.equal(end.status, 0, end.stderr);
	assert.equal((await (await fetch(own.url + LIST)).json()).total, 583);
	totals.delete(583);
	assert.deepEqual([...totals], [83]);
	await own.stop();
});

test("a_change_is_seen_by_the_next_request", async () => {
	const db = initialisedStore(), path = temporaryPath("change.csv");
	const own = await startServer(db);
	const connections = await Promise.all(Array.from({ length: 8 }, () => keepAlive(own.port)));

	for (let version = 2; version < 6; version++) {
		writeFileSync(path, `id,title_en\nGP-1-01,Changed ${version}\n`);
		assert.equal(run(["load", "practices", path, "--db", db]).status, 0);
		for (const connection of connections) {
			const item = JSON.parse((await connection.get(`${LIST}/GP-1-01`)).text);
			assert.deepEqual([item.version, item.title.en], [version, `Changed ${version}`]);
			const page = await connection.get("/en/practices/GP-1-01");
			assert.ok(page.text.includes(`Changed ${version}`));
		}
	}
	for (const connection of connections) connection.close();
	await own.stop();
});

test("loads_at_the_same_time_all_arrive", async () => {
	const db = initialisedStore();
	const ends = await Promise.all(["A", "B", "C"].map((prefix) => bulkLoad(db, 100, prefix)));
	for (const end of ends) assert.equal(end.status, 0, end.stderr);
	assert.equal(sql(db, "SELECT count(*) FROM record WHERE kind = 'practice' AND version > 0"),
		"383");
	assert.equal(run(["verify", "--db", db]).status, 0);
});

test("two_servers_serve_one_database", async () => {
	const db = initialisedStore();
	const both = [await startServer(db), await startServer(db)];

	await Promise.all(both.map((one) => client(one.port, 1)));
	assert.equal((await bulkLoad(db, 10)).status, 0);
	for (const one of both)
		assert.equal((await (await fetch(one.url + LIST)).json()).total, 93);
	await both[0].stop();
	assert.equal((await fetch(`${both[1].url}/en/practices`)).status, 200);
	await both[1].stop();
});

test("a_long_list_is_counted_to_a_thousand_and_walked_to_its_end", async () => {
	const db = copyStore(bulk), counts = [];
	const own = await startServer(db);
	const ask = async (path) => (await fetch(own.url + path)).json();

	for (let n = 0; n < 2; n++) {
		const { total, total_is_exact: isExact } = await ask(`${LIST}?limit=1`);
		counts.push([total, isExact]);
		if (!n) assert.equal((await bulkLoad(db, 1, "LAST")).status, 0);
	}
	assert.deepEqual(counts, [[1000, true], [1000, false]]);
	const ids = new Set();
	for (let place = `${LIST}?limit=100`; place;) {
		const { items, next } = await ask(place);
		for (const item of items) ids.add(item.id);
		place = next;
	}
	assert.equal(ids.size, BULK + 1);
	await own.stop();
});

// ---- stopping

test("a_signal_ends_an_idle_server_at_once", async () => {
	for (const signal of ["SIGTERM", "SIGINT"]) {
		const own = await startServer(initialisedStore());
		const idle = await keepAlive(own.port);
		await idle.get("/en");
		const silent = await keepAlive(own.port);
		silent.send("GET /en HTT");
		await pause(20);
		const before = Date.now();
		await own.stop(signal);
		assert.ok(Date.now() - before < 5000, `${Date.now() - before} ms`);
		idle.close();
		silent.close();
		await assert.rejects(keepAlive(own.port), { code: "ECONNREFUSED" });
	}
});

test("a_signal_lets_requests_under_way_finish", async () => {
	const own = await startServer(copyStore(bulk));
	const connections = await Promise.all(Array.from({ length: 12 }, () => keepAlive(own.port)));
	let n_answered = 0;
	const answers = connections.map(async (connection) => {
		const answer = await connection.get(`${LIST}?format=csv`);
		n_answered++;
		return answer;
	});

	await Promise.race(answers); // by then the others have been read and wait for their turn
	assert.ok(n_answered < answers.length, "the test comes too late");
	const stopped = own.stop();
	for (const answer of await Promise.all(answers)) {
		assert.equal(answer.status, 200);
		assert.equal(answer.text.split("\n").length, 1 + BULK + 1);
	}
	await stopped;
	for (const connection of connections) connection.close();
});

test("a_slow_reader_gets_all_of_its_answer_although_the_server_stops", async () => {
	const own = await startServer(copyStore(bulk));
	const socket = connect(own.port, "127.0.0.1");
	let received = "";

	await new Promise((ready) => socket.once("connect", ready));
	socket.write(`GET ${LIST}?format=jsonl HTTP/1.1\r\nHost: x\r\n\r\n`);
	await new Promise((first) => socket.once("readable", first));
	const stopped = own.stop();
	await pause(300);
	socket.setEncoding("utf8");
	socket.on("data", (text) => { received += text; });
	await Promise.all([stopped, new Promise((end) => socket.once("close", end))]);
	assert.equal(received.split("\r\n\r\n")[1].split("\n").length, BULK + 1);
});

// ---- the database goes away

function endSessions(db) {
	sql(db, `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
		WHERE datname = current_database() AND pid <> pg_backend_pid()`);
}

testOn("postgres", "sessions_ended_by_the_database_are_opened_anew", async () => {
	const db = initialisedStore();
	const own = await startServer(db);
	const anew = { headers: { connection: "close" } };

	for (let i = 0; i < 3; i++) {
		await Promise.all(Array.from({ length: 10 }, (_, n) => client(own.port, n)));
		endSessions(db);
		await pause(20);
		for (const path of ["/healthz", "/en/practices", LIST, `${LIST}?format=csv`])
			for (let n = 0; n < 4; n++)
				assert.equal((await fetch(own.url + path, anew)).status, 200, path);
	}
	await own.stop();
});

testOn("postgres", "lists_that_could_not_be_read_are_read_again", async () => {
	const db = initialisedStore(), own = await startServer(db);
	const ask = async () => (await fetch(`${own.url}${LIST}?output=2`)).status;

	assert.equal(await ask(), 200);
	raise(db, "generation", "vocabulary");
	sql(db, "ALTER TABLE term RENAME TO term_away");
	for (let i = 0; i < 4; i++) assert.equal(await ask(), 500);
	sql(db, "ALTER TABLE term_away RENAME TO term");
	for (let i = 0; i < 6; i++) assert.equal(await ask(), 200);
	await own.stop();
});

testOn("postgres", "while_the_database_is_away_503_is_said", async () => {
	const db = initialisedStore(), name = new URL(db).pathname.slice(1);
	const own = await startServer(db);
	const elsewhere = new URL(db);
	elsewhere.pathname = "/postgres";

	assert.equal((await fetch(`${own.url}/en/practices`)).status, 200);
	sql(elsewhere.href, `ALTER DATABASE ${name} ALLOW_CONNECTIONS false`);
	sql(elsewhere.href, `SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
		WHERE datname = '${name}'`);
	for (const path of ["/healthz", "/en/practices", "/fr", LIST, `${LIST}?format=csv`]) {
		const answer = await fetch(own.url + path);
		assert.equal(answer.status, 503, path);
		assert.match(answer.headers.get("retry-after"), /^\d+$/);
		const text = await answer.text();
		assert.doesNotMatch(text, /SELECT|postgres|127\.0\.0\.1/, path);
		if (path.startsWith("/api/")) assert.equal(JSON.parse(text).error.code, "unavailable");
	}
	sql(elsewhere.href, `ALTER DATABASE ${name} ALLOW_CONNECTIONS true`);
	/* The server does not ask again at once: event threads have others to serve. */
	await new Promise((resolve) => setTimeout(resolve, 700));
	await client(own.port, 0);
	await own.stop();
});
