// Good practices from a draft to a page that stays: who proposes, who is asked, who learns what.

import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { at, db, her, lastLetter, letters, ORG, OTHER_ORG, server } from "../lib/cast.js";
import { run, sql, startServer, temporaryPath } from "../lib/jalon.js";
import { attribute, textOf } from "../lib/page.js";
import { addUser, signedIn, visitor } from "../lib/people.js";

const LIST = "/en/practices", API = "/api/v1/practices";
const YEAR = new Date().getUTCFullYear();
const stranger = visitor(server.url);

for (const [who, options] of Object.entries({
	con: { role: "contributor", name: "Corin Vale" },
	two: { role: "cso", organisation: ORG, name: "Thea Two" },
	oth: { role: "cso", organisation: OTHER_ORG, name: "Otto Hale" },
})) {
	addUser(db, at(who), options);
	her[who] = await signedIn(server.url, at(who));
}

// ---- in few words

const tokens = new Map();

// What a program sends for that person: {status, body}.
async function send(who, method, path, body, headers = {}) {
	if (who && !tokens.has(who)) {
		const made = await her[who].post("/en/account/tokens/new",
			{ name: "test", scope: "write", days: "30" });
		tokens.set(who, made.page.text("p", "secret"));
	}
	const answer = await stranger.ask(method, path, { headers: {
		...who ? { Authorization: `Bearer ${tokens.get(who)}` } : {}, ...headers,
		...body ? { "Content-Type": "application/json" } : {} },
	body: body && JSON.stringify(body) });
	return { status: answer.status, body: JSON.parse(answer.text) };
}

const WHOLE = { title: { en: "A label for small studios" }, output: ["2"],
	summary: { en: "A label tells listeners which studios pay their musicians." },
	parties: ["FRA"], activities: ["2.4"] };

async function begin(who, more = {}) {
	const made = await send(who, "POST", API, { ...WHOLE, ...more });
	assert.equal(made.status, 201, JSON.stringify(made.body));
	return made.body.id;
}

async function act(who, id, action, body = {}) {
	return send(who, "POST", `${API}/${id}/${action}`, body);
}

// All of them, one after the other; where it stands then.
async function go(id, ...steps) {
	let answer;

	for (const [who, action, body] of steps) {
		answer = await act(who, id, action, body);
		assert.equal(answer.status, 200, `${who} ${action}: ${JSON.stringify(answer.body)}`);
	}
	return answer.body.state;
}

const change = (who, id, version, body) =>
	send(who, "PATCH", `${API}/${id}`, body, { "If-Match": `"${version}"` });
const stateOf = (id) => sql(db, `SELECT state FROM record WHERE public_id = '${id}'`);
const versionOf = (id) => Number(sql(db, `SELECT version FROM record WHERE public_id = '${id}'`));
const AGREED = { agree: true };

async function published(more = {}) {
	const id = await begin("fra", more);
	assert.equal(await go(id, ["fra", "submit"], ["sol", "publish"]), "published");
	return id;
}

// A record of Arts for All whose Party, France, is asked.
async function asked(more = {}) {
	const id = await begin("cso", more);
	assert.equal(await go(id, ["cso", "submit", AGREED]), "asked");
	return id;
}

// The chores of the house, until that is so.
async function until(isSo) {
	for (let i = 0; i < 200; i++) {
		if (isSo()) return;
		await pause(50);
	}
	assert.fail("it never came to be so");
}

// ---- whose it is, and who learns of it

const EVERYBODY = ["ada", "sol", "fra", "tom", "ann", "sen", "mod", "dak", "cso", "two", "oth",
	"con"];

