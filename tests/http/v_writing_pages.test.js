// Records written on pages, as people rely on it without scripts: a draft, its sections, two texts
// of one field, steps, corrections, what was withdrawn, and who is told what.

import assert from "node:assert/strict";
import { test } from "node:test";
import { CAST, ORG, db, faultsOf, her, letters, server } from "../lib/cast.js";
import { chosenOn, filled, formOn, valueOn, whyOn } from "../lib/forms.js";
import { sql } from "../lib/jalon.js";
import { attribute, textOf } from "../lib/page.js";
import { visitor } from "../lib/people.js";

// Fills the section as somebody has it before them, now or on the page given.
async function write(who, base, section, values, page) {
	const path = `${base}/edit/${section}`;
	const seen = page ?? (await her[who].get(path)).page;
	return her[who].send(path, filled(formOn(seen, path), { go: "stay", ...values }));
}

async function begin(who, title, lang = "en") {
	const answer = await her[who].post("/en/practices/new", { title, lang });
	assert.equal(answer.status, 303, answer.page.text("main"));
	return answer.location.replace("/edit?done=begun", "");
}

async function whole(who, title) {
	const base = await begin(who, title);
	await write(who, base, "what", { "summary.en": "It pays artists." });
	await write(who, base, "about", { output: "2", activities: ["2.4"], sectors: ["music"] });
	await write(who, base, "where", { "place.en": "Lyon", start_year: "2021", parties: "FRA" });
	return base;
}

async function step(who, base, action, values = {}) {
	const answer = await her[who].post(`${base}/do/${action}`, values);
	assert.equal(answer.status, 303, answer.page.text("main"));
	return answer;
}

async function published(title, who = "fra") {
	const base = await whole(who, title);
	await step(who, base, "submit");
	await step("sol", base, "publish");
	return base;
}

const told = async (who, path) => (await her[who].open(path)).page.text("main");
const idOf = (base) => base.split("/").pop();
const versionOf = (base) => Number(sql(db,
	`SELECT version FROM record WHERE public_id = '${idOf(base)}'`));
const stateOf = (base) => sql(db, `SELECT state FROM record WHERE public_id = '${idOf(base)}'`);
const drafts = (base) => sql(db, `SELECT d.field, d.text FROM record_draft d
	JOIN record r ON r.seq = d.seq WHERE r.public_id = '${idOf(base)}' ORDER BY d.field`)
	.split("\n").filter(Boolean);
// ---- beginning

test("a_record_is_begun_with_a_title_and_seen_by_its_team_alone", async () => {
	const base = await begin("fra", "A fund for artists");

	assert.match(await told("fra", `${base}/edit`), /A fund for artists Draft your turn/);
	for (const who of ["tom", "ann"])
		assert.equal((await her[who].get(`${base}/edit`)).status, 200);
	for (const who of ["sen", "mod", "sol", "ada", "cso", "eva"])
		assert.equal((await her[who].get(`${base}/edit`)).status, 404, who);
	const stranger = visitor(server.url);
	assert.match((await stranger.get(`${base}/edit`)).location, /^\/en\/sign-in\?then=/);
	assert.equal((await stranger.get(base)).status, 404);
});

test("sent_twice_it_is_one_record", async () => {
	const page = await her.fra.get("/en/practices/new");
	const form = filled(formOn(page.page, "/en/practices/new"), { title: "Twice" });
	const one = await her.fra.send("/en/practices/new", form);
	const two = await her.fra.send("/en/practices/new", form);

	assert.deepEqual([one.status, two.status, two.location], [303, 303, one.location]);
	assert.equal(versionOf(one.location.split("/edit")[0]), 1);
});

test("without_a_title_nothing_is_begun_and_nothing_is_lost", async () => {
	const before = sql(db, "SELECT COUNT(*) FROM record");
	const answer = await her.cso.post("/en/practices/new", { title: " ", lang: "fr" });

	assert.match(faultsOf(answer), /this is required/);
	assert.deepEqual(chosenOn(answer.page, "lang"), ["fr"]);
	assert.equal(sql(db, "SELECT COUNT(*) FROM record"), before);
});

test("who_may_write_for_nobody_is_offered_nothing", async () => {
	assert.doesNotMatch(await told("eva", "/en/practices"), /Propose/);
	assert.equal((await her.eva.get("/en/practices/new")).status, 403);
	assert.match(await told("fra", "/en/practices"), /Propose a good practice What I work on/);
	assert.match(await told("fra", "/en/practices/mine"), /Propose a good practice Draft/);
});

