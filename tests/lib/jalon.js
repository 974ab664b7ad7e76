// Jalon from outside: its command line, its server, its databases.
//
// JALON is the executable, JALON_TEST_ENGINE the engine under test (sqlite or postgres),
// JALON_TEST_POSTGRES the URL of a server where databases may be created.

import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { Connection } from "./connection.js";

export const root = fileURLToPath(new URL("../..", import.meta.url));
export const engine = process.env.JALON_TEST_ENGINE ?? "sqlite";
export const executable = resolve(process.env.JALON ?? join(root, "build/debug/jalon"));

const START_MS = 20_000;
const STOP_MS = 20_000;
const RUN_MS = 60_000;
const SANITIZER = /(Address|Leak|Thread|Memory|UndefinedBehavior)Sanitizer|runtime error:/;

// Nothing of the caller's own surroundings may change what Jalon does or says.
const environment = { ...process.env, LC_ALL: "C.UTF-8" };
for (const name of Object.keys(environment))
	if (/^(JALON_(?!TEST)|LC_MESSAGES$|LANG$|NOTIFY_SOCKET$)/.test(name)) delete environment[name];
environment.JALON_LINK_CHECK = "off"; // tests ask nobody in the world; links.js says whom

// ---- what is left behind is cleared away, whatever happened

const folder = mkdtempSync(join(tmpdir(), "jalon-test-"));
const servers = new Set();
const postgresDatabases = [];
let n_names = 0;

process.on("exit", () => {
	for (const child of servers) child.kill("SIGKILL");
	for (const spare of spares.values()) awaitSpare(spare);
	dropPostgres(postgresDatabases);
	rmSync(folder, { recursive: true, force: true });
});

// A path in a folder of this test run's own.
export function temporaryPath(name) {
	return join(folder, `${++n_names}-${name}`);
}

// A test of what one engine alone can show.
export function testOn(wanted, name, fn) {
	if (engine === wanted) test(name, fn);
}

// ---- databases

function adminUrl() {
	assert.ok(process.env.JALON_TEST_POSTGRES, "JALON_TEST_POSTGRES names no server");
	const url = new URL(process.env.JALON_TEST_POSTGRES);
	url.pathname = "/postgres";
	return url.href;
}

function psqlArguments(url, ...statements) {
	return ["-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-d", url,
		...statements.flatMap((statement) => ["-c", statement])];
}

function psql(url, statements) {
	return spawnSync("psql", psqlArguments(url, statements), { encoding: "utf8" });
}

function postgresUrl(name) {
	const url = new URL(adminUrl());
	url.pathname = `/${name}`;
	return url.href;
}

function newPostgres() {
	const name = `jalon_test_${process.pid}_${++n_names}`;
	postgresDatabases.push(name);
	return name;
}

function createPostgres(template) {
	const name = newPostgres();
	const done = psql(adminUrl(), `CREATE DATABASE ${name} TEMPLATE ${template}`);
	assert.equal(done.status, 0, done.stderr);
	return postgresUrl(name);
}

