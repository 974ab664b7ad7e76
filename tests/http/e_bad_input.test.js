// What nobody should send, and some do: an answer that says so, in the reader's language, and a
// server that goes on.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Connection } from "../lib/connection.js";
import { apartFromInvitation, initialisedStore, keepAlive, rawRequest, startServer }
	from "../lib/jalon.js";
import { Page } from "../lib/page.js";
import { connection, server } from "../lib/served.js";

const LIST = "/api/v1/practices";

function assertErrorPage(answer, lang, about) {
	const page = new Page(answer.text);

	assert.match(answer.headers["content-type"], /^text\/html/, about);
	assert.equal(page.lang, lang, about);
	assert.notEqual(page.text("h1"), "", about);
	assert.ok(page.all("a").length > 0, "a way out");
	return page;
}

function assertErrorJson(answer, about) {
	assert.match(answer.headers["content-type"], /^application\/json/, about);
	const { error } = JSON.parse(answer.text);
	assert.ok(error.code && error.message && error.fields, about);
	return error;
}

// The same bad request to the page in both languages and to the API.
async function assertEverywhere(rest, status, { method = "GET" } = {}) {
	for (const lang of ["fr", "en"]) {
		const path = `/${lang}/practices${rest}`;
		const answer = await connection.request(method, path, { "Accept-Language": lang });
		assert.equal(answer.status, status, path);
		if (method !== "HEAD") assertErrorPage(answer, lang, path);
	}
	const answer = await connection.request(method, LIST + rest);
	assert.equal(answer.status, status, rest);
	if (method !== "HEAD") assertErrorJson(answer, rest);
}

// ---- queries

test("unknown_filters_and_values_are_400_everywhere", async () => {
	for (const query of ["colour=red", "output=9", "output=2&output=9", "OUTPUT=2", "party=fra",
		"party=FRA%20", "group=VI", "activity=2", "activity=2.40", "sector=MUSIC", "stage=end",
		"lead_type=alien", "example_type=x", "year=2016a", "year=20166", "year=-2016", "year=0",
		"year=99999999999", "year=+2016", "year=0x7e", "lang=de", "format=stone", "=1",
		"%F0%9F%8E%B5=1", "title=Levy", "id=GP-1-01", "state=draft", "version=1"])
		await assertEverywhere(`?${query}`, 400);
});

test("bad_limits_are_400_everywhere", async () => {
	for (const limit of ["0", "-1", "101", "1e1", "1.5", "ten", "99999999999", "2147483648",
		"4294967297", "9223372036854775808", "18446744073709551617", "0x10", "%201", "1%00"])
		await assertEverywhere(`?limit=${limit}`, 400);
});

test("bad_cursors_are_400_everywhere", async () => {
	for (const cursor of ["x", "a", "b", "a0", "a-1", "b-1", "aa1", "a1b", "a1.5", "1", "%20a1",
		"a%201",
		"a99999999999", "a2147483648", "b2147483648", "a9223372036854775808",
			"a18446744073709551617",
		"'; DROP TABLE record; --"])
		await assertEverywhere(`?cursor=${encodeURIComponent(decodeURIComponent(cursor))}`, 400);
});

test("cursors_beyond_the_ends_give_nothing", async () => {
	for (const cursor of ["a1", "b2147483647", "a2147483647"]) {
		const answer = await connection.get(`${LIST}?cursor=${cursor}`);
		assert.equal(answer.status, 200);
		assert.equal(JSON.parse(answer.text).total, 83);
	}
	assert.deepEqual(JSON.parse((await connection.get(`${LIST}?cursor=a1`)).text).items, []);
});

test("an_empty_value_is_400_for_programs", async () => {
	for (const query of ["output=", "party=", "year=", "limit=", "cursor=", "lang=", "format=",
		"colour=", "colour"])
		assertErrorJson(await connection.get(`${LIST}?${query}`), query);
});

test("an_unknown_value_is_named_on_the_page", async () => {
	const page = assertErrorPage(await connection.get("/en/practices?output=%3Cb%3E9"), "en");
	assert.match(page.text("ul", "problems"), /<b>9/);
	assert.equal(page.all("b").length, 0);
});

test("an_unknown_filter_is_refused_though_it_is_empty", async () => {
	assert.equal((await connection.get("/en/practices?colour=")).status, 400);
	assert.equal((await connection.get("/en/practices?party=&year=")).status, 200);
});

