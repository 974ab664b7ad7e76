// What somebody tries who is not meant to come in: each was once, or might one day be, a hole.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import {
	engine, initialisedStore, keepAlive, run, sql, startServer, temporaryPath,
} from "../lib/jalon.js";
import { addUser, PASSWORD, signedIn, visitor } from "../lib/people.js";
import { backUp } from "../lib/backups.js";

const HOUR = 3_600_000;
const LOG = temporaryPath("access.log");

let db, server;

before(async () => {
	db = initialisedStore("--bare");
	server = await startServer(db, { args: ["--access-log", LOG] });
});

after(() => server.stop());

const sha256 = (text) => createHash("sha256").update(text).digest("hex");
const counted = (what) => Number(sql(db, `SELECT count(*) FROM ${what}`));
const forgetAttempts = () => sql(db, "DELETE FROM attempt");

// The page of the sign-in: a cookie, and the token that goes with it.
async function atTheDoor(path = "/en/sign-in") {
	const her = visitor(server.url);
	const token = await her.token(path);
	return { her, token };
}

function textOfLetter(to) {
	return sql(db, `SELECT text FROM mail WHERE to_address = '${to}' ORDER BY seq DESC LIMIT 1`);
}

function invitation(email, role = "contributor") {
	const done = run(["user", "add", email, "--role", role, "--db", db, "--url", server.url]);
	assert.equal(done.status, 0, done.stderr);
	return new URL(done.stdout.trim()).pathname;
}

// A link in the store, without the letter; its path.
function linkFor(account, purpose, detail) {
	const token = createHash("sha256").update(`${account} ${purpose}`).digest("base64url");
	sql(db, `INSERT INTO one_time_link (digest, purpose, account_id, detail, made_at, ends_at)
		VALUES ('${sha256(token)}', '${purpose}', '${account}', '${detail}', 0, 9000000000000)`);
	return `/en/link/${token}`;
}

// What a server without administrator prints when it is ready.
async function printedLink(one) {
	for (let i = 0; i < 400; i++) {
		const found = /http\S+\/link\/\S+/.exec(one.stderr());
		if (found) return found[0];
		await new Promise((end) => setTimeout(end, 10));
	}
	return assert.fail(one.stderr());
}

// PostgreSQL holds all up at that lock until they are there, and then lets them go at once. SQLite
// has one writer: nobody meets anybody there.
async function meeting(store, lock, ask) {
	if (engine === "sqlite") return ask();
	const child = spawn("psql", ["-X", "-q", "-A", "-t", "-d", store,
		...["BEGIN", lock, "SELECT 'held'", "SELECT pg_sleep(1)", "COMMIT"]
			.flatMap((statement) => ["-c", statement])]);
	await new Promise((held) => child.stdout.once("data", held));
	const answers = await ask();
	child.kill();
	return answers;
}

const all = (n, make) => Promise.all(Array.from({ length: n }, (_, i) => make(i)));

// ---- where a letter leads

test("a_letter_leads_to_this_site_whatever_host_was_asked_for", async () => {
	addUser(db, "host@example.org");
	const { her, token } = await atTheDoor("/en/password");
	const connection = await keepAlive(server.port);
	const body = new URLSearchParams({ email: "host@example.org", token }).toString();
	const answer = await connection.request("POST", "/en/password", { Host: "evil.example",
		Cookie: `jalon=${her.session}`, "Content-Type": "application/x-www-form-urlencoded",
		"Content-Length": body.length }, body);
	connection.close();

	assert.equal(answer.status, 200);
	const text = textOfLetter("host@example.org");
	assert.ok(text.includes(`${server.url}/en/link/`), text);
	assert.doesNotMatch(text, /evil/);
});

