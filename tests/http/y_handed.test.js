// Fields of a record handed to somebody without an account, by a link: what is shown there, what
// comes back, who decides on it, and what the link does not open.

import assert from "node:assert/strict";
import { test } from "node:test";
import { CAST, at, come, db, faultsOf, her, server } from "../lib/cast.js";
import { backUp } from "../lib/backups.js";
import { chosenOn, filled, formOn, valueOn, whyOn } from "../lib/forms.js";
import { run, sql, sqlite } from "../lib/jalon.js";
import { attribute, textOf } from "../lib/page.js";
import { addUser, signedIn, visitor } from "../lib/people.js";
import { ask } from "../lib/writers.js";

// ---- in few words

const idOf = (base) => base.split("/").pop();
const told = async (who, path) => (await her[who].open(path)).page.text("main");
const recordOf = (base, what) => sql(db,
	`SELECT ${what} FROM record WHERE public_id = '${idOf(base)}'`);
const versionOf = (base) => Number(recordOf(base, "version"));
const textIn = (base, field, lang = "en") => sql(db, `SELECT t.text FROM record_text t
	JOIN record r ON r.seq = t.seq WHERE r.public_id = '${idOf(base)}' AND t.field = '${field}'
	AND t.lang = '${lang}'`);
const answersTo = (id) => sql(db, `SELECT field, text FROM handed_answer
	WHERE handed_id = '${id}' ORDER BY field`).split("\n").filter(Boolean);
const changed = (id, column, days) => sql(db, `UPDATE handed
	SET ${column} = ${column} + ${days * 86_400_000} WHERE id = '${id}'`);
const without = (entries, name) => entries.filter(([one]) => one !== name);

async function write(who, base, section, values) {
	const path = `${base}/edit/${section}`;
	return her[who].send(path, filled(formOn((await her[who].get(path)).page, path),
		{ go: "stay", ...values }));
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

async function published(title) {
	const base = await whole("fra", title);
	for (const [who, action] of [["fra", "submit"], ["sol", "publish"]])
		assert.equal((await her[who].post(`${base}/do/${action}`)).status, 303);
	return base;
}

// Hands the fields over: {id, path}, the page of it and the address of the link.
async function hand(who, base, fields, values = {}) {
	const path = `${base}/hand`, { page } = await her[who].get(path);
	const answer = await her[who].send(path, filled(formOn(page, path), { person: "Amina Ndiaye",
		question: "Who pays for it?", fields, ...values }));
	assert.equal(answer.status, 200, answer.page.text("main"));
	const link = new URL(answer.page.text("p", "secret")).pathname;
	const id = sql(db, `SELECT h.id FROM handed h JOIN record r ON r.seq = h.seq
		WHERE r.public_id = '${idOf(base)}' ORDER BY h.made_at DESC, h.id DESC LIMIT 1`);
	return { answer, link, id, path: `${base}/handed/${id}` };
}

// Without cookies; `page`: as it was looked at before.
async function reply(link, values, { go = "save", page } = {}) {
	const him = visitor(server.url);
	const seen = page ?? (await him.get(link)).page;
	const answer = await him.send(link, filled(formOn(seen, link), { go, ...values }));
	assert.equal(him.cookies.size, 0);
	return answer;
}

// What is chosen: {"summary.en": "take"}.
async function decide(who, handed, choices, { page, texts = {} } = {}) {
	const seen = page ?? (await her[who].get(handed.path)).page;
	const values = Object.fromEntries([
		...Object.entries(choices).map(([path, choice]) => [`choice:${path}`, choice]),
		...Object.entries(texts).map(([path, text]) => [`text:${path}`, text])]);
	return her[who].send(handed.path, filled(formOn(seen, handed.path), values));
}

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
		/A fund for the stage Amina Ndiaye, your help is asked for by Flore Petit, France\. Who pays/);
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
	assert.match(thanks.page.text("main"), /Thank you, Amina Ndiaye .* A levy pays for it\..*À Lyon/);

	assert.match(await told("fra", "/en/todo"),
		/Look at what Amina Ndiaye has answered: “A fund for the stage”/);
	assert.doesNotMatch(await told("tom", "/en/todo"), /Amina/);
	const { page } = await her.tom.get(handed.path);
	assert.match(page.text("main"), /In the record It pays artists\. The answer A levy pays for it\./);
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

