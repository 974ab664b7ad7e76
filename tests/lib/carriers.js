// People who carry more than a field to a record, at the same time as others write: who attaches
// files and takes them away, and who takes a record along and brings back what was typed. Each uses
// pages and the API by turns, and knows what was acknowledged (Hand in writers.js).

import assert from "node:assert/strict";
import { run } from "./jalon.js";
import { addUser, formOf, signedIn } from "./people.js";
import { blockOf, typed } from "./taken.js";
import { ask, asJson, fromJson, Hand } from "./writers.js";

const MANY_BYTES = 300 << 10; // more than one piece of what the store keeps
const STANDING_MAX = 5;

// One who has an account and looks at pages; `her`: signed in, `token`: a program's of hers.
class Carrier extends Hand {
	constructor(who, record, number) {
		super(record, number);
		Object.assign(this, who);
	}

	// Sends a form of a page: {status, text}; status 200 when it led on, 0 when the line broke.
	async send(url, path, fields) {
		const body = new FormData();
		for (const [name, value] of Object.entries({ token: this.form, ...fields }))
			body.set(name, value);
		const answer = await this.look(url, path, { method: "POST", body });
		return { ...answer, status: answer.status === 303 ? 200 : answer.status };
	}

	async look(url, path, { method = "GET", body } = {}) {
		try {
			this.her.url = url; // a server that starts again is elsewhere
			return await this.her.ask(method, `/en/practices/${this.record}${path}`, { body });
		} catch (error) {
			return { status: 0, error };
		}
	}
}

// ---- files

// Some are long (few, as one person sends 200 MB a day), some the same whoever attaches them.
function contentOf(name, n) {
	if (n === 5 || n % 50 === 0) return name.repeat(MANY_BYTES / name.length);
	return n % 3 === 1 ? `the same for all, ${n}` : name;
}

export class Attacher extends Carrier {
	constructor(...args) {
		super(...args);
		this.n = 0;
		this.sent = new Map(); // name: content, of all
		this.standing = new Set(); // names that were acknowledged
		this.unknown = new Set(); // sent, and nobody knows
		this.leaving = new Map(); // name: its address; to be taken away, and nobody knows
		this.gone = new Map(); // name: its address; taken away since the last look
	}

	act(url) {
		if (this.leaving.size) return this.takeAway(url);
		return this.standing.size < STANDING_MAX ? this.attach(url) : this.choose(url);
	}

	async attach(url) {
		const name = `hand-${this.number}-${++this.n}.txt`, content = contentOf(name, this.n);
		const file = new File([content], name);
		this.sent.set(name, content);
		this.unknown.add(name);
		this.tried++;
		const status = await (this.n % 3 ? this.attachAsProgram(url, file)
			: this.attachOnPage(url, file));
		if (status === 200) {
			this.unknown.delete(name);
			this.standing.add(name);
			this.told++;
		}
		return status;
	}

	async attachOnPage(url, file) {
		const about = { "about.fr": file.name, "about.en": file.name };
		return (await this.send(url, "/files/new?field=files", { file, ...about })).status;
	}

	async attachAsProgram(url, file) {
		const form = new FormData();
		form.set("file", file);
		form.set("about", file.name);
		const { status, body } = await ask(url, this.token, "POST",
			`/practices/${this.record}/files`, form);
		if (status === 201) assert.equal(body.name, file.name);
		return status === 201 ? 200 : status;
	}

	isMine = ({ name }) => name.startsWith(`hand-${this.number}-`);

	// The first that stands there is to go.
	async choose(url) {
		const { status, body } = await ask(url, this.token, "GET", `/practices/${this.record}`);
		if (status !== 200) return status;
		const first = body.files.find(({ name }) => this.standing.has(name));
		assert.ok(first, `none of ${[...this.standing]} is there`);
		this.leaving.set(first.name, first.url);
		this.tried++;
		return this.takeAway(url);
	}

