// Failure loops: the same again and again, the first time its first piece of memory (or its first
// word with the store) fails, then its second, until it fails no more. Whatever fails, the answer
// is right or an error, nothing is half written, and the next one is right.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { copyStore, engine, initialisedStore, keepAlive, raise, run, sql,
	startServer } from "../lib/jalon.js";
import { fileOf, traces } from "../lib/loading.js";

const FAULTS = ["arena", "db"];
const PATHS = ["/en", "/fr/practices", "/en/practices?output=2&sort=title&q=radio",
	"/fr/search?q=musiqe", "/en/practices/GP-1-15", "/fr/parties", "/en/parties/CAN",
	"/en/framework", "/en/coverage", "/fr/guidelines", "/en/sdg", "/en/data",
	"/api/v1/practices?facets=1&activity=2.4", "/api/v1/practices/GP-1-01",
	"/api/v1/practices?format=csv", "/api/v1/practices?format=xlsx", "/api/v1/openapi.json",
	"/data/catalog.jsonld", "/sitemap.xml", "/en/nothing", "/healthz"];

let db, server, connection, n_before = 0;

before(async () => {
	db = initialisedStore();
	server = await startServer(db);
	connection = await keepAlive(server.port);
});

after(async () => {
	connection.close();
	await server.stop();
});

// Each failure is a journey to PostgreSQL and back: there they lie further apart.
const [COLD, WARM, QUIET] = engine === "postgres" ? [1.4, 2, 6] : [1.2, 1.6, 2];

// All of the first ones, fewer and fewer of the later.
function* rising(step) {
	for (let n = 1; ; n = n < 12 ? n + 1 : Math.ceil(n * step)) yield n;
}

const pause = (ms) => new Promise((end) => setTimeout(end, ms));

// What was kept is not true any more.
function forget() {
	raise(db, "generation");
}

// Code lists are read anew.
function forgetLists() {
	raise(db, "generation", "vocabulary");
}

async function ask(path, fault) {
	const answer = await connection.get(path, fault ? { "Jalon-Fault": fault } : {});
	const n = Number(answer.headers["jalon-fault"] ?? n_before), hasFired = n > n_before;
	n_before = n;
	return { hasFired, status: answer.status, text: answer.text };
}

function isSame(path, answer, expected) {
	return answer.status === expected.status &&
		(path.endsWith("xlsx") || answer.text === expected.text);
}

async function loop(path, fault, prepare, step) {
	const expected = await ask(path);
	let n_fired = 0, n_quiet = 0; // of PostgreSQL's news some come late, and all is quiet before

	for (const n of rising(step)) {
		prepare();
		if (engine === "postgres") await pause(10);
		const answer = await ask(path, `${fault}:${n}`);
		if (answer.hasFired) n_fired++;
		n_quiet = answer.hasFired ? 0 : n_quiet + 1;
		if (!isSame(path, answer, expected))
			assert.ok(answer.hasFired && [500, 503].includes(answer.status),
				`${path} ${fault}:${n}: ${answer.status} ${answer.text.slice(0, 300)}`);
		if (fault === "arena" && answer.status >= 500)
			assert.equal(answer.status, 503, `${path} ${fault}:${n}`);
		const next = await ask(path);
		assert.ok(isSame(path, next, expected), `${path} after ${fault}:${n}: ${next.status}`);
		if (n_quiet === QUIET) return n_fired;
	}
}

for (const fault of FAULTS)
	test(`each_page_when_${fault}_fails`, async (t) => {
		let n = 0;
		for (const path of PATHS) {
			const n_cold = await loop(path, fault, forget, COLD);
			const n_warm = await loop(path, fault, () => {}, WARM);
			t.diagnostic(`${path}: ${n_cold} and ${n_warm} failures`);
			n += n_cold;
		}
		assert.ok(n > 5 * PATHS.length, `${n} failures`);
	});

for (const fault of FAULTS)
	test(`code_lists_when_${fault}_fails`, async () => {
		const n = await loop("/fr/practices", fault, forgetLists, 1.15);
		assert.ok(n > 30, `${n} failures`);
	});

// ---- commands

const ROWS = ["GP-1-01,Titre changé,Neuf,2", "NEW-1,Nouveau,Neuf,2", "NEW-2,Autre,Neuf,3"];

function digest(store) {
	return traces(store) + sql(store, "SELECT count(*) FROM practice");
}

for (const fault of FAULTS)
	test(`a_load_when_${fault}_fails_is_whole_or_nothing`, (t) => {
		const model = initialisedStore(), was = digest(model);
		const file = fileOf(`id,title_fr,summary_fr,output\n${ROWS.join("\n")}\n`);
		let store = copyStore(model), n_fired = 0;

		for (const n of rising(1.4)) {
			const done = run(["load", "practices", file, "--db", store],
				{ env: { JALON_FAULT: `${fault}:${n}` } });
			const hasFired = /^fault: /m.test(done.stderr);
			if (done.status === 0) {
				assert.equal(done.stdout, "2 created, 1 updated, 0 unchanged, 0 rejected\n");
				assert.equal(sql(store, "SELECT count(*) FROM practice"), "85");
				if (!hasFired) break;
				store = copyStore(model);
			} else {
				assert.equal(done.status, 1, done.stderr);
				assert.match(done.stderr, /^jalon: \S/m);
				assert.equal(digest(store), was, `${fault}:${n}: ${done.stderr}`);
			}
			n_fired++;
		}
		t.diagnostic(`${n_fired} failures`);
		assert.ok(n_fired > 20);
		assert.equal(run(["verify", "--db", store]).status, 0);
	});