// ---- who may hand over, and look after it

test("another_party_a_reader_and_a_stranger_hand_nothing_over", async () => {
	const base = await whole("fra", "Of France");
	const handed = await hand("fra", base, ["summary"]);

	for (const who of ["sen", "mod", "sol", "ada", "cso", "eva", "ann"])
		for (const path of [`${base}/hand`, handed.path, `${handed.path}/recall`]) {
			assert.ok([403, 404].includes((await her[who].get(path)).status), `${who} ${path}`);
			const answer = await her[who].send(path, { token: await her[who].token() });
			assert.ok([403, 404].includes(answer.status), `${who} ${path}: ${answer.status}`);
		}
	assert.match((await visitor(server.url).get(`${base}/hand`)).location, /sign-in/);
	assert.equal(sql(db, `SELECT recalled_at FROM handed WHERE id = '${handed.id}'`), "");
	// Nor through a record of one's own.
	const own = await whole("sen", "Of Senegal");
	assert.equal((await her.sen.get(`${own}/handed/${handed.id}`)).status, 404);
	assert.equal((await her.sen.send(`${own}/handed/${handed.id}/recall`,
		{ token: await her.sen.token() })).status, 404);
});

test("fields_that_are_none_of_the_form_are_not_handed_over", async () => {
	const base = await whole("fra", "Not these");
	const path = `${base}/hand`, { page } = await her.fra.get(path);

	for (const fields of ["party_note", "confirmed_on", "names_organisation", "nothing", ""]) {
		const answer = await her.fra.send(path, filled(formOn(page, path),
			{ person: "Amina", question: "?", fields }));
		assert.equal(answer.status, 422, fields);
	}
	const late = await her.fra.send(path, filled(formOn(page, path),
		{ person: "Amina", question: "?", fields: "summary", days: "61" }));
	assert.equal(late.status, 422);
	assert.equal(sql(db, `SELECT count(*) FROM handed h JOIN record r ON r.seq = h.seq
		WHERE r.public_id = '${idOf(base)}'`), "0");
});

test("what_is_internal_is_handed_over_by_those_who_see_it_alone", async () => {
	const base = await whole("cso", "Of an organisation");
	await write("cso", base, "people", { credits: "Zora Quist", credits_agreed: "yes",
		credits_until: "2028-01-01" });
	const { link } = await hand("cso", base, ["credits"]);
	assert.equal(valueOn((await visitor(server.url).get(link)).page, "credits"), "Zora Quist");
	await her.cso.post(`${base}/do/submit`, { agree: "yes", names_organisation: "no" });
	assert.equal(recordOf(base, "state"), "asked");

	// The Party that is asked reads the rest, and neither this nor that it went out.
	assert.equal((await her.fra.get(`${base}/edit`)).status, 200);
	assert.doesNotMatch(await told("fra", `${base}/edit`), /Zora|Amina|Handed/);
	assert.equal((await her.fra.get(`${base}/hand`)).status, 404);
	const answer = await her.fra.send(`${base}/hand`, { token: await her.fra.token(),
		person: "Me", question: "?", fields: "credits", days: "7", lang: "en" });
	assert.equal(answer.status, 404);
});