// Who finds it, by page, API and every form; null is a stranger.
async function assertSeenBy(id, readers) {
	for (const who of [...EVERYBODY, null]) {
		const expected = readers.includes(who);
		const visit = who ? her[who] : stranger;
		const page = await visit.get(`${LIST}/${id}`);
		const api = await send(who, "GET", `${API}/${id}`);
		assert.equal(page.status, expected ? 200 : 404, `${who} page`);
		assert.equal(api.status, expected ? 200 : 404, `${who} api`);
		if (expected) continue;
		assert.doesNotMatch(page.text + JSON.stringify(api.body), /small studios/);
		if (!who) continue;
		for (const path of ["ask", "cite.bib", "cite.json"])
			assert.ok([403, 404].includes((await visit.get(`${LIST}/${id}/${path}`)).status),
				`${who} ${path}`);
		const refused = [404, who === "con" || ["ann", "dak"].includes(who) ? 403 : 404];
		assert.ok(refused.includes((await change(who, id, 1, { title: { en: "Mine" } })).status),
			`${who} change`);
		for (const action of ["submit", "comment", "object", "ask", "publish", "decline",
			"withdraw", "discard", "erratum", "confirm", "lapse"])
			assert.ok(refused.includes(
				(await act(who, id, action, { note: "x", ...AGREED })).status), `${who} ${action}`);
	}
}

test("a_draft_is_of_its_owners_alone", async () => {
	await assertSeenBy(await begin("fra"), ["fra", "tom", "ann"]);
	await assertSeenBy(await begin("tom"), ["fra", "tom", "ann"]);
	await assertSeenBy(await begin("cso"), ["cso", "two"]);
	await assertSeenBy(await begin("con"), ["con"]);
	await assertSeenBy(await begin("sol"), ["sol", "ada"]);
});

test("a_party_named_in_it_learns_nothing_of_a_draft", async () => {
	const id = await begin("fra", { parties: ["FRA", "SEN"] });

	await assertSeenBy(id, ["fra", "tom", "ann"]);
	await go(id, ["fra", "submit"]);
	await assertSeenBy(id, ["fra", "tom", "ann", "sol", "ada"]);
});

test("what_a_party_sends_in_is_seen_by_the_house", async () => {
	const id = await begin("fra");

	assert.equal((await act("tom", id, "submit")).status, 403);
	assert.equal(await go(id, ["fra", "submit"]), "submitted");
	await assertSeenBy(id, ["fra", "tom", "ann", "sol", "ada"]);
	assert.deepEqual(letters(at("sol")).slice(-1),
		["A good practice was sent in: A label for small studios"]);
	assert.equal((await change("fra", id, versionOf(id), { place: { en: "Lyon" } })).status, 403);
	assert.equal(await go(id, ["sol", "ask", { note: "Since when?" }]), "returned");
	assert.match(lastLetter(at("fra")), /Since when\?/);
	assert.equal((await change("tom", id, versionOf(id), { start_year: 2020 })).status, 200);
	assert.equal(await go(id, ["fra", "submit"], ["sol", "publish"]), "published");
	assert.match(lastLetter(at("fra")), /is published/);
	await assertSeenBy(id, [...EVERYBODY, null]);
});

test("what_is_not_whole_is_not_sent_in", async () => {
	const made = await send("fra", "POST", API, { title: { en: "Only a title" } });
	const refused = await act("fra", made.body.id, "submit");

	assert.equal(refused.status, 422);
	assert.deepEqual(refused.body.error.fields.map(({ field }) => field.split(".")[0]),
		["summary", "output"]);
});

// ---- civil society, and the Party that is asked

