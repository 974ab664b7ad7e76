// Programs take steps, correct what is published, write all at once; and what became of a record is
// told to each as far as he may know of it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { laterEdition, loadEdition } from "../lib/editions.js";
import { run } from "../lib/jalon.js";
import { assertStatus, asked, at, call, change, create, db, faults, get, history, made, newUlid,
	ORG, published, server, sql, step, tokens, took, WHOLE } from "../lib/programs.js";

const letters = (to) => sql(db, `SELECT subject FROM mail WHERE to_address = '${at(to)}'
	ORDER BY seq`).split("\n").filter(Boolean);
const lastLetter = (to) => sql(db, `SELECT text FROM mail WHERE to_address = '${at(to)}'
	ORDER BY seq DESC LIMIT 1`);

// ---- steps

test("from_a_draft_to_a_page_that_anyone_reads", async () => {
	const record = await made("fra");
	assert.deepEqual(record.actions, ["submit", "discard"]);
	const sent = await took("fra", record, "submit");
	assert.deepEqual([sent.state, sent.version, sent.actions], ["submitted", 2, ["withdraw"]]);
	const seen = (await get("sol", `/practices/${record.id}`)).body;
	assert.deepEqual(seen.actions, ["ask", "publish", "decline"]);
	const back = await took("sol", record, "ask", { note: "Since when?" });
	assert.equal(back.state, "returned");
	assert.match(lastLetter("fra"), /Since when\?/);
	assertStatus(await change("fra", back, { start_year: 2020 }), 200);
	await took("fra", record, "submit", { note: "Since 2020." });
	const shown = await took("sol", record, "publish");
	assert.deepEqual([shown.state, shown.version], ["published", 6]);
	assert.match(shown.confirmed_on, /^20\d\d-/);
	assert.equal((await get("nobody", `/practices/${record.id}`)).body.start_year, 2020);
});

test("an_action_that_no_flow_has_is_not_found", async () => {
	const record = await made("fra");

	for (const action of ["nothing", "lapse", "Submit", "edit", "create", "import"])
		assert.equal((await step("fra", record, action)).status, 404, action);
	assert.equal((await step("fra", record, "history")).status, 405);
	assert.equal((await step("fra", newUlid(), "submit")).status, 404);
	assert.equal((await step("fra", await made("sen"), "submit")).status, 404);
});

test("what_is_not_open_in_a_state_conflicts_and_what_is_not_permitted_is_refused", async () => {
	const record = await made("fra");

	for (const action of ["publish", "withdraw", "restore", "republish", "ask"])
		assert.equal((await step("fra", record, action)).status, 409, action);
	for (const action of ["submit", "discard"])
		assert.equal((await step("ann", record, action)).status, 403, action);
	/* A team member writes and does not send in. */
	assert.equal((await step("tom", record, "submit")).status, 403);
	await took("fra", record, "submit");
	assert.equal((await step("fra", record, "publish")).status, 403);
	assert.equal((await step("fra", record, "submit")).status, 409);
	assert.equal((await get("fra", `/practices/${record.id}`)).body.version, 2);
});

test("a_step_from_an_older_version_conflicts", async () => {
	const record = await made("fra");
	assertStatus(await change("tom", record, { partners: "P" }), 200);
	const answer = await step("fra", record, "submit", {}, { "If-Match": '"1"' });

	assert.equal(assertStatus(answer, 409).error.version, 2);
	for (const match of ["0", "x", "*", '"3"'])
		assert.equal((await step("fra", record, "submit", {}, { "If-Match": match })).status, 400);
	assertStatus(await step("fra", record, "submit", {}, { "If-Match": '"2"' }), 200);
});

test("a_step_asks_for_what_goes_with_it", async () => {
	const record = await made("fra");
	await took("fra", record, "submit");
	const asks = (body) => step("sol", record, "ask", body);

	for (const body of [undefined, {}, { note: "" }, { note: null }, { note: "  " }])
		assert.deepEqual(faults(await asks(body)), { note: "required" });
	assert.deepEqual(faults(await asks({ note: "x".repeat(4001) })), { note: "too_long" });
	for (const note of [5, true, [], {}])
		assert.deepEqual(faults(await asks({ note })), { note: "bad_member" });
	assert.equal((await asks("[")).status, 400);
	const draft = await made("cso");
	for (const body of [{}, { agree: false }, { agree: null }])
		assert.deepEqual(faults(await step("cso", draft, "submit", body)), { agree: "required" });
	for (const agree of ["maybe", 1, []])
		assert.deepEqual(faults(await step("cso", draft, "submit", { agree })),
			{ agree: "bad_member" });
});

