// The second factor of an account: set up by a secret that is nowhere kept before, its recovery
// codes, roles that need it.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { initialisedStore, sql, startServer } from "../lib/jalon.js";
import { attribute } from "../lib/page.js";
import { addUser, codeOf, formOf, makeUnsure, PASSWORD, signedIn, visitor } from "../lib/people.js";

const FACTOR = "/en/account/second-factor", SET_UP = `${FACTOR}/set-up`, CODES = `${FACTOR}/codes`,
	OFF = `${FACTOR}/off`;
// The clock of the servers stands still, so that a code is that of now whenever it is sent.
const NOW = Date.now();

let db, server, n_people = 0;

before(async () => {
	db = initialisedStore("--bare");
	server = await startServer(db, { env: { JALON_CLOCK_MS: `${NOW}` } });
});

after(() => server.stop());

const code = (secret, steps = 0) => codeOf(secret, steps, NOW);

async function newcomer(options = {}) {
	const email = `person${++n_people}@example.org`;
	const id = addUser(db, email, options);

	return { her: await signedIn(server.url, email), email, id };
}

const secretOn = (page) => page.text("p", "secret");
const codesOn = (page) => [...page.text("ol", "secret").matchAll(/\w{4}-\w{4}-\w{4}/g)].map(String);
const isOn = (id) => sql(db, `SELECT totp IS NOT NULL FROM account WHERE id = '${id}'`)
	.replace("t", "1") === "1";
const codesKept = (id) => sql(db, `SELECT digest FROM recovery_code WHERE account_id = '${id}'
	ORDER BY digest`);

// Sets a second factor up with the code of the step before now: {secret, codes}.
async function setUp(her, on = FACTOR) {
	const { page } = await her.get(on), secret = secretOn(page);
	const answer = await her.send(SET_UP,
		[...formOf(page, SET_UP).set("code", code(secret, -1))]);

	assert.equal(answer.status, 200, answer.page.text("main"));
	return { secret, codes: codesOn(answer.page), answer };
}

async function isIn(her) {
	return (await her.get("/en/account")).status === 200;
}

// ---- setting it up

test("a_second_factor_is_set_up_and_its_codes_are_shown_once", async () => {
	const { her, id } = await newcomer(), thief = her.copy();
	const { page, headers } = await her.get(FACTOR);

	assert.equal(page.all("svg", "qr").length, 1);
	assert.match(secretOn(page), /^([A-Z2-7]{4} ){7}[A-Z2-7]{4}$/);
	assert.equal(headers.get("cache-control"), "no-store");
	assert.doesNotMatch(formOf(page, SET_UP).get("secret"),
		new RegExp(secretOn(page).replaceAll(" ", "")));
	const sent = [...formOf(page, SET_UP).set("code", code(secretOn(page)))];
	const answer = await her.send(SET_UP, sent);
	assert.equal(answer.status, 200);
	assert.equal(answer.headers.get("cache-control"), "no-store");
	assert.equal(new Set(codesOn(answer.page)).size, 10);
	assert.ok(isOn(id));
	const kept = codesKept(id);
	assert.equal(kept.split("\n").length, 10);
	for (const each of codesOn(answer.page)) assert.ok(!kept.includes(each.replaceAll("-", "")));
	const again = await her.send(SET_UP, sent);
	assert.equal(again.status, 403, "loading the page again does it again");
	assert.equal(codesKept(id), kept);
	assert.ok(await isIn(her));
	assert.ok(!await isIn(thief), "the cookie of before opens something");
	const { page: on } = await her.get(FACTOR);
	assert.match(on.facts["Recovery codes"].words, /^10 are left/);
	assert.match((await her.get("/en/account")).page.facts["Second factor"].words, /^on; 10/);
});

test("a_code_that_does_not_fit_leaves_the_secret_as_it_is", async () => {
	const { her, id } = await newcomer();
	const { page } = await her.get(FACTOR), secret = secretOn(page);

	for (const wrong of ["", "abcdef", "000000 ", code(secret, -3), code(secret, 3),
		"9".repeat(100)]) {
		const answer = await her.send(SET_UP, [...formOf(page, SET_UP).set("code", wrong)]);
		assert.equal(answer.status, 422, wrong);
		assert.equal(secretOn(answer.page), secret, "another secret was made");
		assert.ok(answer.page.elements.some((e) => attribute(e, "id") === "why-code"));
	}
	assert.ok(!isOn(id));
	const spaced = code(secret).replace(/^(...)/, " $1 ");
	assert.equal((await her.send(SET_UP,
		[...formOf(page, SET_UP).set("code", spaced)])).status, 200);
});