// ---- sections

test("a_section_keeps_every_kind_of_field_and_shows_it_again", async () => {
	const base = await begin("fra", "All kinds");
	const sent = await write("fra", base, "about",
		{ output: "2", activities: ["2.1", "2.4"], sectors: ["music", "film"] });

	assert.deepEqual([sent.status, sent.location], [303, `${base}/edit/about?done=saved`]);
	await write("fra", base, "where", { parties: ["FRA", "SEN"], start_year: "2019",
		lead_type: "government", "place.en": "Lyon", "place.fr": "À Lyon" });
	await write("fra", base, "cost", { amount: "1500000", currency: "EUR" });
	const { page: about } = await her.fra.get(`${base}/edit/about`);
	const { page: where } = await her.fra.get(`${base}/edit/where`);
	const { page: cost } = await her.fra.get(`${base}/edit/cost`);
	assert.deepEqual(chosenOn(about, "activities"), ["2.1", "2.4"]);
	assert.deepEqual(chosenOn(about, "sectors").sort(), ["film", "music"]);
	assert.deepEqual(chosenOn(where, "parties"), ["FRA", "SEN"]);
	assert.deepEqual(chosenOn(where, "lead_type"), ["government"]);
	assert.equal(valueOn(where, "place.fr"), "À Lyon");
	assert.deepEqual([valueOn(cost, "amount"), valueOn(cost, "currency")], ["1500000", "EUR"]);
	await write("fra", base, "about", { activities: [], sectors: ["film"] });
	assert.deepEqual(chosenOn((await her.fra.get(`${base}/edit/about`)).page, "sectors"), ["film"]);
});

test("a_link_may_be_given_by_the_address_of_a_page", async () => {
	const one = await begin("fra", "One"), two = await begin("fra", "Two");
	const sent = await write("fra", two, "cost", { related_ids: `${server.url}${one}?q=1` });

	assert.equal(sent.status, 303);
	assert.match(await told("fra", `${two}/edit/cost`), /One 01/);
	const wrong = await write("fra", two, "cost", { related_ids: [idOf(one), "NONE-1"] });
	assert.match(faultsOf(wrong), /there is no record “NONE-1”/);
});

test("sending_a_section_that_nobody_changed_makes_no_version", async () => {
	const base = await whole("fra", "Unchanged"), before = versionOf(base);

	for (const section of ["what", "where", "about", "cost", "people"])
		assert.equal((await write("fra", base, section, {})).status, 303);
	assert.equal(versionOf(base), before);
});

test("what_is_wrong_is_kept_and_told_while_the_rest_is_saved", async () => {
	const base = await begin("fra", "Wrong year");
	const answer = await write("fra", base, "where", { start_year: "201", "place.en": "Lyon" });

	assert.match(faultsOf(answer), /Start: “201” is not a year of four digits/);
	assert.match(whyOn(answer.page, "start_year"), /not a year/);
	assert.match(answer.text, /href="#f-start_year"/);
	assert.equal(valueOn(answer.page, "start_year"), "201");
	const { page } = await her.fra.get(`${base}/edit/where`);
	assert.equal(valueOn(page, "place.en"), "Lyon");
	assert.equal(valueOn(page, "start_year"), "201");
	assert.match(await told("fra", `${base}/edit`), /Typed, but not saved as it is Start 201/);
	assert.doesNotMatch(await told("tom", `${base}/edit`), /Typed, but not saved/);
	await write("fra", base, "where", { start_year: "2016" });
	assert.deepEqual(drafts(base), []);
});

test("a_text_that_is_too_long_is_saved_counted_and_blocks_sending_in_alone", async () => {
	const base = await whole("fra", "Long");
	const answer = await write("fra", base, "what", { "summary.en": "long ".repeat(300) });

	assert.equal(answer.status, 303);
	const { page } = await her.fra.get(`${base}/edit/what`);
	assert.match(whyOn(page, "summary.en"), /too long/);
	assert.match(await told("fra", `${base}/do/submit`), /Summary: this text is too long/);
	assert.equal((await her.fra.send(`${base}/do/submit`,
		{ token: await her.fra.token() })).status, 422);
	assert.equal(stateOf(base), "draft");
});

test("lines_of_a_browser_and_of_a_script_are_the_same_text", async () => {
	const base = await begin("fra", "Lines");
	await write("fra", base, "what", { "summary.en": "one\r\ntwo" });
	const before = versionOf(base);
	await write("fra", base, "what", { "summary.en": "one\ntwo" });
	assert.equal(versionOf(base), before);
});