test("each_side_is_told_of_what_it_handed_over_itself", async () => {
	const base = await whole("fra", "Two sides");
	const own = await hand("fra", base, ["summary"], { person: "Amina of France" });
	await reply(own.link, { "summary.en": "From elsewhere" }, { go: "finish" });
	await decide("fra", own, { "summary.en": "take" });
	await her.fra.post(`${base}/do/submit`);
	assert.doesNotMatch(await told("sol", `${base}/edit`), /Amina/);
	assert.doesNotMatch(await told("sol", `${base}/history`), /Amina|handed/);
	assert.equal((await her.sol.get(own.path)).status, 404);

	const theirs = await hand("sol", base, ["place"], { person: "Bela of the house" });
	const { page } = await visitor(server.url).get(theirs.link);
	assert.match(page.text("main"), /asked for by Solange Diop, the Secretariat/);
	assert.doesNotMatch(await told("fra", `${base}/edit`), /Bela/);
	assert.equal((await her.fra.get(theirs.path)).status, 404);
	assert.match(await told("fra", `${base}/edit`), /Amina of France/);
	const token = run(["token", "add", at("sol"), "--db", db]).stdout.trim().split("\n").at(-1);
	const { body } = await ask(server.url, token, "GET", `/practices/${idOf(base)}/history`);
	assert.doesNotMatch(JSON.stringify(body), /handed/);
});

test("sent_twice_it_is_handed_over_once_and_the_link_is_told_once", async () => {
	const base = await whole("fra", "Twice");
	const path = `${base}/hand`;
	const form = filled(formOn((await her.fra.get(`${path}?section=what`)).page, path),
		{ person: "Amina", question: "?" });
	assert.ok(form.some(([name, value]) => name === "fields" && value === "summary"));
	const one = await her.fra.send(path, form), two = await her.fra.send(path, form);

	assert.deepEqual([one.status, two.status, two.location], [200, 303, `${path}?done=handed`]);
	const secret = one.page.text("p", "secret").split("/").pop();
	assert.equal(sql(db, `SELECT count(*) FROM handed WHERE person = 'Amina'
		AND seq = (SELECT seq FROM record WHERE public_id = '${idOf(base)}')`), "1");
	const everything = sqlite(backUp(db).path, ".dump");
	assert.ok(!everything.includes(secret), "the link stands in the store");
	for (const page of [`${base}/edit`, path, `${base}/history`])
		assert.ok(!(await her.fra.get(page)).text.includes(secret));
});

test("no_more_is_handed_out_than_anybody_can_keep_in_mind", async () => {
	const base = await whole("fra", "Many");
	const { id } = await hand("fra", base, ["summary"]);
	for (let i = 0; i < 30; i++)
		sql(db, `INSERT INTO handed SELECT '${id.slice(0, 24)}${10 + i}', seq, digest || '${i}',
			person, fields, question, word, lang, side, made_by, made_at, ends_at, NULL, NULL, NULL
			FROM handed WHERE id = '${id}'`);
	const path = `${base}/hand`, { page } = await her.fra.get(path);
	const answer = await her.fra.send(path, filled(formOn(page, path),
		{ person: "One more", question: "?", fields: "summary" }));
	assert.equal(answer.status, 409);
	assert.match(answer.page.text("main"), /Too much of this record is handed out already/);
});

// ---- sent back

test("sent_back_with_a_word_the_same_link_is_open_again", async () => {
	const base = await whole("fra", "Back and forth");
	const handed = await hand("fra", base, ["summary", "place"]);
	await reply(handed.link, { "summary.en": "A levy." }, { go: "finish" });
	const refused = await her.fra.post(`${handed.path}/back`, { word: "" });
	assert.match(faultsOf(refused), /what you would like to know/);
	const back = await her.fra.post(`${handed.path}/back`, { word: "Which levy?", days: "7" });

	assert.deepEqual([back.status, back.location], [303, `${handed.path}?done=sent-back`]);
	assert.doesNotMatch(await told("fra", "/en/todo"), /answered: “Back and forth”/);
	const { page } = await visitor(server.url).get(handed.link);
	assert.match(page.text("main"), /sent back to you with this word Which levy\?/);
	assert.equal(valueOn(page, "summary.en"), "A levy.");
	await reply(handed.link, { "summary.en": "A levy on tickets." }, { go: "finish" });
	await decide("fra", handed, { "summary.en": "take" });
	assert.equal(textIn(base, "summary"), "A levy on tickets.");
});

