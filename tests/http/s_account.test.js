// One's own account: what it shows, what is changed in it, and that nobody else does.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { initialisedStore, run, sql, startServer } from "../lib/jalon.js";
import { attribute, Page, textOf } from "../lib/page.js";
import { addUser, formOf, makeUnsure, PASSWORD, signedIn, visitor } from "../lib/people.js";

const NEW_PASSWORD = "nine lanterns over the marsh";
const PAGES = ["", "/name", "/password", "/email", "/second-factor", "/second-factor/set-up",
	"/sessions", "/tokens", "/tokens/new", "/history", "/privacy", "/erase"];
const WRITES = ["/confirm", "/name", "/password", "/email", "/second-factor/set-up",
	"/second-factor/codes", "/second-factor/off", "/sessions/end", "/sessions/end-others",
	"/tokens/new", "/tokens/end", "/erase"];

let db, server, n_people = 0;

before(async () => {
	db = initialisedStore("--bare");
	server = await startServer(db);
});

after(() => server.stop());

// Somebody new who has signed in: {her, email, id}.
async function newcomer(options = {}) {
	const email = `person${++n_people}@example.org`;
	const id = addUser(db, email, options);

	return { her: await signedIn(server.url, email, options.password), email, id };
}

function lettersTo(email) {
	return sql(db, `SELECT subject FROM mail WHERE to_address = '${email}' ORDER BY seq`)
		.split("\n").filter(Boolean);
}

function eventsOf(id) {
	return sql(db, `SELECT what FROM account_event WHERE account_id = '${id}' ORDER BY at, id`)
		.split("\n");
}

// Faults stand at the top as links, and beside their fields.
function assertFaults(answer, ...names) {
	assert.equal(answer.status, 422);
	assert.match(answer.page.text("title"), /^(To correct|À corriger)/);
	const links = answer.page.all("a").map((a) => attribute(a, "href"));
	for (const name of names) {
		const field = answer.page.elements.find((e) => attribute(e, "id") === `f-${name}`);
		assert.ok(links.includes(`#f-${name}`), name);
		assert.equal(attribute(field, "aria-invalid") ?? "true", "true");
		assert.ok(answer.page.elements.some((e) => attribute(e, "id") === `why-${name}`), name);
	}
}

async function isIn(her) {
	return (await her.get("/en/account")).status === 200;
}

// ---- who comes here

test("every_page_of_an_account_is_for_its_person_alone", async () => {
	const { her } = await newcomer();

	for (const lang of ["en", "fr"]) {
		for (const path of PAGES) {
			const place = `/${lang}/account${path}`, answer = await her.get(place);
			assert.equal(answer.status, 200, place);
			assert.equal(answer.page.lang, lang);
			assert.equal(answer.page.all("h1").length, 1, place);
			assert.equal(answer.page.scripts.length, 0);
			assert.match(answer.headers.get("cache-control"), /no-store/, place);
			assert.match(answer.text, /<meta name="robots" content="noindex">/);
			const stranger = await visitor(server.url).get(place);
			assert.equal(stranger.status, 302);
			assert.equal(stranger.location,
				`/${lang}/sign-in?then=${encodeURIComponent(place)}`);
		}
	}
	const file = await visitor(server.url).get("/en/account/data.json");
	assert.equal(file.status, 302);
});

test("a_token_of_the_api_opens_no_account", async () => {
	const { email } = await newcomer();
	const token = run(["token", "add", email, "--db", db]).stdout.trim();
	const answer = await visitor(server.url).get("/en/account",
		{ Authorization: `Bearer ${token}` });

	assert.equal(answer.status, 302);
	assert.match(answer.location, /sign-in/);
});