test("what_is_missing_is_told_with_the_way_there", async () => {
	const base = await begin("fra", "Missing");
	const { page } = await her.fra.get(`${base}/edit`);
	const links = page.all("ul", "remarks")[0].childNodes.flatMap((li) => li.childNodes ?? [])
		.filter(({ tagName }) => tagName === "a");

	assert.deepEqual(links.map((a) => [textOf(a), attribute(a, "href")]), [
		["Summary: this is required in one language at least",
			`${base}/edit/what?check=yes#f-summary.en`],
		["Output: this is required", `${base}/edit/about?check=yes#f-output`],
	]);
	assert.match(await told("fra", `${base}/edit/what?check=yes`), /Summary: this is required/);
	assert.doesNotMatch(await told("fra", `${base}/edit/what`), /this is required/);
});

// ---- two people

test("two_people_change_different_fields_and_both_are_kept", async () => {
	const base = await whole("fra", "Two fields");
	const seen = (await her.tom.get(`${base}/edit/where`)).page;

	await write("fra", base, "where", { start_year: "2015" });
	assert.equal((await write("tom", base, "where", { "place.en": "Lille" }, seen)).status, 303);
	const { page } = await her.fra.get(`${base}/edit/where`);
	assert.deepEqual([valueOn(page, "start_year"), valueOn(page, "place.en")], ["2015", "Lille"]);
});

async function conflicting(title) {
	const base = await whole("fra", title);
	const seen = (await her.tom.get(`${base}/edit/where`)).page;

	await write("fra", base, "where", { "place.en": "In the old theatre of Lyon" });
	const answer = await write("tom", base, "where",
		{ "place.en": "In the new theatre of Lyon", end_year: "2024" }, seen);
	return { base, answer, seen };
}

test("two_texts_of_one_field_wait_for_a_choice_and_hold_nothing_else_up", async () => {
	const { base, answer } = await conflicting("Conflict");

	assert.equal(answer.status, 409);
	assert.match(whyOn(answer.page, "place.en"),
		/Flore Petit has changed this on .*See both texts/);
	assert.equal(valueOn(answer.page, "place.en"), "In the new theatre of Lyon");
	assert.equal(valueOn((await her.fra.get(`${base}/edit/where`)).page, "place.en"),
		"In the old theatre of Lyon");
	assert.equal(valueOn((await her.fra.get(`${base}/edit/where`)).page, "end_year"), "2024");
	assert.match(await told("tom", `${base}/edit`), /A text waits for your choice/);
	assert.doesNotMatch(await told("fra", `${base}/edit`), /waits for your choice/);
	const page = await told("tom", `${base}/conflicts`);
	assert.match(page, /In the \(taken out: old \)\s*\(put in: new \) theatre of Lyon/);
});

test("sending_the_section_once_more_does_not_overwrite_the_other_text", async () => {
	const { base } = await conflicting("Again");

	assert.equal((await write("tom", base, "where", {})).status, 409);
	assert.equal(valueOn((await her.fra.get(`${base}/edit/where`)).page, "place.en"),
		"In the old theatre of Lyon");
});

for (const [choice, text] of [["theirs", "In the old theatre of Lyon"],
	["mine", "In the new theatre of Lyon"], ["both", "In both theatres"]])
	test(`a_conflict_ends_with_the_choice_of_${choice}`, async () => {
		const { base } = await conflicting(`Choice of ${choice}`);
		const sent = await her.tom.post(`${base}/conflicts`,
			{ "choice:place.en": choice, "text:place.en": "In both theatres" });

		assert.equal(sent.location, `${base}/edit?done=chosen`);
		assert.equal(valueOn((await her.fra.get(`${base}/edit/where`)).page, "place.en"), text);
		assert.deepEqual(drafts(base), []);
	});

test("a_choice_is_not_taken_for_one_about_a_text_that_came_later", async () => {
	const { base } = await conflicting("Later");
	const { page } = await her.tom.get(`${base}/conflicts`);

	await write("fra", base, "where", { "place.en": "In the opera of Lyon" });
	const sent = await her.tom.send(`${base}/conflicts`, filled(formOn(page, `${base}/conflicts`),
		{ "choice:place.en": "mine" }));
	assert.equal(sent.status, 409);
	assert.match(sent.page.text("main"), /In the opera of Lyon/);
	assert.equal(valueOn((await her.fra.get(`${base}/edit/where`)).page, "place.en"),
		"In the opera of Lyon");
});

