// Posts pass on, people ask to come in, organisations.

import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { at, db, everything, faultsOf, her, holding, holdings, ids, invite, lastLetter, letters,
	linkIn, namesOn, ORG, OTHER_ORG, server, trace } from "../lib/cast.js";
import { initialisedStore, sql, startServer } from "../lib/jalon.js";
import { attribute, textOf } from "../lib/page.js";
import { accountId, addUser, PASSWORD, signedIn, visitor } from "../lib/people.js";

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
	assert.match((await henri.get(`/en/people/${id}`)).page.words,
		/Handed over: Focal point, Canada/);
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
	for (let i = 0; i < 5; i++)
		assert.equal((await ask({ email: "many@example.org" })).status, 200);
	assert.equal((await ask({ email: "many@example.org" })).status, 429);
	for (let i = 0; i < 5; i++)
		assert.equal((await ask({ email: `m${i}@example.org` })).status, 200);
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

	for (const fields of [{ role: "focal_point", party: "FRA" },
		{ role: "team_member", party: "SEN" }, { role: "team_member", party: "" }])
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
	assert.equal((await her.sol.post(`${here}/close`)).location,
		`${here}?done=organisation-closed`);
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