test("parameters_by_the_hundred_are_taken_or_refused_whole", async () => {
	const many = Array(200).fill("sector=music").join("&");
	assert.equal(JSON.parse((await connection.get(`${LIST}?${many}`)).text).total, 8);
	await assertEverywhere(`?${many}&sector=music`, 400);
	await assertEverywhere(`?${Array(201).fill("a=1").join("&")}`, 400);
	const years = Array.from({ length: 200 }, (_, i) => `year=${1900 + i}`).join("&");
	assert.equal((await connection.get(`${LIST}?${years}`)).status, 400);
	const some = Array.from({ length: 40 }, (_, i) => `year=${1990 + i}`).join("&");
	assert.equal((await connection.get(`${LIST}?${some}`)).status, 200);
});

// ---- addresses

// The library kept a record of each, and never answered once its memory was spent.
test("parameters_by_the_thousand_are_answered", async () => {
	for (const query of ["q=x&".repeat(1000), "a&".repeat(3900), "&".repeat(7900)]) {
		const answer = await connection.get(`${LIST}?${query}`);
		assert.equal(answer.status, query.startsWith("&") ? 200 : 400, query.slice(0, 10));
	}
	assert.equal((await connection.get(`${LIST}?${"q=x&".repeat(3000)}`)).status, 414);
});

test("unknown_addresses_are_404", async () => {
	for (const rest of ["/GP-9-99", "/gp-1-01", "/%2e%2e", "/GP-1-01%2f", "/GP-1-01/x/y",
		"/%27%20OR%201=1", "/a%20b", "/%E2%80%AE", `/${"x".repeat(300)}`])
		await assertEverywhere(rest, 404);
});

test("below_a_language_errors_are_in_that_language", async () => {
	for (const path of ["/fr/nothing", "/fr/practicesx", "/fr//practices", "/fr/practices/nothing",
		"/fr/practices?output=9"])
		assertErrorPage(await connection.get(path, { "Accept-Language": "en" }), "fr", path);
});

test("elsewhere_the_language_is_the_readers", async () => {
	for (const path of ["/nothing", "/de/practices", "/FR", "//", "/assets/0/nothing.css",
		"/healthz/x", "/favicon.ico", "/..%2f..%2fetc%2fpasswd", "/assets/..%2f..%2fmeson.build/x"])
		for (const lang of ["fr", "en"]) {
			const answer = await connection.get(path, { "Accept-Language": lang });
			assert.equal(answer.status, 404, path);
			assertErrorPage(answer, lang, path);
		}
});

test("broken_addresses_are_400", async () => {
	for (const rest of ["/%00", "/GP-1-01%00", "/%", "/%4", "/%zz", "/%C3", "/%C0%AF",
		"/%ED%A0%80", "/%FF", "/%F4%90%80%80", "?output=%00", "?%00=1", "?output=2%",
		"?output=%C3%28", "?output=%zz"])
		await assertEverywhere(rest, 400);
});

test("bytes_beyond_ascii_in_an_address_are_text_or_400", async () => {
	for (const bytes of ["\xc3\xa9", "\xff\xfe", "\xc3"]) {
		const answer = await rawRequest(server.port,
			`GET /en/practices/${bytes} HTTP/1.1\r\nHost: x\r\nAccept-Language: en\r\n\r\n`);
		assert.equal(answer.status, bytes === "\xc3\xa9" ? 404 : 400);
		assertErrorPage(answer, "en");
	}
});

test("a_long_address_is_414", async () => {
	const long = "x".repeat(9000);

	for (const path of [`/${long}`, `/en/practices/${long}`, `/en/practices?output=${long}`,
		`/${"/".repeat(9000)}`])
		for (const lang of ["fr", "en"]) {
			const answer = await connection.get(path, { "Accept-Language": lang });
			assert.equal(answer.status, 414);
			if (!path.startsWith("/en")) assertErrorPage(answer, lang, path.slice(0, 30));
		}
	const answer = await connection.get(`${LIST}?output=${long}`, { "Accept-Language": "en" });
	assert.equal(answer.status, 414);
	assert.equal(assertErrorJson(answer).code, "uri_too_long");
	assert.ok(await connection.isOpen());
});

test("below_a_language_refused_addresses_are_answered_in_that_language", async () => {
	for (const rest of [`/practices/${"x".repeat(9000)}`, "/practices/%zz",
		"/practices?output=%00"])
		for (const [lang, other] of [["fr", "en"], ["en", "fr"]]) {
			const answer = await connection.get(`/${lang}${rest}`, { "Accept-Language": other });
			assertErrorPage(answer, lang, `/${lang}${rest.slice(0, 30)}`);
		}
});

test("an_address_just_short_enough_is_no_414", async () => {
	const path = "/en/practices/";
	assert.equal((await connection.get(path + "x".repeat(8000 - path.length))).status, 404);
	assert.equal((await connection.get(path + "x".repeat(8001 - path.length))).status, 414);
});