test("without_a_choice_nothing_changes", async () => {
	const { base } = await conflicting("No choice");
	assert.equal((await her.tom.post(`${base}/conflicts`, {})).status, 422);
	assert.equal(drafts(base).length, 1);
});

// ---- drafts, as the script sends them

async function draft(who, base, fields) {
	const token = await her[who].token();
	const answer = await her[who].send(`${base}/draft`, { token, ...fields });
	return { status: answer.status, ...answer.text.startsWith("{") ? JSON.parse(answer.text) : {} };
}

test("a_draft_is_kept_at_once_and_becomes_a_version_when_the_field_is_left", async () => {
	const base = await begin("fra", "Script");
	const typed = await draft("fra", base, { path: "place.en", text: "Ly", version: "1" });

	assert.deepEqual([typed.status, typed.end], [200, "draft"]);
	assert.match(typed.saved_at, /^\d{4}-\d\d-\d\dT.*Z$/);
	assert.equal(versionOf(base), 1);
	assert.match(drafts(base).join(), /^place\.en.Ly$/);
	const left = await draft("fra", base,
		{ path: "place.en", text: "Lyon", version: "1", left: "yes" });
	assert.deepEqual([left.end, left.version], ["taken", 2]);
	assert.deepEqual(drafts(base), []);
	const same = await draft("fra", base,
		{ path: "place.en", text: "Lyon", version: "1", left: "yes" });
	assert.deepEqual([same.end, same.version], ["same", 2]);
	const late = await draft("tom", base,
		{ path: "place.en", text: "Lille", version: "1", left: "yes" });
	assert.deepEqual([late.status, late.end], [409, "conflict"]);
	const wrong = await draft("fra", base,
		{ path: "start_year", text: "x", version: "2", left: "yes" });
	assert.deepEqual([wrong.status, wrong.end], [200, "wrong"]);
});

test("an_amount_and_its_currency_are_taken_together_whichever_comes_last", async () => {
	const base = await begin("fra", "Money");
	const send = (path, text) => draft("fra", base, { path, text, version: "1", left: "yes" });

	assert.equal((await send("amount", "1500")).end, "wrong");
	assert.equal((await send("currency", "EUR")).end, "taken");
	const { page } = await her.fra.get(`${base}/edit/cost`);
	assert.deepEqual([valueOn(page, "amount"), valueOn(page, "currency")], ["1500", "EUR"]);
});

test("nobody_drafts_what_is_not_theirs_or_not_there", async () => {
	const base = await begin("fra", "Refused");
	const fields = { path: "place.en", text: "x", version: "1" };

	for (const who of ["sen", "cso", "sol"])
		assert.equal((await draft(who, base, fields)).status, 404, who);
	for (const path of ["state", "confirmed_on", "party_note.en", "nothing", ""])
		assert.equal((await draft("fra", base, { ...fields, path })).status, 400, path);
	assert.equal((await her.fra.send(`${base}/draft`, fields)).status, 403);
	assert.deepEqual(drafts(base), []);
});

test("what_is_typed_while_the_record_was_sent_in_is_kept", async () => {
	const base = await whole("fra", "Sent in meanwhile");
	const { page } = await her.tom.get(`${base}/edit/where`);

	await step("fra", base, "submit");
	const answer = await write("tom", base, "where", { "place.en": "Lille" }, page);
	assert.equal(answer.status, 409);
	assert.match(answer.page.text("main"), /What you typed is kept for you/);
	assert.equal((await draft("tom", base, { path: "end_year", text: "2024", version: "3" })).end,
		"closed");
	assert.equal(drafts(base).length, 2);
	await step("fra", base, "withdraw");
	assert.equal(valueOn((await her.tom.get(`${base}/edit/where`)).page, "place.en"), "Lille");
});

// ---- steps

test("a_record_goes_to_the_secretariat_and_back_with_questions_to_its_readers", async () => {
	const base = await whole("fra", "There and back");

	await step("fra", base, "submit");
	assert.match(await told("fra", `${base}/edit`), /Sent in .* Take it back/);
	const refused = await her.sol.post(`${base}/do/ask`, { note: "" });
	assert.match(faultsOf(refused), /this is required/);
	await step("sol", base, "ask", { note: "How many\nartists?" });
	const page = await told("fra", `${base}/edit`);
	assert.match(page, /Sent back with questions your turn/);
	assert.match(page, /The Secretariat sent it back with questions .* How many artists\?/i);
	assert.doesNotMatch(page, /Solange/);
	await step("fra", base, "submit", { note: "Four hundred." });
	assert.match(await told("sol", `${base}/edit`), /France sent it in .* Four hundred\./);
	await step("sol", base, "publish");
	assert.equal((await visitor(server.url).get(base)).status, 200);
	assert.ok(letters("fra@example.org").length >= 2);
});