test("what_a_step_does_not_ask_for_is_not_passed_over", async () => {
	const record = await made("fra");

	assert.deepEqual(faults(await step("fra", record, "submit", { note: "Look!" })),
		{ note: "bad_member" });
	assert.deepEqual(faults(await step("fra", record, "submit", { title: { en: "Other" },
		party_note: { en: "x" } })), { "title.en": "bad_member", "party_note.en": "bad_member" });
	assert.equal((await get("fra", `/practices/${record.id}`)).body.state, "draft");
});

test("what_is_not_whole_is_not_sent_in_and_all_that_lacks_is_told", async () => {
	const record = assertStatus(await create("fra", { partners: "x".repeat(501) }), 201);
	const told = faults(await step("fra", record, "submit"));

	assert.deepEqual(told, { "title.fr": "required", "summary.fr": "required",
		output: "required", partners: "too_long" });
});

test("of_two_who_decide_at_once_one_is_told_that_it_is_done", async () => {
	const record = await made("fra");
	await took("fra", record, "submit");
	const answers = await Promise.all([step("sol", record, "publish"),
		step("sam", record, "decline", { note: "No." }), step("sam", record, "publish"),
		step("sol", record, "ask", { note: "?" })]);

	assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 409, 409, 409]);
	assert.equal((await history("sol", record)).versions.length, 3);
});

// ---- a Party that is asked

test("the_party_that_is_asked_speaks_and_does_not_learn_who_proposed_it", async () => {
	const record = await asked("cso", { credits: "Mia", credits_agreed: true,
		credits_until: "2027-01-01" });
	const seen = (await get("fra", `/practices/${record.id}`)).body;

	assert.deepEqual([seen.state, seen.actions], ["asked", ["comment", "object"]]);
	assert.ok(Date.parse(seen.due_at) > Date.now() + 27 * 864e5);
	for (const name of ["owner", "names_organisation", "credits", "credits_until"])
		assert.ok(!(name in seen), name);
	const { text } = await get("fra", `/practices/${record.id}/history`);
	for (const answer of [JSON.stringify(seen), text])
		for (const word of ["Arts for All", ORG, "Cleo", "Mia", "names_organisation"])
			assert.ok(!answer.includes(word), word);
	assert.match(text, /a civil society organisation|une organisation de la société civile/);
	const said = await took("fra", record, "comment",
		{ note: "To you alone", party_note: { en: "France agrees" } });
	assert.deepEqual([said.state, said.party_note.en], ["submitted", "France agrees"]);
	assert.ok(!JSON.stringify(said).includes(ORG));
	for (const who of ["sen", "oth", "con"])
		assert.equal((await get(who, `/practices/${record.id}`)).status, 404);
});

test("what_a_party_said_is_not_put_into_its_mouth", async () => {
	const record = await asked();
	await took("fra", record, "comment", { party_note: { en: "France agrees" } });
	await took("sol", record, "ask", { note: "?" });

	for (const who of ["cso"])
		assert.deepEqual(faults(await change(who, record, { party_note: { en: "France loves it" } },
			4)), { "party_note.en": "read_only" });
});

// ---- corrections

test("a_change_of_what_is_published_is_an_erratum_with_its_reason", async () => {
	const record = await published("fra"), before = letters("fra").length;
	const corrected = assertStatus(await change("sol", record,
		{ title: { en: "Open stages everywhere" }, reason: "The title was cut" }), 200);
	const [last] = (await history("nobody", record)).versions.slice(-1);

	assert.equal(corrected.version, record.version + 1);
	assert.equal(corrected.state, "published");
	assert.deepEqual([last.action, last.note, last.by, last.side, last.via],
		["erratum", "The title was cut", null, null, null]);
	assert.deepEqual(last.changes, [{ field: "title.en", before: "Open stages",
		after: "Open stages everywhere" }]);
	assert.equal(letters("fra").length, before + 1);
	assert.match(lastLetter("fra"), /The title was cut/);
	assertStatus(await change("sol", corrected, { partners: "P" }), 200);
	for (const who of ["fra", "sen", "cso"])
		assert.equal((await change(who, record, { partners: "Q" })).status, 403);
	const was = (await get("nobody", `/practices/${record.id}/history/${record.version}`)).body;
	assert.deepEqual([was.title.en, was.version], ["Open stages", record.version]);
});