	async takeAway(url) {
		const [[name, address]] = this.leaving;
		const { status } = await this.send(url, `/files/${address.split("/")[2]}/remove`, {});
		const isGone = status === 200 || status === 404; // it went, unheard of
		if (isGone) {
			this.standing.delete(name);
			this.leaving.delete(name);
			this.gone.set(name, address);
			this.told++;
		}
		return isGone ? 200 : status;
	}

	async assertKept(url, body) {
		const found = new Map(body.files.filter(this.isMine).map((file) => [file.name, file]));
		assert.equal(found.size, body.files.filter(this.isMine).length, "a file is there twice");
		for (const name of this.standing)
			assert.ok(found.has(name) || this.leaving.has(name), `${name} is lost`);
		for (const name of found.keys())
			assert.ok(this.standing.has(name) || this.unknown.has(name), `${name} came back`);
		for (const [name, file] of found) {
			assert.ok(Object.values(file.about).includes(name), `${name} is not described`);
			await this.assertBytes(url, name, file.url);
		}
		// What was taken away stays in the history.
		for (const [name, address] of this.gone) await this.assertBytes(url, name, address);
		this.settle(found);
	}

	async assertBytes(url, name, address) {
		const answer = await fetch(url + address,
			{ headers: { Cookie: `jalon=${this.her.session}` } });
		assert.equal(answer.status, 200, `${name} at ${address}`);
		assert.equal(await answer.text(), this.sent.get(name), name);
	}

	// What nobody knew of is known by now.
	settle(found) {
		for (const name of this.unknown) if (found.has(name)) this.standing.add(name);
		for (const name of [...this.leaving.keys()].filter((one) => !found.has(one))) {
			this.standing.delete(name);
			this.leaving.delete(name);
		}
		this.unknown.clear();
		this.gone.clear();
	}
}

// ---- taken along and brought back

// In the first nobody else writes; in the second a colleague has written by the time it is back.
const OWN = "note.en", SHARED = "note.fr";

export class Bringer extends Carrier {
	constructor(...args) {
		super(...args);
		this.n = 0;
		this.next = "take"; // along; then contest, bring, choose
		this.isAgain = false; // what is in hand was acknowledged before
		this.own = { sent: null, saved: null };
		this.shared = { sent: null, saved: null };
		this.waiting = null; // the text that waits for a choice
		this.isChoosing = false; // it was chosen, and nobody knows
	}

	// The same file again: there is nothing to store.
	get asksNothing() { return this.next === "bring" && this.isAgain; }

	// Goes on until something was brought or chosen, or was not acknowledged.
	async act(url) {
		for (;;) {
			const step = this.next, status = await this[step](url);
			if (status !== 200 || step === "bring" || step === "choose") return status;
		}
	}

	mineOf = (path, n = this.n) => `bringer ${this.number}, ${path} ${n}`;
	get theirs() { return `colleague of ${this.number}, ${this.n}`; }

	// Another text for a column, which makes one version however often it is sent.
	sends(column, text) {
		if (column.sent !== text) this.tried++;
		column.sent = text;
	}

	isSaved(column) {
		if (column.saved !== column.sent) this.told++;
		column.saved = column.sent;
	}

	async take(url) {
		const { status, text } = await this.look(url, "/offline");
		if (status !== 200) return status;
		this.n++;
		this.version = blockOf(text, "jalon-record").record.version;
		this.file = typed(text, { [OWN]: this.mineOf(OWN), [SHARED]: this.mineOf(SHARED) });
		this.next = "contest";
		return status;
	}

	async contest(url) {
		this.sends(this.shared, this.theirs);
		const { status } = await ask(url, this.colleague, "PATCH", `/practices/${this.record}`,
			asJson(SHARED, this.theirs), { "If-Match": `"${this.version}"` });
		if (status !== 200) return status;
		this.isSaved(this.shared);
		this.isAgain = false;
		this.next = "bring";
		return status;
	}

