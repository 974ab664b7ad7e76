// Fields of a record handed to somebody without an account, by a link: what is shown there, what
// comes back, and what the link does not open.

import assert from "node:assert/strict";
import { test } from "node:test";
import { db, faultsOf, her, server } from "../lib/cast.js";
import { chosenOn, filled, formOn, valueOn, whyOn } from "../lib/forms.js";
import { answersTo, begin, changed, decide, hand, reply, textIn, told, versionOf, whole,
	without, write } from "../lib/handed.js";
import { run, sql } from "../lib/jalon.js";
import { attribute } from "../lib/page.js";
import { visitor } from "../lib/people.js";

// ---- the whole round

test("a_section_goes_out_by_a_link_and_its_answers_come_into_the_record", async () => {
	const base = await whole("fra", "A fund for the stage");
	const handed = await hand("fra", base, ["summary", "place"]);
	const { answer } = handed;

	assert.equal(answer.headers.get("cache-control"), "private, no-store");
	assert.match(answer.page.text("textarea"), /Amina Ndiaye, can you help with “A fund for the/);
	assert.match(answer.page.text("textarea"), new RegExp(handed.link));
	assert.equal(answer.page.all("svg").length, 1);
	const seen = await visitor(server.url).get(handed.link);
	assert.equal(seen.status, 200);
	assert.match(seen.page.text("main"),
		/A fund for the stage Amina Ndiaye, your help is asked for by Flore Petit, France\. Who/);
	assert.equal(valueOn(seen.page, "summary.en"), "It pays artists.");
	const sent = await reply(handed.link, { "summary.en": "A levy pays for it." });
	assert.deepEqual([sent.status, sent.location], [303, `${handed.link}?done=saved`]);
	assert.deepEqual(answersTo(handed.id), ["summary.en|A levy pays for it."]);
	assert.equal(textIn(base, "summary"), "It pays artists.");
	assert.match(await told("fra", `${base}/edit`), /Amina Ndiaye since .* 1 of 2 fields answered/);
	assert.doesNotMatch(await told("fra", "/en/todo"), /Amina/);
	const again = await visitor(server.url).get(handed.link);
	assert.equal(valueOn(again.page, "summary.en"), "A levy pays for it.");
	const thanks = await reply(handed.link, { "place.fr": "À Lyon" }, { go: "finish" });
	assert.equal(thanks.status, 200);
	assert.match(thanks.page.text("main"),
		/Thank you, Amina Ndiaye .* A levy pays for it\..*À Lyon/);

	assert.match(await told("fra", "/en/todo"),
		/Look at what Amina Ndiaye has answered: “A fund for the stage”/);
	assert.doesNotMatch(await told("tom", "/en/todo"), /Amina/);
	const { page } = await her.tom.get(handed.path);
	assert.match(page.text("main"),
		/In the record It pays artists\. The answer A levy pays for it\./);
	const done = await decide("tom", handed, { "summary.en": "take", "place.fr": "change" },
		{ page, texts: { "place.fr": "À Lyon et à Lille" } });
	assert.deepEqual([done.status, done.location], [303, `${handed.path}?done=decided`]);
	assert.deepEqual([textIn(base, "summary"), textIn(base, "place", "fr")],
		["A levy pays for it.", "À Lyon et à Lille"]);
	assert.match(await told("fra", handed.path), /Tom Roux accepted it on .*, changed, on/);
	assert.doesNotMatch(await told("fra", "/en/todo"), /Amina/);
	assert.match(await told("fra", `${base}/history`),
		/Tom Roux changed it .*· answered by Amina Ndiaye, to whom it was handed/);
	const verified = run(["verify", "--db", db]);
	assert.equal(verified.status, 0, verified.stdout + verified.stderr);
});