test("only_who_may_take_a_step_is_offered_it", async () => {
	const base = await whole("fra", "Offered");

	assert.doesNotMatch(await told("tom", `${base}/edit`), /Send it in/);
	assert.equal((await her.tom.get(`${base}/do/submit`)).location, `${base}/edit`);
	assert.equal((await her.fra.get(`${base}/do/publish`)).location, `${base}/edit`);
	assert.equal((await her.fra.get(`${base}/do/nothing`)).status, 404);
	assert.equal((await her.sen.get(`${base}/do/submit`)).status, 404);
	const token = await her.tom.token();
	assert.equal((await her.tom.send(`${base}/do/submit`, { token })).location, `${base}/edit`);
	assert.equal(stateOf(base), "draft");
});

test("drafts_that_were_typed_go_with_the_step", async () => {
	const base = await whole("fra", "With its drafts");
	await draft("fra", base, { path: "place.en", text: "Marseille", version: "4" });
	assert.match(await told("fra", `${base}/edit`), /Typed, and not saved yet Open/);
	await step("fra", base, "submit");
	assert.match(await told("fra", base), /Marseille/);
});

test("a_party_that_is_asked_sees_what_is_proposed_and_not_by_whom", async () => {
	const base = await whole("cso", "Of an organisation");
	const refused = await her.cso.post(`${base}/do/submit`, { names_organisation: "no" });

	assert.match(faultsOf(refused), /needs your agreement/);
	await step("cso", base, "submit", { agree: "yes", names_organisation: "no" });
	for (const path of [`${base}/edit`, `${base}/history`, base, `${base}/edit/what`]) {
		const page = (await her.fra.get(path)).text;
		for (const secret of ["Arts for All", "Cleo", ORG, CAST.cso.name])
			assert.ok(!page.includes(secret), `${path} tells ${secret}`);
	}
	assert.match(await told("fra", `${base}/edit`), /your turn, until/);
	assert.equal((await her.fra.get(`${base}/edit/what`)).page.all("textarea").length, 0);
	assert.equal((await her.sen.get(`${base}/edit`)).status, 404);
	await step("fra", base, "object", { note: "Not in France." });
	assert.match(await told("sol", `${base}/edit`), /Not in France\./);
	assert.doesNotMatch(await told("cso", `${base}/edit`), /Not in France\./);
});

// ---- what is public

test("a_published_record_is_corrected_with_a_reason_and_both_texts_can_be_read", async () => {
	const base = await published("To correct");
	const gathered = await write("sol", base, "where", { start_year: "2018" });

	assert.equal(gathered.location, `${base}/edit/where?done=gathered`);
	assert.doesNotMatch((await visitor(server.url).get(base)).text, /2018/);
	assert.match(await told("sol", `${base}/edit`),
		/Gathered for a correction .* 2021 now: 2018/);
	assert.match(faultsOf(await her.sol.post(`${base}/do/erratum`, { note: "" })), /required/);
	await step("sol", base, "erratum", { note: "It began earlier." });
	const stranger = visitor(server.url);
	assert.match((await stranger.get(base)).text, /2018/);
	const { page, text } = await stranger.get(`${base}/history`);
	assert.match(page.text("main"), /Corrected .* It began earlier\. .* before: 2021 now: 2018/);
	for (const name of ["Flore", "Solange", "Secretariat"]) assert.ok(!text.includes(name), name);
	const then = versionOf(base) - 1;
	assert.match((await stranger.get(`${base}/history/${then}`)).page.text("main"), /2021/);
	assert.equal((await stranger.get(`${base}/history/1`)).status, 404);
	assert.equal((await stranger.get(`${base}/history?from=1&to=${then}`)).status, 404);
	assert.match((await stranger.get(`${base}/history?from=${then + 1}&to=${then}`)).page
		.text("main"), /before: 2021 now: 2018/);
});

test("what_is_gathered_can_be_dropped", async () => {
	const base = await published("To drop");
	await write("sol", base, "where", { start_year: "2018" });
	const sent = await her.sol.post(`${base}/conflicts`, {},
		{ on: `${base}/edit`, wanted: { drop: "start_year" } });
	assert.equal(sent.location, `${base}/edit?done=dropped`);
	assert.deepEqual(drafts(base), []);
});