	// Of some files nobody remembers that they came in: they are brought twice.
	async bring(url) {
		this.sends(this.own, this.mineOf(OWN));
		const status = await (this.n % 2 ? this.bringAsProgram(url) : this.bringOnPage(url));
		if (status !== 200) return status;
		this.isSaved(this.own);
		this.waiting = this.mineOf(SHARED);
		this.next = this.isAgain || this.n % 3 ? "choose" : "bring";
		this.isAgain = true;
		return status;
	}

	async choose(url) {
		const { status, page } = await this.look(url, "/conflicts");
		if (status !== 200) return status;
		const form = formOf(page, `/en/practices/${this.record}/conflicts`);
		const isMine = this.n % 2 === 0;
		if (isMine) this.sends(this.shared, this.waiting);
		const isThere = form?.has(`text:${SHARED}`);
		assert.ok(isThere || this.isChoosing, `“${this.waiting}” is lost`);
		if (isThere) {
			this.isChoosing = true;
			const done = await this.send(url, "/conflicts", { version: form.get("version"),
				[`choice:${SHARED}`]: isMine ? "mine" : "theirs" });
			if (done.status !== 200) return done.status;
		} // else the choice before was taken, unheard of
		if (isMine) this.isSaved(this.shared);
		this.waiting = null;
		this.isChoosing = false;
		this.next = "take";
		return 200;
	}

	async bringAsProgram(url) {
		const form = new FormData();
		form.set("file", new Blob([this.file]), "draft.html");
		const { status, body } = await ask(url, this.token, "POST",
			`/practices/${this.record}/offline`, form);
		if (status === 200) {
			const ends = Object.fromEntries(body.fields.map(({ field, end }) => [field, end]));
			assert.ok(["taken", "same"].includes(ends[OWN]), ends[OWN]);
			assert.equal(ends[SHARED], "conflict");
			if (this.isAgain) assert.equal(body.news, 0, "twice the same file");
		}
		return status;
	}

	async bringOnPage(url) {
		const { status, text } = await this.send(url, "/offline",
			{ file: new File([this.file], "draft.html") });
		if (status === 200 && this.isAgain) assert.match(text, /nothing was changed/);
		return status;
	}

	async assertKept(url, body, times) {
		this.assertOne(fromJson(body, OWN), this.own);
		this.assertOne(fromJson(body, SHARED), this.shared);
		for (let n = 1; n < this.n; n++) assert.ok(times.has(this.mineOf(OWN, n)), `${n} is lost`);
		if (this.waiting && !this.isChoosing) await this.assertWaits(url);
	}

	async assertWaits(url) {
		const { status, page } = await this.look(url, "/conflicts");
		assert.equal(status, 200);
		assert.ok(page.text("main").includes(this.waiting),
			`“${this.waiting}” does not wait for a choice: ${page.text("main")}`);
	}

	assertOne(found, { saved, sent }) {
		assert.ok([saved, sent].includes(found), `${this.record}: “${found}”, told “${saved}”`);
	}
}

// ---- everybody

async function carrierOf(url, db, email) {
	addUser(db, email, { role: "secretariat" });
	const made = run(["token", "add", email, "--db", db]);
	assert.equal(made.status, 0, made.stderr);
	const her = await signedIn(url, email);
	return { her, form: await her.token(), token: made.stdout.trim().split("\n").at(-1) };
}

// Two who attach to the first record and one to the second; who bring files to the others and to
// the first. `colleague`: the token of another.
export async function newCarriers(url, db, email, colleague, records) {
	const who = { ...await carrierOf(url, db, email), colleague };
	const [first, second, ...others] = records;
	const attachers = [first, first, second].map((record, i) => new Attacher(who, record, i));
	const bringers = [first, ...others].map((record, i) => new Bringer(who, record, i));
	return { attachers, bringers };
}
