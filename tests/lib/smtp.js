// A mail server for tests: it speaks enough of SMTP to take letters, says what a test wants it to
// say, and keeps what it was given, taken apart.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createServer } from "node:net";
import { readFileSync } from "node:fs";
import { TLSSocket, createSecureContext, createServer as createTlsServer } from "node:tls";
import { temporaryPath } from "./jalon.js";

const WAIT_MS = 20_000;

// What a step may be answered with instead of a reply.
export const SILENCE = Symbol("says nothing");
export const HANG_UP = Symbol("hangs up");

// {key, cert, file}: a certificate that stands for itself, for localhost and 127.0.0.1 (and other
// addresses); `file` is its path.
export function makeCertificate(...addresses) {
	const key = temporaryPath("key.pem"), file = temporaryPath("cert.pem");
	const names = ["127.0.0.1", ...addresses].map((address) => `,IP:${address}`).join("");
	const done = spawnSync("openssl", ["req", "-x509", "-newkey", "rsa:2048", "-nodes",
		"-days", "2", "-subj", "/CN=localhost", "-addext", `subjectAltName=DNS:localhost${names}`,
		"-keyout", key, "-out", file], { encoding: "utf8" });
	assert.equal(done.status, 0, done.stderr);
	return { key: readFileSync(key), cert: readFileSync(file), file };
}

// ---- letters

function decodeQuoted(text) {
	const bytes = text.replace(/=\r\n/g, "").replace(/=([0-9A-F]{2})/g,
		(_, hex) => String.fromCharCode(parseInt(hex, 16)));
	return Buffer.from(bytes, "latin1").toString("utf8");
}

function decodeWords(text) {
	return text.replace(/\?=\s+=\?/g, "?==?").replace(/=\?UTF-8\?B\?([^?]*)\?=/g,
		(_, word) => Buffer.from(word, "base64").toString("utf8"));
}

// {headers: {name: value}, names: [...], body} of a message or a part of one.
function takeApart(raw) {
	const end = raw.indexOf("\r\n\r\n");
	const lines = raw.slice(0, end).replace(/\r\n[ \t]+/g, " ").split("\r\n");
	const pairs = lines.map((line) => {
		const [, name, value] = /^([!-9;-~]+): ?(.*)$/.exec(line) ?? assert.fail(line);
		return [name.toLowerCase(), value];
	});
	return { headers: Object.fromEntries(pairs), names: pairs.map(([name]) => name),
		body: raw.slice(end + 4) };
}

function partsOf(body, boundary) {
	const pieces = body.split(`--${boundary}`);
	assert.equal(pieces.pop(), "--\r\n");
	return pieces.slice(1).map((piece) => {
		const part = takeApart(piece.slice(2));
		assert.equal(part.headers["content-transfer-encoding"], "quoted-printable");
		return { type: part.headers["content-type"],
			text: decodeQuoted(part.body.replace(/\r\n$/, "")).replaceAll("\r\n", "\n") };
	});
}

// The bytes of a message: {raw, headers, names, subject, text, html}.
export function readLetter(raw) {
	const { headers, names, body } = takeApart(raw);
	const type = headers["content-type"];
	const parts = partsOf(body, /^multipart\/alternative; boundary="([^"]+)"$/.exec(type)[1]);
	assert.deepEqual(parts.map(({ type }) => type),
		["text/plain; charset=utf-8", "text/html; charset=utf-8"]);
	return { raw, headers, names, subject: decodeWords(headers.subject), text: parts[0].text,
		html: parts[1].text };
}

// ---- the talk

// One connection: answers lines one after the other, in their order.
class Talk {
	constructor(server, socket) {
		Object.assign(this, { server, letter: {}, isSecure: server.options.tls === "smtps",
			isContent: false, text: "", waiting: Promise.resolve() });
		this.listen(socket);
	}

	listen(socket) {
		this.socket = socket;
		socket.on("error", () => {});
		socket.on("data", (bytes) => {
			this.text += bytes.toString("latin1");
			this.waiting = this.waiting.then(() => this.read());
		});
	}

	say(reply) {
		if (!this.socket.destroyed) this.socket.write(`${reply}\r\n`);
	}

	// What the test wants said at this step, else `reply`. True when that was said.
	async answer(step, detail, reply) {
		const wanted = await this.server.options.answer?.(step, detail, this) ?? reply;
		if (wanted === HANG_UP) this.socket.destroy();
		if (typeof wanted !== "string") return false;
		this.say(wanted);
		if (wanted.startsWith("421")) this.socket.end();
		return wanted === reply;
	}

	async read() {
		for (;;) {
			const end = this.text.indexOf(this.isContent ? "\r\n.\r\n" : "\r\n");
			if (end < 0 || this.socket.destroyed) return;
			const piece = this.text.slice(0, end + 2);
			this.text = this.text.slice(end + (this.isContent ? 5 : 2));
			await (this.isContent ? this.content(piece) : this.command(piece.slice(0, -2)));
		}
	}

	async command(line) {
		const verb = /^[A-Z]*/i.exec(line)[0].toUpperCase();
		this.server.said.push(line);
		const method = this[`on_${verb}`];
		if (this.login) await this.continueLogin(line);
		else if (method) await method.call(this, line);
		else this.say("502 5.5.2 What?");
	}