test("to_look_changes_nothing_and_is_for_nobody_else", async () => {
	const base = await whole("fra", "Unseen title");
	const handed = await hand("fra", base, ["summary"]);
	const before = sql(db, "SELECT * FROM handed ORDER BY id");
	const seen = await visitor(server.url).get(handed.link);

	for (const [name, value] of [["cache-control", "private, no-store"],
		["referrer-policy", "no-referrer"], ["x-robots-tag", "noindex, nofollow"]])
		assert.equal(seen.headers.get(name), value, name);
	assert.equal(seen.headers.getSetCookie().length, 0);
	assert.equal(seen.page.text("title"), "You are asked for help · Jalon");
	assert.doesNotMatch(seen.text.split("</head>")[0], /Unseen|Amina|summary/);
	assert.match(seen.text, /<meta name="robots" content="noindex">/);
	assert.equal(seen.page.all("script").length, 0);
	assert.equal(seen.page.all("link").filter((one) =>
		["canonical", "alternate"].includes(attribute(one, "rel"))).length, 0);
	assert.equal((await visitor(server.url).ask("HEAD", handed.link)).status, 200);
	assert.equal(sql(db, "SELECT * FROM handed ORDER BY id"), before);
	// Of who is signed in nothing is shown, nor taken.
	const signed = await her.sen.get(handed.link);
	assert.equal(signed.status, 200);
	assert.doesNotMatch(signed.text, /Awa Ndiaye|Sign out/);
});