test("a_form_that_is_not_of_this_session_does_nothing", async () => {
	const { her, id } = await newcomer(), { her: other } = await newcomer();
	const token = await her.token(), forged = await other.token();
	const account = () => sql(db, `SELECT * FROM account WHERE id = '${id}'`);
	const was = account();

	for (const path of WRITES) {
		const place = `/en/account${path}`, fields = { name: "Mallory", lang: "fr" };
		for (const [headers, sent] of [[{}, fields], [{}, { ...fields, token: "" }],
			[{}, { ...fields, token: forged }],
			[{ Origin: "https://elsewhere.example" }, { ...fields, token }],
			[{ Origin: "null" }, { ...fields, token }],
			[{ "Sec-Fetch-Site": "cross-site" }, { ...fields, token }]]) {
			const answer = await her.send(place, sent, headers);
			assert.equal(answer.status, 403, `${place} ${JSON.stringify(headers)}`);
		}
		const stranger = await visitor(server.url).send(place, { ...fields, token });
		assert.equal(stranger.status, 403, place);
	}
	assert.equal(account(), was);
	assert.ok(await isIn(her));
	const meant = await her.send("/en/account/name", { name: "Ada", lang: "en", token },
		{ Origin: server.url, "Sec-Fetch-Site": "same-origin" });
	assert.equal(meant.status, 303);
});

// ---- at a glance

test("the_account_tells_what_it_is_and_where_that_is_changed", async () => {
	const email = "glance@example.org";
	addUser(db, email, { role: "focal_point", party: "FRA", name: "Awa Diop" });
	const her = await signedIn(server.url, email);
	const { page } = await her.get("/en/account");
	const facts = page.facts;

	assert.match(facts.Name.words, /^Awa Diop/);
	assert.match(facts.Language.words, /^English/);
	assert.match(facts["E-mail address"].words, /^glance@example\.org/);
	assert.match(facts.Roles.words,
		/^Focal point, France since \d+ \w+ \d{4}; given by: The operator of the site$/);
	assert.match(facts.Password.words, /^changed on \d+ \w+ \d{4}/);
	assert.match(facts["Second factor"].words, /^off/);
	assert.match(facts.Sessions.words, /^1 is open/);
	assert.match(facts["Tokens for programs"].words, /^none/);
	for (const path of ["/name", "/email", "/password", "/second-factor", "/sessions", "/tokens",
		"/history", "/privacy"])
		assert.ok(page.links.includes(`/en/account${path}`), path);
	assert.ok(page.links.includes("/en/todo"));
	const out = await her.post("/en/sign-out", {}, { on: "/en/account" });
	assert.equal(out.status, 303);
	assert.ok(!await isIn(her));
});

// ---- name and language

test("a_name_and_a_language_are_changed", async () => {
	const { her, id } = await newcomer({ name: "Before" });
	const saved = await her.post("/en/account/name", { name: " Léa  Nguyễn ", lang: "fr" });

	assert.equal(saved.status, 303);
	assert.equal(saved.location, "/fr/account?done=name");
	const { page } = await her.get(saved.location);
	assert.equal(page.all("p", "done").length, 1);
	assert.match(page.facts.Nom?.words ?? page.words, /Léa Nguyễn/);
	assert.equal(sql(db, `SELECT name, lang FROM account WHERE id = '${id}'`), "Léa Nguyễn|fr");
	assert.ok(eventsOf(id).includes("name"));
});

test("what_is_wrong_with_a_name_stands_beside_it_with_what_was_typed", async () => {
	const { her, id } = await newcomer({ name: "Before" });
	const long = "é".repeat(10_000);

	assertFaults(await her.post("/en/account/name", { name: "  " }), "name");
	assertFaults(await her.post("/en/account/name", { name: "\u2028\n\t" }), "name");
	const answer = await her.post("/en/account/name", { name: long, lang: "fr" });
	assertFaults(answer, "name");
	assert.equal(formOf(answer.page, "/en/account/name").get("name"), long);
	assert.equal(formOf(answer.page, "/en/account/name").get("lang"), "fr");
	assertFaults(await her.post("/en/account/name", { lang: "xx" }), "lang");
	assert.equal(sql(db, `SELECT name, lang FROM account WHERE id = '${id}'`), "Before|en");
});