test("another_answer_after_one_was_decided_on_is_decided_on_anew", async () => {
	const base = await whole("fra", "Second thoughts");
	const handed = await hand("fra", base, ["summary"]);
	await reply(handed.link, { "summary.en": "One" });
	await decide("fra", handed, { "summary.en": "leave" });
	assert.equal(textIn(base, "summary"), "It pays artists.");
	await reply(handed.link, { "summary.en": "Two" });
	await decide("fra", handed, { "summary.en": "take" });
	assert.equal(textIn(base, "summary"), "Two");
});

test("what_is_accepted_is_what_was_shown", async () => {
	const base = await whole("fra", "Meanwhile");
	const handed = await hand("fra", base, ["summary"]);
	await reply(handed.link, { "summary.en": "One" });
	const { page } = await her.fra.get(handed.path);
	await new Promise((end) => setTimeout(end, 5));
	await reply(handed.link, { "summary.en": "Two" });
	const stale = await decide("fra", handed, { "summary.en": "take" }, { page });

	assert.equal(stale.status, 409);
	assert.match(stale.page.text("main"), /The answer Two/);
	assert.equal(textIn(base, "summary"), "It pays artists.");
});

// ---- the record goes on meanwhile

test("an_answer_to_a_text_that_was_changed_since_is_told_with_both", async () => {
	const base = await whole("fra", "Conflict");
	const handed = await hand("fra", base, ["summary", "place"]);
	await write("tom", base, "what", { "summary.en": "Tom has changed it." });
	await reply(handed.link, { "place.en": "Metz" });
	const { page: old } = await visitor(server.url).get(handed.link);
	await write("tom", base, "what", { "summary.en": "Tom has changed it again." });
	await reply(handed.link, { "summary.en": "Amina’s text." }, { page: old });

	const { page } = await her.fra.get(handed.path);
	assert.match(page.text("main"),
		/Tom Roux has changed this on .*, after it was handed over In the record Tom has changed it again\./);
	// Changed once more after the page was shown: nothing is written over.
	await write("tom", base, "what", { "summary.en": "Tom, the third time." });
	const first = await decide("fra", handed, { "summary.en": "take", "place.en": "take" },
		{ page });
	assert.equal(first.status, 409);
	assert.match(first.page.text("main"), /In the record Tom, the third time\./);
	assert.deepEqual([textIn(base, "summary"), textIn(base, "place")],
		["Tom, the third time.", "Metz"]);
	const second = await decide("fra", handed, { "summary.en": "take" }, { page: first.page });
	assert.equal(second.status, 303);
	assert.equal(textIn(base, "summary"), "Amina’s text.");
});

test("nothing_chosen_or_not_storable_is_told_and_the_answer_waits", async () => {
	const base = await whole("fra", "Not storable");
	const handed = await hand("fra", base, ["start_year", "summary"]);
	await reply(handed.link, { start_year: "20x", "summary.en": "Good" });

	assert.equal((await decide("fra", handed, {})).status, 422);
	const refused = await decide("fra", handed, { start_year: "take", "summary.en": "take" });
	assert.equal(refused.status, 422);
	assert.match(refused.page.text("main"), /“20x” is not a year/);
	assert.equal(textIn(base, "summary"), "Good");
	const done = await decide("fra", handed, { start_year: "change" },
		{ texts: { start_year: "2018" } });
	assert.equal(done.status, 303);
	assert.equal(sql(db, `SELECT start_year FROM practice p JOIN record r ON r.seq = p.seq
		WHERE r.public_id = '${idOf(base)}'`), "2018");
});