test("a_party_is_asked_about_what_an_organisation_proposes", async () => {
	const id = await begin("cso");

	assert.equal((await act("cso", id, "submit")).body.error.fields[0].field, "agree");
	await go(id, ["cso", "submit", AGREED]);
	await assertSeenBy(id, ["cso", "two", "fra", "tom", "sol", "ada"]);
	assert.match(letters(at("fra")).at(-1), /Your Party is asked/);
	assert.doesNotMatch(lastLetter(at("fra")), /Arts for All|Cleo/);
	const page = (await her.fra.get(`${LIST}/${id}`)).page;
	assert.equal(page.facts["Proposed by"].words, "a civil society organisation");
	assert.doesNotMatch(page.html, /Arts for All|Cleo/);
	assert.doesNotMatch(JSON.stringify((await send("fra", "GET", `${API}/${id}`)).body),
		new RegExp(`Arts for All|Cleo|${ORG}|names_organisation`));
	for (const path of ["edit", "history", "history/2", "do/comment"]) {
		const answer = await her.fra.get(`${LIST}/${id}/${path}`);
		assert.equal(answer.status, 200, path);
		assert.doesNotMatch(answer.text, new RegExp(`Arts for All|Cleo|Thea|${ORG}`), path);
	}
	assert.doesNotMatch(JSON.stringify(await send("fra", "GET", `${API}/${id}/history`)),
		new RegExp(`Arts for All|Cleo|${ORG}`));
	assert.equal((await act("tom", id, "comment")).status, 403);
	assert.equal(await go(id, ["fra", "comment",
		{ note: "Fine with us.", party_note: { en: "We support it." } }]), "submitted");
	assert.match(lastLetter(at("sol")), /Fine with us\./);
	assert.doesNotMatch(lastLetter(at("cso")), /Fine with us\./);
	await go(id, ["sol", "publish"]);
	const shown = (await stranger.get(`${LIST}/${id}`)).page;
	assert.match(shown.words, /What France says of it We support it\./);
	assert.doesNotMatch(shown.words, /Fine with us|Arts for All/);
});

test("the_last_day_to_speak_is_the_same_wherever_it_stands", async () => {
	const id = await asked({ title: { en: "The dated label" } });
	const [, day] = /your turn, until (\d+ \w+ \d+)/
		.exec((await her.fra.get(`${LIST}/${id}/edit`)).page.text("main"));

	assert.match((await her.fra.get("/en/todo")).page.text("main"),
		new RegExp(`“The dated label” until ${day}`));
});

test("whether_it_is_named_is_asked_as_yes_or_no", async () => {
	const page = (await her.cso.get(`${LIST}/${await begin("cso")}/do/submit`)).page;
	const choices = page.all("input").filter((i) => attribute(i, "name") === "names_organisation");

	assert.deepEqual(choices.map((i) => [attribute(i, "value"),
		attribute(i, "checked") !== undefined]), [["yes", false], ["no", true]]);
});

test("an_organisation_is_named_only_if_it_wants_to", async () => {
	const id = await asked();

	await go(id, ["fra", "comment"], ["sol", "publish"]);
	assert.equal((await stranger.get(`${LIST}/${id}`)).page.facts["Proposed by"].words,
		"a civil society organisation");
	sql(db, `UPDATE practice SET names_organisation = 1 WHERE seq =
		(SELECT seq FROM record WHERE public_id = '${id}')`);
	await published(); // readers are told anew
	assert.equal((await stranger.get(`${LIST}/${id}`)).page.facts["Proposed by"].words,
		"Arts for All");
});

test("an_objection_is_decided_with_reasons_to_both", async () => {
	const id = await asked();

	assert.equal((await act("fra", id, "object")).status, 422);
	await go(id, ["fra", "object", { note: "It has ended long ago." }]);
	assert.match(lastLetter(at("sol")), /ended long ago/);
	assert.doesNotMatch(lastLetter(at("cso")), /ended long ago/);
	assert.equal((await act("sol", id, "publish")).status, 422);
	await go(id, ["sol", "decline", { note: "The Party is right." }]);
	for (const who of ["cso", "fra"]) assert.match(lastLetter(at(who)), /The Party is right\./);
	assert.equal(await go(id, ["sol", "reopen"], ["cso", "submit"]), "submitted");
});

test("what_is_taken_back_is_out_of_sight_and_asked_about_anew", async () => {
	const id = await asked();

	await go(id, ["fra", "comment", { party_note: { en: "We support it." } }],
		["two", "withdraw"]);
	await assertSeenBy(id, ["cso", "two"]);
	assert.equal(await go(id, ["two", "submit", AGREED]), "asked");
	assert.deepEqual((await send("cso", "GET", `${API}/${id}`)).body.party_note, {});
});