test("after_the_door_one_stays_on_this_site", async () => {
	addUser(db, "then@example.org");
	for (const then of ["https://evil.example/", "//evil.example", "/\\evil.example", "\\evil",
		"/evil", "/enx", "/de/todo", "javascript:alert(1)", "/en\\evil", "/en@evil.example", " /en",
		"http:/en", "%2F%2Fevil"]) {
		const her = visitor(server.url);
		const query = `?then=${encodeURIComponent(then)}`;
		const answer = await her.post("/en/sign-in", { email: "then@example.org",
			password: PASSWORD }, { on: `/en/sign-in${query}` });

		assert.deepEqual([answer.status, answer.location], [303, "/en/todo"], then);
		const again = await her.send("/en/sign-in", { then, token: await her.token("/en/todo"),
			email: "then@example.org", password: PASSWORD });
		assert.equal(again.location, "/en/todo", then);
	}
	const her = visitor(server.url);
	const { location } = await her.post("/en/sign-in", { email: "then@example.org",
		password: PASSWORD }, { on: "/en/sign-in?then=%2Ffr%2Ftodo%3Fa%3Db" });
	assert.equal(location, "/fr/todo?a=b");
});

// ---- guesses

test("of_guesses_that_come_at_once_no_more_are_judged_than_the_bound", async () => {
	const account = addUser(db, "many@example.org");
	const doors = await all(24, () => atTheDoor());
	const answers = await Promise.all(doors.map(({ her, token }, i) => her.send("/en/sign-in",
		{ email: "many@example.org", password: `wrong wrong ${i}`, token })));

	assert.equal(answers.filter(({ status }) => status === 422).length, 10);
	assert.equal(answers.filter(({ status }) => status === 429).length, 14);
	assert.equal(counted(`account_event WHERE account_id = '${account}' AND what = 'refused'`), 10);
	const { her, token } = await atTheDoor();
	const right = { email: "many@example.org", password: PASSWORD, token };
	assert.equal((await her.send("/en/sign-in", right)).status, 429);
	forgetAttempts();
	assert.equal((await her.send("/en/sign-in", right)).status, 303);
});

test("of_codes_that_come_at_once_no_more_are_judged_than_the_bound", async () => {
	const account = addUser(db, "codes@example.org");
	const guessers = await all(3, () => signedIn(server.url, "codes@example.org"));
	sql(db, `UPDATE session SET awaits_code = 1 WHERE account_id = '${account}'`);
	const tokens = await Promise.all(guessers.map((her) => her.token("/en/sign-in/code")));
	const guess = (i) => guessers[i % 3].send("/en/sign-in/code",
		{ code: String(100000 + i), token: tokens[i % 3] });
	const answers = await all(9, guess);
	answers.push(...await meeting(db, "SELECT * FROM attempt FOR UPDATE", () => all(51, guess)));
	const judged = answers.filter(({ status }) => status === 422).length;

	assert.equal(judged, 10);
	assert.equal(answers.filter(({ status }) => status === 429).length, 50);
	assert.equal(counted(`account_event WHERE account_id = '${account}'
		AND what = 'code_refused'`), 10);
	const late = answers.find(({ status }) => status === 429);
	assert.ok(Number(late.headers.get("retry-after")) > 0);
});

test("whoever_finds_an_invitation_cannot_try_addresses_for_long", async () => {
	const link = invitation("invited@example.org");
	const fields = { name: "Finder", password: "a long enough password" };

	for (let i = 0; i < 10; i++) {
		const answer = await visitor(server.url).post(link, { ...fields, email: `try${i}@x.org` });
		assert.equal(answer.status, 422, `${i}`);
	}
	const late = await visitor(server.url).post(link, { ...fields, email: "invited@example.org" });
	assert.equal(late.status, 429);
	forgetAttempts();
	const right = await visitor(server.url).post(link, { ...fields, email: "Invited@example.org" });
	assert.equal(right.status, 303);
});

test("a_client_does_not_choose_the_address_it_is_counted_by", async () => {
	const ways = [(i) => `203.0.113.${i}, 198.51.100.7`, (i) => `unknown, 198.51.100.7:${4000 + i}`,
		(i) => `2001:db8::${i},::ffff:198.51.100.7`, (i) => `,,${i}, 198.51.100.7, 127.0.0.1`,
		() => "198.51.100.7,::1,127.0.0.1"];
	const { her, token } = await atTheDoor("/en/password");
	const connection = await keepAlive(server.port);
	const ask = (forwarded, i) => {
		const body = new URLSearchParams({ email: `n${i}@example.org`, token }).toString();
		connection.send(`POST /en/password HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\n` +
			forwarded.map((line) => `X-Forwarded-For: ${line}\r\n`).join("") +
			`Cookie: jalon=${her.session}\r\nContent-Length: ${body.length}\r\n` +
			`Content-Type: application/x-www-form-urlencoded\r\n\r\n${body}`);
		return connection.answer();
	};

	for (let i = 0; i < 50; i++) {
		const line = ways[i % ways.length](i);
		// Proxies add at the end, in the same line or in one of their own.
		const lines = i % 2 ? [line] : ["192.0.2.1", line];
		assert.equal((await ask(lines, i)).status, 200, line);
	}
	for (const way of ways) assert.equal((await ask([way(99)], 99)).status, 429, way(99));
	assert.equal((await ask(["203.0.113.9"], 100)).status, 200);
	assert.equal((await ask(["no address at all"], 101)).status, 200);
	connection.close();
	forgetAttempts();
});