test("whatever_a_name_is_made_of_it_stays_a_name", async () => {
	const { her, id } = await newcomer();
	const names = ["<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "{{7*7}}",
		"أمل بن يوسف", "O’Brien & Søn; --", "𓀀𓁀"];

	for (const name of names) {
		assert.equal((await her.post("/en/account/name", { name })).status, 303, name);
		const { page, text } = await her.get("/en/account");
		assert.equal(textOf(page.all("nav", "own")[0]).includes(name), true, name);
		assert.equal(page.facts.Name.words.startsWith(name), true, name);
		assert.equal(page.scripts.length + page.all("img").length, 0);
		assert.doesNotMatch(text, /<script>alert/);
	}
	await her.post("/en/account/name",
		{ name: "Eve\r\n\r\nhttps://evil.example\u202e\u2066 \u0007 Doe" });
	assert.equal(sql(db, `SELECT name FROM account WHERE id = '${id}'`),
		"Eve https://evil.example Doe");
});

// ---- the password

test("a_password_is_changed_and_a_stolen_cookie_is_worth_nothing", async () => {
	const { her, email, id } = await newcomer();
	const elsewhere = await signedIn(server.url, email), thief = her.copy();
	const was = her.session;
	const saved = await her.post("/en/account/password",
		{ present: PASSWORD, password: NEW_PASSWORD });

	assert.equal(saved.location, "/en/account?done=password");
	assert.notEqual(her.session, was);
	assert.ok(await isIn(her));
	assert.ok(!await isIn(thief), "the cookie of before opens something");
	assert.ok(!await isIn(elsewhere), "another session goes on");
	assert.deepEqual(lettersTo(email).slice(-1), ["Your password was changed"]);
	assert.deepEqual(eventsOf(id).filter((what) => /password|ended/.test(what)).sort(),
		["password", "sessions_ended"]);
	const door = visitor(server.url);
	assert.equal((await door.post("/en/sign-in", { email, password: PASSWORD })).status, 422);
	await door.signIn(email, NEW_PASSWORD);
	assert.ok(await isIn(door));
});

test("a_password_that_will_not_do_is_refused_beside_its_field", async () => {
	const { her, email, id } = await newcomer({ name: "Marguerite Yourcenar" });
	const kept = () => sql(db, `SELECT password FROM account WHERE id = '${id}'`);
	const was = kept();

	assertFaults(await her.post("/en/account/password", {}), "present", "password");
	const wrong = await her.post("/en/account/password",
		{ present: "not this one at all", password: NEW_PASSWORD });
	assertFaults(wrong, "present");
	assert.doesNotMatch(wrong.text, /not this one|lanterns/);
	for (const password of ["short", "1234567890", "Marguerite1", email, PASSWORD,
		"x".repeat(2000)])
		assertFaults(await her.post("/en/account/password", { present: PASSWORD, password }),
			"password");
	assert.equal(kept(), was);
	assert.deepEqual(eventsOf(id).filter((what) => what === "refused"), ["refused"]);
});

test("present_passwords_are_guessed_ten_times_and_no_more", async () => {
	const { her } = await newcomer();

	for (let i = 0; i < 10; i++)
		assert.equal((await her.post("/en/account/password",
			{ present: `guess number ${i}`, password: NEW_PASSWORD })).status, 422);
	const answer = await her.post("/en/account/password",
		{ present: PASSWORD, password: NEW_PASSWORD });
	assert.equal(answer.status, 429);
	assert.ok(Number(answer.headers.get("retry-after")) > 0);
	assert.ok(await isIn(her));
});

// ---- what is grave

