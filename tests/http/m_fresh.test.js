// What readers and caches are told, and who need not be answered again.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import {
	engine, initialisedStore, keepAlive, root, sql, startServer, temporaryPath,
} from "../lib/jalon.js";
import { assertLoads, load } from "../lib/loading.js";

const LIST = "/api/v1/practices";
const PUBLIC = ["/en", "/fr", "/en/practices", "/fr/practices?output=2&q=film",
	"/en/practices/GP-1-05", "/en/search?q=canada", "/en/data", "/en/data/practices", "/en/api",
	"/en/feeds/practices", LIST, `${LIST}/GP-1-05`, `${LIST}?facets=1`, `${LIST}?format=csv`,
	`${LIST}?format=xlsx`, `${LIST}?format=jsonl`, "/api/v1/openapi.json",
	"/data/practices/datapackage.json", "/data/practices/dictionary.csv"];
const ACCESS_LOG = temporaryPath("access.log");

let db, server, connection;

before(async () => {
	db = initialisedStore();
	server = await startServer(db, { args: ["--access-log", ACCESS_LOG] });
	connection = await keepAlive(server.port);
});

after(async () => {
	connection.close();
	await server.stop();
});

async function tagOf(path) {
	const { status, headers } = await connection.get(path);

	assert.equal(status, 200, path);
	assert.match(headers.etag ?? "", /^W\/"[\w-]+"$/, path);
	return headers.etag;
}

// How many answers took how much work, by the server's own count.
async function efforts() {
	const { text } = await connection.get("/metrics");

	return Object.fromEntries([...text.matchAll(/^jalon_answers_total{effort="(\w+)"} (\d+)$/gm)]
		.map(([, effort, n]) => [effort, Number(n)]));
}

// ---- conditional requests

test("who_holds_an_answer_is_told_so_in_few_bytes", async () => {
	for (const path of PUBLIC) {
		const tag = await tagOf(path);
		for (const held of [tag, tag.slice(2), `"other", ${tag}`]) {
			const { status, headers, raw } = await connection.get(path, { "If-None-Match": held });
			assert.equal(status, 304, `${path}, ${held}`);
			assert.equal(headers.etag, tag);
			assert.equal(headers["cache-control"], "public, max-age=60");
			assert.match(headers.vary, /Cookie/);
			assert.equal("content-type" in headers, false);
			assert.ok(raw.length < 1200, `${path} takes ${raw.length} bytes`);
		}
	}
});

test("other_tags_get_the_whole_answer", async () => {
	const tag = await tagOf("/en/practices");

	for (const held of ["", "*", '""', '"x"', tag.slice(3, -1), tag.replace("-", "+"), `${tag}x`,
		`W/${tag}`, ",,,", '"'.repeat(3000)])
		assert.equal((await connection.get("/en/practices", { "If-None-Match": held })).status, 200,
			held.slice(0, 50));
});

test("what_is_not_for_all_has_no_tag", async () => {
	for (const path of ["/healthz", "/metrics"]) {
		const { headers } = await connection.get(path);
		assert.equal(headers["cache-control"], "no-store");
		assert.equal("etag" in headers, false, path);
	}
	for (const path of ["/", "/en/nothing", "/en/practices/GP-9-99", `${LIST}?limit=x`])
		assert.equal("etag" in (await connection.get(path)).headers, false, path);
});

// The tables of records are away: who asks without a tag sees that, who holds the answer does not.
test("whether_an_answer_is_held_is_known_without_the_records", async () => {
	const tag = await tagOf("/en/practices?output=1");

	sql(db, "ALTER TABLE record_copy RENAME TO record_away");
	try {
		for (const path of [...PUBLIC, "/en/practices?limit=7"])
			assert.equal((await connection.get(path, { "If-None-Match": tag })).status, 304, path);
		assert.equal((await connection.get("/en/practices?limit=7")).status, 500);
	} finally {
		sql(db, "ALTER TABLE record_away RENAME TO record_copy");
	}
});

test("the_store_is_asked_once_a_second_whether_anything_changed", async () => {
	const tag = await tagOf("/en/practices"), before = await efforts(), asked = 200;

	for (let n = 0; n < asked; n++)
		assert.equal((await connection.get("/en/practices", { "If-None-Match": tag })).status, 304);
	const now = await efforts();
	assert.equal(now.made - before.made, 1, "the metrics themselves");
	assert.equal(now.kept, before.kept);
	assert.equal(now.spared + now.unchanged - before.spared - before.unchanged, asked);
	assert.ok(now.spared > before.spared, "some did without the store");
});

test("a_change_makes_another_tag_within_a_second_or_so", async () => {
	const path = "/en/practices/GP-1-05", tag = await tagOf(path), until = Date.now() + 10_000;
	let answer;

	assertLoads(load(db, "id,title_en,output\nGP-1-05,Changed quokkas,1\n"), 0, 1, 0, 0);
	do answer = await connection.get(path, { "If-None-Match": tag });
	while (answer.status === 304 && Date.now() < until);
	assert.equal(answer.status, 200);
	assert.match(answer.text, /Changed quokkas/);
	assert.notEqual(answer.headers.etag, tag);
});

// ---- what is sent once