test("an_address_that_was_public_says_that_its_record_was_withdrawn_and_why", async () => {
	const base = await published("To withdraw");
	await step("fra", base, "withdraw", { note: "Its numbers were wrong." });
	const stranger = visitor(server.url), page = await stranger.get(base);
	const program = await stranger.get(`/api/v1/practices/${idOf(base)}`);

	assert.equal(page.status, 410);
	assert.match(page.page.text("main"), /To withdraw This record was withdrawn on .*wrong\./);
	assert.equal(program.status, 410);
	assert.match(JSON.parse(program.text).error.message, /Its numbers were wrong\./);
	assert.equal((await stranger.get(`${base}/history`)).status, 404);
	const draftOnly = await whole("fra", "Never public");
	await step("fra", draftOnly, "discard");
	assert.equal((await stranger.get(draftOnly)).status, 404);
	await step("sol", base, "republish", { note: "They are right." });
	assert.equal((await stranger.get(base)).status, 200);
});

// ---- history

test("history_tells_names_of_ones_own_side_and_what_the_others_are", async () => {
	const base = await published("Told"), fra = await told("fra", `${base}/history`);
	const sol = await told("sol", `${base}/history`);

	assert.match(fra, /The Secretariat published it/i);
	assert.match(fra, /Flore Petit sent it in/);
	assert.match(sol, /Solange Diop published it/);
	assert.match(sol, /France sent it in/);
	assert.doesNotMatch(sol, /Flore/);
});

test("an_earlier_text_comes_back_as_a_new_version", async () => {
	const base = await begin("fra", "First title");
	await write("fra", base, "what", { "title.en": "Second title", "summary.en": "New." });
	const page = await told("fra", `${base}/history/1/restore?field=title.en`);

	assert.match(page, /First \)title|Second/);
	const sent = await her.fra.post(`${base}/history/1/restore`, {},
		{ on: `${base}/history/1/restore?field=title.en` });
	assert.equal(sent.location, `${base}/edit?done=restored`);
	const { page: section } = await her.fra.get(`${base}/edit/what`);
	assert.deepEqual([valueOn(section, "title.en"), valueOn(section, "summary.en")],
		["First title", "New."]);
	assert.equal(versionOf(base), 3);
	await her.fra.post(`${base}/history/1/restore`, {});
	assert.equal(valueOn((await her.fra.get(`${base}/edit/what`)).page, "summary.en"), "");
	for (const who of ["sen", "sol"])
		assert.equal((await her[who].get(`${base}/history/1/restore`)).status, 404, who);
	assert.equal((await her.ann.get(`${base}/history/1/restore`)).status, 403);
});

test("earlier_texts_are_erased_for_good_by_the_secretariat", async () => {
	const base = await whole("fra", "Erased");
	await write("fra", base, "where", { partners: "Jane Roe, 12 Elm Street" });
	await write("fra", base, "where", { partners: "A fund" });
	await step("fra", base, "submit");
	assert.match(await told("fra", `${base}/history`), /Elm Street/);
	assert.equal((await her.fra.get(`${base}/history/erase`)).status, 403);
	assert.match(faultsOf(await her.sol.post(`${base}/history/erase`, { field: "partners" })),
		/needs your agreement/);
	const sent = await her.sol.post(`${base}/history/erase`, { field: "partners", sure: "yes" });
	assert.equal(sent.location, `${base}/history?done=erased`);
	assert.doesNotMatch(await told("fra", `${base}/history`), /Elm Street/);
	assert.match(await told("fra", `${base}/edit/where`), /A fund/);
});

test("a_long_history_is_read_page_by_page", async () => {
	const base = await begin("fra", "Long history");
	for (let i = 0; i < 60; i++)
		await draft("fra", base, { path: "place.en", text: `Place ${i}`, version: `${i + 1}`,
			left: "yes" });
	const { page } = await her.fra.get(`${base}/history`);
	assert.equal(page.all("div", "version").length, 50);
	const older = page.all("a").find((a) => attribute(a, "rel") === "next");
	const next = (await her.fra.get(attribute(older, "href"))).page;
	assert.equal(next.all("div", "version").length, 11);
	const newer = next.all("a").find((a) => attribute(a, "rel") === "prev");
	assert.equal(attribute(newer, "href"), `${base}/history`);
});