test("without_a_party_the_house_examines_at_once", async () => {
	const id = await begin("oth", { parties: [] });

	assert.equal(await go(id, ["oth", "submit"]), "submitted");
	await assertSeenBy(id, ["oth", "sol", "ada"]);
	const other = await begin("oth", { parties: ["SEN", "FRA"] });
	assert.equal(await go(other, ["oth", "submit", AGREED]), "asked");
	await assertSeenBy(other, ["oth", "sen", "mod", "sol", "ada"]);
	assert.equal(await go(await begin("con"), ["con", "submit"]), "submitted");
});

test("owners_do_not_speak_for_the_party", async () => {
	const id = await asked();

	await go(id, ["fra", "comment", { party_note: { en: "We support it." } }],
		["sol", "ask", { note: "Where?" }]);
	for (const member of [{ party_note: { en: "We adore it." } }, { confirmed_on: "2020-01-01" }]) {
		const refused = await change("cso", id, versionOf(id), member);
		assert.equal(refused.status, 422, JSON.stringify(refused.body));
		assert.equal(refused.body.error.fields[0].code, "read_only");
	}
	assert.equal((await change("cso", id, versionOf(id), { names_organisation: true })).status,
		422);
	assert.deepEqual((await send("cso", "GET", `${API}/${id}`)).body.party_note,
		{ en: "We support it." });
});

// ---- what readers are told

test("files_and_the_api_hold_nothing_internal", async () => {
	const id = await published();

	sql(db, `UPDATE practice SET credits = 'Nora Internal', credits_agreed = 1,
		credits_until = '${YEAR + 1}-01-01' WHERE seq =
		(SELECT seq FROM record WHERE public_id = '${id}')`);
	const csv = run(["export", "practices", "--db", db]).stdout;
	const told = [csv, ...await Promise.all([`${API}/${id}`, `${API}?format=csv`,
		`${API}?format=jsonl`, "/en/data/practices",
		"/api/v1/datapackage.json", `${API}?q=Internal`, `${LIST}?q=Internal`]
		.map(async (path) => (await stranger.get(path)).text))];

	for (const text of told)
		assert.doesNotMatch(text, /Nora|credits|names_organisation/);
	/* What there is for those who work on a record is no secret; what stands in it is. */
	for (const path of ["/api/v1/openapi.json", "/en/api"])
		assert.doesNotMatch((await stranger.get(path)).text, /Nora/);
	assert.match(csv.split("\n")[0],
		/adapted_from,party_note_fr,party_note_en,confirmed_on,files$/);
	assert.equal((await stranger.get(`${LIST}/${id}`)).page.facts["People behind it"].words,
		"Nora Internal");
});

// Sets columns of its own by hand, as days would.
function put(id, columns) {
	sql(db, `UPDATE practice SET ${columns} WHERE seq =
		(SELECT seq FROM record WHERE public_id = '${id}')`);
}

// Another server on the same store does its chores at once.
async function doChores(isSo) {
	const other = await startServer(db);

	await until(isSo);
	await other.stop();
}

test("names_are_taken_out_the_day_after", async () => {
	const id = await published(), of = `FROM record_revision WHERE seq =
		(SELECT seq FROM record WHERE public_id = '${id}')`;

	put(id, "credits = 'Nora Gone', credits_agreed = 1, credits_until = '2026-01-01'");
	sql(db, `UPDATE record_revision SET changes = replace(changes, '"title.en"',
		'"credits":[null,"Nora Gone"],"title.en"') WHERE version = 1 AND seq =
		(SELECT seq FROM record WHERE public_id = '${id}')`);
	assert.match(sql(db, `SELECT changes ${of}`), /Nora Gone/);
	assert.doesNotMatch((await stranger.get(`${LIST}/${id}?x`)).text, /Nora/);
	await doChores(() => !/Nora/.test(sql(db, `SELECT changes ${of}`)));
	assert.equal(sql(db, `SELECT count(*) FROM practice WHERE credits LIKE 'Nora%' AND
		credits_until < '2026-06-01'`), "0");
	assert.match(sql(db, `SELECT action ${of} ORDER BY version`), /publish\nedit\nerase$/);
	assert.equal(stateOf(id), "published");
});

