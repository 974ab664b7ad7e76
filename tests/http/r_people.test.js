// People look after each other: who is there, inviting, ending roles, accounts.

import assert from "node:assert/strict";
import { test } from "node:test";
import { at, CAST, come, db, everything, faultsOf, her, holding, holdings, ids, invite, lastLetter,
	letters, linkIn, listed, namesOn, ORG, server, trace } from "../lib/cast.js";
import { initialisedStore, run, sql, startServer } from "../lib/jalon.js";
import { attribute, textOf } from "../lib/page.js";
import { accountId, addUser, makeUnsure, PASSWORD, signedIn, visitor } from "../lib/people.js";

const SHOWN = 50;

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
	assert.match(faultsOf(await invite("fra", { email: "new@example.org" })),
		/invited in this role/);
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
	const place = `/en/people/${id}`;
	const answer = await her.fra.post(`${place}/invitation`, {}, { on: place });
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
	const again = await point.post("/en/people/invite",
		{ ...fields, email: "m@example.org" }, { on });
	assert.equal(again.status, 303);
	assert.doesNotMatch((await point.get(again.location)).page.text("main"), /on its way/);
	assert.match((await point.get(again.location)).page.words, /sends no letters yet/);
	await house.stop();
});