	async content(piece) {
		this.isContent = false;
		const raw = piece.replace(/(^|\r\n)\./g, "$1");
		const letter = { ...this.letter, isSecure: this.isSecure, user: this.user, raw };
		if (await this.answer("content", letter, "250 2.0.0 Taken as 4XyZ"))
			this.server.keep(letter);
		this.letter = {};
	}

	async on_EHLO(line) {
		const { tls, user, mechanism = "PLAIN LOGIN" } = this.server.options;
		const offers = [...(tls === "starttls" && !this.isSecure ? ["STARTTLS"] : []),
			...(user ? [`AUTH ${mechanism}`] : []), "8BITMIME"];
		await this.answer("ehlo", line, offers.map((offer, i) =>
			`250${i === offers.length - 1 ? " " : "-"}${offer}`).join("\r\n"));
	}

	async on_STARTTLS() {
		if (!await this.answer("starttls", "", "220 2.0.0 Go on")) return;
		this.socket.removeAllListeners("data");
		this.isSecure = true;
		this.text = "";
		this.listen(new TLSSocket(this.socket,
			{ isServer: true, secureContext: this.server.secureContext }));
	}

	async on_AUTH(line) {
		const [, mechanism, initial] = /^AUTH (\w+)(?: (\S+))?$/.exec(line);
		this.login = { mechanism, words: [] };
		if (initial) await this.continueLogin(initial);
		else this.say(mechanism === "LOGIN" ? "334 VXNlcm5hbWU6" : "334 ");
	}

	async continueLogin(line) {
		const { mechanism, words } = this.login;
		words.push(Buffer.from(line, "base64").toString("utf8"));
		if (mechanism === "LOGIN" && words.length < 2) {
			this.say("334 UGFzc3dvcmQ6");
			return;
		}
		const [user, password] = mechanism === "LOGIN" ? words : words[0].split("\0").slice(1);
		const isRight = user === this.server.options.user &&
			password === this.server.options.password;
		this.login = undefined;
		if (isRight) this.user = `${user} by ${mechanism}`;
		this.say(isRight ? "235 2.7.0 Welcome" : "535 5.7.8 Wrong");
	}

	async on_MAIL(line) {
		this.letter.from = /^MAIL FROM:<([^>]*)>/.exec(line)[1];
		const mustLogIn = this.server.options.user && !this.user;
		await this.answer("mail", this.letter.from,
			mustLogIn ? "530 5.7.0 Authentication required" : "250 2.1.0 Fine");
	}

	async on_RCPT(line) {
		const address = /^RCPT TO:<([^>]*)>$/.exec(line)[1];
		if (await this.answer("rcpt", address, "250 2.1.5 Fine")) this.letter.to = address;
	}

	async on_DATA() {
		this.isContent = await this.answer("data", "", "354 Go on");
	}

	async on_QUIT() {
		if (await this.answer("quit", "", "221 2.0.0 Bye")) this.socket.end();
	}
}

// ---- the server

class Server {
	constructor(options) {
		this.options = options;
		this.said = []; // commands, in the order they came
		this.letters = []; // those that were taken
		this.sockets = new Set();
		this.secureContext = options.certificate && createSecureContext(options.certificate);
		const welcome = (socket) => this.welcome(socket);
		this.server = options.tls === "smtps" ?
			createTlsServer(options.certificate, welcome) : createServer(welcome);
		this.server.on("connection", (socket) => {
			this.sockets.add(socket);
			socket.on("error", () => {});
			socket.on("close", () => this.sockets.delete(socket));
		});
		this.server.on("tlsClientError", () => {});
	}

	async welcome(socket) {
		await new Talk(this, socket).answer("greeting", "", "220 mail.test ESMTP");
	}

	keep(letter) {
		this.letters.push({ ...letter, ...readLetter(letter.raw) });
	}

	get port() {
		return this.server.address().port;
	}

	// The address for --smtp, with user and password if it asks for them.
	url({ host = "127.0.0.1", password = this.options.password } = {}) {
		const { tls, user } = this.options;
		const who = user ? `${encodeURIComponent(user)}:${encodeURIComponent(password)}@` : "";
		return `${tls === "smtps" ? "smtps" : "smtp"}://${who}${host}:${this.port}`;
	}

	// Waits until so many letters have been taken; all of them.
	async arrived(n = 1) {
		await until(() => this.letters.length >= n, `${n} letters`);
		return this.letters;
	}

	async stop() {
		const closed = new Promise((end) => this.server.close(end));
		for (const socket of this.sockets) socket.destroy();
		await closed;
	}
}

// Waits until `holds` does.
export async function until(holds, what, ms = WAIT_MS) {
	for (const end = Date.now() + ms; !await holds();) {
		assert.ok(Date.now() < end, `${what}: waited in vain`);
		await new Promise((next) => setTimeout(next, 20));
	}
}

// Starts one. `tls` is "starttls", "smtps" or left out, with a `certificate`; `user` and `password`
// are asked for if given, by one `mechanism` or by either. `answer(step, detail)` gives the reply
// to greeting, ehlo, starttls, mail, rcpt, data, content or quit: a text, SILENCE, HANG_UP, or
// nothing for the usual one.
export async function startSmtp({ host = "127.0.0.1", port = 0, ...options } = {}) {
	const server = new Server(options);
	server.server.listen(port, host);
	await new Promise((ready, fail) => {
		server.server.once("listening", ready);
		server.server.once("error", fail);
	});
	return server;
}