// Nobody waits for it: the server takes a while for each.
function dropPostgres(names) {
	if (!names.length) return;
	const drops = names.map((name) => `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
	spawn("psql", psqlArguments(adminUrl(), ...drops), { detached: true, stdio: "ignore" }).unref();
}

// The next copy of a model is made while the test that took the last one runs.
const spares = new Map();

function makeSpare(template) {
	const name = newPostgres(), told = temporaryPath("told");
	const script = 'psql "$@" >"$0.part" 2>&1; mv "$0.part" "$0"';
	const args = psqlArguments(adminUrl(), `CREATE DATABASE ${name} TEMPLATE ${template}`);
	spawn("sh", ["-c", script, told, ...args], { stdio: "ignore" }).unref();
	spares.set(template, { name, told });
}

function awaitSpare({ told }) {
	const until = Date.now() + START_MS;
	while (!existsSync(told) && Date.now() < until)
		Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2);
}

function takeSpare(template) {
	const spare = spares.get(template);
	awaitSpare(spare);
	assert.equal(readFileSync(spare.told, "utf8"), "");
	spares.delete(template);
	return postgresUrl(spare.name);
}

function copyModel(template) {
	const url = spares.has(template) ? takeSpare(template) : createPostgres(template);
	makeSpare(template);
	return url;
}

// The URL of a new, empty database of the engine under test, or of the one asked for.
export function freshStore(on = engine) {
	if (on === "postgres") return createPostgres("template0");
	return `sqlite:${temporaryPath("store.db")}`;
}

const models = new Map();

// The URL of a new database after `jalon init`; with "--bare", without practices. Copied from one
// made before, which is faster; a copy may be changed at will.
export function initialisedStore(...options) {
	const key = options.join(" ");

	if (!models.has(key)) {
		const model = freshStore();
		const done = run(["init", "--db", model, ...options]);
		assert.equal(done.status, 0, done.stderr);
		models.set(key, model);
	}
	const model = models.get(key);
	return engine === "postgres" ? copyModel(databaseOf(model)) : copyStore(model);
}

function databaseOf(url) {
	return new URL(url).pathname.slice(1);
}

// A copy of a database that nobody uses just now.
export function copyStore(db) {
	if (engine === "postgres") return createPostgres(databaseOf(db));
	const copy = freshStore();
	copyFileSync(db.slice("sqlite:".length), copy.slice("sqlite:".length));
	return copy;
}

// After texts were changed behind the program's back: what lists and searches know is made anew.
export function renewIndex(db) {
	sql(db, "UPDATE counter SET value = 0 WHERE name = 'index_format'");
	const done = run(["init", "--bare", "--db", db]);
	if (done.status !== 0) throw new Error(done.stderr);
}

// Runs SQL behind Jalon's back; the rows, columns parted by "|", as one text.
export function sql(db, statements) {
	if (db.startsWith("sqlite:")) return sqlite(db.slice("sqlite:".length), statements);
	const done = psql(db, statements);
	assert.equal(done.status, 0, done.stderr ?? String(done.error));
	return done.stdout.trim();
}

// All that the tables hold, as one text.
export function dumpOf(db, tables) {
	return sql(db, tables.map((table) => `SELECT * FROM ${table} ORDER BY 1`).join(";"));
}

// The same in a file of SQLite's, be it a store or another; `commands` of the shell come first.
export function sqlite(path, statements, ...commands) {
	const before = [".timeout 5000", ...commands].flatMap((command) => ["-cmd", command]);
	const done = spawnSync("sqlite3", ["-bail", "-batch", ...before, path],
		{ input: statements, encoding: "utf8" });
	assert.equal(done.status, 0, done.stderr ?? String(done.error));
	return done.stdout.trim();
}

// Raises counters of a store, so that running servers take what they hold for old.
export function raise(db, ...counters) {
	const names = counters.map((name) => `'${name}'`).join();
	const tell = db.startsWith("sqlite:") ? "" : "; NOTIFY jalon_committed";
	sql(db, `UPDATE counter SET value = value + 1 WHERE name IN (${names})${tell}`);
}

// ---- the command line

function assertNoReport(stderr) {
	assert.doesNotMatch(stderr, SANITIZER, "a sanitizer reports");
}

// Runs `jalon ARGS` to its end. `env` is added to the environment, `input` given on stdin; stdout
// and stderr are texts, or bytes with `encoding: "buffer"`.
export function run(args, { env = {}, input = "", encoding = "utf8", cwd = folder } = {}) {
	const done = spawnSync(executable, args, {
		env: { ...environment, ...env }, input, encoding, cwd,
		timeout: RUN_MS, maxBuffer: 1 << 28,
	});
	if (done.error) throw done.error;
	assertNoReport(String(done.stderr));
	assert.equal(done.signal, null,
		`jalon ${args.join(" ")} died of ${done.signal}: ${done.stderr}`);
	return { status: done.status, stdout: done.stdout, stderr: done.stderr };
}

// Starts `jalon ARGS` without waiting for it, for tests that kill it; `through` another program
// that sets bounds.
export function start(args, { env = {}, through = [] } = {}) {
	const [program, ...words] = [...through, executable, ...args];
	const child = spawn(program, words, { env: { ...environment, ...env }, cwd: folder });
	const output = { stdout: "", stderr: "" };

	servers.add(child);
	for (const name of ["stdout", "stderr"]) {
		child[name].setEncoding("utf8");
		child[name].on("data", (text) => { output[name] += text; });
	}
	child.ended = new Promise((end) => {
		child.on("close", (status, signal) => {
			servers.delete(child);
			end({ status, signal, ...output });
		});
	});
	child.output = output;
	return child;
}

// ---- the server

function within(promise, ms, what) {
	let timer;
	const late = new Promise((_, fail) => {
		timer = setTimeout(() => fail(new Error(`${what} took more than ${ms} ms`)), ms);
	});
	return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

function listening(child) {
	return new Promise((found, fail) => {
		child.stdout.on("data", () => {
			const line = /^jalon: listening on (http:\/\/\S+)\n/m.exec(child.output.stdout);
			if (line) found(new URL(line[1]));
		});
		child.ended.then((end) =>
			fail(new Error(`jalon serve ended (${end.status}): ${end.stderr}`)));
	});
}

// Starts `jalon serve` on a free port. stop() ends it with SIGTERM and fails unless it ends well;
// kill() ends it as a power cut would.
export async function startServer(db, { args = [], env = {}, through, host = "127.0.0.1" } = {}) {
	const child = start(["serve", "--db", db, "--listen", `${host}:0`, ...args], { env, through });
	const address = await within(listening(child), START_MS, "starting the server");

	// A test that failed before stop() must not keep the others waiting.
	for (const handle of [child, child.stdin, child.stdout, child.stderr]) handle.unref();
	return {
		url: address.origin,
		port: Number(address.port),
		pid: child.pid,
		stderr: () => child.output.stderr,
		async stop(signal = "SIGTERM") {
			child.kill(signal);
			const end = await within(child.ended, STOP_MS, "stopping the server");
			assertNoReport(end.stderr);
			assert.deepEqual([end.status, end.signal], [0, null], end.stderr);
			return end;
		},
		async kill() {
			child.kill("SIGKILL");
			return within(child.ended, STOP_MS, "killing the server");
		},
	};
}

// What a server says at its start while nobody looks after accounts: the way in for the first.
const FIRST_LINK = /^jalon: nobody looks after accounts yet.* (http\S+)\n/m;

// What it said, apart from that; and that alone, or null.
export const apartFromInvitation = (stderr) => stderr.replace(FIRST_LINK, "");
export const firstLink = (stderr) => FIRST_LINK.exec(stderr)?.[1] ?? null;

// ---- exact bytes

// Sends `bytes` over a connection of its own; {status, headers, body, text, raw} of the answer.
// Status 0: hung up without an answer.
export async function rawRequest(port, bytes, { isHead = false } = {}) {
	const connection = await Connection.open(port);
	try {
		connection.send(bytes);
		return await connection.answer({ isHead });
	} finally {
		connection.close();
	}
}

// One connection for several requests: get(path, headers), request(method, path, headers, body),
// isOpen(), close().
export function keepAlive(port) {
	return Connection.open(port);
}
