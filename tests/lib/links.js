// Links in few words: sites that answer as they are told, records that name them, servers of
// Jalon's that ask.

import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { after } from "node:test";
import { writeCsv } from "./csv.js";
import { initialisedStore, run, sql, startServer, temporaryPath } from "./jalon.js";
import { columns } from "./practices.js";
import { until } from "./smtp.js";

const DAY_MS = 24 * 3600 * 1000;

const opened = [];
after(() => {
	for (const each of opened) each.closeAllConnections();
	for (const each of opened) each.close();
});

// A site at all addresses of this machine. Who asks "/what" is answered by answers.what(request,
// response). `asked` has each request: {method, path, host, headers, at}.
export async function startSite(answers, { server = createServer() } = {}) {
	const site = { asked: [], port: 0,
		of: (path) => site.asked.filter((each) => each.path === path),
		url: (host, path) => `http://${host}:${site.port}${path}` };

	server.on("request", (request, response) => {
		const { method, url: path, headers } = request;
		site.asked.push({ method, path, host: headers.host, headers, at: Date.now() });
		const answer = answers[path.split("/")[1]] ?? answers.ok;
		answer(request, response, site);
	});
	opened.push(server);
	await new Promise((end) => server.listen(0, "0.0.0.0", end));
	site.port = server.address().port;
	return site;
}

export function says(status, headers = {}) {
	return (_, response) => response.writeHead(status, headers).end();
}

// Adds practices with those addresses: {"L-1": "http://..."}.
export function name(db, addresses) {
	const rows = Object.entries(addresses).map(([id, url]) => {
		const row = { id, url, title_en: `Practice ${id}`, summary_en: "What was done.",
			output: "1" };
		return columns.map((column) => row[column] ?? "");
	});
	const file = temporaryPath("links.csv");
	writeFileSync(file, writeCsv([columns, ...rows]));
	const done = run(["load", "practices", file, "--db", db]);
	assert.equal(done.status, 0, done.stderr);
}

export function storeNaming(addresses) {
	const db = initialisedStore("--bare");
	name(db, addresses);
	return db;
}

// A server that asks, and may ask this machine.
export function serve(db, { args = [], env = {} } = {}) {
	return startServer(db, { args: ["--url", "http://jalon.example", ...args],
		env: { JALON_LINK_CHECK: "on", JALON_FETCH_LOOPBACK: "1", JALON_CHORES_MS: "100",
			...env } });
}

// What is known: {"http://...": {fault, status, fails, isDead}}.
export function known(db) {
	const rows = sql(db, `SELECT address, coalesce(fault, ''), coalesce(status, 0), fails,
		dead_at IS NOT NULL, checked_at IS NOT NULL FROM link_check ORDER BY address`);
	return Object.fromEntries(rows.split("\n").filter(Boolean).map((row) => {
		const [address, fault, status, fails, isDead, isChecked] = row.split("|");
		return [address, { fault, status: Number(status), fails: Number(fails),
			isDead: /^(1|t)/.test(isDead), isChecked: /^(1|t)/.test(isChecked) }];
	}));
}

// Waits until each has been asked, or put off, and nobody holds a host.
export function allAsked(db, ms) {
	const count = (what) => Number(sql(db, `SELECT count(*) FROM ${what}`));
	return until(() => count("link_check") > 0 &&
		count(`link_check WHERE host <> '' AND due_at <= ${Date.now()}`) === 0 &&
		count(`link_host WHERE free_at > ${Date.now() + 10_000}
			AND free_at < ${Date.now() + 100_000}`) === 0, "all asked", ms);
}

// It is the same time tomorrow.
export function passNight(db) {
	sql(db, `UPDATE link_check SET due_at = 0, fails_since = fails_since - ${DAY_MS},
		checked_at = checked_at - ${DAY_MS}; UPDATE link_host SET free_at = 0`);
}