test("a_secret_that_was_sealed_for_somebody_else_is_refused", async () => {
	const { her, id } = await newcomer(), { her: mallory } = await newcomer();
	const { page: theirs } = await mallory.get(FACTOR), known = secretOn(theirs);
	const sealed = formOf(theirs, SET_UP).get("secret");
	const { page } = await her.get(FACTOR), own = formOf(page, SET_UP).get("secret");

	for (const wrong of [sealed, "", "1.", own.slice(0, -2), `${own}AA`, own.replace(/.$/, "~"),
		"x".repeat(1000)]) {
		const answer = await her.send(SET_UP, [...formOf(page, SET_UP).set("secret", wrong)
			.set("code", code(known))]);
		assert.equal(answer.status, 422);
		assert.notEqual(secretOn(answer.page), known);
		assert.ok(!isOn(id));
	}
});

test("a_secret_is_good_for_an_hour", async () => {
	const { her, id, email } = await newcomer();
	const { page } = await her.get(FACTOR), secret = secretOn(page);
	const later = NOW + 61 * 60_000;
	const second = await startServer(db, { env: { JALON_CLOCK_MS: `${later}` } });
	const again = await signedIn(second.url, email);
	const sent = formOf(page, SET_UP).set("token", await again.token())
		.set("code", codeOf(secret, 0, later));
	const answer = await again.send(SET_UP, [...sent]);

	await second.stop();
	assert.equal(answer.status, 422);
	assert.match(answer.page.words, /open for too long/);
	assert.notEqual(secretOn(answer.page), secret);
	assert.ok(!isOn(id));
});

// ---- coming in with it

test("a_code_fits_once", async () => {
	const { her, email, id } = await newcomer();
	const { secret } = await setUp(her);
	const first = visitor(server.url), second = visitor(server.url);

	await first.signIn(email, PASSWORD);
	assert.ok(!await isIn(first), "the password alone opens the account");
	assert.equal((await first.get("/en/account")).location,
		`/en/sign-in?then=${encodeURIComponent("/en/account")}`);
	const used = await second.signIn(email, PASSWORD, { code: code(secret, -1) });
	assert.equal(used.status, 422, "the code of the set-up fits again");
	assert.equal((await second.post("/en/sign-in/code", { code: code(secret) })).status, 303);
	assert.ok(await isIn(second));
	assert.equal((await first.post("/en/sign-in/code", { code: code(secret) })).status, 422,
		"a code fits twice");
	makeUnsure(db, id);
	const on = "/en/account/confirm?then=%2Fen%2Faccount%2Femail";
	const replayed = await second.post("/en/account/confirm",
		{ password: PASSWORD, code: code(secret) }, { on });
	assert.equal(replayed.status, 422);
	assert.match(replayed.page.words, /This code does not fit, or no longer/);
	const fresh = await second.post("/en/account/confirm",
		{ password: PASSWORD, code: code(secret, 1) }, { on });
	assert.deepEqual([fresh.status, fresh.location], [303, "/en/account/email"]);
});

test("a_wrong_password_uses_no_code_up", async () => {
	const { her, id } = await newcomer();
	const { secret, codes } = await setUp(her), on = "/en/account/confirm";

	makeUnsure(db, id);
	for (const each of [code(secret), codes[0]])
		assert.equal((await her.post(on, { password: "not this one", code: each })).status, 422);
	assert.equal((await her.post(on, { password: PASSWORD })).status, 422);
	assert.equal((await her.post(on, { password: PASSWORD, code: code(secret) })).status, 303);
});

test("a_recovery_code_works_once", async () => {
	const { her, email } = await newcomer();
	const { codes: [one, two] } = await setUp(her);
	const door = visitor(server.url), again = visitor(server.url);

	await door.signIn(email, PASSWORD, { code: ` ${one.toUpperCase().replaceAll("-", " ")}` });
	assert.ok(await isIn(door));
	assert.match((await door.get(FACTOR)).page.facts["Recovery codes"].words, /^9 are left/);
	assert.equal((await again.signIn(email, PASSWORD, { code: one })).status, 422);
	assert.equal((await again.post("/en/sign-in/code", { code: two })).status, 303);
	assert.match((await door.get("/en/account/history")).page.words, /A recovery code was used/);
});

