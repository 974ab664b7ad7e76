// People who write at the same time, through the API, and what each was told is saved. Those who
// attach files and who bring back what they took along are in carriers.js.

import assert from "node:assert/strict";
import { run, sql } from "./jalon.js";

const FIELDS = ["title.fr", "title.en", "summary.fr", "summary.en", "place.fr", "place.en",
	"partners", "source_section"];

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

export function fromJson(body, path) {
	const [field, lang] = path.split(".");
	return (lang ? body[field][lang] : body[field]) ?? null;
}

// One request of a program: {status, body}; status 0 when the line broke. A form is sent as it is.
export async function ask(url, token, method, path, body, headers = {}) {
	const isForm = body instanceof FormData;
	try {
		const answer = await fetch(`${url}/api/v1${path}`, {
			method, body: isForm ? body : body && JSON.stringify(body), headers: {
				Authorization: `Bearer ${token}`,
				...isForm ? {} : { "Content-Type": "application/json" }, ...headers,
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

// Whoever does one thing to one record again and again. `act(url)`: one attempt; its status, 200
// when it is acknowledged. `assertKept(url, body, times)`: what was acknowledged is in the record;
// `times`: how often each text came in.
export class Hand {
	constructor(record, number) {
		Object.assign(this, { record, number });
		this.statuses = new Map();
		this.tried = 0; // versions that may have been made
		this.told = 0; // versions that were acknowledged
	}

	async write(url) {
		const status = await this.act(url);
		this.statuses.set(status, (this.statuses.get(status) ?? 0) + 1);
		return status;
	}
}

// One who writes one field, each time another text.
class Writer extends Hand {
	constructor(token, record, field, number) {
		super(record, number);
		Object.assign(this, { token, field });
		this.version = 1; // the last it was told of
		this.saved = null; // the last text that was acknowledged
		this.sent = []; // those sent after it, of which nobody knows
	}

	async act(url) {
		const text = `writer ${this.number}, text ${++this.tried}`;
		this.sent.push(text);
		const { status, body } = await ask(url, this.token, "PATCH",
			`/practices/${this.record}`, asJson(this.field, text),
			{ "If-Match": `"${this.version}"` });
		if (status === 200) {
			this.version = body.version;
			this.saved = text;
			this.sent = [];
			this.told++;
		} else if (status === 409) {
			// What it did not hear of was its own text, sent before.
			this.version = body.error.version;
		}
		return status;
	}

	assertKept(url, body) {
		const { field, saved, sent } = this, found = fromJson(body, field);
		if (saved === null && (found === null || found.startsWith("Brouillon"))) return;
		assert.ok([saved, ...sent].includes(found),
			`${this.record} ${field}: “${found}”, told “${saved}”, sent ${sent}`);
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

const sum = (hands, what) => hands.reduce((all, hand) => all + hand[what], 0);

// What the versions of a record tell: how many there are, and how often each text was new in one.
// Versions stay as they are, so that each is read once.
const CHANGE = /"[a-z_.]+":\[(?:null|"[^"]*"),"([^"]*)"\]/g; // of a field: not ":via"
const histories = new Map();
function historyOf(db, record) {
	const known = histories.get(record) ?? { n: 0, times: new Map() };
	const rows = sql(db, `SELECT changes FROM record_revision v JOIN record r ON r.seq = v.seq
		WHERE r.public_id = '${record}' AND v.version > ${known.n} ORDER BY v.version`)
		.split("\n").filter(Boolean);

	known.n += rows.length;
	for (const [, text] of rows.join("\n").matchAll(CHANGE))
		known.times.set(text, (known.times.get(text) ?? 0) + 1);
	histories.set(record, known);
	return known;
}

// What each was last told is saved is there, or something it sent later; no record has more
// versions than were sent, nor fewer than were acknowledged; and nothing came in twice.
export async function assertNothingLost(url, db, writers) {
	for (const record of new Set(writers.map((writer) => writer.record))) {
		const own = writers.filter((writer) => writer.record === record);
		const { status, body } = await ask(url, own[0].token, "GET", `/practices/${record}`);
		assert.equal(status, 200);
		const { n, times } = historyOf(db, record), versions = n - 1;
		const told = sum(own, "told"), tried = sum(own, "tried");
		assert.ok(versions >= told && versions <= tried, `${told} ${versions} ${tried}`);
		assert.equal(body.version, n);
		for (const [text, often] of times)
			assert.equal(often, 1, `“${text}” came in ${often} times`);
		for (const writer of own) await writer.assertKept(url, body, times);
	}
	const verified = run(["verify", "--db", db]);
	assert.equal(verified.status, 0, verified.stdout + verified.stderr);
}