test("what_nobody_confirmed_for_two_years_is_marked_and_its_owners_are_reminded_once", async () => {
	const id = await published({ title: { en: "An old one" } });
	const mine = await begin("sol", { title: { en: "An old one of the house" } });
	const subject = "Is your good practice still as it says? An old one";

	await go(mine, ["sol", "submit"], ["sol", "publish"]);
	assert.doesNotMatch((await stranger.get(`${LIST}?q=old+one`)).page.words, /two years/);
	const file = temporaryPath("old.csv");
	writeFileSync(file, ["id,confirmed_on", `${id},2020-02-03`, `${mine},2020-02-03`].join("\n"));
	assert.equal(run(["load", "practices", file, "--db", db]).status, 0);
	await doChores(() => letters(at("fra")).includes(subject));
	await doChores(() => true);
	assert.equal(letters(at("fra")).filter((one) => one === subject).length, 1);
	assert.match((await stranger.get(`${LIST}?q=old+one`)).page.words,
		/Not confirmed for two years/);
	assert.match((await stranger.get(`${LIST}/${id}`)).page.words,
		/Last confirmed on 3 February 2020: nobody has said since/);
	assert.match((await her.fra.get("/en/todo")).page.words, /Confirm that “An old one” is still/);
	assert.match((await her.sol.get("/en/todo")).page.words,
		/1 good practice of the Secretariat has not been confirmed/);
	assert.match((await her.sol.get(`${LIST}/unconfirmed`)).page.words, /An old one of the house/);
	assert.equal((await her.fra.get(`${LIST}/unconfirmed`)).status, 403);
	await go(id, ["fra", "confirm"]);
	await go(mine, ["sol", "confirm"]);
	assert.doesNotMatch((await stranger.get(`${LIST}/${id}`)).page.words, /nobody has said/);
	assert.doesNotMatch((await her.fra.get("/en/todo")).page.words, /Confirm that/);
});

test("a_party_that_does_not_answer_holds_nobody_up", async () => {
	const id = await asked();

	sql(db, `UPDATE record SET state_at = state_at - 2592000000 WHERE public_id = '${id}'`);
	await doChores(() => stateOf(id) === "submitted");
	assert.match(letters(at("sol")).at(-1), /waits for you/);
});

test("lineage_is_drawn_of_public_ones_and_has_no_circles", async () => {
	const first = await published({ title: { en: "The first label" } });
	const second = await published({ title: { en: "The second label" }, adapted_from: [first] });
	const third = await published({ title: { en: "The third label" }, adapted_from: [second] });
	const hidden = await begin("fra", { title: { en: "The hidden label" }, adapted_from: [third] });
	const page = (await stranger.get(`${LIST}/${second}`)).page;
	const tree = textOf(page.all("ul", "lineage")[0]);

	assert.match(tree, /^The first label .*The second label \(this practice\) .*The third label/);
	assert.doesNotMatch(page.words, /hidden/);
	assert.match((await her.fra.get(`${LIST}/${hidden}`)).page.text("ul", "lineage"),
		/^The first label.*The hidden label/);
	const circle = await change("sol", first, versionOf(first),
		{ adapted_from: [third], reason: "It came later." });
	assert.deepEqual([circle.status, circle.body.error.fields[0].code], [422, "circle"]);
	const own = await begin("fra");
	await change("fra", own, 1, { adapted_from: [own] });
	assert.equal((await act("fra", own, "submit")).body.error.fields[0].code, "circle");
});

test("a_correction_is_told_with_its_reason", async () => {
	const id = await published();
	const done = await change("sol", id, versionOf(id),
		{ start_year: 2019, reason: "The year was wrong." });

	assert.equal(done.status, 200, JSON.stringify(done.body));
	const { page } = await stranger.get(`${LIST}/${id}`);
	assert.match(page.words, /Corrections Corrected on .*The year was wrong\./);
	assert.ok(page.links.includes(`${LIST}/${id}/history/${versionOf(id)}`));
});

// ---- asking those who look after one

const askFor = (who, id, words) => her[who].post(`${LIST}/${id}/ask`, { words });