test("what_is_grave_asks_for_the_password_again", async () => {
	const { her, id } = await newcomer();
	const grave = ["/email", "/second-factor", "/second-factor/set-up", "/tokens/new", "/erase"];

	makeUnsure(db, id);
	const token = await her.token();
	for (const path of grave) {
		const place = `/en/account${path}`;
		const asks = `/en/account/confirm?then=${encodeURIComponent(place)}`;
		assert.equal((await her.get(place)).location, asks);
		if (path === "/second-factor") continue;
		const sent = await her.send(place, { token, email: "x@example.org", name: "x", days: "30",
			scope: "write" });
		assert.deepEqual([sent.status, sent.location], [303, asks]);
	}
	assert.deepEqual(eventsOf(id).filter((what) => /token|email|totp/.test(what)), []);
	assert.equal((await her.get("/en/account/password")).status, 200);
});

test("the_password_given_again_goes_on_where_one_was_under_a_new_cookie", async () => {
	const { her, id } = await newcomer();

	makeUnsure(db, id);
	const { location } = await her.get("/en/account/tokens/new?x=1");
	assert.match(location, /then=%2Fen%2Faccount%2Ftokens%2Fnew%3Fx%3D1$/);
	assertFaults(await her.post("/en/account/confirm", { password: "no, not that" },
		{ on: location }), "password");
	assertFaults(await her.post("/en/account/confirm", {}, { on: location }), "password");
	const thief = her.copy();
	const sure = await her.post("/en/account/confirm", { password: PASSWORD }, { on: location });
	assert.deepEqual([sure.status, sure.location], [303, "/en/account/tokens/new?x=1"]);
	assert.equal((await her.get(sure.location)).status, 200);
	assert.ok(!await isIn(thief), "the cookie of before opens something");
});

test("one_is_sent_to_places_of_this_site_alone", async () => {
	const { her, id } = await newcomer();

	for (const then of ["https://elsewhere.example/", "//elsewhere.example", "/enough",
		"/\\elsewhere.example", "en/account", "", "/xx/account"]) {
		makeUnsure(db, id);
		const sure = await her.post("/en/account/confirm", { password: PASSWORD, then },
			{ on: `/en/account/confirm?then=${encodeURIComponent(then)}` });
		assert.deepEqual([sure.status, sure.location], [303, "/en/account"], then);
	}
	const split = await her.get("/en/account/confirm?then=%2Fen%2F%0D%0AX-Evil:%201");
	assert.equal(split.status, 302);
	assert.equal(split.headers.get("x-evil"), null);
});

// ---- another address

function linksIn(email) {
	const texts = sql(db, `SELECT text FROM mail WHERE to_address = '${email}' ORDER BY seq`);
	return [...texts.matchAll(/https?:\/\/[^/\s]+(\/en\/link\/[\w-]+)/g)].map(([, path]) => path);
}

test("an_address_is_changed_when_both_have_confirmed_it", async () => {
	const { her, email, id } = await newcomer(), next = `next-${email}`;
	const asked = await her.post("/en/account/email", { email: next });

	assert.equal(asked.location, "/en/account?done=email");
	assert.match((await her.get(asked.location)).page.text("p", "done"), /^Two letters/);
	assert.equal(sql(db, `SELECT email FROM account WHERE id = '${id}'`), email);
	const [old] = linksIn(email).slice(-1), [fresh] = linksIn(next);
	const first = await visitor(server.url).post(old);
	assert.match(first.page.text("h1"), /one half is done/);
	const second = await visitor(server.url).post(fresh);
	assert.equal(second.page.text("h1"), "Your address was changed");
	assert.equal(sql(db, `SELECT email FROM account WHERE id = '${id}'`), next);
	assert.ok(!await isIn(her));
	await visitor(server.url).signIn(next);
});