test("a_proxy_that_nobody_named_is_not_believed", async () => {
	const own = await startServer(db, { args: ["--trusted-proxy", "192.0.2.1"] });
	const her = visitor(own.url), token = await her.token("/en/password");
	const ask = (i) => her.send("/en/password", { email: `p${i}@example.org`, token },
		{ "X-Forwarded-For": `203.0.113.${i}` });

	for (let i = 0; i < 50; i++) assert.equal((await ask(i)).status, 200);
	assert.equal((await ask(50)).status, 429);
	for (const [url, scheme] of [[own.url, "http"], [server.url, "https"]]) {
		const proxied = { "X-Forwarded-Proto": "https" };
		const { text } = await visitor(url).get("/sitemap.xml", proxied);
		assert.ok(text.includes(`<loc>${scheme}://127.0.0.1:`), scheme);
		const door = await visitor(url).get("/en/sign-in", proxied);
		assert.equal(/__Host-/.test(door.headers.get("set-cookie")), scheme === "https");
	}
	await own.stop();
	forgetAttempts();
});

test("a_password_that_there_was_no_memory_to_try_counts_as_no_guess", async () => {
	const account = addUser(db, "memory@example.org");
	const { her, token } = await atTheDoor();
	const answer = await her.send("/en/sign-in", { email: "memory@example.org",
		password: PASSWORD, token }, { "Jalon-Fault": "hash:1" });

	assert.equal(answer.status, 503);
	assert.equal(counted(`account_event WHERE account_id = '${account}' AND what = 'refused'`), 0);
	assert.equal(counted("attempt"), 0);
});

// ---- links

