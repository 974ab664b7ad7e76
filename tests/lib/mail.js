// Letters in few words: stores with letters in them, servers of Jalon's that send them, servers of
// mail that take them.

import assert from "node:assert/strict";
import { after } from "node:test";
import { engine, initialisedStore, run, sql, startServer } from "./jalon.js";
import { startSmtp, until } from "./smtp.js";

export const READER = "lecteur@exemple.example";
export const FRENCH = { LC_ALL: "fr_FR.UTF-8" };

const opened = [];
after(async () => {
	for (const each of opened) await each.stop();
});

// A mail server that is gone when all tests are done; see startSmtp().
export async function smtp(options = {}) {
	const server = await startSmtp(options);
	opened.push(server);
	return server;
}

export function store() {
	return initialisedStore("--bare");
}

// Letters that come while it serves are looked for more often than every five seconds.
export function serve(db, server, { args = [], env = {}, url = server?.url() } = {}) {
	return startServer(db, { args: url ? ["--smtp", url, ...args] : args,
		env: { JALON_CHORES_MS: "100", ...env } });
}

export function put(db, to = READER, env = {}) {
	const done = run(["mail", "test", to, "--db", db], { env });
	assert.deepEqual([done.status, done.stdout, done.stderr], [0, "", ""]);
}

// A line feed behind a carriage return is dropped by one shell, unless it is spelled out.
function quoted(text) {
	const cr = engine === "sqlite" ? "char(13)" : "chr(13)";
	return `'${String(text).replaceAll("'", "''").replaceAll("\r", `' || ${cr} || '`)}'`;
}

// Letters behind the program's back: {to, subject, text, made_at}.
export function insert(db, ...letters) {
	const first = Number(sql(db, "SELECT value FROM counter WHERE name = 'mail'")) + 1;
	const rows = letters.map(({ to = READER, subject = "About", text = "Hello,", lang = "en",
		made_at = Date.now() }, i) => {
		const seq = first + i, id = `01TEST${String(seq).padStart(20, "0")}`;
		return `(${seq}, '${id}', ${quoted(to)}, '${lang}', ${quoted(subject)}, ${quoted(text)},
			${made_at}, 0, 0, 0)`;
	});
	sql(db, `INSERT INTO mail (seq, id, to_address, lang, subject, text, made_at, due_at, tries,
		leased_until) VALUES ${rows.join()};
		UPDATE counter SET value = ${first + letters.length - 1} WHERE name = 'mail'`);
}

// The outbox as `jalon mail list` prints it: [{to, subject, state, fault}], the newest first.
export function outbox(db) {
	const done = run(["mail", "list", "--db", db]);
	assert.deepEqual([done.status, done.stderr], [0, ""]);
	return done.stdout.split("\n").slice(0, -1).map((line) => {
		const [at, to, subject, state, fault, ...more] = line.split("\t");
		assert.match(at, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
		assert.deepEqual(more, []);
		return { to, subject, state, fault };
	});
}

export function states(db) {
	return outbox(db).map(({ state }) => state);
}

// Waits until the newest letter has been tried so often, and nobody holds it.
export function tried(db, n = 1) {
	return until(() => sql(db, `SELECT count(*) FROM mail WHERE seq = (SELECT max(seq) FROM mail)
		AND tries >= ${n} AND leased_until = 0`) === "1", `${n} tries`);
}

export function allTried(db) {
	return until(() => sql(db, "SELECT count(*) FROM mail WHERE fault IS NULL") === "0",
		"all tried");
}

export function ended(db, state) {
	return until(() => states(db).every((each) => each === state), `all ${state}`);
}

// All letters that wait are due, and nobody holds one.
export function makeDue(db) {
	sql(db, "UPDATE mail SET due_at = 0, leased_until = 0 WHERE sent_at IS NULL");
}

export async function metrics(server) {
	const text = await (await fetch(`${server.url}/metrics`)).text();
	return Object.fromEntries([...text.matchAll(/^(jalon_mail\S+) (\S+)$/gm)]
		.map(([, name, value]) => [name, Number(value)]));
}

export function incidents(text) {
	return [...text.matchAll(/incident/g)].length;
}