test("a_correction_that_makes_it_less_than_whole_is_refused", async () => {
	const record = await published("fra");

	assert.deepEqual(faults(await change("sol", record, { title: { en: null } })),
		{ "title.fr": "required" });
	assert.deepEqual(faults(await change("sol", record, { start_year: 2020, end_year: 2010 })),
		{ end_year: "order" });
	assert.equal((await get("nobody", `/practices/${record.id}`)).body.version, record.version);
});

// ---- many at once

test("of_twenty_who_change_the_same_field_one_wins", async () => {
	const record = await made("fra");
	const answers = await Promise.all(Array.from({ length: 20 }, (_, i) =>
		change(i % 2 ? "fra" : "tom", record, { title: { en: `Title ${i}` } })));
	const won = answers.filter(({ status }) => status === 200);

	assert.equal(won.length, 1);
	assert.ok(answers.every(({ status }) => [200, 409].includes(status)));
	for (const { body: { error } } of answers.filter(({ status }) => status === 409)) {
		assert.equal(error.fields[0].current, won[0].body.title.en);
		assert.equal(error.fields[0].base, "Open stages");
	}
	const now = (await get("fra", `/practices/${record.id}`)).body;
	assert.deepEqual([now.version, now.title], [2, won[0].body.title]);
});

test("all_who_change_different_fields_win", async () => {
	const record = await made("fra");
	const bodies = [{ title: { fr: "1" } }, { title: { en: "2" } }, { summary: { fr: "3" } },
		{ summary: { en: "4" } }, { place: { fr: "5" } }, { place: { en: "6" } }, { partners: "7" },
		{ start_year: 2008 }, { end_year: 2009 }, { note: { fr: "10" } }, { note: { en: "11" } },
		{ source_symbol: "12" }, { source_section: "13" }, { activities: ["1.4"] },
		{ output: ["5"] }, { credits: "16" }, { link: "https://17.example/" },
		{ sectors: ["music"] }, { amount: 19, currency: "EUR" }, { added_since_2018: true }];
	const answers = await Promise.all(bodies.map((body, i) =>
		change(i % 2 ? "fra" : "tom", record, body)));

	assert.deepEqual(answers.map(({ status }) => status), bodies.map(() => 200));
	const now = (await get("fra", `/practices/${record.id}`)).body;
	assert.equal(now.version, 21);
	for (const body of bodies)
		for (const [name, value] of Object.entries(body))
			assert.deepEqual(typeof value === "object" && !Array.isArray(value)
				? { ...now[name], ...value } : value, now[name]);
});

test("a_token_has_its_pace", async () => {
	const record = await made("con"), before = sql(db, "SELECT count(*) FROM attempt");
	const made_ = () => sql(db, "SELECT counted FROM attempt ORDER BY since DESC, n DESC LIMIT 1");
	assert.ok(before > 0);
	sql(db, "DELETE FROM attempt");
	assertStatus(await change("con", record, { partners: "1" }), 200);
	assert.equal(sql(db, "SELECT n FROM attempt"), "1");
	sql(db, `UPDATE attempt SET n = 1199 WHERE counted = '${made_()}'`);
	assertStatus(await change("con", record, { partners: "2" }, 2), 200);
	const refused = await change("con", record, { partners: "3" }, 3);
	assert.equal(refused.status, 429);
	assert.equal(refused.body.error.code, "too_many");
	assert.ok(Number(refused.headers.get("retry-after")) > 0);
	assert.ok(Number(refused.headers.get("retry-after")) <= 60);
	assertStatus(await get("con", `/practices/${record.id}`), 200);
	assertStatus(await made("fra") && await get("fra", "/practices?limit=1"), 200);
	sql(db, "UPDATE attempt SET since = since - 60000");
	assertStatus(await change("con", record, { partners: "3" }, 3), 200);
});

// ---- what is internal, and whose it is

test("lists_and_strangers_are_never_told_what_is_internal", async () => {
	const record = await published("fra", { credits: "Mia Bauer", credits_agreed: true,
		credits_until: "2027-01-01" });
	const internal = ["credits", "credits_agreed", "credits_until", "names_organisation", "owner",
		"actions", "due_at"];
	const path = `/practices/${record.id}`;

	for (const who of ["nobody", "sen", "con", "eva"]) {
		const one = (await get(who, path)).body;
		for (const name of internal) assert.ok(!(name in one), `${who} ${name}`);
	}
	for (const who of ["fra", "tom", "sol"]) {
		const one = (await get(who, path)).body;
		for (const name of internal) assert.ok(name in one, `${who} ${name}`);
		for (const query of ["", "&format=jsonl", "&format=csv"]) {
			const { text } = await fetchAs(who, `/practices?q=stages${query}`);
			assert.ok(text.includes(record.id));
			assert.doesNotMatch(text, /credits|names_organisation|Mia Bauer/);
		}
	}
});