test("an_address_of_forty_segments_is_refused", async () => {
	for (const path of ["/a".repeat(40), `/en${"/a".repeat(40)}`]) {
		const answer = await connection.get(path, { "Accept-Language": "en" });
		assert.ok([400, 404].includes(answer.status));
		assertErrorPage(answer, "en");
	}
	assertErrorJson(await connection.get(`${LIST}${"/a".repeat(40)}`));
});

test("an_address_beyond_all_bounds_ends_the_connection_only", async () => {
	for (const n of [40_000, 70_000, 300_000]) {
		const answer = await rawRequest(server.port,
			`GET /${"x".repeat(n)} HTTP/1.1\r\nHost: x\r\n\r\n`);
		assert.ok([0, 414, 431].includes(answer.status), String(answer.status));
	}
	assert.equal((await connection.get("/en")).status, 200);
});

// ---- methods and bodies

test("wrong_methods_are_405_with_what_is_allowed", async () => {
	for (const method of ["PUT", "DELETE", "BREW", "OPTIONS", "TRACE", "get"])
		for (const rest of ["", "/GP-1-01", "?output=2"]) {
			await assertEverywhere(rest, 405, { method });
			const answer = await connection.request(method, `/en/practices${rest}`);
			assert.equal(answer.headers.allow, "GET, HEAD");
		}
});

test("wrong_methods_at_addresses_that_are_not_there_are_404", async () => {
	for (const method of ["PUT", "DELETE"]) await assertEverywhere("/a/b/c", 404, { method });
});

test("a_body_where_none_belongs_is_ignored_or_refused", async () => {
	for (const [size, status] of [[1, 200], [60_000, 200], [200_000, 413]]) {
		const body = "x".repeat(size);
		const answer = await connection.request("GET", `${LIST}?limit=1`,
			{ "Content-Length": size }, body);
		assert.equal(answer.status, status, String(size));
		if (status === 413) assertErrorJson(answer);
	}
	assert.equal((await connection.get("/en")).status, 200, "what follows on the connection");
});

test("a_chunked_body_where_none_belongs_is_ignored", async () => {
	const answer = await connection.request("GET", "/en", { "Transfer-Encoding": "chunked" },
		"5\r\nhello\r\n0\r\n\r\n");
	assert.equal(answer.status, 200);
	assert.equal((await connection.get("/fr")).status, 200);
});

test("a_body_too_large_is_refused_before_it_is_sent", async () => {
	const answer = await rawRequest(server.port, "PUT /en/practices HTTP/1.1\r\nHost: x\r\n" +
		"Content-Length: 99999999999\r\nExpect: 100-continue\r\n\r\n");
	assert.ok([405, 413].includes(answer.status), String(answer.status));
});

// A proxy in front may read it otherwise than we do: what it takes for the body would be a request.
test("a_body_whose_end_is_told_in_two_ways_is_refused_and_nothing_after_it_read", async () => {
	for (const head of ["Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
		"Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n",
		"Content-Length: 5\r\nContent-Length: 6\r\n\r\nabcde",
		"Content-Length: 5, 5\r\n\r\nabcde",
		"Transfer-Encoding: xchunked\r\nContent-Length: 3\r\n\r\nabc",
		"Transfer-Encoding: identity, chunked\r\n\r\n0\r\n\r\n",
		"Transfer-Encoding: gzip\r\n\r\nabc"]) {
		const own = await keepAlive(server.port);
		own.send(`POST /en/sign-in HTTP/1.1\r\nHost: x\r\n${head}` +
			"GET /en HTTP/1.1\r\nHost: x\r\n\r\n");
		assert.equal((await own.answer()).status, 400, head);
		assert.equal((await own.answer()).status, 0, head);
		own.close();
	}
});

// ---- what is hardly HTTP