test("a_question_and_its_answer_travel_without_addresses", async () => {
	const id = await published({ title: { en: "The asked label" } });
	const before = letters(at("sol")).length;

	assert.equal((await stranger.get(`${LIST}/${id}/ask`)).location?.split("?")[0], "/en/sign-in");
	assert.ok((await stranger.get(`${LIST}/${id}`)).page.links.includes(`${LIST}/${id}/ask`));
	assert.equal((await her.fra.get(`${LIST}/${id}/ask`)).status, 404, "it is her own");
	assert.match((await her.sen.get(`${LIST}/${id}/ask`)).page.words,
		/They are told your name and your roles – Awa Ndiaye, Focal point, Senegal – and not/);
	const sent = await askFor("sen", id, "How do you pay\nfor it?");
	assert.equal(sent.status, 303);
	assert.equal(letters(at("fra")).at(-1), "A question about “The asked label”");
	const letter = lastLetter(at("fra"));
	assert.match(letter, /Awa Ndiaye \(Focal point, Senegal\) asks[^]*How do you pay\nfor it\?/);
	assert.doesNotMatch(letter, /sen@example/);
	assert.equal(letters(at("sol")).length, before);
	assert.match((await her.fra.get("/en/todo")).page.words, /Answer a question about “The asked/);
	for (const who of ["tom", "cso", "con", "sol", "mod"])
		assert.equal((await her[who].get(sent.location)).status, 404, who);
	const answered = await her.fra.post(sent.location, { words: "By a levy." });
	assert.equal(answered.status, 303);
	assert.match(lastLetter(at("sen")), /\(France\) have answered your question:[^]*By a levy\./);
	assert.doesNotMatch(lastLetter(at("sen")), /Flore|fra@example/);
	const thread = (await her.sen.get(sent.location)).page;
	assert.match(thread.words, /You asked on .*How do you pay for it\?.*By a levy\./);
	assert.doesNotMatch(thread.words, /Flore/);
	assert.equal((await her.fra.send(sent.location, { words: "x",
		token: await her.fra.token() })).status, 409);
	assert.doesNotMatch((await her.fra.get("/en/todo")).page.words, /Answer a question/);
});

test("an_organisation_that_is_not_named_answers_without_its_name", async () => {
	const id = await asked();

	await go(id, ["fra", "comment"], ["sol", "publish"]);
	const sent = await askFor("sen", id, "Since when?");
	await her.two.post(sent.location, { words: "Since May." });
	assert.doesNotMatch(lastLetter(at("sen")) + (await her.sen.get(sent.location)).text +
		(await her.sen.get(`${LIST}/${id}/ask`)).text, /Arts for All|Thea|Cleo/);
});

test("where_nobody_looks_after_it_the_house_answers", async () => {
	const id = await published({ title: { en: "Left alone" } });

	sql(db, `UPDATE record SET owner_party = 'MEX' WHERE public_id = '${id}'`);
	const sent = await askFor("sen", id, "Is it still there?");
	assert.equal(letters(at("sol")).at(-1), "A question about “Left alone”");
	assert.equal((await her.sol.post(sent.location, { words: "No." })).status, 303);
});

test("nobody_is_flooded_with_questions", async () => {
	const id = await published();

	for (let i = 0; i < 10; i++) assert.equal((await askFor("con", id, `${i}?`)).status, 303);
	assert.equal((await askFor("con", id, "Again?")).status, 429);
	assert.equal((await askFor("mod", id, "And I?")).status, 303);
	assert.equal((await her.con.send(`${LIST}/${id}/ask`, { words: "x" })).status, 403);
	const draft = await begin("fra");
	assert.equal((await her.sen.get(`${LIST}/${draft}/ask`)).status, 404);
	sql(db, `UPDATE practice_question SET asked_at = asked_at - 94867200000
		WHERE text = '3?'`);
	await doChores(() =>
		sql(db, "SELECT count(*) FROM practice_question WHERE text = '3?'") === "0");
});