async function fetchAs(who, path) {
	const answer = await fetch(`${server.url}/api/v1${path}`,
		{ headers: { Authorization: `Bearer ${tokens[who]}` } });
	return { status: answer.status, text: await answer.text() };
}

test("only_drafts_of_ones_own_side_are_read_and_no_list_holds_them", async () => {
	const record = await made("con", { title: { en: "Quixotic lanterns" } });

	assert.equal((await get("con", `/practices/${record.id}`)).body.owner.name, "Conrad Silva");
	for (const who of ["con", "sol", "nobody"])
		assert.equal((await get(who, "/practices?q=quixotic")).body.total, 0);
});

// ---- the history

const told = ({ versions }) => versions.map(({ version, action }) => `${version} ${action}`);

test("readers_are_told_the_history_since_it_was_first_published_without_names", async () => {
	const record = await published("fra");
	assert.equal((await get("nobody", `/practices/${record.id}/history`)).status, 200);
	assertStatus(await change("sol", record, { partners: "P", reason: "It lacked" }), 200);
	await took("fra", record, "confirm");
	const all = await history("fra", record);

	assert.deepEqual(told(all), ["1 create", "2 submit", "3 publish", "4 erratum", "5 confirm"]);
	for (const who of ["nobody", "sen", "con"]) {
		const { versions } = await history(who, record);
		assert.deepEqual(told({ versions }), ["3 publish", "4 erratum", "5 confirm"], who);
		assert.deepEqual(versions[0].changes, []);
		for (const { by, side, via } of versions)
			assert.deepEqual([by, side, via], [null, null, null]);
		const earlier = `/practices/${record.id}/history`;
		for (const version of [1, 2, 6, 0, -1, "x", "1e0"])
			assert.equal((await get(who, `${earlier}/${version}`)).status, 404);
	}
	const [first] = all.versions;
	assert.deepEqual(first.changes.find(({ field }) => field === "activities"),
		{ field: "activities", before: [], after: ["2.4"] });
	assert.equal(first.via, "api");
	assert.equal((await get("fra", first.record.slice("/api/v1".length))).body.version, 1);
});

test("each_side_is_told_its_own_names_and_of_the_other_what_it_is", async () => {
	const record = await made("fra");
	assertStatus(await change("tom", record, { partners: "P" }), 200);
	await took("fra", record, "submit");
	await took("sol", record, "ask", { note: "Since when?" });
	const by = async (who) => (await history(who, record)).versions.map((v) => v.by);

	assert.deepEqual(await by("fra"),
		["Flore Petit", "Tom Roux", "Flore Petit", "the Secretariat"]);
	assert.deepEqual(await by("sol"), ["France", "France", "France", "Solange Diop"]);
	const own = await published("sol");
	assert.deepEqual((await history("sam", own)).versions.map((v) => v.by),
		Array(3).fill("Solange Diop"));
});

test("what_is_written_aside_stays_aside", async () => {
	const record = await asked("cso");
	await took("fra", record, "object", { note: "We know of no such thing" });
	await took("sol", record, "publish", { note: "We have seen it" });
	const notes = async (who) => (await history(who, record)).versions.map((v) => v.note);

	assert.deepEqual(await notes("sol"),
		[null, null, "We know of no such thing", "We have seen it"]);
	assert.deepEqual(await notes("cso"), [null, null, null, "We have seen it"]);
	assert.deepEqual(await notes("fra"), [null, "We know of no such thing", "We have seen it"]);
	assert.deepEqual(await notes("nobody"), [null]);
});