test("the_log_holds_no_link_that_works", async () => {
	const link = invitation("logged@example.org"), token = link.split("/").pop();

	for (const path of [link, `${link}/`, `${link}.`, link.replace("/en/", "/de/"),
		`/en/practices/${token}?${token}`, `${link}%2F`])
		await visitor(server.url).get(path);
	const log = readFileSync(LOG, "utf8");
	assert.ok(!log.includes(token.slice(0, 20)), log);
	assert.match(log, /"GET \/en\/link\/\* HTTP/);
	assert.match(log, /"GET \/en\/link\/\*\. HTTP/);
});

test("a_new_password_voids_the_links_that_lie_in_mailboxes", async () => {
	const email = "voided@example.org";
	addUser(db, email);
	const her = visitor(server.url);
	await her.post("/en/password", { email });
	const [, link] = /(\/en\/link\/\S+)/.exec(textOfLetter(email));
	assert.equal((await her.get(link)).status, 200);
	addUser(db, email, { password: "another password, a long one" });
	assert.equal((await her.get(link)).status, 404);
});

test("a_link_that_two_send_at_once_works_once", async () => {
	const link = invitation("twice@example.org");
	const both = await all(4, () => visitor(server.url));
	const tokens = await Promise.all(both.map((her) => her.token(link)));
	const answers = await Promise.all(both.map((her, i) => her.send(link, { token: tokens[i],
		email: "twice@example.org", name: `N${i}`, password: `a long enough password ${i}` })));

	assert.deepEqual(answers.map(({ status }) => status).sort(), [303, 404, 404, 404]);
});

test("both_halves_of_a_change_of_address_may_come_at_once", async () => {
	for (let i = 0; i < 4; i++) {
		const account = addUser(db, `old${i}@example.org`);
		const detail = `01JD${i} new${i}@example.org`;
		const links = ["email_old", "email_new"].map((what) => linkFor(account, what, detail));
		const people = links.map(() => visitor(server.url));
		const tokens = await Promise.all(people.map((her, k) => her.token(links[k])));
		await meeting(db, "LOCK TABLE account IN ACCESS EXCLUSIVE MODE", () =>
			Promise.all(people.map((her, k) => her.send(links[k], { token: tokens[k] }))));
		assert.equal(sql(db, `SELECT email FROM account WHERE id = '${account}'`),
			`new${i}@example.org`);
	}
});

test("of_two_first_administrators_at_once_there_is_one", async () => {
	const own = initialisedStore("--bare");
	const servers = [await startServer(own), await startServer(own)];
	const links = await Promise.all(servers.map(printedLink));
	const people = links.map((link) => visitor(new URL(link).origin));
	const paths = links.map((link) => new URL(link).pathname);
	const tokens = await Promise.all(people.map((her, i) => her.token(paths[i])));
	const answers = await meeting(own, "LOCK TABLE account IN SHARE MODE", () =>
		Promise.all(people.map((her, i) => her.send(paths[i], { token: tokens[i],
			email: `first${i}@example.org`, name: "First", password: PASSWORD }))));

	assert.deepEqual(answers.map(({ status }) => status).sort(), [303, 404]);
	assert.equal(sql(own, "SELECT count(*) FROM account_role"), "1");
	for (const one of servers) await one.stop();
});

test("a_recovery_code_cannot_be_found_out_from_the_store", async () => {
	const account = addUser(db, "recovery@example.org");
	const her = await signedIn(server.url, "recovery@example.org");
	sql(db, `UPDATE session SET awaits_code = 1 WHERE account_id = '${account}';
		UPDATE account SET totp = 'x' WHERE id = '${account}';
		INSERT INTO recovery_code (account_id, digest)
			VALUES ('${account}', '${sha256("k7m29qxt4hbn")}')`);
	const answer = await her.post("/en/sign-in/code", { code: "k7m2-9qxt-4hbn" });
	assert.equal(answer.status, 422);
});

// ---- invitations, where no mail server is set

test("the_link_of_an_invitation_is_shown_to_who_may_give_all_that_it_opens", async () => {
	addUser(db, "house@example.org", { role: "admin" });
	addUser(db, "desk@example.org", { role: "secretariat" });
	const desk = await signedIn(server.url, "desk@example.org");
	const ask = (email) => desk.post("/en/people/invite", { email, name: "Somebody" },
		{ on: "/en/people/invite?role=expert" });
	const isShown = (answer) => answer.status === 200 && /\/en\/link\/[\w-]{43}/.test(answer.text);

	assert.ok(isShown(await ask("plain.expert@example.org")));
	invitation("coming.admin@example.org", "admin");
	const answer = await ask("coming.admin@example.org");
	assert.ok(!isShown(answer), answer.page.text("main"));
	assert.match(textOfLetter("coming.admin@example.org"), /\/en\/link\//);
	assert.doesNotMatch((await desk.open(answer.location ?? "/en/people")).text, /\/link\//);
});

// ---- names

test("a_name_begins_no_line_in_the_letters_of_others", async () => {
	const link = invitation("lines@example.org");
	const answer = await visitor(server.url).post(link, { email: "lines@example.org",
		name: "Ana\r\n\r\nhttps://evil.example/\u0007\r\n", password: PASSWORD });

	assert.equal(answer.status, 303);
	assert.equal(sql(db, "SELECT name FROM account WHERE email = 'lines@example.org'"),
		"Ana https://evil.example/");
});

// ---- sessions

test("a_session_is_new_after_the_password_and_the_one_before_is_nobodys", async () => {
	addUser(db, "fixed@example.org");
	const her = visitor(server.url);
	await her.get("/en/sign-in");
	const planted = her.copy();
	await her.signIn("fixed@example.org");
	assert.notEqual(her.session, planted.session);
	assert.equal((await planted.get("/en/todo")).status, 302);
	const stolen = her.copy();
	await her.signIn("fixed@example.org").catch(() => {}); // who is in is sent on
	await her.send("/en/sign-in", { email: "fixed@example.org", password: PASSWORD,
		token: await her.token("/en/todo") });
	assert.notEqual(her.session, stolen.session);
	assert.equal((await stolen.get("/en/todo")).status, 302);
	assert.equal((await her.get("/en/todo")).status, 200);
});

test("a_form_from_elsewhere_is_refused", async () => {
	const account = addUser(db, "forged@example.org");
	const her = await signedIn(server.url, "forged@example.org");
	const token = await her.token("/en/todo");

	for (const [fields, headers] of [[{}, {}], [{ token: "x" }, {}], [{ token: "" }, {}],
		[{ token: `${token}x` }, {}], [{ token }, { Origin: "https://evil.example" }],
		[{ token }, { Origin: "null" }], [{ token }, { "Sec-Fetch-Site": "cross-site" }],
		[{ token }, { "Sec-Fetch-Site": "same-site" }],
		[{ token: (await atTheDoor()).token }, {}]])
		assert.equal((await her.send("/en/sign-out", fields, headers)).status, 403);
	const plain = await her.ask("POST", "/en/sign-out",
		{ headers: { "Content-Type": "text/plain" }, body: `token=${token}` });
	assert.equal(plain.status, 415);
	assert.equal(counted(`session WHERE account_id = '${account}'`), 1);
	const right = await her.send("/en/sign-out", { token },
		{ Origin: server.url, "Sec-Fetch-Site": "same-origin" });
	assert.equal(right.status, 303);
	assert.equal(counted(`session WHERE account_id = '${account}'`), 0);
});

test("who_comes_to_look_after_the_house_has_no_longer_session_than_others_who_do", async () => {
	for (const [email, role, status] of [["plain@example.org", "contributor", 200],
		["raised@example.org", "admin", 302]]) {
		const account = addUser(db, email);
		const her = await signedIn(server.url, email);
		run(["user", "add", email, "--role", role, "--db", db]);
		sql(db, `UPDATE session SET began_at = began_at - ${13 * HOUR}
			WHERE account_id = '${account}'`);
		assert.equal((await her.get("/en/todo")).status, status, role);
	}
});

test("what_is_somebodys_is_kept_nowhere", async () => {
	addUser(db, "private@example.org", { name: "Quiet Heron" });
	const her = await signedIn(server.url, "private@example.org");
	const stranger = visitor(server.url);
	const tag = (await stranger.get("/en/about")).headers.get("etag");

	for (const path of ["/en/about", "/en/todo", "/en/practices", "/en/nothing", "/en/sign-in"]) {
		const { headers, status } = await her.get(path, { "If-None-Match": tag });
		assert.notEqual(status, 304, path);
		assert.match(headers.get("cache-control") ?? "no-store", /no-store/, path);
		assert.equal(headers.get("etag"), null, path);
		assert.equal(headers.get("access-control-allow-origin"), null, path);
		const other = await stranger.get(path);
		assert.doesNotMatch(other.text, /Quiet Heron/, path);
		assert.equal(other.headers.get("set-cookie") === null, path !== "/en/sign-in", path);
	}
});

test("what_gives_a_cookie_is_kept_nowhere", async () => {
	for (const path of ["/en/sign-in", "/en/password"]) {
		const answer = await visitor(server.url).get(path);
		assert.match(answer.headers.get("set-cookie"),
			/^jalon=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax$/);
		assert.equal(answer.headers.get("cache-control"), "no-store", path);
	}
});

test("on_https_cookies_are_of_this_host_alone", async () => {
	const own = await startServer(db, { args: ["--url", "https://jalon.example"] });
	const answer = await visitor(own.url).get("/en/sign-in");
	assert.match(answer.headers.get("set-cookie"),
		/^__Host-jalon=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Secure$/);
	await own.stop();
});

// ---- backups

test("a_backup_holds_nothing_that_opens_anything", async () => {
	const link = invitation("backup@example.org");
	const her = await signedIn(server.url, "then@example.org");
	const { path } = backUp(db);
	const bytes = readFileSync(path).toString("latin1");

	for (const secret of [link.split("/").pop(), sha256(link.split("/").pop()), her.session,
		sha256(her.session)])
		assert.ok(!bytes.includes(secret));
	for (const table of ["attempt", "mail", "one_time_link", "session"])
		assert.ok(!bytes.includes(`CREATE TABLE "${table}"`), table);
});
