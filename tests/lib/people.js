// People as they meet Jalon: accounts made at the command line, browsers that keep cookies and send
// the forms of pages, codes of a second factor.

import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { run, sql } from "./jalon.js";
import { attribute, Page } from "./page.js";

export const PASSWORD = "seven herons at the ferry";

const REDIRECTS_MAX = 5;

// ---- accounts

// An account with a role, made at the command line; its id. `options` go to `jalon user add`.
export function addUser(db, email, { role = "contributor", password = PASSWORD, name, party,
	organisation, region, options = [], lang = "en" } = {}) {
	const given = { "--role": role, "--name": name, "--party": party,
		"--organisation": organisation, "--region": region };
	const named = Object.entries(given).filter(([, value]) => value !== undefined).flat();
	const done = run(["user", "add", email, "--db", db, "--password-stdin", ...named, ...options],
		{ input: `${password}\n`, env: lang === "fr" ? { LC_ALL: "fr_FR.UTF-8" } : {} });

	assert.deepEqual([done.status, done.stderr], [0, ""]);
	return accountId(db, email);
}

export function accountId(db, email) {
	return sql(db, `SELECT id FROM account WHERE email = '${email.replaceAll("'", "''")}'`);
}

// The password was given so long ago that what is grave asks for it again.
export function makeUnsure(db, account) {
	sql(db, `UPDATE session SET confirmed_at = confirmed_at - 3600000
		WHERE account_id = '${account}'`);
}

// ---- the second factor (RFC 6238)

const BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

function fromBase32(text) {
	const bits = [...text.toUpperCase()].filter((letter) => BASE32.includes(letter))
		.map((letter) => BASE32.indexOf(letter).toString(2).padStart(5, "0")).join("");

	return Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
}

// The six digits of a secret in base 32, now or some steps of half a minute later (or before).
export function codeOf(secret, steps = 0, now = Date.now()) {
	const counter = Buffer.alloc(8);
	counter.writeBigUInt64BE(BigInt(Math.floor(now / 30_000) + steps));
	const digest = createHmac("sha1", fromBase32(secret)).update(counter).digest();
	const at = digest[19] & 15;

	return String((digest.readUInt32BE(at) & 0x7fffffff) % 1e6).padStart(6, "0");
}

// ---- browsers

function fieldsOf(form, page) {
	const own = page.elements.filter((element) => isInside(element, form));
	const fields = new Map();

	for (const element of own) {
		const name = attribute(element, "name"), type = attribute(element, "type");
		if (!name) continue;
		if (element.tagName === "select") fields.set(name, chosen(element));
		else if (element.tagName === "textarea")
			fields.set(name, element.childNodes[0]?.value ?? "");
		else if (!["radio", "checkbox"].includes(type) ||
			attribute(element, "checked") !== undefined)
			fields.set(name, attribute(element, "value") ?? "");
	}
	return fields;
}

function isInside(element, form) {
	for (let at = element.parentNode; at; at = at.parentNode) if (at === form) return true;
	return false;
}

function chosen(select) {
	const options = select.childNodes.filter(({ tagName }) => tagName === "option");
	const first = options.find((o) => attribute(o, "selected") !== undefined) ?? options[0];

	return first ? attribute(first, "value") : "";
}

// The form of the page that is sent to `action`; of several, the one with that hidden or shown
// value: {session: "01J..."}.
export function formOf(page, action, wanted = {}) {
	return page.all("form").filter((form) => attribute(form, "action") === action)
		.map((form) => fieldsOf(form, page))
		.find((fields) => Object.entries(wanted).every(([name, v]) => fields.get(name) === v));
}

class Visitor {
	constructor(url, cookies = new Map()) {
		this.url = url;
		this.cookies = cookies;
	}

	// Another who has got hold of the same cookies.
	copy() {
		return new Visitor(this.url, new Map(this.cookies));
	}

	// The cookie of the session, whatever its prefix.
	get session() {
		return this.cookies.get("jalon") ?? this.cookies.get("__Host-jalon");
	}

	#keep(line) {
		const [pair, ...rest] = line.split("; "), at = pair.indexOf("=");
		const name = pair.slice(0, at), value = pair.slice(at + 1);

		if (!value || rest.includes("Max-Age=0")) this.cookies.delete(name);
		else this.cookies.set(name, value);
	}

	// One request as it is: {status, headers, text, page, location}.
	async ask(method, path, { headers = {}, body } = {}) {
		const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
		const answer = await fetch(this.url + path, { method, body, redirect: "manual",
			headers: { ...cookie ? { Cookie: cookie } : {}, ...headers } });
		const text = await answer.text();

		for (const line of answer.headers.getSetCookie()) this.#keep(line);
		return { status: answer.status, headers: answer.headers, text,
			location: answer.headers.get("location"), get page() { return new Page(text); } };
	}

	get(path, headers = {}) {
		return this.ask("GET", path, { headers });
	}

	// What is found there in the end.
	async open(path) {
		let answer = await this.get(path);

		for (let i = 0; answer.location && i < REDIRECTS_MAX; i++)
			answer = await this.get(answer.location);
		return answer;
	}

	// Sends these fields and nothing else.
	send(path, fields, headers = {}) {
		return this.ask("POST", path, { headers, body: new URLSearchParams(fields) });
	}

	// Fills the form that stands on the page `on` (at the same address unless said otherwise) and
	// sends it, with what is hidden in it. `wanted` tells which, if several go to the same address.
	async post(path, fields = {}, { on = path, wanted = {}, headers = {} } = {}) {
		const answer = await this.open(on);
		const form = formOf(answer.page, path, wanted);

		assert.ok(form, `${on} (${answer.status}) has no form for ${path}`);
		for (const [name, value] of Object.entries(fields)) form.set(name, value);
		return this.send(path, [...form], headers);
	}

	// The token that forms of this visitor carry.
	async token(on = "/en/account/name") {
		const { page } = await this.open(on);
		const field = page.all("input").find((input) => attribute(input, "name") === "token");

		return attribute(field, "value");
	}

	// Signs in; with a code if the account has a second factor. The last answer.
	async signIn(email, password = PASSWORD, { lang = "en", code } = {}) {
		const door = `/${lang}/sign-in`;
		const answer = await this.post(door, { email, password });

		assert.equal(answer.status, 303, answer.page.text("main"));
		return code ? this.post(`${door}/code`, { code }, { on: answer.location }) : answer;
	}
}

// A browser of its own, without cookies.
export function visitor(url) {
	return new Visitor(url);
}

// One that has signed in.
export async function signedIn(url, email, password = PASSWORD, options = {}) {
	const her = visitor(url);

	await her.signIn(email, password, options);
	return her;
}
