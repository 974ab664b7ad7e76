// Two `jalon serve` on one PostgreSQL behind nginx: alike, and each may die or be stopped.

import assert from "node:assert/strict";
import { after, before } from "node:test";
import { engine, initialisedStore, startServer, testOn } from "../lib/jalon.js";
import { freePort, HOST, startNginx } from "../lib/nginx.js";

const CLIENTS = 12;
const PATHS = ["/en", "/fr/practices", "/en/practices?output=2&sort=title", "/fr/search?q=canada",
	"/en/practices/GP-1-01", "/fr/parties", "/api/v1/practices?facets=1&activity=2.4",
	"/api/v1/practices?format=csv", "/api/v1/practices?format=jsonl&output=1", "/en/nothing"];

let db, ports, servers, nginx, expected;

function pause(ms) {
	return new Promise((end) => setTimeout(end, ms));
}

async function direct(server, path) {
	const answer = await fetch(server.url + path, { headers: { "X-Forwarded-Proto": "https" } });
	return { status: answer.status, etag: answer.headers.get("etag"), text: await answer.text() };
}

async function startOne(db, i) {
	servers[i] = await startServer(db, {
		args: ["--listen", `127.0.0.1:${ports[i]}`, "--url", `https://${HOST}`],
	});
}

before(async () => {
	if (engine !== "postgres") return;
	db = initialisedStore();
	ports = [await freePort(), await freePort()];
	servers = [];
	await Promise.all(ports.map((_, i) => startOne(db, i)));
	nginx = await startNginx(ports);
	expected = new Map();
	for (const path of PATHS) expected.set(path, await direct(servers[0], path));
});

after(async () => {
	if (engine !== "postgres") return;
	await nginx.stop();
	for (const server of servers) await server.stop();
});

function isRight(path, { status, text, etag }) {
	const right = expected.get(path);
	return status === right.status && text === right.text && (etag ?? null) === right.etag;
}

// Clients that ask until `act` is done; the answers that were not as they should be.
async function askWhile(act) {
	const wrong = [];
	let isOver = false, n = 0;
	const client = async (first) => {
		for (let i = first; !isOver; i++) {
			const path = PATHS[i % PATHS.length], answer = await nginx.ask(path);
			n++;
			if (!isRight(path, answer)) wrong.push({ path, ...answer });
		}
	};
	const clients = Array.from({ length: CLIENTS }, (_, i) => client(i));
	await act();
	isOver = true;
	await Promise.all(clients);
	assert.ok(n > 100, `${n} answers`);
	return wrong;
}

testOn("postgres", "two_servers_behind_nginx_answer_alike", async () => {
	for (const path of PATHS) {
		assert.deepEqual(await direct(servers[1], path), expected.get(path), path);
		for (let i = 0; i < 4; i++) assert.ok(isRight(path, await nginx.ask(path)), path);
	}
	for (const server of servers) {
		const { text } = await direct(server, "/metrics");
		assert.match(text, /route="\/\{lang\}\/practices",[^}]*\} [1-9]/);
	}
	assert.equal((await nginx.ask("/metrics")).status, 403);
});

testOn("postgres", "a_server_killed_costs_the_requests_it_held_and_no_others", async () => {
	const kills = [];
	const wrong = await askWhile(async () => {
		for (const i of [0, 1]) {
			await pause(700);
			const begun = Date.now();
			await servers[i].kill();
			kills.push({ begun, ended: Date.now() });
			await pause(500);
			await startOne(db, i);
			await pause(1200);
		}
	});
	for (const { path, status, error, begun, ended } of wrong) {
		assert.ok(status === 0 || status === 502, `${path}: ${status} is a wrong answer`);
		assert.ok(kills.some((kill) => begun <= kill.ended && kill.begun <= ended),
			`${path} was not under way: ${status} ${error}`);
	}
	assert.ok(wrong.length <= 2 * CLIENTS);
});

testOn("postgres", "a_server_stopped_and_started_costs_no_request", async () => {
	const wrong = await askWhile(async () => {
		for (const i of [0, 1]) {
			await pause(500);
			await servers[i].stop();
			await pause(300);
			await startOne(db, i);
			await pause(1200);
		}
	});
	assert.deepEqual(wrong.map(({ path, status, error }) => [path, status, error]), []);
});