test("the_page_speaks_the_language_of_the_link_and_can_be_switched", async () => {
	const base = await whole("fra", "Two languages");
	const { link, answer } = await hand("fra", base, ["summary"], { lang: "fr" });

	assert.match(link, /^\/fr\/handed\//);
	assert.equal(attribute(answer.page.all("textarea")[0], "lang"), "fr");
	const { page } = await visitor(server.url).get(link);
	assert.equal(page.lang, "fr");
	// The record is written in English: the answer in French need not be looked for.
	assert.ok(page.all("details", "languages").every((one) =>
		attribute(one, "open") !== undefined));
	assert.ok(page.links.includes(link.replace("/fr/", "/en/")));
	assert.equal((await visitor(server.url).get(link.replace("/fr/", "/en/"))).page.lang, "en");
});

// ---- what is shown and what is taken

test("only_what_was_handed_over_is_shown_and_taken", async () => {
	const base = await whole("fra", "A title to see");
	await write("fra", base, "cost", { "note.en": "A word among colleagues", amount: "777",
		currency: "EUR" });
	const { link, id } = await hand("fra", base, ["summary"]);
	const seen = await visitor(server.url).get(link);

	assert.doesNotMatch(seen.text, /Lyon|2021|among colleagues|777|music/);
	const before = versionOf(base);
	const sent = await reply(link, { "summary.en": "Mine", "title.en": "Taken over",
		"place.en": "Elsewhere", start_year: "1999", credits: "Me", output: "1",
		"version:place.en": "1", "shown:place.en": "0123456789abcdef" });
	assert.equal(sent.status, 303);
	assert.deepEqual(answersTo(id), ["summary.en|Mine"]);
	assert.equal(versionOf(base), before);
	// Nor does what is wrong there tell that there is something.
	const wrong = await reply(link, { "summary.en": "Mine too", start_year: "20" });
	assert.equal(wrong.status, 303);
});

test("rules_between_fields_tell_nothing_of_those_that_were_not_handed_over", async () => {
	const base = await whole("fra", "Began in 2021");
	const { link } = await hand("fra", base, ["end_year"]);

	assert.equal((await reply(link, { end_year: "1999" })).status, 303);
	const both = await hand("fra", base, ["start_year", "end_year"]);
	const wrong = await reply(both.link, { end_year: "1999" });
	assert.match(faultsOf(wrong), /the end comes before the start/);
});

test("what_is_incomplete_wrong_or_too_long_is_kept_and_told", async () => {
	const base = await begin("fra", "Incomplete");
	const { link, id } = await hand("fra", base, ["summary", "start_year"]);
	const answer = await reply(link,
		{ "summary.en": "long ".repeat(300).trim(), start_year: "201" }, { go: "finish" });

	assert.match(faultsOf(answer), /Summary: this text is too long.*Start: “201” is not a year/);
	assert.match(answer.page.text("main"), /It is saved as it is/);
	assert.equal(answersTo(id).length, 2);
	assert.equal(valueOn(answer.page, "start_year"), "201");
	const { page } = await visitor(server.url).get(link);
	assert.match(whyOn(page, "start_year"), /not a year/);
	// Told once, it is finished all the same.
	const thanks = await reply(link, {}, { go: "finish", page: answer.page });
	assert.equal(thanks.status, 200);
	assert.match(thanks.page.text("h1"), /Thank you/);
});

test("what_is_not_touched_is_no_answer_and_taken_back_it_is_none_again", async () => {
	const base = await whole("fra", "Untouched");
	const { link, id } = await hand("fra", base, ["summary", "activities", "sectors", "place"]);

	assert.equal((await reply(link, {})).status, 303);
	assert.deepEqual(answersTo(id), []);
	await reply(link, { activities: ["2.1", "2.4"], sectors: [] });
	assert.deepEqual(answersTo(id), ["activities|2.1;2.4", "sectors|"]);
	const { page } = await visitor(server.url).get(link);
	assert.deepEqual(chosenOn(page, "activities"), ["2.1", "2.4"]);
	await reply(link, { activities: ["2.4"] });
	assert.deepEqual(answersTo(id), ["sectors|"]);
});

test("what_is_longer_than_is_ever_kept_is_refused_and_the_rest_is_saved", async () => {
	const base = await whole("fra", "Endless");
	const { link, id } = await hand("fra", base, ["summary", "place"]);
	const answer = await reply(link, { "summary.en": "x".repeat(40_000), "place.en": "Metz" });

	assert.equal(answer.status, 409);
	assert.match(whyOn(answer.page, "summary.en"), /too long to be kept/);
	assert.deepEqual(answersTo(id), ["place.en|Metz"]);
	assert.equal((await reply(link, { "summary.en": "x".repeat(2_000_000) })).status, 413);
});

test("what_is_typed_is_text_wherever_it_is_shown", async () => {
	const base = await whole("fra", "Scripts");
	const evil = '"><script>alert(1)</script><img src=x onerror=alert(2)>';
	const handed = await hand("fra", base, ["summary", "place"],
		{ person: `Eve ${evil}`.slice(0, 90), question: `Why? ${evil}` });

	await reply(handed.link, { "summary.en": evil, "place.en": `${evil} one` });
	const pages = [handed.answer, await visitor(server.url).get(handed.link),
		await her.fra.get(`${base}/edit`), await her.fra.get(handed.path),
		await her.fra.get(`${base}/hand`), await reply(handed.link, {}, { go: "finish" }),
		await her.fra.get("/en/todo")];
	for (const { page, text } of pages) {
		assert.deepEqual(page.scripts, []);
		assert.doesNotMatch(text, /<img|<script>alert/);
	}
	await decide("fra", handed, { "summary.en": "take", "place.en": "take" });
	assert.doesNotMatch((await her.fra.get(`${base}/history`)).text, /<img|<script>alert/);
});

// ---- two on one link

test("two_on_one_link_change_different_fields_and_both_are_kept", async () => {
	const base = await whole("fra", "Two phones");
	const { link, id } = await hand("fra", base, ["summary", "place"]);
	const { page } = await visitor(server.url).get(link);

	await reply(link, { "summary.en": "Mine" }, { page });
	assert.equal((await reply(link, { "place.en": "Yours" }, { page })).status, 303);
	assert.deepEqual(answersTo(id), ["place.en|Yours", "summary.en|Mine"]);
});

test("two_answers_to_the_same_field_are_both_shown_and_none_is_lost", async () => {
	const base = await whole("fra", "One field");
	const handed = await hand("fra", base, ["summary"]), { link, id } = handed;
	const { page } = await visitor(server.url).get(link);

	await reply(link, { "summary.en": "The first text" }, { page });
	const second = await reply(link, { "summary.en": "The second text" }, { page });
	assert.equal(second.status, 409);
	assert.match(whyOn(second.page, "summary.en"), /somebody else has answered this meanwhile/i);
	assert.match(second.page.text("section", "told-note"), /first.*second/);
	assert.equal(valueOn(second.page, "summary.en"), "The second text");
	assert.deepEqual(answersTo(id), ["summary.en|The first text"]);
	assert.match(await told("fra", handed.path),
		/Another answer, sent at the same time The second text/);
	// Saved again, it is meant.
	assert.equal((await reply(link, {}, { page: second.page })).status, 303);
	assert.deepEqual(answersTo(id), ["summary.en|The second text"]);
});

test("what_was_sent_beside_an_answer_goes_only_when_it_was_seen", async () => {
	const base = await whole("fra", "Three at one field");
	const { link, id } = await hand("fra", base, ["summary"]);
	const pageOf = async () => (await visitor(server.url).get(link)).page;
	const beside = () => sql(db, `SELECT beside FROM handed_answer WHERE handed_id = '${id}'`)
		.replaceAll("\n", "/");
	const stale = await pageOf();
	const send = async (text, page) => (await reply(link, { "summary.en": text }, { page })).status;

	assert.equal(await send("One", stale), 303);
	const first = await pageOf();
	assert.deepEqual([await send("Two", stale), beside()], [409, "Two"]);
	assert.deepEqual([await send("One more", first), beside()], [303, "Two"]);
	assert.deepEqual(answersTo(id), ["summary.en|One more"]);
	// A third one and the second again: each once, below one another.
	assert.deepEqual([await send("Three", stale), beside()], [409, "Two//Three"]);
	assert.deepEqual([await send("Two", stale), beside()], [409, "Two//Three"]);
	assert.match((await pageOf()).text("section", "told-note"), /Two.*Three/);
	assert.match(await told("fra", `${base}/handed/${id}`), /at the same time Two Three/);
	// Whoever has not seen them takes back the own words alone.
	const seen = await pageOf();
	await send("Four", stale);
	assert.deepEqual([await send("It pays artists.", seen), beside()], [303, "Two//Three//Four"]);
	assert.deepEqual(answersTo(id), ["summary.en|It pays artists."]);
	assert.deepEqual([await send("All of it", await pageOf()), beside()], [303, ""]);
});

test("many_who_save_at_once_lose_nothing", async () => {
	const base = await whole("fra", "All at once");
	const names = ["summary.en", "summary.fr", "place.en", "place.fr", "note.en", "note.fr"];
	const { link, id } = await hand("fra", base, ["summary", "place", "note"]);
	const { page } = await visitor(server.url).get(link);
	const answers = await Promise.all(names.map((name) =>
		reply(link, { [name]: `Words of ${name}` }, { page })));

	assert.deepEqual(answers.map(({ status }) => status), names.map(() => 303));
	assert.deepEqual(answersTo(id), names.map((name) => `${name}|Words of ${name}`).sort());
});

// ---- links that open nothing

const OVER = { recalled: /This link was recalled/, expired: /The time of this link is over/,
	finished: /This is finished/ };

async function assertOver(link, which) {
	const him = visitor(server.url);
	const answer = await him.get(link);
	assert.equal(answer.status, 410);
	assert.match(answer.page.text("main"), OVER[which]);
	assert.doesNotMatch(answer.text, /Over and out|It pays|Amina|Who pays/);
	assert.equal(answer.headers.get("referrer-policy"), "no-referrer");
}

test("recalled_expired_and_finished_links_say_so_and_show_nothing_else", async () => {
	const base = await whole("fra", "Over and out");

	for (const which of Object.keys(OVER)) {
		const handed = await hand("fra", base, ["summary"]);
		const { page } = await visitor(server.url).get(handed.link);
		if (which === "recalled")
			assert.equal((await her.fra.post(`${handed.path}/recall`)).status, 303);
		else if (which === "expired") changed(handed.id, "ends_at", -16);
		else await reply(handed.link, {}, { go: "finish" });
		await assertOver(handed.link, which);
		const late = await reply(handed.link, { "summary.en": "Too late" }, { page });
		assert.equal(late.status, 410);
		assert.match(late.page.text("main"), OVER[which]);
		assert.deepEqual(answersTo(handed.id), []);
	}
});

test("a_new_link_takes_the_place_of_the_old_one", async () => {
	const base = await whole("fra", "Lost phone");
	const handed = await hand("fra", base, ["summary"]);
	await reply(handed.link, { "summary.en": "Half an answer" });
	const answer = await her.fra.post(`${handed.path}/renew`, { days: "7" });
	const link = new URL(answer.page.text("p", "secret")).pathname;

	assert.notEqual(link, handed.link);
	assert.equal((await visitor(server.url).get(handed.link)).status, 404);
	assert.equal(valueOn((await visitor(server.url).get(link)).page, "summary.en"),
		"Half an answer");
	await her.fra.post(`${handed.path}/recall`);
	assert.equal((await her.fra.get(`${handed.path}/renew`)).status, 409);
	assert.equal((await visitor(server.url).get(link)).status, 410);
});

test("a_guessed_link_is_none_and_costs_as_a_guess_at_a_password", async () => {
	const base = await whole("fra", "Guessed");
	const { link } = await hand("fra", base, ["summary"]);
	const him = visitor(server.url), secret = link.split("/").pop();
	const other = (i) => `/en/handed/${secret.slice(0, 40)}${String(i).padStart(3, "0")}`;

	for (const bad of ["x", secret.slice(1), `${secret}A`, "%00", "..%2f", "é"])
		assert.ok([400, 404].includes((await him.get(`/en/handed/${bad}`)).status), bad);
	assert.equal((await him.get(other(0))).status, 404);
	const spent = sql(db, "SELECT max(n) FROM attempt");
	assert.ok(Number(spent) >= 1);
	for (let i = 1; i < 60; i++) await him.get(other(i));
	const turned = await him.get(other(99));
	assert.equal(turned.status, 429);
	assert.ok(Number(turned.headers.get("retry-after")) > 0);
	assert.equal((await him.get(link)).status, 429);
	sql(db, "DELETE FROM attempt");
	assert.equal((await him.get(link)).status, 200);
});

test("one_link_is_not_written_to_without_end", async () => {
	const base = await whole("fra", "Flood");
	const { link, id } = await hand("fra", base, ["summary"]);
	const { page } = await visitor(server.url).get(link);

	await reply(link, { "summary.en": "One" }, { page });
	sql(db, "UPDATE attempt SET n = 1000");
	const flooded = await reply(link, { "summary.en": "Two" }, { page });
	assert.equal(flooded.status, 429);
	assert.deepEqual(answersTo(id), ["summary.en|One"]);
});

test("a_form_from_elsewhere_or_without_its_token_is_not_taken", async () => {
	const base = await whole("fra", "Forged");
	const { link, id } = await hand("fra", base, ["summary"]);
	const him = visitor(server.url);
	const form = filled(formOn((await him.get(link)).page, link), { "summary.en": "Forged" });

	assert.equal((await him.send(link, without(form, "token"))).status, 403);
	assert.equal((await her.fra.send(link, [...without(form, "token"),
		["token", await her.fra.token()]])).status, 403);
	for (const headers of [{ Origin: "https://evil.example" }, { "Sec-Fetch-Site": "cross-site" }])
		assert.equal((await him.send(link, form, headers)).status, 403);
	assert.deepEqual(answersTo(id), []);
	// Browsers that tell nobody where they come from say so.
	assert.equal((await him.send(link, form, { Origin: "null",
		"Sec-Fetch-Site": "same-origin" })).status, 303);
	// Elsewhere that is no origin at all.
	assert.equal((await her.fra.send("/en/account/name",
		{ token: await her.fra.token(), name: "X" }, { Origin: "null" })).status, 403);
});
