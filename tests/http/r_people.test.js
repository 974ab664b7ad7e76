// People look after each other: who is there, inviting, ending roles, handing over, requests,
// organisations.

import assert from "node:assert/strict";
import { after, beforeEach, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { initialisedStore, run, sql, startServer } from "../lib/jalon.js";
import { attribute, textOf } from "../lib/page.js";
import { accountId, addUser, makeUnsure, PASSWORD, signedIn, visitor } from "../lib/people.js";

const SHOWN = 50;
const ORG = "01JAAAAAAAAAAAAAAAAAAAAAAA", OTHER_ORG = "01JBBBBBBBBBBBBBBBBBBBBBBB";

const db = initialisedStore("--bare");
sql(db, `INSERT INTO organisation (id, name, name_key, party, website, created_at) VALUES
	('${ORG}', 'Arts for All', 'arts for all', 'FRA', 'https://arts.example', 1750000000000),
	('${OTHER_ORG}', 'Other House', 'other house', NULL, NULL, 1750000000000)`);

// To add one: a row. The key is how the tests call the person.
const CAST = {
	ada: { role: "admin", name: "Ada Lovell" },
	sol: { role: "secretariat", name: "Solange Diop" },
	fra: { role: "focal_point", party: "FRA", name: "Flore Petit" },
	tom: { role: "team_member", party: "FRA", name: "Tom Roux" },
	ann: { role: "authority", party: "FRA", name: "Ann Leduc" },
	sen: { role: "focal_point", party: "SEN", name: "Awa Ndiaye" },
	mod: { role: "team_member", party: "SEN", name: "Modou Fall" },
	dak: { role: "field_office", region: "Va", name: "Dakar Office" },
	one: { role: "field_office", region: "Va", party: "MLI", name: "Bamako Office" },
	cso: { role: "cso", organisation: ORG, name: "Cleo Marsh" },
	eva: { role: "evaluator", name: "Eva Stern" },
};
const ids = {}, at = (who) => `${who}@example.org`;
for (const [who, options] of Object.entries(CAST)) ids[who] = addUser(db, at(who), options);

// The mail server is not there: letters are for it all the same.
const server = await startServer(db, { args: ["--smtp", "smtp://127.0.0.1:1"] });
after(() => server.stop());

const come = (who) => signedIn(server.url, at(who));
const her = {};
for (const who of Object.keys(CAST)) her[who] = await come(who);

beforeEach(() => sql(db, "DELETE FROM attempt"));

// ---- in few words

const holdings = (account, store = db) => sql(store, `SELECT role, COALESCE(party, ''),
	CASE WHEN ended_at IS NULL THEN 'held' ELSE 'ended' END FROM account_role
	WHERE account_id = '${account}' ORDER BY given_at, id`).split("\n").filter(Boolean);
const holding = (account, role, store = db) => sql(store, `SELECT id FROM account_role
	WHERE account_id = '${account}' AND role = '${role}' AND ended_at IS NULL`);
const trace = (account, store = db) => sql(store, `SELECT what, COALESCE(by_account, '')
	FROM account_event WHERE account_id = '${account}' ORDER BY id`).split("\n");
const letters = (to, store = db) => sql(store, `SELECT subject FROM mail
	WHERE to_address = '${to}' ORDER BY seq`).split("\n").filter(Boolean);
const lastLetter = (to, store = db) => sql(store, `SELECT text FROM mail
	WHERE to_address = '${to}' ORDER BY seq DESC LIMIT 1`);
const linkIn = (text) => new URL(/https?:\/\/\S+\/link\/\S+/.exec(text)[0]).pathname;

// Who stands on a page of the list, in its order, without those who stand apart.
function namesOn(page) {
	const isApart = (element) => element.tagName === "details" ||
		Boolean(element.parentNode && isApart(element.parentNode));
	return page.all("h3").filter((element) => !isApart(element)).map(textOf);
}

async function listed(who, query = "") {
	const answer = await her[who].get(`/en/people${query}`);
	assert.equal(answer.status, 200);
	return namesOn(answer.page);
}

async function invite(who, fields, role = "team_member") {
	return her[who].post("/en/people/invite", { name: "Somebody", ...fields },
		{ on: `/en/people/invite?role=${role}` });
}

// What is wrong, as the summary at the top of a form says.
function faultsOf(answer) {
	assert.equal(answer.status, 422, answer.page.text("main"));
	return answer.page.all("div", "faults").flatMap((box) => textOf(box)).join();
}

// ---- each role sees exactly its own

test("each_role_sees_its_own_and_nobody_else", async () => {
	const france = ["Flore Petit", "Tom Roux", "Ann Leduc"];
	const senegal = ["Awa Ndiaye", "Modou Fall"];

	for (const who of ["fra", "tom", "ann"]) assert.deepEqual(await listed(who), france);
	for (const who of ["sen", "mod"]) assert.deepEqual(await listed(who), senegal);
	assert.deepEqual((await listed("dak")).sort(),
		["Dakar Office", "Bamako Office", ...senegal].sort());
	assert.deepEqual(await listed("one"), ["Bamako Office"]);
	assert.deepEqual(await listed("cso"), ["Cleo Marsh"]);
	for (const who of ["ada", "sol"])
		assert.deepEqual((await listed(who)).sort(),
			Object.values(CAST).map(({ name }) => name).sort());
	assert.equal((await her.eva.get("/en/people")).status, 403);
	assert.match((await visitor(server.url).get("/en/people")).location, /sign-in\?then=/);
});

test("the_page_of_a_person_is_there_for_those_who_may_see_it_alone", async () => {
	const seen = { fra: ["fra", "tom", "ann"], tom: ["fra", "tom", "ann"], cso: ["cso"],
		sen: ["sen", "mod"], dak: ["sen", "mod", "dak", "one"], one: ["one"],
		sol: Object.keys(CAST), ada: Object.keys(CAST) };

	for (const [who, whom] of Object.entries(seen))
		for (const other of Object.keys(CAST)) {
			const { status } = await her[who].get(`/en/people/${ids[other]}`);
			assert.equal(status, whom.includes(other) ? 200 : 404, `${who} sees ${other}`);
		}
	assert.equal((await her.ada.get("/en/people/01J0000000000000000000000X")).status, 404);
});

test("a_role_elsewhere_is_not_told_to_the_team", async () => {
	const id = addUser(db, "two@example.org", { role: "team_member", party: "FRA", name: "Two" });
	run(["user", "add", "two@example.org", "--db", db, "--role", "team_member", "--party", "SEN"]);
	const french = (await her.fra.get(`/en/people/${id}`)).page;

	assert.match(french.words, /Member of the national team, France/);
	assert.doesNotMatch(french.words, /Senegal/);
	assert.match((await her.sol.get(`/en/people/${id}`)).page.words, /Senegal/);
	sql(db, `UPDATE account_role SET ended_at = given_at + 1 WHERE account_id = '${id}'`);
});

test("what_has_ended_stands_apart_and_its_address_is_no_longer_shown", async () => {
	const { page } = await her.fra.get("/en/people");
	const [earlier] = page.all("details");

	assert.match(textOf(earlier), /Earlier \(1\).*Two.*from .* to /);
	assert.doesNotMatch(page.words, /two@example/);
	const person = (await her.fra.get(`/en/people/${accountId(db, "two@example.org")}`)).page;
	assert.doesNotMatch(person.html, /two@example/);
	assert.match(person.words, /Ended on .* by the operator of the site/);
	const form = await her.fra.get(`/en/people/invite?role=authority&person=${
		accountId(db, "two@example.org")}`);
	assert.doesNotMatch(form.text, /two@example/);
});

test("no_page_tells_sessions_tokens_or_secrets", async () => {
	const secrets = sql(db, `SELECT digest FROM session UNION SELECT id FROM session
		UNION SELECT password FROM account WHERE password IS NOT NULL`).split("\n");

	for (const who of Object.keys(CAST)) {
		const { text } = await her.ada.get(`/en/people/${ids[who]}`);
		for (const secret of secrets) assert.ok(!text.includes(secret));
		assert.doesNotMatch(text, /\d\d:\d\d/, "a time of day");
	}
});

// ---- looking for somebody

test("people_are_found_by_name_address_role_and_party", async () => {
	assert.deepEqual(await listed("sol", "?q=ndiaye"), ["Awa Ndiaye"]);
	assert.deepEqual(await listed("sol", "?q=LOVELL"), ["Ada Lovell"]);
	assert.deepEqual(await listed("sol", "?q=tom@EXAMPLE"), ["Tom Roux"]);
	assert.deepEqual(await listed("sol", "?q=%25"), []);
	assert.deepEqual(await listed("sol", "?q=_"), []);
	assert.deepEqual(await listed("sol", "?role=focal_point"), ["Awa Ndiaye", "Flore Petit"]);
	assert.deepEqual(await listed("sol", "?role=focal_point&party=SEN"), ["Awa Ndiaye"]);
	assert.deepEqual(await listed("sol", "?party=FRA"), ["Ann Leduc", "Flore Petit", "Tom Roux"]);
	assert.deepEqual(await listed("sol", "?party=FRA&earlier=yes"),
		["Ann Leduc", "Flore Petit", "Tom Roux", "Two"]);
	assert.match((await her.sol.get("/en/people?q=xyzzy")).page.words, /Nobody was found/);
	for (const wrong of ["?role=king", "?party=XXX", "?after=nobody"])
		assert.equal((await her.sol.get(`/en/people${wrong}`)).status, 400);
});

test("names_are_found_whatever_their_accents_and_kept_in_order_page_by_page", async () => {
	const own = initialisedStore("--bare");
	addUser(own, "root@example.org", { role: "admin", name: "Zzz" });
	const names = Array.from({ length: 120 }, (_, i) =>
		`${i % 2 ? "É" : "e"}mile ${String(i).padStart(3, "0")}`);
	sql(own, `INSERT INTO account (id, state, email, email_key, name, name_key, lang, totp_step,
		created_at) VALUES ${names.map((name, i) => `('P${i}', 'active', 'p${i}@example.org',
		'p${i}@example.org', '${name}', '${name.replace("É", "e")}', 'en', 0, 1)`).join()}`);
	const house = await startServer(own);
	const root = await signedIn(house.url, "root@example.org");
	const found = [];
	let place = "/en/people?q=Emile";

	for (let pages = 0; place; pages++) {
		const { page } = await root.get(place);
		const some = namesOn(page);
		assert.ok(some.length <= SHOWN && pages < 4);
		found.push(...some);
		place = page.rel("next");
	}
	assert.deepEqual(found, [...names].sort((a, b) =>
		a.replace("É", "e").localeCompare(b.replace("É", "e"), "en")));
	await house.stop();
});

// ---- inviting

test("a_focal_point_invites_to_the_team_of_its_own_party", async () => {
	const page = (await her.fra.get("/en/people/invite")).page;
	assert.deepEqual(page.all("ul", "doors").flatMap((list) => list.childNodes
		.filter(({ tagName }) => tagName === "li")
		.map((item) => textOf(item.childNodes.find(({ tagName }) => tagName === "a")))),
	["Member of the national team", "Competent authority"]);
	const form = (await her.fra.get("/en/people/invite?role=team_member")).page;
	const [select] = form.all("select").filter((one) => attribute(one, "name") === "party");
	assert.deepEqual(select.childNodes.filter(({ tagName }) => tagName).map(textOf), ["France"]);

	const answer = await invite("fra", { email: "New@Example.org", name: "Nina Neuf" });
	const id = accountId(db, "New@Example.org");
	assert.deepEqual([answer.status, answer.location],
		[303, `/en/people/${id}?done=invited`]);
	assert.match((await her.fra.get(answer.location)).page.words,
		/The invitation is on its way.*Invited, has not come yet/);
	assert.deepEqual(holdings(id), ["team_member|FRA|held"]);
	assert.deepEqual(letters("New@Example.org"), ["You are invited to Jalon"]);
	assert.match(lastLetter("New@Example.org"), /Flore Petit invites you to Jalon/);
	assert.match(faultsOf(await invite("fra", { email: "new@example.org" })), /invited in this role/);
});

test("an_invitation_works_once_and_asks_for_the_address_it_went_to", async () => {
	const path = linkIn(lastLetter("New@Example.org"));
	const filled = { email: "new@example.org", name: "Nina Neuf", password: PASSWORD };
	const preview = visitor(server.url), finder = visitor(server.url), nina = visitor(server.url);

	for (let i = 0; i < 10; i++) assert.equal((await preview.get(path)).status, 200);
	assert.match(faultsOf(await finder.post(path, { ...filled, email: "finder@example.org" })),
		/another address/);
	assert.equal((await nina.post(path, filled)).location, "/en/todo");
	assert.equal((await preview.get(path)).status, 404);
	assert.equal((await preview.send(path,
		{ ...filled, token: await preview.token("/en/sign-in") })).status, 404);
	assert.deepEqual(namesOn((await nina.get("/en/people")).page),
		["Flore Petit", "Nina Neuf", "Tom Roux", "Ann Leduc"]);
});

test("the_invitation_sent_again_voids_the_one_before", async () => {
	await invite("fra", { email: "slow@example.org" }, "authority");
	const id = accountId(db, "slow@example.org"), first = linkIn(lastLetter("slow@example.org"));
	const answer = await her.fra.post(`/en/people/${id}/invitation`, {}, { on: `/en/people/${id}` });
	const second = linkIn(lastLetter("slow@example.org"));

	assert.equal(answer.location, `/en/people/${id}?done=invited`);
	assert.notEqual(first, second);
	assert.equal((await visitor(server.url).get(first)).status, 404);
	assert.equal((await visitor(server.url).get(second)).status, 200);
	const token = await her.sen.token("/en/todo");
	assert.equal((await her.sen.send(`/en/people/${id}/invitation`, { token })).status, 404);
	assert.equal(letters("slow@example.org").length, 2);
});

test("letters_to_one_address_are_bounded", async () => {
	const id = accountId(db, "slow@example.org"), place = `/en/people/${id}`;
	const sent = letters("slow@example.org").length;

	for (let i = 0; i < 5; i++)
		assert.equal((await her.fra.post(`${place}/invitation`, {}, { on: place })).status, 303);
	const late = await her.fra.post(`${place}/invitation`, {}, { on: place });
	assert.equal(late.status, 429);
	assert.ok(Number(late.headers.get("retry-after")) > 0);
	assert.equal(letters("slow@example.org").length, sent + 5);
});

// Letters are tried again and again: that they are there is what counts.
const everything = () => ["account", "account_role", "one_time_link", "organisation",
	"access_request", "(SELECT seq, to_address, subject FROM mail) m"]
	.map((table) => sql(db, `SELECT * FROM ${table} ORDER BY 1`)).join("\n");

test("a_focal_point_does_nothing_in_another_party", async () => {
	const before = everything(), token = await her.fra.token("/en/todo");
	const role = holding(ids.mod, "team_member");
	const forged = { email: "x@example.org", name: "X", lang: "en", token };

	assert.match(faultsOf(await her.fra.send("/en/people/invite",
		{ ...forged, role: "team_member", party: "SEN" })), /Choose one of the list/);
	assert.match(faultsOf(await her.fra.send("/en/people/invite",
		{ ...forged, role: "team_member" })), /Choose the Party/);
	for (const path of [`/en/people/${ids.mod}/roles/${role}/end`,
		`/en/people/${ids.tom}/roles/${role}/end`]) {
		assert.equal((await her.fra.get(path)).status, 404);
		assert.equal((await her.fra.send(path, { token })).status, 404);
	}
	assert.match((await her.fra.get("/en/people/hand-over?party=SEN")).page.words,
		/Nobody hands over here/);
	assert.equal((await her.fra.send("/en/people/hand-over?party=SEN",
		{ ...forged, post: holding(ids.sen, "focal_point") })).status, 404);
	assert.match(faultsOf(await her.fra.send("/en/people/hand-over",
		{ ...forged, post: holding(ids.sen, "focal_point") })), /Choose one of the list/);
	assert.equal(everything(), before);
});

test("a_focal_point_gives_no_role_above_its_own", async () => {
	const before = everything(), token = await her.fra.token("/en/todo");

	for (const role of ["admin", "secretariat", "focal_point", "field_office", "contributor",
		"cso", "national_commission", "operator", "member", "anyone", "", "nonsense"]) {
		const answer = await her.fra.send("/en/people/invite", { role, token, party: "FRA",
			email: "y@example.org", name: "Y", lang: "en", organisation: ORG, region: "Va" });
		assert.equal(answer.status, 404, role);
		if (role)
			assert.equal((await her.fra.get(`/en/people/invite?role=${role}`)).status, 404);
	}
	for (const [who, role] of [["ada", "admin"], ["sol", "secretariat"], ["fra", "focal_point"]])
		assert.equal((await her.fra.send(
			`/en/people/${ids[who]}/roles/${holding(ids[who], role)}/end`, { token })).status, 404);
	const secretariat = await her.sol.token("/en/todo");
	assert.equal((await her.sol.send("/en/people/invite", { role: "admin", token: secretariat,
		email: "y@example.org", name: "Y", lang: "en" })).status, 404);
	assert.equal((await her.sol.send(
		`/en/people/${ids.ada}/roles/${holding(ids.ada, "admin")}/end`,
		{ token: secretariat })).status, 404);
	assert.equal(everything(), before);
});

test("a_team_member_changes_nothing", async () => {
	const before = everything(), token = await her.tom.token("/en/todo");

	for (const path of ["/en/people/invite", "/en/people/hand-over",
		`/en/people/${ids.ann}/roles/${holding(ids.ann, "authority")}/end`,
		`/en/people/${ids.ann}/account/close`])
		assert.equal((await her.tom.send(path, { token, role: "team_member", party: "FRA",
			email: "z@example.org", name: "Z", lang: "en" })).status, 403, path);
	assert.equal(everything(), before);
});

test("what_a_role_is_held_within_is_asked_for", async () => {
	assert.match(faultsOf(await invite("sol", { email: "w@example.org" }, "focal_point")),
		/Choose the Party/);
	assert.match(faultsOf(await invite("sol", { email: "w@example.org" }, "donor")),
		/Choose the organisation/);
	assert.match(faultsOf(await invite("sol", { email: "w@example.org" }, "field_office")),
		/Choose the region/);
	assert.match(faultsOf(await invite("sol", { email: "", name: "" }, "expert")),
		/Give the e-mail address.*Give the name/);
	assert.equal(accountId(db, "w@example.org"), "");
	const answer = await invite("sol",
		{ email: "w@example.org", region: "Vb", party: "" }, "field_office");
	assert.equal(answer.status, 303);
	assert.equal(sql(db, `SELECT role, region FROM account_role
		WHERE account_id = '${accountId(db, "w@example.org")}'`), "field_office|Vb");
});

test("addresses_that_are_none_are_said_to_be_none", async () => {
	for (const email of ["nobody", "a b@example.org", "x@example.org\r\nBcc: all@example.org",
		"x@example.org\nSubject: hello", "<x@example.org>", "x@example.org,y@example.org",
		`${"x".repeat(300)}@example.org`]) {
		const answer = await invite("fra", { email });
		assert.match(faultsOf(answer), /This is no e-mail address|At most 254 characters/, email);
		const [field] = answer.page.all("input").filter((one) =>
			attribute(one, "name") === "email");
		assert.equal(attribute(field, "aria-invalid"), "true");
	}
	assert.equal(sql(db, "SELECT COUNT(*) FROM mail WHERE to_address LIKE '%Bcc%' OR " +
		"to_address LIKE '%Subject%'"), "0");
});

test("names_are_shown_as_they_are_and_never_as_markup", async () => {
	const names = ["<script>alert(1)</script>", "\"onmouseover=\"alert(1)", "محمد الأمين ولد أحمد",
		"Ng\u0169g\u0129 wa Thiong\u2019o", "N".repeat(200), "{1} {2}", "%s%n"];

	for (const [i, name] of names.entries()) {
		const answer = await invite("fra", { email: `named${i}@example.org`, name });
		assert.equal(answer.status, 303, name);
		const { page, text } = await her.fra.get(answer.location);
		assert.equal(page.text("h1"), name);
		assert.equal(page.scripts.length, 0);
		assert.ok(!text.includes("<script>alert"));
		assert.match(text, /<h1><bdi>/);
		assert.ok((await listed("fra")).includes(name));
	}
	assert.match(faultsOf(await invite("fra",
		{ email: "named9@example.org", name: "N".repeat(201) })), /At most 200 characters/);
	await invite("fra", { email: "named8@example.org", name: "A\nhttps://evil.example/\nB" });
	assert.doesNotMatch(lastLetter("named8@example.org"), /^https:\/\/evil/m);
	sql(db, `UPDATE account_role SET ended_at = given_at + 1 WHERE account_id IN
		(SELECT id FROM account WHERE email LIKE 'named%')`);
});

test("two_who_invite_the_same_address_at_once_make_one_account", async () => {
	const token = await her.fra.token("/en/todo"), other = await her.sen.token("/en/todo");
	const fields = { email: "both@example.org", name: "Both", lang: "en", role: "team_member" };
	const answers = await Promise.all([
		her.fra.send("/en/people/invite", { ...fields, token, party: "FRA" }),
		her.fra.send("/en/people/invite", { ...fields, token, party: "FRA" }),
		her.sen.send("/en/people/invite", { ...fields, token: other, party: "SEN" }),
	]);

	for (const { status } of answers) assert.ok([303, 422].includes(status), String(status));
	assert.equal(sql(db, "SELECT COUNT(*) FROM account WHERE email_key = 'both@example.org'"), "1");
	assert.deepEqual(holdings(accountId(db, "both@example.org")).sort(),
		["team_member|FRA|held", "team_member|SEN|held"]);
});

// ---- ending a role

test("a_role_ends_after_a_page_that_says_what_that_means", async () => {
	const id = addUser(db, "gone@example.org", { role: "team_member", party: "FRA", name: "Gus" });
	const gus = await signedIn(server.url, "gone@example.org");
	const path = `/en/people/${id}/roles/${holding(id, "team_member")}/end`;
	const question = (await her.fra.get(path)).page;

	assert.match(question.words, /What happens.*What stays/);
	assert.deepEqual(holdings(id), ["team_member|FRA|held"]);
	assert.equal((await gus.get("/en/people")).status, 200);
	const answer = await her.fra.post(path);
	assert.equal(answer.location, `/en/people/${id}?done=ended`);
	assert.match((await her.fra.get(answer.location)).page.words,
		/The role has ended.*Ended on .* by Flore Petit/);
	assert.equal((await gus.get("/en/people")).status, 403);
	assert.deepEqual(trace(id).slice(-1), [`role_ended|${ids.fra}`]);
	assert.match(lastLetter("gone@example.org"), /no longer hold this role.*France/s);
	const token = await her.fra.token("/en/todo");
	assert.equal((await her.fra.send(path, { token })).status, 303);
	assert.equal(letters("gone@example.org").filter((s) => /ended/.test(s)).length, 1);
});

test("what_is_grave_asks_for_the_password_again", async () => {
	const old = await come("ada");
	const id = addUser(db, "sec2@example.org", { role: "secretariat", name: "Second" });
	const token = await old.token("/en/todo"), before = everything();
	makeUnsure(db, ids.ada);
	const end = `/en/people/${id}/roles/${holding(id, "secretariat")}/end`;

	for (const path of ["/en/people/invite?role=admin", end, `/en/people/${id}/account/close`,
		"/en/people/hand-over?party=FRA"])
		assert.equal((await old.get(path)).location,
			`/en/account/confirm?then=${encodeURIComponent(path)}`);
	for (const [path, fields] of [
		["/en/people/invite", { role: "admin", email: "q@example.org", name: "Q", lang: "en" }],
		[end, {}], [`/en/people/${id}/account/close`, {}],
		["/en/people/hand-over", { post: holding(ids.fra, "focal_point"), lang: "en",
			email: "q@example.org", name: "Q" }]])
		assert.match((await old.send(path, { ...fields, token })).location, /account\/confirm/);
	assert.equal(everything(), before);
	her.ada = await come("ada");
	assert.equal((await her.ada.post(end)).status, 303);
	assert.deepEqual(holdings(id), ["secretariat||ended"]);
});

test("of_two_administrators_who_end_each_others_role_one_remains", async () => {
	const own = initialisedStore("--bare");
	const two = ["a@example.org", "b@example.org"];
	const accounts = two.map((email) => addUser(own, email, { role: "admin" }));
	const house = await startServer(own), other = await startServer(own);
	const [a, b] = [await signedIn(house.url, two[0]), await signedIn(other.url, two[1])];
	const tokens = [await a.token("/en/todo"), await b.token("/en/todo")];
	const seen = new Set();

	for (let round = 0; round < 20; round++) {
		const [mine, yours] = accounts.map((id) => holding(id, "admin", own));
		const answers = await Promise.all([
			a.send(`/en/people/${accounts[1]}/roles/${yours}/end`, { token: tokens[0] }),
			b.send(`/en/people/${accounts[0]}/roles/${mine}/end`, { token: tokens[1] })]);

		assert.equal(sql(own, `SELECT COUNT(*) FROM account_role
			WHERE role = 'admin' AND ended_at IS NULL`), "1");
		for (const { status, page } of answers) {
			seen.add(status);
			if (status === 409) assert.match(page.words, /This is the last administrator/);
		}
		assert.equal(answers.filter(({ status }) => status === 303).length, 1);
		sql(own, `INSERT INTO account_role (id, account_id, role, given_at)
			SELECT 'R${round}', id, 'admin', 1 FROM account
			WHERE id NOT IN (SELECT account_id FROM account_role WHERE ended_at IS NULL)`);
	}
	assert.ok([...seen].every((status) => [303, 403, 409].includes(status)), [...seen].join());
	await Promise.all([house.stop(), other.stop()]);
});

test("the_last_administrator_stays", async () => {
	const id = ids.ada;
	const path = `/en/people/${id}/roles/${holding(id, "admin")}/end`;
	const answer = await her.ada.post(path);

	assert.equal(answer.status, 409);
	assert.match(answer.page.words, /This is the last administrator/);
	const closing = await her.ada.post(`/en/people/${id}/account/close`);
	assert.equal(closing.status, 409);
	assert.equal(sql(db, `SELECT state FROM account WHERE id = '${id}'`), "active");
	assert.deepEqual(holdings(id), ["admin||held"]);
});

// ---- what administrators do about an account

test("an_account_is_closed_and_opened_again", async () => {
	const id = addUser(db, "shut@example.org", { role: "contributor", name: "Shu" });
	const shu = await signedIn(server.url, "shut@example.org");

	assert.equal((await her.sol.get(`/en/people/${id}/account/close`)).status, 403);
	assert.equal((await her.ada.post(`/en/people/${id}/account/close`)).location,
		`/en/people/${id}?done=account-closed`);
	assert.match((await shu.get("/en/todo")).location, /sign-in/);
	assert.match(faultsOf(await invite("fra", { email: "shut@example.org" })),
		/This account is closed; an administrator can open it again/);
	assert.match(faultsOf(await invite("ada", { email: "Shut@example.org" }, "expert")),
		/This account is closed/);
	assert.deepEqual(holdings(id), ["contributor||held"]);
	assert.equal((await her.ada.get(`/en/people/${id}/account/close`)).status, 404);
	assert.equal((await her.ada.post(`/en/people/${id}/account/open`)).status, 303);
	assert.equal((await visitor(server.url).signIn("shut@example.org")).location, "/en/todo");
	assert.deepEqual(trace(id).filter((e) => /closed|opened/.test(e)),
		[`closed|${ids.ada}`, `opened|${ids.ada}`]);
});

test("all_sessions_of_somebody_end", async () => {
	const first = await come("ann"), second = await come("ann");

	assert.equal((await her.ada.post(`/en/people/${ids.ann}/account/sessions`)).status, 303);
	for (const ann of [first, second])
		assert.match((await ann.get("/en/people")).location, /sign-in/);
	her.ann = await come("ann");
});

test("a_second_factor_that_was_lost_is_taken_away", async () => {
	sql(db, `UPDATE account SET totp = 'sealed' WHERE id = '${ids.tom}'`);
	const path = `/en/people/${ids.tom}/account/second-factor`;
	assert.match((await her.ada.get(path)).page.words, /in person or by telephone/);
	assert.equal((await her.ada.post(path)).status, 303);
	assert.equal(sql(db, `SELECT COALESCE(totp, 'none') FROM account WHERE id = '${ids.tom}'`),
		"none");
	assert.match((await her.tom.get("/en/people")).location, /sign-in/);
	assert.ok(trace(ids.tom).includes(`totp_off|${ids.ada}`));
	assert.equal(letters(at("tom")).at(-1), "Your second factor was taken away");
	her.tom = await come("tom");
	assert.equal((await her.ada.get(path)).status, 404);
});

test("an_address_that_bounced_is_said_and_forgiven", async () => {
	sql(db, `INSERT INTO mail_address (address, bounced_at, fault)
		VALUES ('${at("mod")}', 1, '550 no such user')`);
	const place = `/en/people/${ids.mod}`;

	assert.match((await her.sen.get(place)).page.words, /come back: 550 no such user/);
	assert.doesNotMatch((await her.mod.get(place)).page.words, /550/);
	assert.equal((await her.ada.post(`${place}/account/address`)).status, 303);
	assert.equal(sql(db, "SELECT COUNT(*) FROM mail_address"), "0");
});

// ---- where no letters leave the house

test("without_a_mail_server_the_house_passes_the_link_on_once", async () => {
	const own = initialisedStore("--bare");
	addUser(own, "sec@example.org", { role: "secretariat" });
	addUser(own, "point@example.org", { role: "focal_point", party: "FRA" });
	const house = await startServer(own);
	const sec = await signedIn(house.url, "sec@example.org");
	const point = await signedIn(house.url, "point@example.org");
	const on = "/en/people/invite?role=team_member";
	const fields = { email: "n@example.org", name: "N", party: "FRA" };
	const answer = await sec.post("/en/people/invite", fields, { on });
	const path = linkIn(answer.page.text("p", "secret"));

	assert.equal(answer.status, 200);
	assert.match(answer.headers.get("cache-control"), /no-store/);
	assert.equal((await visitor(house.url).get(path)).status, 200);
	const id = accountId(own, "n@example.org");
	assert.doesNotMatch((await sec.get(`/en/people/${id}`)).text, /\/link\//);
	const again = await point.post("/en/people/invite", { ...fields, email: "m@example.org" }, { on });
	assert.equal(again.status, 303);
	assert.doesNotMatch((await point.get(again.location)).page.text("main"), /on its way/);
	assert.match((await point.get(again.location)).page.words, /sends no letters yet/);
	await house.stop();
});

// ---- handing over

test("a_focal_point_hands_over_and_is_out_at_once", async () => {
	const id = addUser(db, "old@example.org", { role: "focal_point", party: "CAN", name: "Olga" });
	const olga = await signedIn(server.url, "old@example.org");
	const wrong = await olga.post("/en/people/hand-over", { email: "OLD@example.org", name: "O" });
	assert.match(faultsOf(wrong), /address of the one who hands over/);
	const answer = await olga.post("/en/people/hand-over",
		{ email: "heir@example.org", name: "Henri" });
	const heir = accountId(db, "heir@example.org");

	assert.equal(answer.status, 200);
	assert.match(answer.page.words, /You have handed over.*Henri/);
	for (const path of ["/en/people", `/en/people/${heir}`, "/en/people/invite"])
		assert.equal((await olga.get(path)).status, 403, path);
	assert.deepEqual(holdings(id), ["focal_point|CAN|ended"]);
	assert.deepEqual(holdings(heir), ["focal_point|CAN|held"]);
	assert.ok(trace(id).includes(`handed_over|${id}`));
	assert.ok(trace(heir).includes(`handed_over|${id}`));
	assert.deepEqual(letters("old@example.org").slice(-1), ["Your post was handed over"]);
	assert.match(lastLetter("old@example.org"), /Focal point, Canada/);
	const henri = visitor(server.url);
	assert.equal((await henri.post(linkIn(lastLetter("heir@example.org")),
		{ email: "heir@example.org", name: "Henri", password: PASSWORD })).location, "/en/todo");
	const { page } = await henri.get("/en/people");
	assert.deepEqual(namesOn(page), ["Henri"]);
	assert.match(textOf(page.all("details")[0]), /Olga/);
	assert.match((await henri.get(`/en/people/${id}`)).page.words, /Handed over: Focal point, Canada/);
});

test("the_secretariat_hands_over_for_a_party", async () => {
	const id = addUser(db, "left@example.org", { role: "focal_point", party: "MEX", name: "Lea" });
	const form = (await her.sol.get("/en/people/hand-over?party=MEX")).page;
	const [select] = form.all("select").filter((one) => attribute(one, "name") === "post");

	assert.deepEqual(select.childNodes.filter(({ tagName }) => tagName).map(textOf),
		["Mexico: Lea"]);
	const answer = await her.sol.post("/en/people/hand-over",
		{ email: "next@example.org", name: "Nora" }, { on: "/en/people/hand-over?party=MEX" });
	const next = accountId(db, "next@example.org");
	assert.equal(answer.location, `/en/people/${next}?done=handed-over`);
	assert.deepEqual([holdings(id), holdings(next)],
		[["focal_point|MEX|ended"], ["focal_point|MEX|held"]]);
	assert.ok(trace(id).includes(`handed_over|${ids.sol}`));
	assert.match((await her.sol.get("/en/people/hand-over?party=PER")).page.words,
		/Nobody hands over here/);
});

test("a_post_is_handed_over_once", async () => {
	const id = addUser(db, "twice@example.org", { role: "focal_point", party: "PER", name: "Pia" });
	const pia = await signedIn(server.url, "twice@example.org");
	const token = await pia.token("/en/todo");
	const fields = { token, post: holding(id, "focal_point"), name: "Heir", lang: "en" };
	const answers = await Promise.all(["h1@example.org", "h2@example.org"].map((email) =>
		pia.send("/en/people/hand-over", { ...fields, email })));

	assert.equal(answers.filter(({ status }) => status === 200).length, 1);
	for (const { status } of answers) assert.ok([200, 403, 404, 409].includes(status), `${status}`);
	assert.equal(sql(db, `SELECT COUNT(*) FROM account_role
		WHERE party = 'PER' AND ended_at IS NULL`), "1");
});

// ---- Parties without a focal point

test("vacant_parties_are_listed_by_group_and_the_house_is_told", async () => {
	const all = Number(sql(db, "SELECT COUNT(*) FROM term WHERE vocabulary = 'party'"));
	const taken = Number(sql(db, `SELECT COUNT(DISTINCT r.party) FROM account_role r
		JOIN account a ON a.id = r.account_id WHERE r.role = 'focal_point'
		AND r.ended_at IS NULL AND a.state IN ('invited', 'active')`));
	const { page } = await her.sol.get("/en/people/vacant");
	const items = page.all("ul", "tasks").flatMap((list) =>
		list.childNodes.filter(({ tagName }) => tagName === "li")).map(textOf);

	assert.equal(items.length, all - taken);
	assert.ok(items.some((item) => item.startsWith("Mali")));
	assert.ok(!items.some((item) => item.startsWith("Senegal")));
	assert.ok(page.links.includes("/en/people/invite?role=focal_point&party=MLI"));
	assert.match((await her.sol.get("/en/todo")).page.words,
		new RegExp(`${all - taken} Parties have no focal point`));
	assert.doesNotMatch((await her.fra.get("/en/todo")).page.words, /no focal point/);
	assert.equal((await her.fra.get("/en/people/vacant")).status, 404);
	const form = await her.sol.get("/en/people/invite?role=focal_point&party=MLI");
	const [select] = form.page.all("select").filter((one) => attribute(one, "name") === "party");
	assert.equal(attribute(select.childNodes.find((one) =>
		attribute(one, "selected") !== undefined), "value"), "MLI");
	await invite("sol", { email: "mali@example.org", party: "MLI" }, "focal_point");
	assert.doesNotMatch((await her.sol.get("/en/people/vacant")).page.words, /Mali\b/);
	sql(db, "UPDATE account SET state = 'closed' WHERE email = 'mali@example.org'");
	assert.match((await her.sol.get("/en/people/vacant")).page.words, /Mali\b/);
});

// ---- requests

const asked = { name: "Rosa Klee", email: "rosa@example.org", role: "team_member", party: "FRA",
	organisation: "", why: "I work on the plan.\nFlore knows me." };
const ask = (fields = {}) => visitor(server.url).post("/en/ask", { ...asked, ...fields });
const requestOf = (email) => sql(db, `SELECT id FROM access_request WHERE email = '${email}'
	ORDER BY id DESC LIMIT 1`);

test("whoever_asks_is_answered_the_same", async () => {
	const words = (answer) => answer.text.replace(/value="[^"]*"/g, "");
	const unknown = await ask(), known = await ask({ email: at("fra") });

	assert.deepEqual([unknown.status, known.status], [200, 200]);
	assert.match(unknown.page.words, /If all is well, you will hear from us/);
	assert.equal(words(unknown), words(known));
	assert.equal(sql(db, "SELECT COUNT(*) FROM access_request"), "2");
	assert.deepEqual(letters("rosa@example.org"), []);
	const forgot = (email) => visitor(server.url).post("/en/password", { email });
	assert.equal(words(await forgot("rosa@example.org")), words(await forgot(at("eva"))));
});

test("what_a_request_lacks_is_said_beside_the_field", async () => {
	const n = sql(db, "SELECT COUNT(*) FROM access_request");

	assert.match(faultsOf(await ask({ party: "" })), /Choose the Party/);
	assert.match(faultsOf(await ask({ role: "cso" })), /Give the name of the organisation/);
	assert.match(faultsOf(await ask({ role: "admin" })), /Choose one of the list/);
	assert.match(faultsOf(await ask({ email: "rosa@example.org\r\nBcc: x@example.org" })),
		/This is no e-mail address/);
	assert.match(faultsOf(await ask({ why: "" })), /why you ask/);
	const long = await ask({ why: "é".repeat(1001) });
	assert.match(faultsOf(long), /At most 1,000 characters/);
	assert.match(long.text, /é{1001}/);
	assert.equal(sql(db, "SELECT COUNT(*) FROM access_request"), n);
});

test("requests_are_bounded_by_network_and_by_address", async () => {
	for (let i = 0; i < 5; i++) assert.equal((await ask({ email: "many@example.org" })).status, 200);
	assert.equal((await ask({ email: "many@example.org" })).status, 429);
	for (let i = 0; i < 5; i++) assert.equal((await ask({ email: `m${i}@example.org` })).status, 200);
	const late = await ask({ email: "m9@example.org" });
	assert.equal(late.status, 429);
	assert.ok(Number(late.headers.get("retry-after")) > 3600);
	sql(db, "DELETE FROM access_request WHERE email LIKE 'm%'");
});

test("requests_are_seen_by_those_who_may_answer_them", async () => {
	await ask({ email: "b@example.org", role: "focal_point", party: "SEN" });
	await ask({ email: "c@example.org", role: "authority", party: "SEN" });
	const numbers = async (who) => namesOn((await her[who].get("/en/people/requests")).page).length;

	assert.deepEqual([await numbers("fra"), await numbers("sen"), await numbers("sol")], [2, 1, 4]);
	assert.match((await her.fra.get("/en/todo")).page.words, /2 requests wait for an answer/);
	assert.match((await her.sen.get("/en/todo")).page.words, /1 request waits for an answer/);
	assert.equal((await her.tom.get("/en/people/requests")).status, 403);
	const place = `/en/people/requests/${requestOf("rosa@example.org")}`;
	assert.match((await her.fra.get(place)).page.words, /Flore knows me/);
	const point = `/en/people/requests/${requestOf("b@example.org")}`;
	const token = await her.sen.token("/en/todo"), before = everything();
	for (const path of [place, point]) {
		assert.equal((await her.sen.get(path)).status, 404);
		assert.equal((await her.sen.send(`${path}/grant`,
			{ token, role: "team_member", party: "SEN" })).status, 404);
		assert.equal((await her.sen.send(`${path}/refuse`, { token, words: "No" })).status, 404);
	}
	assert.equal(everything(), before);
});

test("a_request_is_granted_with_the_role_it_should_have", async () => {
	const place = `/en/people/requests/${requestOf("rosa@example.org")}`;
	const token = await her.fra.token("/en/todo");

	for (const fields of [{ role: "focal_point", party: "FRA" }, { role: "team_member", party: "SEN" },
		{ role: "team_member", party: "" }])
		faultsOf(await her.fra.send(`${place}/grant`, { token, ...fields }));
	assert.equal(accountId(db, "rosa@example.org"), "");
	const answer = await her.fra.post(`${place}/grant`,
		{ role: "authority", email: "evil@example.org", name: "Evil" }, { on: place });
	const id = accountId(db, "rosa@example.org");
	assert.equal(answer.location, `/en/people/${id}?done=invited`);
	assert.equal(accountId(db, "evil@example.org"), "");
	assert.deepEqual(holdings(id), ["authority|FRA|held"]);
	assert.deepEqual(letters("rosa@example.org"), ["You are invited to Jalon"]);
	assert.match((await her.fra.get(place)).page.words, /Flore Petit granted this request on/);
	const late = await her.sol.send(`${place}/refuse`,
		{ token: await her.sol.token("/en/todo"), words: "No" });
	assert.equal(late.status, 409);
	assert.match(late.page.words, /Flore Petit granted this request on/);
	assert.deepEqual(letters("rosa@example.org"), ["You are invited to Jalon"]);
});

test("a_request_is_refused_with_words", async () => {
	const place = `/en/people/requests/${requestOf("c@example.org")}`;

	assert.match(faultsOf(await her.sen.post(`${place}/refuse`, {}, { on: place })),
		/Write a sentence/);
	const answer = await her.sen.post(`${place}/refuse`,
		{ words: "Please ask the ministry first." }, { on: place });
	assert.equal(answer.location, "/en/people/requests?done=refused");
	assert.match((await her.sen.get(answer.location)).page.words,
		/The request is refused.*No request waits/);
	assert.match(lastLetter("c@example.org"), /Please ask the ministry first\./);
	assert.equal(accountId(db, "c@example.org"), "");
});

test("of_two_who_answer_at_once_one_is_told_of_the_other", async () => {
	for (let round = 0; round < 6; round++) {
		const email = `at-once${round}@example.org`;
		sql(db, "DELETE FROM attempt");
		await ask({ email });
		const place = `/en/people/requests/${requestOf(email)}`;
		const tokens = [await her.fra.token("/en/todo"), await her.sol.token("/en/todo")];
		const answers = await Promise.all([
			her.fra.send(`${place}/grant`, { token: tokens[0], role: "team_member", party: "FRA" }),
			her.sol.send(`${place}/refuse`, { token: tokens[1], words: "No." })]);

		assert.deepEqual(answers.map(({ status }) => status).sort(), [303, 409]);
		assert.match(answers.find(({ status }) => status === 409).page.words,
			/(granted|refused) this request on/);
		assert.equal(letters(email).length, 1);
		sql(db, `UPDATE account_role SET ended_at = given_at + 1 WHERE account_id =
			'${accountId(db, email)}'`);
	}
});

test("an_organisation_that_asks_is_added_with_the_answer", async () => {
	await ask({ email: "ngo@example.org", role: "cso", organisation: "New Voices", party: "" });
	const place = `/en/people/requests/${requestOf("ngo@example.org")}`;

	assert.match((await her.sol.get(place)).page.words, /New: New Voices/);
	const answer = await her.sol.post(`${place}/grant`, {}, { on: place });
	assert.equal(answer.status, 303);
	assert.equal(sql(db, `SELECT o.name FROM account_role r JOIN organisation o
		ON o.id = r.organisation WHERE r.account_id = '${accountId(db, "ngo@example.org")}'`),
	"New Voices");
	await ask({ email: "ngo2@example.org", role: "cso", organisation: "NEW VOICES", party: "" });
	const second = `/en/people/requests/${requestOf("ngo2@example.org")}`;
	await her.sol.post(`${second}/grant`, {}, { on: second });
	assert.equal(sql(db, "SELECT COUNT(*) FROM organisation WHERE name_key = 'new voices'"), "1");
});

test("answered_requests_forget_the_person_after_ninety_days", async () => {
	const own = initialisedStore("--bare"), day = 86_400_000, now = Date.now();
	const rows = [[1, 91], [2, 89], [3, null]].map(([i, days]) => `('Q${i}', 'q${i}@example.org',
		'Name', 'en', 'expert', 'why', 1, ${days ? now - days * day : "NULL"})`);
	sql(own, `INSERT INTO access_request (id, email, name, lang, role, reason, made_at,
		answered_at) VALUES ${rows.join()}`);
	const house = await startServer(own, { env: { JALON_CHORES_MS: "50" } });
	const until = Date.now() + 10_000;
	const kept = () => sql(own, `SELECT id FROM access_request WHERE email <> '' AND name <> ''
		AND reason IS NOT NULL ORDER BY id`);

	while (kept() !== "Q2\nQ3" && Date.now() < until) await pause(50);
	assert.equal(kept(), "Q2\nQ3");
	assert.equal(sql(own, "SELECT COUNT(*) FROM access_request"), "3");
	await house.stop();
});

// ---- organisations

test("organisations_are_added_changed_closed_and_opened", async () => {
	const place = "/en/people/organisations";
	const added = await her.sol.post(`${place}/new`,
		{ name: "Maison des écrits", party: "FRA", website: "https://ecrits.example" });
	const here = added.location.replace(/\?.*/, "");

	assert.equal(added.status, 303);
	assert.match(faultsOf(await her.sol.post(`${place}/new`, { name: "MAISON DES ECRITS" })),
		/There is an organisation of this name/);
	for (const website of ["javascript:alert(1)", "ecrits.example", "ftp://x.example"])
		assert.match(faultsOf(await her.sol.post(`${place}/new`, { name: "W", website })),
			/Write the whole address/);
	assert.deepEqual(namesOn((await her.sol.get(`${place}?q=ecrits`)).page), ["Maison des écrits"]);
	await her.sol.post(`${here}/change`, { name: "Maison des mots" });
	assert.equal((await her.sol.get(here)).page.text("h1"), "Maison des mots");
	await invite("sol", { email: "mots@example.org", organisation: here.split("/").at(-1) }, "cso");
	const id = accountId(db, "mots@example.org");
	assert.equal((await her.sol.post(`${here}/close`)).location, `${here}?done=organisation-closed`);
	assert.deepEqual(holdings(id), ["cso||ended"]);
	assert.equal(letters("mots@example.org").at(-1), "A role of yours has ended");
	assert.doesNotMatch((await her.sol.get("/en/people/invite?role=cso")).text, /Maison des mots/);
	await her.sol.post(`${here}/open`, {}, { on: here });
	assert.match((await her.sol.get("/en/people/invite?role=cso")).text, /Maison des mots/);
	assert.deepEqual(holdings(id), ["cso||ended"]);
});

test("those_who_act_for_an_organisation_read_its_page", async () => {
	const own = await her.cso.get(`/en/people/organisations/${ORG}`);

	assert.equal(own.status, 200);
	assert.match(own.page.words, /Arts for All.*Cleo Marsh/);
	assert.doesNotMatch(own.page.text("main"), /Change|Close|Invite/);
	assert.equal((await her.cso.get(`/en/people/organisations/${OTHER_ORG}`)).status, 404);
	const token = await her.cso.token("/en/todo");
	for (const what of ["change", "close", "open"])
		assert.equal((await her.cso.send(`/en/people/organisations/${ORG}/${what}`,
			{ token, name: "Mine" })).status, 403);
	assert.equal((await her.fra.get(`/en/people/organisations/${ORG}`)).status, 404);
});

// ---- in French too

test("pages_speak_french", async () => {
	for (const path of ["/fr/people", "/fr/people/invite", "/fr/people/hand-over", "/fr/ask"])
		assert.equal((await her.fra.get(path)).page.lang, "fr");
});