test("who_asked_takes_the_questions_along_and_they_go_with_the_account", async () => {
	const id = await published();
	const account = addUser(db, "gone@example.org", { role: "contributor", name: "Gina Gone" });
	const gina = await signedIn(server.url, "gone@example.org");
	await gina.post(`${LIST}/${id}/ask`, { words: "Do you keep this?" });

	const data = JSON.parse((await gina.get("/en/account/data.json")).text);
	assert.deepEqual(data.questions.map(({ text, record }) => [text, record]),
		[["Do you keep this?", id]]);
	const done = await gina.post("/en/account/erase", { email: "gone@example.org" });
	assert.ok([200, 303].includes(done.status), done.page.text("main"));
	assert.equal(sql(db, `SELECT count(*) FROM practice_question
		WHERE asked_by = '${account}'`), "0");
});

// ---- suggestions

test("suggestions_put_the_nearest_first_and_say_why", async () => {
	const of = (party, title, more = {}) => published({ parties: [party], activities: ["3.1"],
		title: { en: title }, ...more });
	await of("SEN", "Own", { activities: ["2.1"], sectors: ["music"] });
	await of("SEN", "Own of the activity");
	await of("BRA", "Far and new", { start_year: 2024 });
	await of("DEU", "Far, same sector", { sectors: ["music"] });
	await of("MLI", "Near");
	const page = (await stranger.get(
		`${LIST}/suggested?party=SEN&activity=3.1&activity=5.1`)).page;
	const titles = page.all("ol", "results").flatMap((list) => new Array(list)).flatMap((list) =>
		list.childNodes.filter(({ tagName }) => tagName).map((item) =>
			textOf(item.childNodes.find(({ tagName }) => tagName === "h3"))));

	assert.deepEqual(titles, ["Near", "Far, same sector", "Far and new"]);
	assert.match(page.words, /Same electoral group \(Va\)\./);
	assert.match(page.words, /Same sectors as practices of Senegal: /);
	assert.match(page.words, /Nobody has an example of this activity so far\./);
	assert.equal((await stranger.get(`${LIST}/suggested?activity=9.9`)).status, 400);
	assert.equal((await stranger.get(`${LIST}/suggested?x=1`)).status, 400);
	const chosen = (visit) => visit.get(`${LIST}/suggested`).then(({ text }) =>
		/value="(\w+)" selected/.exec(text)?.[1]);
	assert.deepEqual([await chosen(her.mod), await chosen(stranger)], ["SEN", undefined]);
	assert.ok((await stranger.get("/en/parties/SEN")).page.links
		.includes(`${LIST}/suggested?party=SEN`));
});

test("an_old_version_names_nobody_who_is_no_longer_named", async () => {
	const id = await published(), until = `${YEAR + 1}-01-31`;
	const name = { credits: "Nora Once", credits_agreed: true, credits_until: until };

	for (const [body, reason] of [[name, "She agreed."],
		[{ credits: null, credits_agreed: null, credits_until: null }, "She no longer does."]]) {
		const done = await change("sol", id, versionOf(id), { ...body, reason });
		assert.equal(done.status, 200, JSON.stringify(done.body));
	}
	const version = versionOf(id) - 1;
	for (const path of [`${LIST}/${id}`, `${LIST}/${id}/history`,
		`${LIST}/${id}/history/${version}`, `${LIST}/${id}/history?from=1&to=${version}`,
		`${API}/${id}/history`])
		assert.doesNotMatch((await stranger.get(path)).text, /Nora Once/, path);
	assert.match((await her.fra.get(`${LIST}/${id}/history/${version}`)).text, /Nora Once/);
});

test("a_practice_of_several_parties_names_them_all", async () => {
	const id = await published({ title: { en: "Shared" }, parties: ["FRA", "SEN", "MLI"] });

	assert.match((await stranger.get(`${LIST}?q=Shared`)).page.words,
		/Shared by France, Senegal and Mali/);
	assert.match((await stranger.get(`${LIST}/${id}`)).page.facts["Parties"].words,
		/France Senegal Mali/);
	for (const party of ["FRA", "SEN", "MLI"])
		assert.match((await stranger.get(`${LIST}?party=${party}&q=Shared`)).page.words,
			/Shared by/);
});
