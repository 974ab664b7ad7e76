// One TCP connection that speaks HTTP/1.1 byte for byte, so that tests see what a client library
// would hide.

import { connect } from "node:net";

const ANSWER_MS = 20_000;

function parseHead(text) {
	const [first, ...lines] = text.split("\r\n");
	const headers = {};

	for (const line of lines) {
		const at = line.indexOf(":");
		const name = line.slice(0, at).toLowerCase(), value = line.slice(at + 1).trim();
		headers[name] = name in headers ? `${headers[name]}, ${value}` : value;
	}
	return { status: Number(first.split(" ")[1]), headers };
}

// The bytes of a chunked body and where it ends; null while it is not whole.
function unchunk(bytes) {
	const parts = [];
	let at = 0;

	for (;;) {
		const end = bytes.indexOf("\r\n", at);
		const size = end < 0 ? NaN : parseInt(bytes.toString("latin1", at, end), 16);
		if (Number.isNaN(size) || bytes.length < end + 2 + size + 2) return null;
		parts.push(bytes.subarray(end + 2, end + 2 + size));
		at = end + 2 + size + 2;
		if (!size) return { body: Buffer.concat(parts), end: at };
	}
}

// The first answer in `bytes` and what follows it; null while it is not whole.
function takeAnswer(bytes, { isHead, isClosed }) {
	const headEnd = bytes.indexOf("\r\n\r\n");
	if (headEnd < 0) return null;
	const head = parseHead(bytes.toString("latin1", 0, headEnd));
	const rest = bytes.subarray(headEnd + 4);
	const length = head.headers["content-length"];
	let body = rest, end = rest.length;

	if (isHead || head.status === 304 || head.status < 200) {
		end = 0;
	} else if (head.headers["transfer-encoding"] === "chunked") {
		const whole = unchunk(rest);
		if (!whole) return null;
		({ body, end } = whole);
	} else if (length !== undefined) {
		if (rest.length < Number(length)) return null;
		end = Number(length);
	} else if (!isClosed) {
		return null;
	}
	if (body === rest) body = rest.subarray(0, end);
	return { ...head, body, text: body.toString("utf8"), raw: bytes.subarray(0, headEnd + 4 + end),
		rest: rest.subarray(end) };
}

const SILENCE = { status: 0, headers: {}, body: Buffer.alloc(0), text: "", raw: Buffer.alloc(0) };

export class Connection {
	#socket;
	#received = Buffer.alloc(0);
	#isClosed = false;
	#wake = () => {};

	static open(port, host = "127.0.0.1") {
		return new Promise((opened, fail) => {
			const socket = connect(port, host, () => opened(new Connection(socket)));
			socket.once("error", fail);
		});
	}

	constructor(socket) {
		this.#socket = socket;
		socket.unref(); // one left open must not keep a test run alive; answer() waits all the same
		socket.on("data", (bytes) => {
			this.#received = Buffer.concat([this.#received, bytes]);
			this.#wake();
		});
		for (const event of ["end", "close", "error"])
			socket.on(event, () => {
				this.#isClosed = true;
				this.#wake();
			});
	}

	send(bytes) {
		this.#socket.write(typeof bytes === "string" ? Buffer.from(bytes, "latin1") : bytes);
	}

	// The next answer; status 0 when the server hangs up instead.
	async answer({ isHead = false } = {}) {
		const until = Date.now() + ANSWER_MS;

		for (;;) {
			const taken = takeAnswer(this.#received, { isHead, isClosed: this.#isClosed });
			if (taken) {
				this.#received = taken.rest;
				return taken;
			}
			if (this.#isClosed) return { ...SILENCE, raw: this.#received };
			if (!await this.#somethingNew(until - Date.now()))
				throw new Error(`no answer but ${JSON.stringify(`${this.#received}`)}`);
		}
	}

	// True as soon as bytes or the end of the stream came; false after `ms`.
	#somethingNew(ms) {
		return new Promise((end) => {
			const timer = setTimeout(() => end(false), Math.max(ms, 0));
			this.#wake = () => {
				clearTimeout(timer);
				end(true);
			};
		});
	}

	request(method, path, { Host: host = "test", ...headers } = {}, body = "") {
		let head = `${method} ${path} HTTP/1.1\r\nHost: ${host}\r\n`;

		for (const [name, value] of Object.entries(headers)) head += `${name}: ${value}\r\n`;
		this.send(Buffer.from(`${head}\r\n${body}`));
		return this.answer({ isHead: method === "HEAD" });
	}

	get(path, headers = {}) {
		return this.request("GET", path, headers);
	}

	// Has the server left the connection open? Waits a moment for a hang-up under way.
	async isOpen(ms = 150) {
		if (!this.#isClosed) await this.#somethingNew(ms);
		return !this.#isClosed;
	}

	close() {
		this.#socket.destroy();
	}
}
