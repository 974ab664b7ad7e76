// What a person reads of what is kept about her, takes along, and the end of an account.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { initialisedStore, run, sql, sqlite, startServer } from "../lib/jalon.js";
import { backUp } from "../lib/backups.js";
import { textOf } from "../lib/page.js";
import { addUser, codeOf, formOf, makeUnsure, PASSWORD, signedIn, visitor } from "../lib/people.js";
import { ask } from "../lib/writers.js";

const DATA = "/en/account/data.json", ERASE = "/en/account/erase";

let db, server;

before(async () => {
	db = initialisedStore();
	server = await startServer(db);
});

after(() => server.stop());

async function isIn(her) {
	return (await her.get("/en/account")).status === 200;
}

// The practice that her program sends in, as what is taken along names it.
async function writtenBy(token) {
	const { status, body } = await ask(server.url, token, "POST", "/practices",
		{ title: { en: "A day of song" } });
	assert.equal(status, 201, JSON.stringify(body));
	const [version, action, at] = sql(db, `SELECT v.version, v.action, v.at
		FROM record r JOIN record_revision v ON v.seq = r.seq
		WHERE r.public_id = '${body.id}'`).split("|");

	return { kind: "practice", record: body.id, version: Number(version), action,
		at: new Date(Math.floor(at / 1000) * 1000).toISOString().replace(".000", "") };
}

// What she has typed and nobody else has seen.
function makeDraft(account, publicId, text) {
	sql(db, `INSERT INTO record_draft (seq, field, account_id, base_version, text, written_at)
		SELECT seq, 'title.en', '${account}', 1, '${text}', 1 FROM record
		WHERE public_id = '${publicId}'`);
}

// What she proposes as the text in another language, and nobody has reviewed.
function makeProposal(account, publicId, text) {
	sql(db, `INSERT INTO translation (seq, field, lang, account_id, side, tool, text, original,
		written_at) SELECT seq, 'title', 'en', '${account}', 1, '', '${text}', 'Un titre', 1
		FROM record WHERE public_id = '${publicId}'`);
}

// An account with something in every table.
async function fullLife(email, name) {
	const id = addUser(db, email, { role: "team_member", party: "FRA", name });
	const her = await signedIn(server.url, email);

	const program = run(["token", "add", email, "--db", db, "--name", "ended one"]).stdout;
	const written = await writtenBy(program.trim().split("\n").at(-1));
	await her.post("/en/account/tokens/end", {}, { on: "/en/account/tokens" });
	const token = (await her.post("/en/account/tokens/new", { name: "my script" }))
		.page.text("p", "secret");
	await her.post("/en/account/email", { email: `new-${email}` });
	const { page } = await her.get("/en/account/second-factor");
	const path = "/en/account/second-factor/set-up", totp = page.text("p", "secret");
	const answer = await her.send(path, [...formOf(page, path).set("code", codeOf(totp))]);
	assert.equal(answer.status, 200);
	const codes = answer.page.text("ol", "secret").split(" ");
	sql(db, `INSERT INTO access_request (id, email, name, lang, role, party, reason, made_at)
		VALUES ('R1${id}', '${email.toUpperCase()}', '${name}', 'en', 'expert', NULL,
		'I know ${name}', 1795257727000)`);
	sql(db, `INSERT INTO access_request (id, email, name, lang, role, party, reason, made_at,
		answered_at)
		VALUES ('R2${id}', '${email}', '${name}', 'en', 'cso', 'FRA', 'because', 1, 2)`);
	sql(db, `INSERT INTO mail_address (address, bounced_at, fault)
		VALUES ('${email}', 1, '550 no ${name}')`);
	return { her, id, token, written, secrets: [token, totp, totp.replaceAll(" ", ""), ...codes] };
}

// ---- reading