test("assets_are_kept_for_good_and_were_packed_beforehand", async () => {
	const { text } = await connection.get("/en");
	const [, address] = /href="(\/assets\/[^"]+\.css)"/.exec(text);
	const plain = readFileSync(`${root}/assets/jalon.css`, "utf8");
	const ways = { "": (body) => body, "gzip, br": brotliDecompressSync, "gzip": gunzipSync,
		"br;q=0, gzip": gunzipSync };

	for (const [accepted, unpack] of Object.entries(ways)) {
		const { headers, body } = await connection.get(address, { "Accept-Encoding": accepted });
		assert.equal(unpack(body).toString(), plain, accepted);
		assert.equal(headers["cache-control"], "public, max-age=31536000, immutable");
		assert.equal(headers.vary, "Accept-Encoding");
		if (accepted) assert.ok(body.length < plain.length / 3);
	}
	const unknown = address.replace(/[0-9a-f]{12}/, "0".repeat(12));
	assert.equal((await connection.get(unknown)).status, 404);
});

// ---- what browsers are told to forbid

test("every_answer_forbids_what_it_does_not_need", async () => {
	const { text } = await connection.get("/en");
	const [, style] = /href="(\/assets\/[^"]+\.css)"/.exec(text);

	for (const path of [...PUBLIC, style, "/healthz", "/en/nothing", `${LIST}?limit=x`, "/%"]) {
		const { headers } = await connection.get(path);
		const policy = headers["content-security-policy"];
		assert.match(policy, /^default-src 'none';/, path);
		assert.doesNotMatch(policy, /unsafe|https?:|\*/);
		assert.match(policy, /frame-ancestors 'none'/);
		assert.equal(headers["x-content-type-options"], "nosniff", path);
		assert.equal(headers["x-frame-options"], "DENY");
		assert.match(headers["permissions-policy"], /geolocation=\(\)/);
		assert.ok(headers["referrer-policy"]);
		assert.equal("set-cookie" in headers, false, path);
	}
});

// ---- what the operator sees

test("metrics_tell_routes_statuses_and_how_long", async () => {
	const count = async (line) => {
		const { text } = await connection.get("/metrics");
		const quoted = line.replace(/[{}/]/g, "\\$&");
		return Number(new RegExp(`^${quoted} (\\d+)$`, "m").exec(text)?.[1] ?? 0);
	};
	const routes = { "/en/practices?q=a": 'route="/{lang}/practices",method="GET",status="200"',
		"/fr/practices/NOPE": 'route="/{lang}/practices/:id",method="GET",status="404"',
		"/nowhere": 'route="",method="",status="404"' };

	for (const [path, labels] of Object.entries(routes)) {
		const line = `jalon_requests_total{${labels}}`, before = await count(line);
		for (let n = 0; n < 3; n++) await connection.get(path);
		assert.equal(await count(line), before + 3, path);
	}
	const { text } = await connection.get("/metrics");
	for (const line of text.trimEnd().split("\n"))
		assert.match(line, /^(# (HELP|TYPE) [a-z_]+ .+|[a-z_]+({.+})? [\d.e+-]+)$/);
	for (const name of ["process_resident_memory_bytes", "process_cpu_seconds_total",
		"process_open_fds", "process_start_time_seconds"])
		assert.match(text, new RegExp(`^${name} [\\d.]*[1-9]`, "m"));
	const [buckets, all] = [/bucket\{lane="read",le="\+Inf"\} (\d+)/, /count\{lane="read"\} (\d+)/]
		.map((wanted) => Number(wanted.exec(text)[1]));
	assert.ok(buckets > 0 && buckets === all);
});

test("the_access_log_has_a_line_for_each_answer_and_nobody_in_it", async () => {
	const lines = () => readFileSync(ACCESS_LOG, "utf8").split("\n").slice(0, -1);
	const before = lines().length;
	const { body } = await connection.get("/en/practices?q=secret", { "User-Agent": "me myself" });
	await connection.get('/en/"\\%0aquote');
	const now = lines().slice(before);

	assert.equal(now.length, 2);
	assert.match(now[0], new RegExp("^- - - " +
		"\\[\\d\\d/\\w{3}/\\d{4}:\\d\\d:\\d\\d:\\d\\d \\+0000\\] " +
		`"GET /en/practices HTTP/1\\.1" 200 ${body.length}$`));
	assert.match(now[1], /^- - - \[[^\]]+\] "GET \/en\/\?\?%0aquote HTTP\/1\.1" 404 \d+$/);
	assert.doesNotMatch(lines().join(), /secret|myself|127\.0\.0\.1/);
});

// ---- a store that tells of its commits is not asked

test("an_answer_that_is_kept_costs_postgresql_nothing_and_is_new_once_content_is",
	{ skip: engine !== "postgres" }, async () => {
		const path = "/en/practices/GP-1-05", own = await startServer(db);
		const connections = await Promise.all(Array.from({ length: 8 }, () => keepAlive(own.port)));
		const ask = async () => (await Promise.all(connections.map((one) => one.get(path))))
			.map(({ status, text }) => (assert.equal(status, 200), text));
		const lastWork = () => sql(db, `SELECT max(state_change) FROM pg_stat_activity
			WHERE application_name = 'jalon' AND datname = current_database()`);

		for (let i = 0; i < 3; i++) await ask();
		const [page] = await ask();
		const costsNothing = async () => {
			const before = lastWork();
			await ask();
			return lastWork() === before;
		};
		// Chores, which nobody asks for, are done at the start, and then may come between once.
		await pause(500);
		assert.ok(await costsNothing() || await costsNothing());
		for (const title of ["A first film", "A second film"]) {
			assertLoads(load(db, `id,title_en\nGP-1-05,${title}\n`), 0, 1, 0, 0);
			for (const text of await ask()) assert.ok(text.includes(title));
		}
		assert.ok(!page.includes("A first film"));
		for (const one of connections) one.close();
		await own.stop();
	});