test("garbage_ends_the_connection_only", async () => {
	const garbage = [
		"garbage\r\n\r\n", "\r\n\r\n\r\n\r\n\r\n\r\nGET\r\n\r\n", "GET\r\n\r\n", "GET /en\r\n\r\n",
		"GET  /en HTTP/1.1\r\n\r\n", "GET /en HTTP/9.9\r\nHost: x\r\n\r\n",
			"GET en HTTP/1.1\r\nHost: x\r\n\r\n",
		"GET /en HTTP/1.1\r\n\r\n", "GET * HTTP/1.1\r\nHost: x\r\n\r\n",
			"GET \0 HTTP/1.1\r\nHost: x\r\n\r\n",
		"\0\0\0\0\r\n\r\n", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
		"GET /en HTTP/1.1\r\nHost: x\r\nBroken header\r\n\r\n",
		"GET /en HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
		"GET /en HTTP/1.1\r\nHost: x\r\nContent-Length: 1, 2\r\n\r\nxx",
		"GET /en HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
		`GET /en HTTP/1.1\r\nHost: x\r\nX: ${"y".repeat(100_000)}\r\n\r\n`,
		`GET /en HTTP/1.1\r\nHost: x\r\n${"X: y\r\n".repeat(20_000)}\r\n`,
		`GET /en HTTP/1.1\r\nHost: x\r\nAccept-Language: ${"fr;q=0.1,".repeat(3000)}en\r\n\r\n`,
		"GET /en HTTP/1.1\r\nHost: x\r\nAccept-Language: \xff;;;q=,,\r\n\r\n",
		"CONNECT example.org:443 HTTP/1.1\r\nHost: x\r\n\r\n",
		"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
	];

	for (const bytes of garbage) {
		const about = JSON.stringify(bytes.slice(0, 60));
		const answer = await answerOrSilence(bytes);
		assert.ok(answer.status === 0 || answer.status === 200 || answer.status >= 400, about);
		assert.ok(answer.status < 500 || answer.status === 501 || answer.status === 505,
			`${about}: ${answer.status}`);
		assert.equal((await connection.get("/en")).status, 200, about);
	}
});

// The answer, or silence when the server waits for more: then the client hangs up.
async function answerOrSilence(bytes) {
	const other = await keepAlive(server.port);
	const silence = new Promise((end) => setTimeout(() => end({ status: 0 }), 300).unref());

	other.send(bytes);
	try {
		return await Promise.race([other.answer(), silence]);
	} finally {
		other.close();
	}
}

test("random_bytes_end_the_connection_only", async () => {
	let state = 1;
	const random = () => (state = (state * 48271) % 2147483647);

	for (let i = 0; i < 40; i++) {
		const bytes = Buffer.from(Array.from({ length: random() % 400 }, () => random() & 255));
		const other = await keepAlive(server.port);
		other.send(i % 2 ? bytes : Buffer.concat([Buffer.from("GET /en/practices?"), bytes]));
		other.send("\r\n\r\n");
		await other.isOpen(10);
		other.close();
	}
	assert.equal((await connection.get("/en")).status, 200);
});

test("clients_that_leave_in_the_middle_do_no_harm", async () => {
	for (const bytes of ["", "GET", "GET /en/practices HTTP/1.1\r\nHost",
		"GET /en/practices HTTP/1.1\r\nHost: x\r\n\r\n",
		`GET ${LIST}?format=csv HTTP/1.1\r\nHost: x\r\n\r\n`,
		"GET /en HTTP/1.1\r\nHost: x\r\nContent-Length: 50\r\n\r\nhalf"])
		for (let i = 0; i < 5; i++) {
			const other = await keepAlive(server.port);
			if (bytes) other.send(bytes);
			await new Promise((sent) => setTimeout(sent, i));
			other.close();
		}
	assert.equal((await connection.get("/en")).status, 200);
});

test("nothing_tells_of_the_inside", async () => {
	for (const path of ["/en/practices?output=9", "/en/practices/%00", `${LIST}?cursor=x`, "/en/x",
		`${LIST}/'`]) {
		const { text } = await connection.get(path);
		assert.doesNotMatch(text, /SELECT|sqlite|postgres|\.c:\d|0x[0-9a-f]{6}|\/src\//i, path);
	}
});

// A flood of such requests must not fill the operator's disk.
test("what_clients_do_wrong_leaves_no_lines_in_the_log", async () => {
	const own = await startServer(initialisedStore());
	const ask = (head) => rawRequest(own.port, `${head}\r\nHost: x\r\n\r\n`);

	for (let i = 0; i < 3; i++) {
		await ask("GET /en HTTP/1.1\r\nContent-Length: much");
		await ask("GET /en HTTP/9.9");
		await ask(`GET /en HTTP/1.1\r\nX-Long: ${"x".repeat(70_000)}`);
		await ask("no request at all");
		const gone = await Connection.open(own.port);
		gone.send("GET /api/v1/practices?format=csv HTTP/1.1\r\nHost: x\r\n\r\n".repeat(20));
		gone.close();
	}
	assert.equal((await fetch(`${own.url}/en`)).status, 200);
	const { stderr } = await own.stop();
	const lines = apartFromInvitation(stderr).split("\n");
	assert.deepEqual(lines.filter((line) => line.includes("http:")), []);
});
