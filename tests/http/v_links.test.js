// Links that records name: asked once a day, politely, nowhere but in the world, and marked when
// they are dead.

import assert from "node:assert/strict";
import { createServer as createTlsServer } from "node:https";
import { createServer as createRawServer } from "node:net";
import { after, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { initialisedStore, run, sql } from "../lib/jalon.js";
import { allAsked, known, name, passNight, says, serve, startSite, storeNaming }
	from "../lib/links.js";
import { incidents } from "../lib/mail.js";
import { freePort } from "../lib/nginx.js";
import { addUser, signedIn, visitor } from "../lib/people.js";
import { makeCertificate, until } from "../lib/smtp.js";

const SLOW_MS = 40_000; // a site is given 20 s

const redirect = (to) => (request, response, site) =>
	response.writeHead(302, { Location: to.replace("PORT", site.port) }).end();

// Down to 0 by as many redirects.
function count(request, response) {
	const [, , n] = request.url.split("/");
	if (n === "0") response.end("here");
	else response.writeHead(301, { Location: `/count/${n - 1}` }).end();
}

function endless(request, response, site) {
	if (request.method === "HEAD") {
		response.writeHead(405).end();
		return;
	}
	const chunk = Buffer.alloc(1 << 14, "x");
	site.sent = 0;
	const more = () => {
		while (!response.destroyed && site.sent < 1 << 28) {
			site.sent += chunk.length;
			if (!response.write(chunk)) return;
		}
	};
	response.on("drain", more);
	more();
}

const ANSWERS = {
	ok: (_, response) => response.end("a page"),
	gone: says(404),
	error: says(503),
	password: says(401, { "WWW-Authenticate": "Basic" }),
	forbidden: says(403),
	later: says(429),
	headless: (request, response) =>
		response.writeHead(request.method === "HEAD" ? 405 : 200).end("a page"),
	missing_head: (request, response) =>
		response.writeHead(request.method === "HEAD" ? 404 : 200).end("a page"),
	cookie: says(302, { "Set-Cookie": "who=you; Path=/", Location: "/ok/after-cookie" }),
	count,
	circle: redirect("/circle"),
	to_private: redirect("http://127.0.0.2:PORT/secret"),
	to_mapped: redirect("http://[::ffff:127.0.0.1]:PORT/secret"),
	to_zero: redirect("http://0.0.0.0:PORT/secret"),
	to_metadata: redirect("http://169.254.169.254/latest/meta-data/"),
	to_file: redirect("file:///etc/passwd"),
	to_mail: redirect("smtp://127.0.0.1:PORT/"),
	endless,
	silent: () => {},
};

const site = await startSite(ANSWERS);

// ---- how it is asked

test("a_page_is_asked_for_its_headers_by_who_says_so", async () => {
	const address = site.url("headers.localhost", "/ok/headers?q=1#part");
	const db = storeNaming({ "L-1": address }), server = await serve(db);

	await allAsked(db);
	const asked = site.of("/ok/headers?q=1");
	assert.deepEqual(asked.map(({ method }) => method), ["HEAD"]);
	const agent = `Jalon/${version()} (+http://jalon.example; looks whether links still work)`;
	assert.deepEqual(asked[0].headers, { host: `headers.localhost:${site.port}`, accept: "*/*",
		"user-agent": agent });
	assert.deepEqual(known(db)[address],
		{ fault: "", status: 200, fails: 0, isDead: false, isChecked: true });
	await pause(500);
	assert.equal(site.of("/ok/headers?q=1").length, 1);
	assert.equal(incidents((await server.stop()).stderr), 0);
});

function version() {
	return /jalon (\S+)/.exec(run(["version"]).stdout)[1];
}

// What is asked at once, each at a host of its own, and what is known of it then.
const FINDINGS = {
	"/ok/1": ["", 200], "/gone/1": ["gone", 404], "/error/1": ["troubled", 503],
	"/password/1": ["", 401], "/forbidden/1": ["", 403], "/headless/1": ["", 200],
	"/missing_head/1": ["", 200], "/cookie/1": ["", 200], "/count/5": ["", 200],
	"/count/6": ["astray", 0], "/circle": ["astray", 0], "/to_file": ["astray", 0],
	"/to_mail": ["astray", 0], "/endless": ["", 200],
};
const UNTOLD = ["/later/1", "/to_private", "/to_mapped", "/to_zero", "/to_metadata"];

// A name that nobody has to be asked for, as no name may be so long.
const nobodys = (i) => `http://${"x".repeat(70)}${i}.example/`;

test("each_answer_is_taken_for_what_it_is", async () => {
	const addresses = {}, paths = [...Object.keys(FINDINGS), ...UNTOLD];
	paths.forEach((path, i) => { addresses[`L-${i}`] = site.url(`h${i}.localhost`, path); });
	const closed = `http://127.0.0.1:${await freePort()}/`;
	const nameless = nobodys(0);
	const bad = await startSite(ANSWERS, { server: createTlsServer(makeCertificate()) });
	const secure = `https://secure.localhost:${bad.port}/`;
	const babble = createRawServer((socket) => socket.end("220 no page\r\n")).listen(0);
	after(() => babble.close());
	const broken = `http://broken.localhost:${babble.address().port}/`;
	const inside = `http://127.0.0.2:${site.port}/secret`;
	const db = storeNaming({ ...addresses, "L-closed": closed, "L-nameless": nameless,
		"L-secure": secure, "L-broken": broken, "L-inside": inside });
	const server = await serve(db);

	await allAsked(db, SLOW_MS);
	const found = known(db);
	paths.forEach((path, i) => {
		const { fault, status, isChecked } = found[addresses[`L-${i}`]];
		if (UNTOLD.includes(path)) assert.equal(isChecked, false, path);
		else assert.deepEqual([path, fault, status], [path, ...FINDINGS[path]]);
	});
	assert.equal(found[closed].fault, "no-connection");
	assert.equal(found[nameless].fault, "no-host");
	assert.equal(found[secure].fault, "certificate");
	assert.equal(found[broken].fault, "troubled");
	assert.equal(found[inside].isChecked, false);
	assert.deepEqual(site.of("/secret"), [], "an address that is not public was asked");
	assert.equal(bad.asked.length, 0);
	assert.deepEqual(site.of("/headless/1").map(({ method }) => method), ["HEAD", "GET"]);
	assert.equal(site.of("/ok/after-cookie")[0].headers.cookie, undefined);
	assert.ok(site.sent < 8 << 20, `${site.sent} bytes of an endless page`);
	assert.equal(incidents((await server.stop()).stderr), 0);
});

test("without_leave_this_machine_is_not_asked", async () => {
	const db = storeNaming({ "L-1": site.url("127.0.0.1", "/ok/leave"),
		"L-2": site.url("localhost", "/ok/leave"), "L-3": `http://[::1]:${site.port}/ok/leave` });
	const server = await serve(db, { env: { JALON_FETCH_LOOPBACK: undefined } });

	await allAsked(db);
	assert.equal(sql(db, "SELECT count(*) FROM link_check WHERE checked_at IS NULL"), "3");
	assert.deepEqual(site.of("/ok/leave"), []);
	await server.stop();
});

test("proxies_of_the_surroundings_are_not_asked", async () => {
	const db = storeNaming({ "L-1": site.url("proxied.localhost", "/ok/proxied") });
	const proxy = `http://127.0.0.1:${await freePort()}`;
	const server = await serve(db, { env: { http_proxy: proxy, ALL_PROXY: proxy } });

	await allAsked(db);
	assert.equal(site.of("/ok/proxied").length, 1);
	await server.stop();
});

test("a_site_that_never_answers_holds_nobody_up_for_long", async () => {
	const slow = site.url("slow.localhost", "/silent");
	const db = storeNaming({ "L-1": slow }), server = await serve(db);
	await until(() => site.of("/silent").length, "asked");
	const begun = Date.now();
	await server.stop();
	assert.ok(Date.now() - begun < 5000, "stopping waits for the site");
	assert.equal(known(db)[slow].isChecked, false);
	assert.equal(sql(db, "SELECT count(*) FROM link_host WHERE free_at = 0"), "1");

	const again = await serve(db);
	await until(() => known(db)[slow].isChecked, "asked again", SLOW_MS);
	assert.equal(known(db)[slow].fault, "slow");
	await again.stop();
});

// ---- how often

test("one_host_is_not_asked_twice_within_five_seconds", async () => {
	const paths = ["/ok/polite-1", "/ok/polite-2"];
	const db = storeNaming(Object.fromEntries(paths.map((path, i) =>
		[`L-${i}`, site.url("polite.localhost", path)])));
	const servers = [await serve(db), await serve(db)];

	await allAsked(db);
	const at = paths.map((path) => site.of(path)[0].at).sort((a, b) => a - b);
	assert.ok(at[1] - at[0] >= 4900, `${at[1] - at[0]} ms`);
	assert.deepEqual(paths.map((path) => site.of(path).length), [1, 1]);
	for (const server of servers) await server.stop();
});

test("two_servers_ask_each_address_once", async () => {
	const paths = Array.from({ length: 30 }, (_, i) => `/ok/two-${i}`);
	const db = storeNaming(Object.fromEntries(paths.map((path, i) =>
		[`L-${i}`, site.url(`two${i}.localhost`, path)])));
	const servers = await Promise.all([serve(db), serve(db)]);

	await allAsked(db);
	assert.deepEqual(paths.filter((path) => site.of(path).length !== 1), []);
	for (const server of servers)
		assert.equal(incidents((await server.stop()).stderr), 0);
});

test("who_is_told_not_to_asks_nobody", async () => {
	const db = storeNaming({ "L-1": site.url("never.localhost", "/ok/never") });
	for (const options of [{ args: ["--no-link-check"] }, { env: { JALON_LINK_CHECK: "off" } }]) {
		const server = await serve(db, options);
		await pause(500);
		await server.stop();
	}
	assert.equal(sql(db, "SELECT count(*) FROM link_check"), "0");
	assert.deepEqual(site.of("/ok/never"), []);
	const done = run(["serve", "--db", db], { env: { JALON_LINK_CHECK: "perhaps" } });
	assert.equal(done.status, 2);
	assert.match(done.stderr, /JALON_LINK_CHECK: “perhaps” is neither on nor off/);
});

test("a_machine_without_a_way_out_calls_nobody_dead", async () => {
	const db = storeNaming(Object.fromEntries(Array.from({ length: 8 }, (_, i) =>
		[`L-${i}`, nobodys(i)])));
	const server = await serve(db);

	await allAsked(db);
	const told = Object.values(known(db)).filter(({ isChecked }) => isChecked);
	assert.equal(told.length, 4);
	const { stderr } = await server.stop();
	assert.equal(stderr.match(/links cannot be looked at/g).length, 1);
});

// ---- what readers and the Secretariat see

const DEAD = site.url("dead.localhost", "/mortal/page");
const LIVING = site.url("well.localhost", "/ok/well");
const marked = /This address no longer answers \(since \d+ [A-Z][a-z]+ \d{4}\)\./;

async function page(server, path) {
	const answer = await fetch(server.url + path);
	assert.equal(answer.status, 200, path);
	return answer.text();
}

test("a_dead_address_is_marked_until_it_answers_again", async () => {
	let isGone = true;
	ANSWERS.mortal = (_, response) => response.writeHead(isGone ? 410 : 200).end();
	const db = storeNaming({ "L-1": DEAD, "L-2": LIVING, "L-3": DEAD });
	addUser(db, "sec@example.org", { role: "secretariat" });
	addUser(db, "fra@example.org", { role: "focal_point", party: "FRA" });
	const server = await serve(db);
	const her = await signedIn(server.url, "sec@example.org");

	await allAsked(db);
	assert.doesNotMatch(await page(server, "/en/practices/L-1"), marked);
	assert.doesNotMatch((await her.get("/en/todo")).text, /no longer answer/);
	assert.match((await her.get("/en/dead-links")).page.text("main"),
		/public records: 2; asked so far: 2.*No address in a public record is known/);
	for (let night = 2; night <= 3; night++) {
		passNight(db);
		await until(() => known(db)[DEAD].fails === night, `night ${night}`);
	}
	await until(async () => marked.test(await page(server, "/en/practices/L-1")), "the mark");
	assert.match(await page(server, "/fr/practices/L-3"),
		/Cette adresse ne répond plus \(depuis le /);
	assert.doesNotMatch(await page(server, "/en/practices/L-2"), marked);
	assert.doesNotMatch(await page(server, "/en/practices"), marked);

	const todo = await her.get("/en/todo"), list = (await her.get("/en/dead-links")).page;
	assert.match(todo.page.text("main"), /1 address in records no longer answers/);
	assert.match(todo.text, /href="\/en\/dead-links"/);
	assert.match(list.text("main"), /Practice L-1 .*Practice L-3 /);
	assert.doesNotMatch(list.text("main"), /L-2/);
	assert.match(list.text("main"), /the page is not there any more \(410\)/);
	const his = await signedIn(server.url, "fra@example.org");
	assert.equal((await his.get("/en/dead-links")).status, 403);
	assert.match((await visitor(server.url).get("/en/dead-links")).location, /^\/en\/sign-in/);
	assert.doesNotMatch((await his.get("/en/todo")).text, /no longer answer/);

	isGone = false;
	passNight(db);
	await until(async () => !marked.test(await page(server, "/en/practices/L-1")), "no mark");
	assert.doesNotMatch((await her.get("/en/todo")).text, /no longer answer/);
	assert.equal(run(["verify", "--db", db]).status, 0);
	await server.stop();
});

test("what_was_mended_leaves_the_list_at_once", async () => {
	const db = storeNaming({ "L-1": "https://a.example/", "L-2": "https://a.example/" });
	sql(db, `INSERT INTO link_check (address, host, due_at, fails, fails_since, dead_at, checked_at,
		fault) VALUES ('https://a.example/', 'a.example', 0, 3, 1, 1, ${Date.now()}, 'no-host')`);
	addUser(db, "sec@example.org", { role: "secretariat" });
	const server = await serve(db, { args: ["--no-link-check"] });
	const her = await signedIn(server.url, "sec@example.org");
	const shown = async () => (await her.get("/en/dead-links")).page.text("main");

	assert.match(await shown(), /Nobody asks the addresses at present.*L-1.*L-2/);
	name(db, { "L-1": "https://b.example/" });
	assert.match(await shown(), /L-2/);
	assert.doesNotMatch(await shown(), /L-1/);
	name(db, { "L-2": "https://b.example/" });
	assert.match(await shown(), /No address in a public record is known to be dead/);
	assert.doesNotMatch((await her.get("/en/todo")).text, /no longer answer/);
	await server.stop();
});

test("many_dead_links_are_listed_by_pages", async () => {
	const addresses = Object.fromEntries(Array.from({ length: 120 }, (_, i) =>
		[`L-${String(i).padStart(3, "0")}`, `https://h${i}.example/`]));
	const db = storeNaming(addresses);
	const rows = Object.values(addresses).map((address, i) =>
		`('${address}', 'x', 0, 3, ${i + 1}, 1, ${Date.now()}, 'gone')`);
	sql(db, `INSERT INTO link_check (address, host, due_at, fails, fails_since, dead_at, checked_at,
		fault) VALUES ${rows.join()}`);
	addUser(db, "sec@example.org", { role: "secretariat" });
	const server = await serve(db, { args: ["--no-link-check"] });
	const her = await signedIn(server.url, "sec@example.org");
	const found = [];

	for (let path = "/en/dead-links"; path;) {
		const { text } = await her.get(path);
		found.push(...[...text.matchAll(/\/practices\/(L-\d+)/g)].map(([, id]) => id));
		path = /href="([^"]*)" rel="next"/.exec(text)?.[1];
	}
	assert.deepEqual(found, Object.keys(addresses));
	for (const wrong of ["-1", "x", "99999999999"])
		assert.equal((await her.get(`/en/dead-links?from=${wrong}`)).status, 400, wrong);
	assert.match((await her.get("/en/dead-links?from=500")).text, /There are no more/);
	await server.stop();
});

test("a_house_without_addresses_has_an_empty_list", async () => {
	const db = initialisedStore("--bare");
	addUser(db, "sec@example.org", { role: "secretariat" });
	const server = await serve(db), her = await signedIn(server.url, "sec@example.org");
	assert.match((await her.get("/en/dead-links")).page.text("main"),
		/public records: 0; asked so far: 0/);
	await server.stop();
});