test("an_address_that_is_taken_is_not_betrayed", async () => {
	const { her, email } = await newcomer(), { email: taken, id } = await newcomer();
	const before = lettersTo(taken);
	const free = await her.post("/en/account/email", { email: "nobody-yet@example.org" });
	const told = await her.post("/en/account/email", { email: taken.toUpperCase() });

	assert.deepEqual([told.status, told.location], [free.status, free.location]);
	assert.deepEqual(lettersTo(taken), before);
	assert.deepEqual(lettersTo(taken.toUpperCase()), []);
	assert.equal(lettersTo(email).filter((s) => s === "Is your address to change?").length, 2);
	const [link] = linksIn(email).slice(-1);
	const half = await visitor(server.url).post(link);
	assert.match(half.page.text("h1"), /one half is done/);
	assert.equal(sql(db, `SELECT email FROM account WHERE id = '${id}'`), taken);
});

test("an_address_that_will_not_do_is_refused_beside_its_field", async () => {
	const { her, email } = await newcomer();

	for (const wrong of ["", "nobody", "a b@example.org", "<b>@example.org", email,
		email.toUpperCase(), `${"x".repeat(300)}@example.org`])
		assertFaults(await her.post("/en/account/email", { email: wrong }), "email");
	for (let i = 0; i < 5; i++)
		assert.equal((await her.post("/en/account/email",
			{ email: `w${i}-${email}` })).status, 303);
	assert.equal((await her.post("/en/account/email", { email: `w5-${email}` })).status, 429);
});

// ---- sessions

test("sessions_are_ended_one_by_one_and_all_at_once", async () => {
	const { her, email } = await newcomer();
	const phone = visitor(server.url), desk = await signedIn(server.url, email);
	const [mine, others] = ["/en/account/sessions/end", "/en/account/sessions/end-others"];
	const on = "/en/account/sessions";

	await phone.signIn(email);
	const { page } = await her.get(on);
	assert.equal(page.all("ul", "tasks")[0].childNodes.filter((n) => n.tagName === "li").length, 3);
	assert.equal(page.text("span", "state"), "this one");
	assert.match(page.words, /last seen \d+ \w+ \d{4}, \d\d?:\d\d UTC/);
	const ended = await her.post(mine, {}, { on });
	assert.equal(ended.location, "/en/account/sessions?done=ended");
	assert.deepEqual([await isIn(her), [await isIn(phone), await isIn(desk)].sort()],
		[true, [false, true]]);
	await her.post(others, {}, { on });
	assert.deepEqual([await isIn(her), await isIn(phone), await isIn(desk)],
		[true, false, false]);
	assert.equal(formOf((await her.get(on)).page, others), undefined);
});

test("ids_of_somebody_elses_sessions_and_tokens_do_nothing", async () => {
	const { her } = await newcomer(), { her: other, id, email } = await newcomer();
	run(["token", "add", email, "--db", db]);
	const session = sql(db, `SELECT id FROM session WHERE account_id = '${id}'`);
	const token = sql(db, `SELECT id FROM api_token WHERE account_id = '${id}'`);
	const form = await her.token();

	await her.send("/en/account/sessions/end", { token: form, session });
	await her.send("/en/account/tokens/end", { token: form, id: token });
	for (const wrong of ["", "' OR 1=1 --", "x".repeat(5000)]) {
		await her.send("/en/account/sessions/end", { token: form, session: wrong });
		await her.send("/en/account/tokens/end", { token: form, id: wrong });
	}
	assert.ok(await isIn(other));
	assert.ok(await isIn(her));
	assert.equal(sql(db, `SELECT count(*) FROM api_token WHERE ended_at IS NULL
		AND account_id = '${id}'`), "1");
});

// ---- tokens for programs

async function askApi(token) {
	const answer = await visitor(server.url).get("/api/v1/practices",
		{ Authorization: `Bearer ${token}` });
	return answer.status;
}

