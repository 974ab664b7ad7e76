// What is handed to somebody by a link, for those who write the record: who may do so, what came
// back is decided on, the record goes on meanwhile.

import assert from "node:assert/strict";
import { test } from "node:test";
import { backUp } from "../lib/backups.js";
import { at, db, faultsOf, her, server } from "../lib/cast.js";
import { chosenOn, filled, formOn, valueOn } from "../lib/forms.js";
import { answersTo, decide, hand, idOf, published, recordOf, reply, textIn, told, whole,
	write } from "../lib/handed.js";
import { run, sql, sqlite } from "../lib/jalon.js";
import { attribute, textOf } from "../lib/page.js";
import { addUser, signedIn, visitor } from "../lib/people.js";
import { ask } from "../lib/writers.js";

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

	for (const fields of ["party_note", "confirmed_on", "names_organisation", "files", "nothing",
		""]) {
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

test("files_are_attached_by_those_with_an_account_and_not_handed_over", async () => {
	const base = await whole("fra", "With files");
	const handing = async (section) => (await her.fra.get(`${base}/edit/${section}`)).page.links
		.filter((link) => link.startsWith(`${base}/hand`));

	assert.deepEqual(await handing("what"), [`${base}/hand?section=what`]);
	assert.deepEqual(await handing("files"), []);
	for (const query of ["", "?section=files"]) {
		const { page } = await her.fra.get(`${base}/hand${query}`);
		const boxes = page.all("input").filter((one) => attribute(one, "name") === "fields");
		assert.ok(boxes.some((one) => attribute(one, "value") === "summary"));
		assert.ok(!boxes.some((one) => attribute(one, "value") === "files"));
		assert.deepEqual(chosenOn(page, "fields"), []);
	}
	// A link of before shows nothing of them, and takes nothing.
	const { link, id } = await hand("fra", base, ["summary"]);
	sql(db, `UPDATE handed SET fields = 'summary;files' WHERE id = '${id}'`);
	const { page } = await visitor(server.url).get(link);
	assert.doesNotMatch(JSON.stringify(formOn(page, link)), /files/);
	await reply(link, { files: "01M80000000000000000000077", "shown:files": "x" });
	assert.deepEqual(answersTo(id), []);
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

function handTimes(id, n) {
	for (let i = 0; i < n; i++)
		sql(db, `INSERT INTO handed SELECT '${id.slice(0, 23)}U${10 + i}', seq, digest || '${i}',
			person, fields, question, word, lang, side, made_by, made_at, ends_at, NULL, NULL, NULL
			FROM handed WHERE id = '${id}'`);
}

test("what_one_side_has_handed_out_is_not_in_the_way_of_the_other", async () => {
	const base = await whole("fra", "Many of one side");
	const own = await hand("fra", base, ["summary"], { person: "Amina of France" });
	await her.fra.post(`${base}/do/submit`);
	const theirs = await hand("sol", base, ["place"], { person: "Bela of the house" });
	handTimes(theirs.id, 55);
	sql(db, `UPDATE handed SET id = '00' || substr(id, 3) WHERE id = '${own.id}'`);

	assert.match(await told("fra", `${base}/edit`), /Amina of France/);
	assert.doesNotMatch(await told("fra", `${base}/edit`), /Bela/);
	await her.sol.post(`${base}/do/ask`, { note: "Tell us more." });
	await hand("fra", base, ["place"]);
});

test("no_more_is_handed_out_than_anybody_can_keep_in_mind", async () => {
	const base = await whole("fra", "Many");
	const { id } = await hand("fra", base, ["summary"]);
	handTimes(id, 30);
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
	assert.match(page.text("main"), /Tom Roux has changed this on .*, after it was handed over/);
	assert.match(page.text("main"), /In the record Tom has changed it again\./);
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
	const late = await reply(handed.link, { "summary.en": "Late" }, { go: "finish" });
	assert.equal(late.status, 200);

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

test("an_answer_to_a_public_record_replaces_no_draft_that_was_not_shown", async () => {
	const base = await published("Drafts in public");
	const handed = await hand("sol", base, ["summary", "start_year"]);
	await reply(handed.link, { "summary.en": "From afar.", start_year: "2019" },
		{ go: "finish" });
	const draft = (field) => sql(db, `SELECT d.text FROM record_draft d
		JOIN record r ON r.seq = d.seq WHERE r.public_id = '${idOf(base)}'
		AND d.field = '${field}'`);
	const { page } = await her.sol.get(handed.path);
	await write("sol", base, "what", { "summary.en": "My own words." });
	await write("sol", base, "where", { start_year: "20x" });

	const stale = await decide("sol", handed, { "summary.en": "take", start_year: "take" },
		{ page });
	assert.equal(stale.status, 409);
	assert.match(stale.page.text("main"), /My own words\..*From afar/);
	assert.match(stale.page.text("main"), /20x.*2019/);
	assert.deepEqual([draft("summary.en"), draft("start_year")], ["My own words.", "20x"]);
	const done = await decide("sol", handed, { "summary.en": "take", start_year: "take" },
		{ page: stale.page });
	assert.equal(done.status, 303);
	assert.deepEqual([draft("summary.en"), draft("start_year")], ["From afar.", "2019"]);
});

// ---- people who go

test("what_may_not_be_decided_on_now_does_not_hide_what_may", async () => {
	const away = await whole("tom", "Sent in meanwhile"), here = await whole("tom", "Still here");
	const first = await hand("tom", away, ["summary"]), last = await hand("tom", here, ["summary"]);
	for (const { link } of [first, last]) {
		const done = await reply(link, { "summary.en": "By Amina" }, { go: "finish" });
		assert.equal(done.status, 200);
	}
	for (let i = 0; i < 45; i++)
		sql(db, `INSERT INTO handed (id, seq, digest, person, fields, question, word, lang, side,
			made_by, made_at, ends_at, finished_at)
			SELECT '${String(i).padStart(26, "0")}', seq, 'digest ${i}', person, fields, question,
			word, lang, side, made_by, made_at, ends_at, finished_at
			FROM handed WHERE id = '${first.id}'`);
	assert.equal((await her.fra.post(`${away}/do/submit`)).status, 303);
	const duties = (await her.tom.get("/en/todo")).page.all("ol", "tasks").map(textOf).join();

	assert.match(duties, /Look at what Amina Ndiaye has answered: “Still here”/);
	assert.doesNotMatch(duties, /answered: “Sent in meanwhile”/);
	sql(db, "DELETE FROM handed WHERE id < '0000000001'");
});

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
