// Large bodies lie on the disk while they are on their way: of those alone who name themselves, and
// no more of them at once than there is room for. So do large files on their way out.

import assert from "node:assert/strict";
import { readdirSync, readlinkSync } from "node:fs";
import { connect } from "node:net";
import { test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { at, db, her, server } from "../lib/cast.js";
import { rawRequest, run, startServer } from "../lib/jalon.js";
import { visitor } from "../lib/people.js";
import { ask } from "../lib/writers.js";

const MB = 1 << 20, HEAD = "Host: x\r\nContent-Type: multipart/form-data; boundary=b\r\n";
const token = run(["token", "add", at("fra"), "--db", db]).stdout.trim().split("\n").at(-1);
const { body: record } = await ask(server.url, token, "POST", "/practices", {
	title: { en: "Large" }, summary: { en: "It pays artists." }, output: ["2"],
	activities: ["2.4"], parties: ["FRA"] });
const API = `/api/v1/practices/${record.id}`, PAGES = `/en/practices/${record.id}`;

// Files without a name that the server has open.
function spooled({ pid }) {
	const folder = `/proc/${pid}/fd`;

	return readdirSync(folder).filter((fd) => {
		try {
			return readlinkSync(`${folder}/${fd}`).endsWith(" (deleted)");
		} catch {
			return false;
		}
	}).length;
}

async function eventually(holds) {
	for (let i = 0; i < 200 && !(await holds()); i++) await pause(20);
	assert.ok(await holds());
}

// Sends `sent` of the `bytes` that it says it has.
async function beginning(to, line, bytes, sent, headers = "") {
	const socket = connect(to.port, "127.0.0.1");

	socket.heard = "";
	socket.on("data", (part) => socket.heard += part);
	socket.on("error", () => {});
	socket.write(`${line} HTTP/1.1\r\n${HEAD}${headers}Content-Length: ${bytes}\r\n\r\n`);
	await new Promise((flushed) => socket.write(Buffer.alloc(sent, "x"), flushed));
	return socket;
}

async function upload(to, bytes, name = "a.txt") {
	const body = new FormData();

	body.set("file", new File([Buffer.alloc(bytes, "x")], name));
	const answer = await fetch(`${to.url}${API}/files`, { method: "POST", body,
		headers: { Authorization: `Bearer ${token}`, "Accept-Language": "en" } });
	return { status: answer.status, retry: answer.headers.get("retry-after"),
		body: await answer.json() };
}

const LARGE = [[`POST ${API}/files`, 401], [`POST ${API}/offline`, 401],
	[`POST ${PAGES}/files/new`, 403], [`POST ${PAGES}/offline`, 403]];

test("nothing_is_kept_of_a_large_body_of_somebody_who_does_not_say_who_he_is", async () => {
	const before = spooled(server);

	for (const [line, status] of LARGE) {
		const socket = await beginning(server, line, 5 * MB, 5 * MB - 1);
		await pause(100);
		assert.equal(spooled(server), before, line);
		socket.write("x");
		await eventually(() => socket.heard.includes("\r\n\r\n"));
		assert.match(socket.heard, new RegExp(`^HTTP/1.1 ${status} `), line);
		if (status === 401) assert.match(socket.heard, /\r\nWWW-Authenticate: Bearer\r\n/i);
		socket.destroy();
		// Who asks first need send nothing.
		const answer = await rawRequest(server.port, `${line} HTTP/1.1\r\n${HEAD}` +
			`Content-Length: ${5 * MB}\r\nExpect: 100-continue\r\n\r\n`);
		assert.equal(answer.status, status, line);
	}
	assert.match(JSON.stringify((await fetch(`${server.url}${API}/files`, { method: "POST",
		body: Buffer.alloc(2 * MB) }).then((answer) => answer.json()))), /"unauthorized"/);
	assert.match((await visitor(server.url).ask("POST", `${PAGES}/files/new`,
		{ body: Buffer.alloc(2 * MB) })).page.text("main"), /no longer valid/);
});

test("a_large_body_of_somebody_known_lies_on_the_disk_until_it_is_answered", async () => {
	const before = spooled(server), header = `Authorization: Bearer ${token}\r\n`;
	const socket = await beginning(server, `POST ${API}/files`, 3 * MB, 3 * MB - 1, header);

	await eventually(() => spooled(server) === before + 1);
	socket.write("x");
	await eventually(() => socket.heard.startsWith("HTTP/1.1 400 ")); // and the connection is kept
	await eventually(() => spooled(server) === before);
	socket.destroy();
});

test("bodies_on_their_way_take_a_bounded_room_which_is_given_back", async () => {
	const small = await startServer(db, { args: ["--export-room", "10"] });
	const header = `Authorization: Bearer ${token}\r\n`, before = spooled(small);

	const waits = await beginning(small, `POST ${API}/files`, 4 * MB, 3 * MB, header);
	await eventually(() => spooled(small) === before + 1);
	for (let i = 0; i < 2; i++) {
		const { status, retry, body } = await upload(small, 3 * MB);
		assert.equal(status, 503, JSON.stringify(body));
		assert.match(retry, /^\d+$/);
		assert.match(body.error.message, /Too many large files/);
	}
	assert.equal((await her.fra.get("/en/practices")).status, 200);
	assert.equal((await upload(small, MB / 2)).status, 201);
	waits.destroy();
	await eventually(async () => (await upload(small, 3 * MB)).status === 201);
	for (let i = 0; i < 3; i++) {
		assert.equal((await upload(small, 3 * MB)).status, 201);
		assert.equal((await upload(small, 7 * MB)).status, 503); // more than all the room
	}
	await small.stop();
});

test("files_that_nobody_fetches_take_a_bounded_room", async () => {
	const { status, body: file } = await upload(server, 20 * MB, "long.txt");
	assert.equal(status, 201, JSON.stringify(file));
	const small = await startServer(db, { args: ["--export-room", "30"] });
	const cookie = [...her.fra.cookies].map((pair) => pair.join("=")).join("; ");
	const get = () => fetch(small.url + file.url, {
		headers: { Cookie: cookie, "Accept-Language": "en" } });

	const idle = connect(small.port, "127.0.0.1");
	idle.write(`GET ${file.url} HTTP/1.1\r\nHost: x\r\nCookie: ${cookie}\r\n\r\n`);
	await new Promise((begun) => idle.once("readable", begun)); // and nothing more is read
	const refused = await get();
	assert.equal(refused.status, 503);
	assert.match(refused.headers.get("retry-after"), /^\d+$/);
	assert.equal(refused.headers.get("content-disposition"), null);
	assert.match(await refused.text(), /long files are being fetched/);
	idle.destroy();
	for (let i = 0; i < 3; i++)
		await eventually(async () => {
			const answer = await get(), { byteLength } = await answer.arrayBuffer();
			return answer.status === 200 && byteLength === 20 * MB;
		});
	await small.stop();
});