test("answers_are_given_while_the_record_is_sent_in_and_accepted_when_it_is_back", async () => {
	const base = await whole("fra", "Sent in meanwhile");
	const handed = await hand("fra", base, ["summary"]);
	await her.fra.post(`${base}/do/submit`);
	assert.equal((await reply(handed.link, { "summary.en": "Late" }, { go: "finish" })).status, 200);

	assert.match(await told("fra", handed.path), /cannot be changed now.*wait until it can be/);
	assert.equal((await her.fra.get(`${base}/hand`)).status, 404);
	const answer = await her.fra.send(handed.path, { token: await her.fra.token(),
		"choice:summary.en": "take" });
	assert.equal(answer.status, 409);
	assert.equal(textIn(base, "summary"), "It pays artists.");
	await her.sol.post(`${base}/do/ask`, { note: "Tell us more." });
	assert.equal((await decide("fra", handed, { "summary.en": "take" })).status, 303);
	assert.equal(textIn(base, "summary"), "Late");
});

test("an_answer_to_a_public_record_is_gathered_for_its_correction", async () => {
	const base = await published("In public");
	const handed = await hand("sol", base, ["summary"]);
	await reply(handed.link, { "summary.en": "Corrected from afar." }, { go: "finish" });
	assert.match(await told("sol", handed.path), /gathered for a correction/);
	await decide("sol", handed, { "summary.en": "take" });

	assert.equal(textIn(base, "summary"), "It pays artists.");
	assert.match(await told("sol", `${base}/edit`), /Gathered for a correction .*from afar/);
	assert.equal((await her.sol.post(`${base}/do/erratum`, { note: "Told us." })).status, 303);
	assert.equal(textIn(base, "summary"), "Corrected from afar.");
	const { page } = await visitor(server.url).get(`${base}/history`);
	assert.doesNotMatch(page.text("main"), /Amina/);
});

// ---- people who go

test("who_handed_it_over_is_erased_and_the_link_still_opens", async () => {
	const email = "leaver@example.org";
	addUser(db, email, { role: "team_member", party: "FRA", name: "Lena Gone" });
	her.lena = await signedIn(server.url, email);
	const base = await whole("lena", "Left behind");
	const handed = await hand("lena", base, ["summary"], { question: "Ask Lena Gone!" });
	assert.equal((await her.lena.post("/en/account/erase", { email })).status, 200);
	const { page } = await visitor(server.url).get(handed.link);

	assert.match(page.text("main"), /your help is asked for by France\./);
	assert.doesNotMatch(page.text("main"), /Lena|leaver/);
	assert.doesNotMatch(sql(db, "SELECT * FROM handed"), /Lena/);
	await reply(handed.link, { "summary.en": "Still here" }, { go: "finish" });
	await decide("fra", handed, { "summary.en": "take" });
	assert.equal(textIn(base, "summary"), "Still here");
	delete her.lena;
});

test("an_address_that_stands_for_a_name_is_not_told_to_strangers", async () => {
	addUser(db, "nameless@example.org", { role: "team_member", party: "FRA" });
	her.none = await signedIn(server.url, "nameless@example.org");
	const base = await whole("none", "Nameless");
	const { link } = await hand("none", base, ["summary"]);
	const { text } = await visitor(server.url).get(link);
	assert.doesNotMatch(text, /nameless@/);
	delete her.none;
});

test("what_was_erased_from_a_history_is_not_kept_in_an_answer", async () => {
	const base = await published("To be erased");
	const handed = await hand("sol", base, ["partners"]);
	await reply(handed.link, { partners: "A name too many" }, { go: "finish" });
	await decide("sol", handed, { partners: "take" });
	await her.sol.post(`${base}/do/erratum`, { note: "More." });
	await write("sol", base, "where", { partners: "None" });
	await her.sol.post(`${base}/do/erratum`, { note: "Less." });
	await her.sol.post(`${base}/history/erase`, { field: "partners", sure: "yes" });
	assert.doesNotMatch(sqlite(backUp(db).path, ".dump"), /A name too many/);
});