test("all_that_is_kept_is_told_with_why_until_when_and_for_whom", async () => {
	addUser(db, "reader@example.org");
	const her = await signedIn(server.url, "reader@example.org");
	const { page } = await her.get("/en/account/privacy");
	const sections = page.all("section");

	assert.ok(sections.length >= 14);
	for (const section of sections)
		assert.match(textOf(section), /^\S.* Why \S.* Until when \S.* Who sees it \S/);
	for (const what of [/password/i, /second factor/i, /roles/i, /sessions/i, /tokens/i,
		/letters/i, /attempts/i, /records/i])
		assert.ok(sections.some((section) => what.test(textOf(section))), what);
	assert.ok(page.links.includes(DATA));
	assert.ok(page.links.includes(ERASE));
});

// ---- taking along

test("everything_is_taken_along_and_no_secret_with_it", async () => {
	const { her, id, secrets, written } = await fullLife("taker@example.org", "Tacita Keeper");
	makeDraft(id, "GP-1-02", "Half a title");
	makeProposal(id, "GP-1-03", "A whole title");
	const answer = await her.get(DATA), data = JSON.parse(answer.text);

	assert.equal(answer.status, 200);
	assert.equal(answer.headers.get("content-type"), "application/json");
	assert.equal(answer.headers.get("content-disposition"),
		'attachment; filename="jalon-account.json"');
	assert.equal(answer.headers.get("cache-control"), "no-store");
	assert.deepEqual(Object.keys(data), ["account", "roles", "events", "sessions", "devices",
		"links", "tokens", "letters", "notices", "notice_letters", "calendar", "requests",
		"questions", "answers", "handed_over", "notes", "drafts", "translations", "files",
		"revisions"]);
	const { account } = data;
	assert.deepEqual([account.id, account.email, account.name, account.language,
		account.second_factor, account.recovery_codes_left],
		[id, "taker@example.org", "Tacita Keeper", "en", true, 10]);
	assert.match(account.password_changed, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
	assert.deepEqual(data.roles.map(({ role, party, ended }) => [role, party, ended]),
		[["team_member", "FRA", null]]);
	assert.deepEqual(data.tokens.map(({ name, scope, ended }) => [name, scope, !!ended]),
		[["ended one", "write", true], ["my script", "read", false]]);
	assert.deepEqual(data.links.map(({ purpose }) => purpose).sort(),
		["email_new", "email_old"]);
	assert.match(data.links.find(({ purpose }) => purpose === "email_new").detail,
		/ new-taker@example\.org$/);
	assert.deepEqual(data.letters.map(({ subject }) => subject), ["You are invited to Jalon",
		"Is your address to change?", "Is this your new address?"]);
	assert.deepEqual(data.requests.map(({ role }) => role), ["expert", "cso"]);
	assert.deepEqual(data.revisions, [written]);
	assert.deepEqual(data.drafts.map(({ record, field, text }) => [record, field, text]),
		[["GP-1-02", "title.en", "Half a title"]]);
	assert.deepEqual(data.translations.map(({ record, field, lang, text, original }) =>
		[record, field, lang, text, original]),
	[["GP-1-03", "title", "en", "A whole title", "Un titre"]]);
	assert.equal(data.sessions.length, 1);
	assert.equal(data.devices.length, 1);
	for (const what of ["invited", "role_given", "signed_in", "token_made", "email_asked",
		"totp_on"])
		assert.ok(data.events.some((event) => event.what === what), what);
	for (const secret of [...secrets, her.session, PASSWORD])
		assert.ok(!answer.text.includes(secret), "a secret goes along");
	assert.doesNotMatch(answer.text, /argon2|[0-9a-f]{64}|\/link\//);
	assert.match(sql(db, `SELECT what FROM account_event WHERE account_id = '${id}'`),
		/data_taken/);
});

test("what_is_taken_along_is_asked_a_password_for", async () => {
	const id = addUser(db, "late@example.org");
	const her = await signedIn(server.url, "late@example.org");

	makeUnsure(db, id);
	const asks = `/en/account/confirm?then=${encodeURIComponent("/en/account/privacy#take")}`;
	assert.equal((await her.get(DATA)).location, asks);
	const sure = await her.post("/en/account/confirm", { password: PASSWORD }, { on: asks });
	assert.equal(sure.location, "/en/account/privacy#take");
	assert.equal((await her.get(DATA)).status, 200);
});

// ---- the end

test("an_account_is_erased_and_nothing_left_names_the_person", async () => {
	const email = "gone@example.org", name = "Vanessa Tempest";
	const { her, id, token } = await fullLife(email, name);
	makeDraft(id, "GP-1-06", "A word of Vanessa");
	makeProposal(id, "GP-1-06", "Another word of Vanessa");
	const { page } = await her.get(ERASE), thief = her.copy();

	assert.match(page.words, /Team member|Member of the national team, France/);
	for (const typed of ["", "other@example.org", name]) {
		const refused = await her.post(ERASE, { email: typed });
		assert.equal(refused.status, 422);
		assert.equal(formOf(refused.page, ERASE).get("email"), typed);
	}
	const erased = await her.post(ERASE, { email: email.toUpperCase() });
	assert.equal(erased.status, 200);
	assert.equal(erased.page.text("h1"), "Your account is erased");
	assert.equal(erased.headers.get("cache-control"), "no-store");
	assert.doesNotMatch(erased.text, /Vanessa|gone@/);
	assert.equal(her.cookies.size, 0);
	for (const one of [her, thief]) assert.ok(!await isIn(one));
	assert.equal((await visitor(server.url).get("/api/v1/practices",
		{ Authorization: `Bearer ${token}` })).status, 401);
	const door = visitor(server.url);
	assert.equal((await door.post("/en/sign-in", { email, password: PASSWORD })).status, 422);

	assert.equal(sql(db, `SELECT state, name, totp_step FROM account WHERE id = '${id}'`),
		"erased||0");
	assert.equal(sql(db, `SELECT count(*) FROM account_role WHERE account_id = '${id}'
		AND ended_at IS NULL`), "0");
	const { path } = backUp(db);
	const everything = sqlite(path, ".dump");
	assert.doesNotMatch(everything, /gone@example|Vanessa|Tempest/i);
	assert.match(everything, new RegExp(id), "the id stays where records name it");
	const verified = run(["verify", "--db", db]);
	assert.equal(verified.status, 0, verified.stdout + verified.stderr);
	addUser(db, email, { name: "Somebody New" });
	await visitor(server.url).signIn(email);
});

test("the_last_administrator_stays", async () => {
	const first = "first@example.org", second = "second@example.org";
	const id = addUser(db, first, { role: "admin" });
	const her = await signedIn(server.url, first);
	const refused = await her.post(ERASE, { email: first });

	assert.equal(refused.status, 422);
	assert.match(refused.page.words, /You are the last administrator/);
	assert.ok(await isIn(her));
	addUser(db, second, { role: "admin" });
	assert.equal((await her.post(ERASE, { email: first })).status, 200);
	assert.equal(sql(db, `SELECT state FROM account WHERE id = '${id}'`), "erased");
});

test("of_two_administrators_who_leave_at_once_one_stays", async () => {
	sql(db, "UPDATE account_role SET ended_at = 1 WHERE role = 'admin'");
	const names = ["left@example.org", "right@example.org"];
	const ids = names.map((email) => addUser(db, email, { role: "admin" }));
	const both = await Promise.all(names.map((email) => signedIn(server.url, email)));
	const answers = await Promise.all(both.map((her, i) =>
		her.post(ERASE, { email: names[i] })));

	assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 422]);
	assert.equal(sql(db, `SELECT count(*) FROM account WHERE state = 'erased'
		AND id IN ('${ids.join("', '")}')`), "1");
});