test("a_token_is_made_shown_once_used_and_ended", async () => {
	const { her, id } = await newcomer();
	const was = await her.token();
	const made = await her.post("/en/account/tokens/new",
		{ name: "Board <b>", scope: "write", days: "30" });
	const token = made.page.text("p", "secret");

	assert.equal(made.status, 200);
	assert.match(token, /^[\w-]{43}$/);
	assert.equal(made.headers.get("cache-control"), "no-store");
	const again = await her.send("/en/account/tokens/new",
		{ token: was, name: "Board <b>", scope: "write", days: "30" });
	assert.equal(again.status, 403, "loading the page again makes another");
	const { page, text } = await her.get("/en/account/tokens");
	assert.match(page.words, /Board <b> reads and writes made on .* never used works until/);
	assert.doesNotMatch(text, new RegExp(token));
	assert.ok(page.links.includes("/en/api"));
	assert.equal(sql(db, `SELECT scope, (ends_at - made_at) / 86400000 FROM api_token
		WHERE account_id = '${id}'`), "write|30");
	assert.equal(await askApi(token), 200);
	const ended = await her.post("/en/account/tokens/end", {}, { on: "/en/account/tokens" });
	assert.equal(ended.location, "/en/account/tokens?done=token");
	assert.equal(await askApi(token), 401);
	assert.match((await her.get("/en/account/tokens")).page.words, /There is none yet/);
	assert.deepEqual(eventsOf(id).filter((what) => /token/.test(what)),
		["token_made", "token_ended"]);
});

test("a_token_that_will_not_do_is_refused_beside_its_field", async () => {
	const { her, id } = await newcomer(), path = "/en/account/tokens/new";

	assertFaults(await her.post(path, { name: "" }), "name");
	assertFaults(await her.post(path, { name: "x".repeat(101) }), "name");
	assertFaults(await her.post(path, { name: "x", scope: "admin" }), "scope");
	assertFaults(await her.post(path, { name: "x", days: "100000" }), "days");
	const answer = await her.post(path, { name: "", scope: "write", days: "365" });
	const form = formOf(answer.page, path);
	assert.deepEqual([form.get("scope"), form.get("days")], ["write", "365"]);
	for (let i = 0; i < 50; i++)
		sql(db, `INSERT INTO api_token (id, digest, account_id, name, scope, made_at)
			VALUES ('${id}${i}', '${id}${i}', '${id}', 'n', 'read', 0)`);
	assertFaults(await her.post(path, { name: "one more" }), "name");
});

// ---- what happened

test("the_history_tells_what_happened_to_the_minute", async () => {
	const { her, id } = await newcomer();
	await her.post("/en/account/name", { name: "Someone Else", lang: "en" });
	const by = addUser(db, "giver@example.org", { name: "Giver <i>" });
	sql(db, `INSERT INTO account_event (id, account_id, at, what, by_account)
		VALUES ('7ZZZ${id.slice(4)}', '${id}', 1795257727000, 'opened', '${by}')`);
	const { page } = await her.get("/en/account/history");
	const rows = page.all("ul", "tasks")[0].childNodes.filter((n) => n.tagName === "li")
		.map(textOf);

	assert.equal(rows[0], "Account opened again by Giver <i> 21 November 2026, 10:42 UTC");
	assert.ok(rows.some((row) => row.startsWith("Name or language changed")), rows);
	assert.ok(rows.some((row) => row.startsWith("Signed in: ")), rows);
	assert.equal(attribute(page.all("time")[0], "datetime"), "2026-11-21T10:42:07Z");
	assert.equal(new Page((await her.get("/fr/account/history")).text).lang, "fr");
});

test("the_history_shows_the_newest_two_hundred", async () => {
	const { her, id } = await newcomer();
	const rows = Array.from({ length: 210 }, (_, i) =>
		`('${id}${String(i).padStart(3, "0")}', '${id}', ${1795257727000 + i}, 'signed_out')`);

	sql(db, `INSERT INTO account_event (id, account_id, at, what) VALUES ${rows.join()}`);
	const { page } = await her.get("/en/account/history");
	assert.equal(page.all("time").length, 200);
});
