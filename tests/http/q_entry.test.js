// The doors: the first administrator, invitations, signing in and out, forgotten passwords, tokens.

import assert from "node:assert/strict";
import { chmodSync, readFileSync, rmSync, statSync } from "node:fs";
import { after, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { apartFromInvitation, engine, firstLink, initialisedStore, run, sql, startServer,
	temporaryPath, testOn } from "../lib/jalon.js";
import { addUser, PASSWORD, signedIn, visitor } from "../lib/people.js";

const GUESSES = 10; // wrong passwords at one account before it has to wait
const SPRAYED = 50; // and from one network address

const db = initialisedStore("--bare");
const ana = addUser(db, "ana@example.org", { role: "admin", name: "Ana" });
addUser(db, "ben@example.org", { role: "focal_point", party: "FRA", name: "Ben" });
const server = await startServer(db);
after(() => server.stop());

const lastLetter = (store = db) =>
	sql(store, "SELECT text FROM mail ORDER BY seq DESC LIMIT 1");
const linkIn = (text) => new URL(/https?:\/\/\S+\/link\/\S+/.exec(text)[0]).pathname;
const count = (table, store = db) => Number(sql(store, `SELECT COUNT(*) FROM ${table}`));

function invite(store, email, ...options) {
	const done = run(["user", "add", email, "--db", store, ...options]);
	assert.equal(done.status, 0, done.stderr);
	return new URL(done.stdout.trim()).pathname;
}

// What differs from reader to reader: the token of the form, what was typed.
const withoutSecrets = (text) => text.replace(/value="[^"]*"/g, "");

// ---- the first administrator

async function firstPath(house) {
	while (!firstLink(house.stderr())) await pause(5);
	return new URL(firstLink(house.stderr())).pathname;
}

test("the_first_administrator_comes_in_by_a_link_that_works_once", async () => {
	const own = initialisedStore("--bare"), early = await startServer(own);
	const before = new URL(firstLink((await early.stop()).stderr)).pathname;
	const house = await startServer(own);
	const path = await firstPath(house);
	const filled = { email: "first@example.org", name: "Fatou", password: PASSWORD };
	const her = visitor(house.url), late = visitor(house.url);

	for (let i = 0; i < 3; i++) assert.equal((await late.get(path)).status, 200);
	assert.equal((await her.post(path, filled)).location, "/en/todo");
	assert.match((await her.get("/en/todo")).text, /Fatou/);
	assert.equal(sql(own, "SELECT role FROM account_role"), "admin");
	for (const used of [path, before]) assert.equal((await late.get(used)).status, 404);
	const end = await house.stop();
	assert.equal(apartFromInvitation(end.stderr).includes("/link/"), false);
	const again = await startServer(own);
	assert.equal(firstLink((await again.stop()).stderr), null);
});

// ---- invitations

test("an_invitation_is_consumed_by_sending_its_page_alone_and_once", async () => {
	const path = invite(db, "carla@example.org", "--role", "team_member", "--party", "SEN");
	const her = visitor(server.url), preview = visitor(server.url);
	const filled = { email: "Carla@Example.org", name: "Carla", password: PASSWORD };

	for (let i = 0; i < 5; i++) {
		const seen = await preview.get(path);
		assert.equal(seen.status, 200);
		assert.equal(seen.headers.get("cache-control"), "no-store");
		assert.doesNotMatch(seen.text, /carla@|Senegal/i, "the page tells who was invited");
	}
	const answer = await her.post(path, filled);
	assert.deepEqual([answer.status, answer.location], [303, "/en/todo"]);
	assert.equal((await preview.get(path)).status, 404);
	const token = await preview.token("/en/sign-in");
	assert.equal((await preview.send(path, { ...filled, token })).status, 404);
	assert.equal((await visitor(server.url).signIn("carla@example.org")).location, "/en/todo");
});

test("two_who_send_the_page_of_an_invitation_at_once_make_one_account", async () => {
	const path = invite(db, "dana@example.org", "--role", "contributor");
	const filled = { email: "dana@example.org", name: "Dana" };
	const both = await Promise.all(["one long password", "another long password"].map((password) =>
		visitor(server.url).post(path, { ...filled, password })));

	assert.deepEqual(both.map(({ status }) => status).sort(), [303, 404]);
});

test("a_forwarded_invitation_asks_for_the_address_it_went_to", async () => {
	const path = invite(db, "eva@example.org", "--role", "contributor");
	const stranger = visitor(server.url);
	const answer = await stranger.post(path,
		{ email: "stranger@example.org", name: "Stranger", password: PASSWORD });

	assert.equal(answer.status, 422);
	assert.match(answer.text, /went to another address/);
	assert.match(answer.text, /value="Stranger"/, "what was typed is gone");
	assert.equal((await stranger.get(path)).status, 200, "the link was consumed");
});

test("the_next_invitation_voids_the_one_before", async () => {
	const first = invite(db, "finn@example.org", "--role", "contributor");
	const second = invite(db, "finn@example.org", "--role", "expert");
	const him = visitor(server.url);

	assert.equal((await him.get(first)).status, 404);
	assert.equal((await him.get(second)).status, 200);
});

test("a_link_whose_time_is_over_does_nothing", async () => {
	const path = invite(db, "gus@example.org", "--role", "contributor");

	sql(db, "UPDATE one_time_link SET ends_at = 1 WHERE used_at IS NULL");
	assert.equal((await visitor(server.url).get(path)).status, 404);
	for (const token of ["x", "A".repeat(43), "%00", "A".repeat(5000)])
		assert.ok([400, 404].includes((await visitor(server.url).get(`/en/link/${token}`)).status));
});

test("a_weak_password_is_refused_with_its_reason", async () => {
	const path = invite(db, "hela.toumi@example.org", "--role", "contributor");
	const her = visitor(server.url);
	const tries = [["short", /at least 10/i], ["password123", /many people/i],
		["helatoumi2026", /not enough of a secret/i], ["", /Choose a password/]];

	for (const [password, says] of tries) {
		const answer = await her.post(path,
			{ email: "hela.toumi@example.org", name: "Hela", password });
		assert.equal(answer.status, 422);
		assert.match(answer.text, says);
		assert.doesNotMatch(answer.text, /type="password"[^>]*value=/);
	}
});

// ---- signing in

test("who_signs_in_comes_to_what_waits_or_where_she_was_going", async () => {
	const her = visitor(server.url);
	const away = await her.get("/fr/todo?x=1");

	assert.deepEqual([away.status, away.location], [302, "/fr/sign-in?then=%2Ffr%2Ftodo%3Fx%3D1"]);
	const page = await her.get(away.location);
	const answer = await her.post("/fr/sign-in", { email: "ana@example.org", password: PASSWORD },
		{ on: away.location });
	assert.equal(page.status, 200);
	assert.deepEqual([answer.status, answer.location], [303, "/fr/todo?x=1"]);
});

test("nobody_is_led_to_another_site", async () => {
	const her = visitor(server.url), token = await her.token("/en/sign-in");
	const places = ["https://evil.example", "//evil.example", "/\\evil.example", "/en\\evil",
		"/xx/", "en/todo", "/en/../..//evil.example\r\nX: y", "javascript:alert(1)"];

	for (const then of places) {
		const guest = her.copy();
		const answer = await guest.send("/en/sign-in",
			{ token, then, email: "ana@example.org", password: PASSWORD });
		const to = new URL(answer.location, server.url);
		assert.equal(to.origin, server.url, then);
		assert.equal(answer.headers.get("x"), null);
	}
});

test("an_account_that_does_not_exist_is_answered_as_a_wrong_password_is", async () => {
	sql(db, "DELETE FROM attempt");
	const wrong = await visitor(server.url).post("/en/sign-in",
		{ email: "ana@example.org", password: "not the password" });
	const nobody = await visitor(server.url).post("/en/sign-in",
		{ email: "nobody@example.org", password: "not the password" });
	const invited = await visitor(server.url).post("/en/sign-in",
		{ email: "finn@example.org", password: "not the password" });

	assert.equal(wrong.status, 422);
	for (const other of [nobody, invited]) {
		assert.equal(other.status, 422);
		assert.equal(withoutSecrets(other.text), withoutSecrets(wrong.text));
		assert.deepEqual([...other.headers.keys()], [...wrong.headers.keys()]);
	}
});

test("guessing_at_one_account_has_an_end_and_its_owner_comes_in_all_the_same", async () => {
	sql(db, "DELETE FROM attempt");
	const her = await signedIn(server.url, "ben@example.org"); // this browser is known now
	await her.post("/en/sign-out", {}, { on: "/en/todo" });
	const guesser = visitor(server.url);
	const filled = { email: "ben@example.org", password: "wrong one" };

	for (let i = 0; i < GUESSES; i++)
		assert.equal((await guesser.post("/en/sign-in", filled)).status, 422, `guess ${i}`);
	const late = await guesser.post("/en/sign-in", { ...filled, password: PASSWORD });
	assert.equal(late.status, 429, "the right password comes in after too many guesses");
	assert.ok(Number(late.headers.get("retry-after")) > 0);
	assert.equal((await visitor(server.url).post("/en/sign-in",
		{ email: "ana@example.org", password: PASSWORD })).status, 303, "others are held up");
	assert.equal((await her.signIn("ben@example.org")).status, 303);
	sql(db, "UPDATE attempt SET since = since - 900000");
	assert.equal((await guesser.post("/en/sign-in",
		{ ...filled, password: PASSWORD })).status, 303, "it is held up for ever");
});

test("guesses_that_come_all_at_once_are_counted_too", async () => {
	sql(db, "DELETE FROM attempt");
	const guesser = visitor(server.url), token = await guesser.token("/en/sign-in");
	const guess = () => guesser.copy().send("/en/sign-in",
		{ token, email: "ben@example.org", password: "wrong one" });
	const answers = await Promise.all(Array.from({ length: 3 * GUESSES }, guess));
	const tried = answers.filter(({ status }) => status === 422).length;

	assert.ok(tried <= GUESSES, `${tried} guesses were judged`);
	assert.ok(answers.every(({ status }) => status === 422 || status === 429));
});

test("one_password_tried_at_many_accounts_has_an_end", async () => {
	sql(db, "DELETE FROM attempt");
	const sprayer = visitor(server.url), token = await sprayer.token("/en/sign-in");
	const statuses = [];

	for (let i = 0; i < SPRAYED + 3; i++)
		statuses.push((await sprayer.send("/en/sign-in",
			{ token, email: `n${i}@example.org`, password: "wrong one" })).status);
	assert.deepEqual(statuses.map((s) => s === 422), statuses.map((_, i) => i < SPRAYED));
	const other = { "X-Forwarded-For": "198.51.100.7, 203.0.113.9" };
	assert.equal((await sprayer.send("/en/sign-in",
		{ token, email: "x@example.org", password: "wrong one" }, other)).status, 422,
	"another address is held up");
	sql(db, "DELETE FROM attempt");
});

test("a_form_that_was_not_made_here_is_refused", async () => {
	const her = visitor(server.url), token = await her.token("/en/sign-in");
	const filled = { email: "ana@example.org", password: PASSWORD };
	const forged = [[{ ...filled }, {}], [{ ...filled, token: "" }, {}],
		[{ ...filled, token: "A".repeat(43) }, {}],
		[{ ...filled, token }, { Origin: "https://evil.example" }],
		[{ ...filled, token }, { Origin: "null" }],
		[{ ...filled, token }, { "Sec-Fetch-Site": "cross-site" }]];

	for (const [fields, headers] of forged)
		assert.equal((await her.copy().send("/en/sign-in", fields, headers)).status, 403);
	assert.equal((await visitor(server.url).send("/en/sign-in", { ...filled, token })).status, 403);
	const json = { body: JSON.stringify(filled), headers: { "Content-Type": "application/json" } };
	assert.equal((await her.ask("POST", "/en/sign-in", json)).status, 415);
	assert.equal((await her.send("/en/sign-in", { ...filled, token },
		{ Origin: server.url, "Sec-Fetch-Site": "same-origin" })).status, 303);
});

// ---- sessions

test("a_session_that_was_foisted_on_somebody_is_not_that_of_who_signs_in", async () => {
	const attacker = visitor(server.url);
	await attacker.token("/en/sign-in");
	const victim = attacker.copy(), before = victim.session;
	await victim.signIn("ana@example.org");

	assert.notEqual(victim.session, before);
	assert.equal((await attacker.get("/en/todo")).status, 302);
});

test("a_stolen_cookie_ends_with_its_session", async () => {
	const her = await signedIn(server.url, "ana@example.org"), thief = her.copy();

	assert.equal((await thief.get("/en/todo")).status, 200);
	assert.equal((await her.post("/en/sign-out", {}, { on: "/en/todo" })).status, 303);
	assert.equal((await thief.get("/en/todo")).status, 302);
	assert.equal(her.session, undefined);
});

test("a_session_ends_when_it_is_old_or_was_long_not_used", async () => {
	const hour = 3_600_000;
	const cases = [["ben@example.org", "seen_at = seen_at - ", 6 * 24 * hour, 8 * 24 * hour],
		["ben@example.org", "ends_at = ends_at - ", 29 * 24 * hour, 31 * 24 * hour],
		["ana@example.org", "seen_at = seen_at - ", 1 * hour, 3 * hour],
		["ana@example.org", "ends_at = ends_at - ", 11 * hour, 13 * hour]];

	for (const [email, change, within, beyond] of cases)
		for (const [ms, status] of [[within, 200], [beyond, 302]]) {
			const who = await signedIn(server.url, email);
			sql(db, `UPDATE session SET ${change} ${ms}`);
			assert.equal((await who.get("/en/todo")).status, status, `${email} ${change} ${ms}`);
			sql(db, "DELETE FROM session");
		}
});

test("cookies_cannot_be_read_by_scripts_nor_sent_by_other_sites", async () => {
	const lines = (await visitor(server.url).get("/en/sign-in")).headers.getSetCookie();
	assert.equal(lines.length, 1);
	assert.match(lines[0], /^jalon=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax$/);

	const secure = await startServer(db, { args: ["--url", "https://jalon.example"] });
	const [line] = (await visitor(secure.url).get("/en/sign-in")).headers.getSetCookie();
	assert.match(line, /^__Host-jalon=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Secure$/);
	await secure.stop();
});

test("pages_for_all_set_no_cookie_and_are_the_same_for_a_stranger_with_one", async () => {
	const plain = await visitor(server.url).get("/en/parties");
	const old = await visitor(server.url).get("/en/parties", { Cookie: `jalon=${"A".repeat(43)}` });

	assert.deepEqual(plain.headers.getSetCookie(), []);
	assert.equal(old.text, plain.text);
	assert.match(plain.headers.get("cache-control"), /public/);
});

test("who_signed_in_never_gets_what_is_kept_for_all_nor_the_other_way_round", async () => {
	const stranger = visitor(server.url), her = await signedIn(server.url, "ana@example.org");
	const tag = (await stranger.get("/en/parties")).headers.get("etag");
	const own = await her.get("/en/parties", { "If-None-Match": tag });

	assert.equal((await stranger.get("/en/parties", { "If-None-Match": tag })).status, 304);
	assert.equal(own.status, 200, "a browser would show the page of before");
	assert.match(own.text, /Ana/);
	assert.equal(own.headers.get("cache-control"), "private, no-store");
	assert.doesNotMatch((await stranger.get("/en/parties")).text, /Ana/);
});

test("a_closed_account_opens_nothing_any_more", async () => {
	const id = addUser(db, "ida@example.org"), her = await signedIn(server.url, "ida@example.org");
	const token = run(["token", "add", "ida@example.org", "--db", db]).stdout.trim();

	assert.equal((await her.get("/en/todo")).status, 200);
	sql(db, `UPDATE account SET state = 'closed' WHERE id = '${id}'`);
	assert.equal((await her.get("/en/todo")).status, 302);
	assert.equal((await visitor(server.url).post("/en/sign-in",
		{ email: "ida@example.org", password: PASSWORD })).status, 422);
	assert.equal((await visitor(server.url).get("/api/v1/practices",
		{ Authorization: `Bearer ${token}` })).status, 401);
});

// ---- forgotten passwords

test("a_forgotten_password_is_made_anew_by_a_letter", async () => {
	sql(db, "DELETE FROM attempt");
	const his = await signedIn(server.url, "ben@example.org"), guest = visitor(server.url);
	const letters = count("mail");
	const known = await guest.post("/en/password", { email: "ben@example.org" });
	const unknown = await guest.post("/en/password", { email: "nobody@example.org" });

	assert.equal(known.status, 200);
	assert.equal(withoutSecrets(unknown.text), withoutSecrets(known.text));
	assert.equal(count("mail"), letters + 1);
	const path = linkIn(lastLetter());
	assert.equal((await guest.get(path)).status, 200);
	const done = await guest.post(path, { password: "a quite new password" });
	assert.deepEqual([done.status, done.location], [303, "/en/todo"]);
	assert.equal((await his.get("/en/todo")).status, 302, "who stole the old session keeps it");
	assert.equal((await guest.post("/en/sign-in", { email: "ben@example.org", password: PASSWORD },
		{ on: "/en/sign-in" }).catch(() => ({ status: "signed in" }))).status, "signed in");
	assert.equal((await visitor(server.url).get(path)).status, 404);
	assert.match(sql(db, "SELECT text FROM mail"), /was changed just now/);
});

test("letters_to_one_address_have_an_end", async () => {
	sql(db, "DELETE FROM attempt");
	const guest = visitor(server.url), statuses = [];

	for (let i = 0; i < 7; i++)
		statuses.push((await guest.post("/en/password", { email: "ana@example.org" })).status);
	assert.deepEqual(statuses, [200, 200, 200, 200, 200, 429, 429]);
	sql(db, "DELETE FROM attempt");
});

test("a_letter_tells_of_a_device_that_was_not_seen_before", async () => {
	addUser(db, "jo@example.org", { name: "Jo" });
	const first = visitor(server.url), letters = count("mail");
	await first.signIn("jo@example.org");
	assert.equal(count("mail"), letters, "the first device of all is no news");
	await first.post("/en/sign-out", {}, { on: "/en/todo" });
	await first.signIn("jo@example.org");
	assert.equal(count("mail"), letters, "a device that is known is told of");
	await visitor(server.url).signIn("jo@example.org");
	assert.equal(count("mail"), letters + 1);
	assert.match(lastLetter(), /device that was not seen before/);
});

// ---- programs

test("a_token_lets_a_program_in_until_it_ends", async () => {
	const made = run(["token", "add", "ana@example.org", "--db", db, "--days", "2",
		"--scope", "read", "--name", "figures"]);
	const token = made.stdout.trimEnd().split("\n").at(-1);
	const ask = (bearer) => visitor(server.url).get("/api/v1/parties?limit=1",
		bearer === undefined ? {} : { Authorization: bearer });

	assert.match(token, /^[\w-]{43}$/);
	assert.equal((await ask(undefined)).status, 200);
	const answer = await ask(`Bearer ${token}`);
	assert.equal(answer.status, 200);
	assert.equal(answer.headers.get("cache-control"), "private, no-store");
	const others = ["Bearer x", `Bearer ${"A".repeat(43)}`, `Basic ${token}`, "Bearer", token];
	for (const bad of others) {
		const refused = await ask(bad);
		assert.equal(refused.status, 401, bad);
		assert.match(refused.headers.get("www-authenticate"), /^Bearer/);
		assert.equal(JSON.parse(refused.text).error.code, "unauthorized");
	}
	sql(db, `UPDATE api_token SET ends_at = 1 WHERE name = 'figures'`);
	assert.equal((await ask(`Bearer ${token}`)).status, 401);
});

test("a_token_works_before_the_invitation_is_accepted_and_without_a_second_factor", async () => {
	invite(db, "kim@example.org", "--role", "secretariat");
	const token = run(["token", "add", "kim@example.org", "--db", db]).stdout.trim();
	const strict = await startServer(db, { args: ["--second-factor", "required"] });

	assert.equal((await visitor(strict.url).get("/api/v1/parties?limit=1",
		{ Authorization: `Bearer ${token}` })).status, 200);
	await strict.stop();
});

// ---- the house

test("roles_of_the_house_sleep_until_there_is_a_second_factor", async () => {
	const strict = await startServer(db, { args: ["--second-factor", "required"] });
	const her = await signedIn(strict.url, "ana@example.org");

	assert.match((await her.get("/en/todo")).text, /Set up a second factor/);
	assert.equal((await her.get("/en/admin")).location, "/en/account/second-factor");
	const his = await signedIn(strict.url, "jo@example.org");
	assert.doesNotMatch((await his.get("/en/todo")).text, /Set up a second factor/);
	await strict.stop();
});

test("what_people_are_is_told_to_no_one_by_the_store", () => {
	const all = ["account", "session", "one_time_link", "api_token", "device"].map((table) =>
		sql(db, `SELECT * FROM ${table}`)).join("\n");

	assert.ok(!all.includes(PASSWORD));
	assert.doesNotMatch(sql(db, "SELECT counted FROM attempt"), /example|127\.0/);
});

testOn("sqlite", "the_key_file_is_its_owners_alone_and_goes_with_its_store", async () => {
	const own = initialisedStore("--bare"), path = own.slice(7).replace(/\.db$/, ".key");
	const house = await startServer(own);
	await house.stop();
	assert.equal(statSync(path).mode & 0o777, 0o600);
	assert.match(readFileSync(path, "utf8"), /^[0-9a-f]{64}\n$/);

	chmodSync(path, 0o644);
	assert.match(run(["serve", "--db", own, "--listen", "127.0.0.1:0"]).stderr, /key/);
	rmSync(path);
	await (await startServer(own)).stop(); // nothing was sealed yet: another key will do
	addUser(own, "lea@example.org");
	sql(own, "UPDATE account SET totp = 'sealed by the key that is lost'");
	rmSync(path);
	const refused = run(["serve", "--db", own, "--listen", "127.0.0.1:0"]);
	assert.equal(refused.status, 1);
	assert.match(refused.stderr, /another key file.*--new-key/);
	assert.equal(run(["init", "--bare", "--new-key", "--db", own]).status, 0);
	await (await startServer(own)).stop();
	assert.equal(sql(own, "SELECT COUNT(*) FROM account WHERE totp IS NOT NULL"), "0");
});

test("commands_about_people_say_what_is_wrong", () => {
	const cases = [
		[["user", "add", "x"], 2, /“x” is no e-mail/],
		[["user", "add", "a@b.org\nBcc: c@d.org"], 2, /no e-mail/],
		[["user", "add", "a@b.org"], 2, /--role/],
		[["user", "add", "a@b.org", "--role", "king"], 2, /“king”/],
		[["user", "add", "a@b.org", "--role", "anyone"], 2, /“anyone”/],
		[["user", "add", "a@b.org", "--role", "focal_point"], 2, /--party/],
		[["user", "add", "a@b.org", "--role", "focal_point", "--party", "XXX"], 2, /“XXX”/],
		[["user", "fly", "a@b.org"], 2, /“fly”/],
		[["token", "add", "nobody@b.org"], 1, /nobody@b.org/],
		[["token", "add", "ana@example.org", "--scope", "all"], 2, /“all”/],
		[["token", "add", "ana@example.org", "--days", "0"], 2, /“0”/],
	];
	for (const [args, status, says] of cases) {
		const done = run([...args, "--db", db, "--key-file", temporaryPath("unused.key")].slice(0,
			args.length + 2));
		assert.equal(done.status, status, args.join(" "));
		assert.match(done.stderr, says);
		assert.equal(done.stdout, "");
	}
	const weak = run(["user", "add", "a@b.org", "--role", "cso", "--password-stdin", "--db", db],
		{ input: "password\n" });
	assert.equal(weak.status, 1);
	assert.equal(sql(db, "SELECT COUNT(*) FROM account WHERE email = 'a@b.org'"), "0");
});