test("what_was_a_draft_again_is_not_told_to_the_party", async () => {
	const record = await asked("cso", { partners: "First" });
	assert.deepEqual(told(await history("fra", record)), ["2 submit"]);
	await took("cso", record, "withdraw");
	assert.equal((await get("fra", `/practices/${record.id}/history`)).status, 404);
	assertStatus(await change("cso", record, { partners: "Secret" }, 3), 200);
	assertStatus(await change("cso", record, { partners: "Second" }, 4), 200);
	await took("cso", record, "submit", { agree: true, names_organisation: true });
	const { text } = await get("fra", `/practices/${record.id}/history`);

	assert.deepEqual(told(JSON.parse(text)), ["6 submit"]);
	assert.doesNotMatch(text, /Secret"|First/);
	for (const version of [1, 2, 3, 4, 5])
		assert.equal((await get("fra", `/practices/${record.id}/history/${version}`)).status, 404);
	assert.equal((await get("fra", `/practices/${record.id}/history/6`)).body.partners, "Second");
	assert.deepEqual((await history("sol", record)).versions.length, 6);
});

test("an_earlier_version_has_what_is_internal_for_those_who_work_on_it_alone", async () => {
	const record = await published("fra", { credits: "Mia", credits_agreed: true,
		credits_until: "2027-01-01" });
	const path = `/practices/${record.id}/history/3`;

	assert.equal((await get("fra", path)).body.credits, "Mia");
	assert.ok(!("credits" in (await get("nobody", path)).body));
	assert.ok(!("owner" in (await get("fra", path)).body));
});

test("what_was_loaded_is_told_from_its_first_version", async () => {
	const { versions } = await history("nobody", "GP-1-01");

	assert.deepEqual([versions[0].action, versions[0].state], ["import", "published"]);
	assert.ok(versions[0].changes.some(({ field }) => field === "title.en"));
	assert.equal((await history("sol", "GP-1-01")).versions[0].by, "The operator of the site");
});

test("a_long_history_goes_page_by_page", async () => {
	const record = await made("fra");
	for (let i = 1; i <= 7; i++)
		assertStatus(await change("fra", record, { partners: `P${i}` }, i), 200);
	const seen = [];
	for (let path = `/practices/${record.id}/history?limit=3`; path;) {
		const { versions, next, version } = assertStatus(await get("fra", path), 200);
		assert.equal(version, 8);
		assert.ok(versions.length <= 3);
		seen.push(...versions.map((v) => v.version));
		path = next?.slice("/api/v1".length);
	}
	assert.deepEqual(seen, [1, 2, 3, 4, 5, 6, 7, 8]);
	for (const query of ["limit=0", "limit=101", "limit=x", "after=-1", "after=x", "other=1"])
		assert.equal((await get("fra", `/practices/${record.id}/history?${query}`)).status, 400);
	assert.deepEqual((await history("fra", record, "?after=8")).versions, []);
});

test("a_history_that_is_larger_than_the_memory_of_a_request_is_told_and_merged_with", async () => {
	const record = await made("fra");
	const long = (i) => `${i} ${"w".repeat(30_000)}`, both = (i) => ({ fr: long(i), en: long(i) });

	for (let i = 1; i <= 60; i++)
		assertStatus(await change("fra", record, { title: both(i), summary: both(i),
			place: both(i), note: both(i), source_section: long(i) }, i), 200);
	const { versions, next } = await history("fra", record, "?after=2");
	assert.ok(versions.length >= 1 && versions[0].changes.length === 9);
	assert.match(next, /after=[3-9]\d?&/);
	assert.equal((await get("fra", `/practices/${record.id}/history/1`)).body.title.en,
		"Open stages");
	assertStatus(await change("tom", record, { partners: "P" }, 1), 200);
	const { error } = assertStatus(await change("tom", record, { title: { en: "T" } }, 1), 409);
	assert.deepEqual([error.fields[0].base, error.fields[0].current], ["Open stages", long(60)]);
});

test("the_history_proves_itself_after_all_this", () => {
	const done = run(["verify", "--db", db]);
	assert.equal(done.status, 0, done.stdout + done.stderr);
});

// ---- editions: the last, since it changes what codes mean

test("codes_of_an_earlier_edition_become_what_they_are_now", async () => {
	const record = await made("fra");
	assert.equal(loadEdition(db, laterEdition()).status, 0);
	const split = await made("fra", { activities: ["2.4@2019"] });
	assert.deepEqual(split.activities, ["2.4", "2.5"]);
	assert.deepEqual((await made("fra", { activities: ["4.2@2019"] })).activities, ["4.2@2019"]);
	for (const code of ["2.4@1999", "4.2", "@2019", "2.4@"])
		assert.deepEqual(faults(await change("fra", split, { activities: [code] })),
			{ activities: "unknown_code" }, code);
	assert.equal(assertStatus(await change("fra", record, { partners: "P" }), 200).version, 2);
});
