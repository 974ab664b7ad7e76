// People who write at the same time, through the API, and what each was told is saved.

import assert from "node:assert/strict";
import { run, sql } from "./jalon.js";

const FIELDS = ["title.fr", "title.en", "summary.fr", "summary.en", "place.fr", "place.en",
	"note.fr", "note.en", "partners", "source_section"];

// The token of a new account, made at the command line.
export function tokenOf(db, email, role = "secretariat", ...options) {
	const user = run(["user", "add", email, "--role", role, "--db", db, ...options]);
	assert.equal(user.status, 0, user.stderr);
	const token = run(["token", "add", email, "--db", db]);
	assert.equal(token.status, 0, token.stderr);
	return token.stdout.trim().split("\n").at(-1);
}

export function asJson(path, text) {
	const [field, lang] = path.split(".");
	return { [field]: lang ? { [lang]: text } : text };
}

// One request of a program: {status, body}; status 0 when the line broke.
export async function ask(url, token, method, path, body, headers = {}) {
	try {
		const answer = await fetch(`${url}/api/v1${path}`, {
			method, body: body && JSON.stringify(body), headers: {
				Authorization: `Bearer ${token}`, "Content-Type": "application/json", ...headers,
			},
		});
		return { status: answer.status, headers: answer.headers, body: await answer.json() };
	} catch (error) {
		return { status: 0, error };
	}
}

// Drafts to write in: their ids.
export async function newRecords(url, token, n) {
	const made = await Promise.all(Array.from({ length: n }, (_, i) =>
		ask(url, token, "POST", "/practices", { title: { fr: `Brouillon ${i}` } })));
	for (const { status, body } of made) assert.equal(status, 201, JSON.stringify(body));
	return made.map(({ body }) => body.id);
}

// One who writes one field of one record again and again, each time another text.
class Writer {
	constructor(token, record, field, number) {
		Object.assign(this, { token, record, field, number });
		this.version = 1; // the last it was told of
		this.n = 0;
		this.saved = null; // the last text that was acknowledged
		this.sent = []; // those sent after it, of which nobody knows
		this.statuses = new Map();
	}

	async write(url) {
		const text = `writer ${this.number}, text ${++this.n}`;
		this.sent.push(text);
		const { status, body } = await ask(url, this.token, "PATCH",
			`/practices/${this.record}`, asJson(this.field, text),
			{ "If-Match": `"${this.version}"` });
		this.statuses.set(status, (this.statuses.get(status) ?? 0) + 1);
		if (status === 200) {
			this.version = body.version;
			this.saved = text;
			this.sent = [];
		} else if (status === 409) {
			// What it did not hear of was its own text, sent before.
			this.version = body.error.version;
		}
		return status;
	}
}

export function newWriters(token, records, n) {
	assert.ok(n <= records.length * FIELDS.length);
	return Array.from({ length: n }, (_, i) => new Writer(token, records[i % records.length],
		FIELDS[Math.floor(i / records.length)], i));
}

// All write until `isOver()`, or until a write is answered with what `ends` takes for the end.
export async function writeUntil(url, writers, isOver, pause_ms = 0) {
	await Promise.all(writers.map(async (writer) => {
		while (!isOver()) {
			const status = await writer.write(url);
			if (status !== 200 || pause_ms)
				await new Promise((end) => setTimeout(end, status === 200 ? pause_ms : 20));
		}
	}));
}

export const total = (writers, status) =>
	writers.reduce((sum, { statuses }) => sum + (statuses.get(status) ?? 0), 0);

// What each field holds is what its writer was last told is saved, or something it sent later; and
// no record has more versions than were sent, nor fewer than were acknowledged.
export async function assertNothingLost(url, db, writers) {
	for (const record of new Set(writers.map((writer) => writer.record))) {
		const own = writers.filter((writer) => writer.record === record);
		const { status, body } = await ask(url, own[0].token, "GET", `/practices/${record}`);
		assert.equal(status, 200);
		for (const { field, saved, sent } of own) {
			const [name, lang] = field.split(".");
			const found = (lang ? body[name][lang] : body[name]) ?? null;
			if (saved === null && (found === null || found.startsWith("Brouillon"))) continue;
			assert.ok([saved, ...sent].includes(found),
				`${record} ${field}: “${found}”, told “${saved}”, sent ${sent}`);
		}
		const told = own.reduce((sum, writer) => sum + (writer.statuses.get(200) ?? 0), 0);
		const tried = own.reduce((sum, writer) => sum + writer.n, 0);
		const versions = Number(sql(db, `SELECT count(*) FROM record_revision v
			JOIN record r ON r.seq = v.seq WHERE r.public_id = '${record}'`)) - 1;
		assert.ok(versions >= told && versions <= tried, `${told} ${versions} ${tried}`);
	}
	const verified = run(["verify", "--db", db]);
	assert.equal(verified.status, 0, verified.stdout + verified.stderr);
}
