// Good practices from a draft to a page that stays: who proposes, who is asked, who learns what.

import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { at, db, her, lastLetter, letters, ORG, OTHER_ORG, server } from "../lib/cast.js";
import { run, sql } from "../lib/jalon.js";
import { textOf } from "../lib/page.js";
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
const AGREED = { agree: "yes" };

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

const EVERYBODY = ["ada", "sol", "fra", "tom", "ann", "sen", "mod", "dak", "cso", "two", "oth", "con"];

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
			assert.ok(refused.includes((await act(who, id, action, { note: "x", ...AGREED })).status),
				`${who} ${action}`);
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
	assert.deepEqual(refused.body.error.fields.map(({ field }) => field), ["summary", "output"]);
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
	for (const member of [{ credits: "Nora" }, { names_organisation: true }])
		assert.equal((await change("cso", id, versionOf(id), member)).status, 422);
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
		`${API}?format=jsonl`, "/api/v1/openapi.json", "/en/data/practices", "/en/api",
		"/api/v1/datapackage.json", `${API}?q=Internal`, `${LIST}?q=Internal`]
		.map(async (path) => (await stranger.get(path)).text))];

	for (const text of told)
		assert.doesNotMatch(text, /Nora|credits|names_organisation/);
	assert.match(csv.split("\n")[0], /adapted_from,party_note_fr,party_note_en,confirmed_on$/);
	assert.equal((await stranger.get(`${LIST}/${id}`)).page.facts["People behind it"].words,
		"Nora Internal");
});