test("who_has_a_second_factor_gives_it_before_another_password", async () => {
	const { her, id } = await newcomer();
	const { secret } = await setUp(her), place = "/en/account/password";

	makeUnsure(db, id);
	const asks = `/en/account/confirm?then=${encodeURIComponent(place)}`;
	assert.equal((await her.get(place)).location, asks);
	const sent = await her.send(place, { token: await her.token(), present: PASSWORD,
		password: "nine lanterns over the marsh" });
	assert.deepEqual([sent.status, sent.location], [303, asks]);
	await her.post("/en/account/confirm", { password: PASSWORD, code: code(secret) }, { on: asks });
	assert.equal((await her.get(place)).status, 200);
});

test("codes_are_guessed_ten_times_and_no_more", async () => {
	const { her, email } = await newcomer();
	const { secret } = await setUp(her), door = visitor(server.url);

	await door.signIn(email);
	for (let i = 0; i < 10; i++)
		assert.equal((await door.post("/en/sign-in/code", { code: `00000${i}` })).status, 422);
	assert.equal((await door.post("/en/sign-in/code", { code: code(secret) })).status, 429);
	assert.ok(await isIn(her));
});

// ---- changing it

test("new_recovery_codes_void_those_of_before", async () => {
	const { her, email, id } = await newcomer();
	const { codes: [old] } = await setUp(her);
	const form = formOf((await her.get(CODES)).page, CODES);
	const answer = await her.send(CODES, [...form]), [fresh] = codesOn(answer.page);
	const kept = codesKept(id);

	assert.equal(answer.headers.get("cache-control"), "no-store");
	assert.equal(codesOn(answer.page).length, 10);
	assert.equal((await her.send(CODES, [...form])).status, 403);
	assert.equal(codesKept(id), kept);
	const door = visitor(server.url);
	assert.equal((await door.signIn(email, PASSWORD, { code: old })).status, 422);
	assert.equal((await door.post("/en/sign-in/code", { code: fresh })).status, 303);
});

test("another_phone_takes_the_place_of_the_one_before", async () => {
	const { her, email } = await newcomer();
	const first = await setUp(her), second = await setUp(her, SET_UP);
	const door = visitor(server.url);

	assert.notEqual(first.secret, second.secret);
	assert.equal((await door.signIn(email, PASSWORD, { code: code(first.secret) })).status, 422);
	assert.equal((await door.post("/en/sign-in/code", { code: first.codes[0] })).status, 422);
	assert.equal((await door.post("/en/sign-in/code", { code: code(second.secret) })).status, 303);
});

test("it_is_turned_off_by_who_is_sure", async () => {
	const { her, email, id } = await newcomer();

	assert.equal((await her.get(OFF)).location, FACTOR);
	assert.equal((await her.get(CODES)).location, FACTOR);
	await setUp(her);
	makeUnsure(db, id);
	const token = await her.token();
	for (const place of [OFF, CODES]) {
		const asks = `/en/account/confirm?then=${encodeURIComponent(place)}`;
		assert.equal((await her.get(place)).location, asks);
		assert.equal((await her.send(place, { token })).location, asks);
	}
	assert.ok(isOn(id));
	sql(db, `UPDATE session SET confirmed_at = ${NOW} WHERE account_id = '${id}'`);
	const off = await her.post(OFF);
	assert.equal(off.location, "/en/account?done=off");
	assert.ok(!isOn(id));
	assert.equal(codesKept(id), "");
	const door = await signedIn(server.url, email);
	assert.ok(await isIn(door));
});

// ---- roles that need it

test("a_role_that_needs_it_sleeps_without_it_and_keeps_it_on", async () => {
	const email = "admin@example.org", id = addUser(db, email, { role: "admin" });
	const strict = await startServer(db,
		{ args: ["--second-factor", "required"], env: { JALON_CLOCK_MS: `${NOW}` } });
	const her = await signedIn(strict.url, email);

	assert.match((await her.get("/en/account")).page.facts["Second factor"].words,
		/your role sleeps/);
	assert.match((await her.get("/en/todo")).page.words, /Set up a second factor/);
	await setUp(her);
	assert.doesNotMatch((await her.get("/en/todo")).page.words, /Set up a second factor/);
	assert.ok(!(await her.get(FACTOR)).page.links.includes(OFF));
	const page = await her.get(OFF);
	assert.match(page.page.words, /Your role requires a second factor/);
	assert.equal(formOf(page.page, OFF), undefined);
	assert.equal((await her.send(OFF, { token: await her.token() })).status, 422);
	assert.ok(isOn(id));
	await setUp(her, SET_UP);
	await strict.stop();
	const lenient = visitor(server.url);
	await lenient.signIn(email);
	assert.ok(!await isIn(lenient), "what is on is asked for");
});
