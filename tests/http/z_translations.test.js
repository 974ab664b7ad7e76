// Texts of a record in its other languages: proposed, reviewed, outdated, told to readers.

import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { test } from "node:test";
import { bulkStore } from "../lib/bulk.js";
import { at, db, her, server } from "../lib/cast.js";
import { writeCsv } from "../lib/csv.js";
import { run, sql, startServer, temporaryPath } from "../lib/jalon.js";
import { attribute, textOf } from "../lib/page.js";
import { addUser, formOf, signedIn } from "../lib/people.js";
import { ask } from "../lib/writers.js";

const WHOLE = { summary: { en: "Stages for all." }, output: ["2"], activities: ["2.4"],
	parties: ["FRA"] };

const tokens = {};
for (const who of ["fra", "tom", "sol", "cso", "sen"])
	tokens[who] = run(["token", "add", at(who), "--db", db]).stdout.trim().split("\n").at(-1);

async function call(who, method, path, body, headers) {
	const answer = await ask(server.url, tokens[who], method, path, body, headers);
	assert.ok(answer.status < 300, JSON.stringify(answer.body));
	return answer.body;
}

const idOf = (base) => base.split("/").pop();

async function draft(title, who = "fra") {
	const { id } = await call(who, "POST", "/practices", { title: { en: title }, ...WHOLE });
	return `/en/practices/${id}`;
}

async function published(title) {
	const base = await draft(title);
	await call("fra", "POST", `/practices/${idOf(base)}/submit`, {});
	await call("sol", "POST", `/practices/${idOf(base)}/publish`, {});
	return base;
}

async function change(who, base, fields) {
	const { version } = await call(who, "GET", `/practices/${idOf(base)}`);
	await call(who, "PATCH", `/practices/${idOf(base)}`, fields, { "If-Match": `"${version}"` });
}

// What is sent from the page, as it was opened or as it is now: texts by field, with a button.
async function send(who, base, texts, button = {}, page) {
	const path = `${base}/translate/fr`;
	const form = formOf(page ?? (await her[who].open(path)).page, path);
	for (const name of ["go", "review"]) form.delete(name);
	for (const [field, text] of Object.entries(texts)) form.set(`${field}.fr`, text);
	for (const [name, value] of Object.entries(button)) form.set(name, value);
	return her[who].send(path, form);
}

async function type(who, base, fields) {
	return her[who].send(`${base}/translate/fr/draft`,
		{ token: await her[who].token(), ...fields });
}

const ALL = { go: "all" };
const main = async (who, path) => (await her[who].open(path)).page.text("main");
const shown = async (who, base) => main(who, `${base}/translate/fr`);
const textIn = (base, field, lang = "fr") => sql(db, `SELECT t.text FROM record_text t
	JOIN record r ON r.seq = t.seq WHERE r.public_id = '${idOf(base)}' AND t.field = '${field}'
	AND t.lang = '${lang}'`);
const proposals = (base) => sql(db, `SELECT t.field, t.text FROM translation t
	JOIN record r ON r.seq = t.seq WHERE r.public_id = '${idOf(base)}'
	ORDER BY t.field, t.text`);
const wanted = async (who, query) => (await her[who].open(`/en/practices/translations?${query}`))
	.page.all("h3").map(textOf);

test("a_text_is_missing_until_it_is_proposed_and_reviewed", async () => {
	const base = await draft("A stage on the water");
	assert.match(await shown("fra", base), /2 missing/);
	assert.match(await main("fra", `${base}/edit`), /Translation into French 2 missing/);

	let answer = await send("tom", base, { title: "Une scène sur l’eau" });
	assert.equal(answer.status, 303);
	assert.equal(textIn(base, "title"), "");
	assert.match(await shown("fra", base),
		/1 missing, 1 to review.*The text in the box is proposed by Tom Roux/);

	answer = await send("fra", base, { title: "Une scène sur l’eau" }, { review: "title" });
	assert.match(answer.location, /done=translated/);
	assert.equal(textIn(base, "title"), "Une scène sur l’eau");
	assert.equal(proposals(base), "");
	assert.match(await shown("fra", base), /1 missing, 1 reviewed/);
	assert.match(await main("fra", `${base}/history`), /translated it/);
});

test("the_key_enter_reviews_nothing", async () => {
	const base = await draft("Enter is pressed");
	const { page } = await her.fra.open(`${base}/translate/fr`);
	const buttons = page.all("button").filter((one) => attribute(one, "name"));
	assert.deepEqual(["name", "value"].map((name) => attribute(buttons[0], name)),
		["go", "save"]);
});

test("nobody_overwrites_what_another_proposes", async () => {
	const base = await draft("Two translators");
	const { page } = await her.tom.open(`${base}/translate/fr`);
	await send("fra", base, { title: "Deux traductrices" });
	await send("tom", base, { title: "Deux traducteurs" }, {}, page);
	assert.match(proposals(base), /Deux traducteurs[^]*Deux traductrices/);
	assert.match(await shown("fra", base), /Proposed by Tom Roux.*Deux traducteurs/);

	// What the reviewer was not shown stays.
	const seen = (await her.fra.open(`${base}/translate/fr`)).page;
	await send("tom", base, { title: "Un duo de traducteurs" });
	await send("fra", base, { title: "Deux traductrices" }, { review: "title" }, seen);
	assert.equal(textIn(base, "title"), "Deux traductrices");
	assert.match(proposals(base), /Un duo de traducteurs/);
});

test("what_was_translated_before_the_original_changed_says_so", async () => {
	const base = await draft("Changed under the translator");
	const { page } = await her.fra.open(`${base}/translate/fr`);
	await change("tom", base, { title: { en: "Changed by now" } });

	const saved = await send("fra", base, { title: "Changé entre-temps" }, {}, page);
	assert.equal(saved.status, 303);
	assert.match(await shown("fra", base), /What has changed in the original since/);

	// Nor is it reviewed: what it says is not what the original says now.
	const answer = await send("fra", base, { title: "Changé" }, { review: "title" }, page);
	assert.equal(answer.status, 409);
	assert.match(answer.page.text("main"), /the original has changed since you opened this page/);
	assert.equal(textIn(base, "title"), "");
	assert.match(proposals(base), /title.*Changé$/);

	const typed = await type("tom", base, { path: "title.fr", text: "Tapé", version: "1" });
	assert.equal(JSON.parse(typed.text).version, 1);
	assert.equal(sql(db, "SELECT original FROM translation WHERE text = 'Tapé'"),
		"Changed under the translator");
	await send("fra", base, { title: "Changé" }, { review: "title" });
	assert.equal(textIn(base, "title"), "Changé");
});

test("what_somebody_left_in_its_box_is_neither_proposed_nor_reviewed", async () => {
	const base = await draft("Left as it was");
	await send("fra", base, { title: "Laissé", summary: "Des scènes." }, ALL);
	const { page } = await her.fra.open(`${base}/translate/fr`);
	await change("tom", base, { title: { fr: "Laissé tel quel" } });

	await send("fra", base, { summary: "Des scènes pour tous." }, {}, page);
	assert.doesNotMatch(proposals(base), /title/);
	const answer = await send("fra", base, { summary: "Des scènes pour tous." }, ALL, page);
	assert.equal(answer.status, 303);
	assert.equal(textIn(base, "title"), "Laissé tel quel");
	assert.equal(textIn(base, "summary"), "Des scènes pour tous.");
});

test("a_proposal_that_changed_under_the_button_is_not_taken", async () => {
	const base = await draft("Changed under the button");
	await send("tom", base, { summary: "Des scènes pour tous." });
	await send("fra", base, { summary: "Des estrades." });
	const { page } = await her.fra.open(`${base}/translate/fr`);
	const [review] = page.all("button").map((one) => attribute(one, "value"))
		.filter((value) => /^summary:/.test(value));
	assert.match(review, /^summary:\d+$/, "who it was is told by no address");
	await send("tom", base, { summary: "Tout autre chose." });

	const answer = await send("fra", base, { summary: "Des estrades." }, { review }, page);
	assert.equal(answer.status, 409);
	assert.match(answer.page.text("main"), /this proposal was changed or taken back meanwhile/);
	assert.equal(textIn(base, "summary"), "");
	assert.match(proposals(base), /Des estrades[^]*Tout autre chose/);
});

test("a_proposal_that_is_gone_is_told_beside_its_own_field_alone", async () => {
	const base = await draft("Gone from the first field");
	await send("tom", base, { title: "Un titre" });
	await send("fra", base, { title: "Un autre titre" });
	const { page } = await her.fra.open(`${base}/translate/fr`);
	const [review] = page.all("button").map((one) => attribute(one, "value"))
		.filter((value) => /^title:/.test(value));
	await send("tom", base, { title: "Encore un" });

	const answer = await send("fra", base, { summary: "Des estrades." }, { review }, page);
	assert.equal(answer.status, 409);
	assert.deepEqual(answer.page.all("p", "why").filter((one) => textOf(one))
		.map((one) => attribute(one, "id")), ["why-title.fr"]);
	assert.match(proposals(base), /Des estrades/);
});

test("what_was_made_from_the_original_of_now_stands_before_what_is_outdated", async () => {
	const base = await draft("Old before new");
	await send("fra", base, { title: "L’ancien" }, ALL);
	await change("fra", base, { title: { en: "New before old" } });
	await send("tom", base, { title: "Le nouveau" });
	await send("fra", base, {}, ALL);
	assert.equal(textIn(base, "title"), "Le nouveau");
});

test("what_comes_in_late_is_newer_than_what_a_page_has_shown", async () => {
	const base = await draft("A clock that goes back");
	await send("tom", base, { summary: "Des scènes pour tous." });
	const { page } = await her.fra.open(`${base}/translate/fr`);
	sql(db, "UPDATE translation SET written_at = written_at + 100000");
	const ahead = formOf((await her.fra.open(`${base}/translate/fr`)).page,
		`${base}/translate/fr`).get("seen");
	await send("fra", base, { summary: "Arrivé plus tard." }, {}, page);
	assert.ok(Number(sql(db, "SELECT written_at FROM translation WHERE text LIKE 'Arrivé%'"))
		> Number(ahead));
});

test("a_proposal_of_another_is_taken_with_one_button", async () => {
	const base = await draft("Taken as it is");
	await send("tom", base, { summary: "Des scènes pour tous." });
	await send("fra", base, { summary: "Des estrades." });
	const { page } = await her.fra.open(`${base}/translate/fr`);
	const [review] = page.all("button").map((one) => attribute(one, "value"))
		.filter((value) => /^summary:/.test(value));
	await send("fra", base, { summary: "Des estrades." }, { review }, page);
	assert.equal(textIn(base, "summary"), "Des scènes pour tous.");
});

test("what_the_original_left_behind_is_outdated_until_somebody_has_looked", async () => {
	const base = await draft("The original moves on");
	await send("fra", base, { title: "L’original avance", summary: "Des scènes pour tous." }, ALL);
	assert.match(await shown("fra", base), /2 reviewed/);
	await change("tom", base, { summary: { en: "Stages and studios for all." } });

	assert.match(await shown("fra", base), /1 outdated, 1 reviewed.*has changed in the original/);
	assert.match(await shown("fra", base), /studios/);
	assert.ok((await wanted("fra", "to=fr&state=outdated")).includes("The original moves on"));

	// Right as it stands: said once, without a version.
	const { version } = await call("fra", "GET", `/practices/${idOf(base)}`);
	await send("fra", base, { summary: "Des scènes pour tous." }, { review: "summary" });
	assert.match(await shown("fra", base), /2 reviewed/);
	assert.equal((await call("fra", "GET", `/practices/${idOf(base)}`)).version, version);
	assert.ok(!(await wanted("fra", "to=fr&state=outdated")).includes("The original moves on"));
});

test("what_is_written_with_its_original_is_not_outdated", async () => {
	const base = await draft("Both at once");
	await change("fra", base, { title: { en: "Both", fr: "Les deux" } });
	await change("tom", base, { title: { en: "Both together", fr: "Les deux ensemble" } });
	assert.match(await shown("fra", base), /1 missing, 1 reviewed/);
	await change("tom", base, { title: { en: "", fr: "Seul" } });
	assert.match(await shown("fra", base), /1 missing/);
	assert.match(await main("fra", `${base}/translate/en`), /Title \(French\) Seul/);
});

test("a_load_that_changes_the_original_alone_leaves_its_translation_behind", async () => {
	const row = { id: "LOADED", title_en: "Loaded", title_fr: "Chargé", output: "2",
		activities: "2.4", parties: "FRA", summary_en: "It is loaded." };
	const load = (changes) => {
		const path = temporaryPath("one.csv"), now = { ...row, ...changes };
		writeFileSync(path, writeCsv([Object.keys(now), Object.values(now)]));
		assert.equal(run(["load", "practices", path, "--db", db]).status, 0);
	};
	// With its title in both, a record of a file counts as written in the first of them.
	const state = async () => /\d (outdated|reviewed)/.exec(
		await main("sol", "/en/practices/LOADED/translate/en"))[1];
	load({});
	assert.equal(await state(), "reviewed");
	load({ summary_en: "It is loaded again." });
	assert.equal(await state(), "reviewed");
	load({ title_fr: "Rechargé" });
	assert.equal(await state(), "outdated");
	load({ title_fr: "Rechargé", title_en: "Loaded anew" });
	assert.equal(await state(), "reviewed");
});

test("a_text_that_somebody_changed_meanwhile_is_not_written_over", async () => {
	const base = await draft("Two reviewers");
	await send("fra", base, { title: "Deux relectrices" }, ALL);
	const { page } = await her.fra.open(`${base}/translate/fr`);
	await change("tom", base, { title: { fr: "Deux relecteurs" } });
	const answer = await send("fra", base, { title: "Deux réviseuses" }, ALL, page);
	assert.equal(answer.status, 409);
	assert.match(answer.page.text("main"), /Tom Roux has changed this.*Deux relecteurs/);
	assert.equal(textIn(base, "title"), "Deux relecteurs");
	assert.match(proposals(base), /Deux réviseuses/);
	await send("fra", base, { title: "Deux réviseuses" }, ALL);
	assert.equal(textIn(base, "title"), "Deux réviseuses");
});

test("a_public_record_is_translated_by_its_party_and_reviewed_by_the_secretariat", async () => {
	const base = await published("Public and translated");
	const answer = await send("fra", base, { title: "Public et traduit" }, ALL);
	assert.match(answer.location, /done=proposed/);
	assert.equal(textIn(base, "title"), "");
	assert.match(await main("sol", "/en/todo"), /Review what was translated: Good practices, into/);
	assert.doesNotMatch(await main("sen", "/en/todo"), /Review what was translated/);
	assert.ok((await wanted("sol", "to=fr&state=draft")).includes("Public and translated"));

	await send("sol", base, { title: "Public et traduit" }, ALL);
	assert.equal(textIn(base, "title"), "Public et traduit");
	const french = await main("sen", base.replace("/en/", "/fr/"));
	assert.match(french, /^.*Public et traduit/);
	assert.match(french, /résumé/i);
	assert.doesNotMatch(await main("sol", "/en/todo"), /Review what was translated/);
});

test("readers_are_told_what_is_missing_and_what_a_machine_made", async () => {
	const base = await published("What readers are told");
	const fr = base.replace("/en/", "/fr/");
	assert.match(await main("sen", fr), /n’existe pour l’instant qu’en anglais/);
	await send("sol", base, { title: "Ce qu’on dit aux lecteurs" }, ALL);
	assert.match(await main("sen", fr), /Pas encore en français : résumé/i);
	assert.doesNotMatch(await main("sen", base), /Not yet in English/);

	sql(db, `INSERT INTO translation (seq, field, lang, account_id, side, tool, text, original,
		written_at) SELECT seq, 'summary', 'fr', '', 0, 'robot', 'Des étapes pour tous.',
		'Stages for all.', 1 FROM record WHERE public_id = '${idOf(base)}'`);
	assert.doesNotMatch(await main("sen", fr), /étapes/);
	assert.match(await shown("sol", base), /proposed by a machine \(robot\)/);
	await send("sol", base, { summary: "Des étapes pour tous." }, { review: "summary" });
	assert.match(await main("sen", fr), /étapes.*traduit par une machine/i);
	await send("sol", base, { summary: "Des scènes pour tous." }, { review: "summary" });
	assert.doesNotMatch(await main("sen", fr), /traduit par une machine/i);
});

test("a_record_of_which_a_part_is_translated_is_not_said_to_be_in_one_language_only", async () => {
	const base = await published("The title comes last");
	await send("sol", base, { summary: "Des scènes pour tous." }, { review: "summary" });
	assert.match(await main("sen", base.replace("/en/", "/fr/")),
		/Des scènes pour tous\. Pas encore en français\s: titre\. /i);
});

test("an_answer_that_readers_hold_is_old_when_a_text_is_reviewed_or_checked", async () => {
	const base = await published("Held by readers"), fr = base.replace("/en/", "/fr/");
	const anon = async (tag) =>
		fetch(server.url + fr, tag && { headers: { "If-None-Match": tag } });
	let tag = (await anon()).headers.get("etag");
	const isNew = async () => {
		const answer = await anon(tag);
		tag = answer.headers.get("etag") ?? tag;
		return answer.status === 200 ? answer.text() : "";
	};
	assert.equal(await isNew(), "");
	await send("fra", base, { summary: "Des scènes pour tous." });
	assert.equal(await isNew(), "", "a proposal is nothing that readers see");
	await send("sol", base, {}, ALL);
	assert.match(await isNew(), /Des scènes pour tous/);

	await change("sol", base, { summary: { en: "Stages and studios." } });
	assert.match(await isNew(), /L’original a changé depuis/);
	await send("sol", base, {}, { review: "summary" });
	const checked = await isNew();
	assert.match(checked, /Des scènes pour tous/);
	assert.doesNotMatch(checked, /L’original a changé depuis/);
});

test("a_translation_that_does_not_fit_is_kept_and_told_beside_its_box", async () => {
	const base = await published("Too long a title");
	const long = "Très long ".repeat(60).trim();
	const answer = await send("sol", base, { title: long }, ALL);
	assert.equal(answer.status, 422);
	assert.match(answer.page.text("main"), /There is something to correct/);
	assert.equal(textIn(base, "title"), "");
	assert.match(proposals(base), /Très long/);

	const huge = await send("sol", base, { title: "é".repeat(20000) });
	assert.equal(huge.status, 422);
	assert.match(huge.page.text("main"), /this text is too long/);
});

test("who_has_no_part_in_a_record_learns_nothing_of_its_translations", async () => {
	const base = await draft("A secret translation");
	const open = await published("An open translation");
	for (const [who, path] of [["sen", base], ["cso", base], ["sen", open], ["sol", base]]) {
		assert.equal((await her[who].get(`${path}/translate/fr`)).status, 404, `${who} ${path}`);
		assert.equal((await her[who].send(`${path}/translate/fr`, { version: "1", seen: "0",
			token: await her[who].token(), "title.fr": "Volé" })).status, 404);
		assert.equal((await type(who, path, { path: "title.fr", text: "Volé" })).status, 404);
	}
	assert.equal(proposals(base), "");
	assert.ok(!(await wanted("sen", "to=fr&state=missing")).length);
	assert.ok(!(await wanted("sol", "to=fr")).includes("A secret translation"));
	assert.equal((await her.fra.get(`${base}/translate/de`)).status, 404);
	assert.equal((await her.fra.get("/en/practices/translations?to=de")).status, 400);
});

test("what_is_typed_is_kept_as_a_proposal_while_it_is_typed", async () => {
	const base = await draft("Kept while typing");
	let answer = await type("fra", base, { path: "title.fr", text: "Gardé", version: "1" });
	assert.equal(JSON.parse(answer.text).end, "draft");
	answer = await type("fra", base, { path: "title.fr", text: "Gardé aussi", left: "yes" });
	assert.equal(JSON.parse(answer.text).end, "taken");
	assert.match(proposals(base), /Gardé aussi/);
	assert.equal((await type("fra", base, { path: "title.en", text: "Kept" })).status, 400);
	await type("fra", base, { path: "title.fr", text: "" });
	assert.equal(proposals(base), "");
});

test("proposals_go_with_what_is_erased", async () => {
	const base = await published("To be erased");
	await send("fra", base, { summary: "À effacer." });
	await send("fra", base, { title: "À garder" });
	const path = `${base}/history/erase`;
	const answer = await her.sol.post(path, { field: "summary.en", sure: "yes" });
	assert.equal(answer.status, 303, answer.page.text("main"));
	assert.match(proposals(base), /^title.*À garder$/);
});

// ---- taken along as a file, and brought back

async function bring(who, text, name = "back.xlf") {
	const body = new FormData();
	body.set("token", await her[who].token());
	body.set("file", new Blob([text]), name);
	return her[who].ask("POST", "/en/practices/translations/bring", { body });
}

const file = async (who, query) => her[who].get(`/en/practices/translations/file?${query}`);

test("a_record_goes_to_a_translator_as_a_file_and_comes_back_as_proposals", async () => {
	const base = await draft("By a translator’s program");
	for (const format of ["xlf", "csv"]) {
		const answer = await file("fra", `to=fr&record=${idOf(base)}&format=${format}`);
		assert.equal(answer.status, 200);
		assert.match(answer.headers.get("content-disposition"),
			RegExp(`${idOf(base)}-fr.${format}`));
		const filled = format === "xlf" ? answer.text.replace(
			/(<source[^>]*>By a[^]*?<target[^>]*?)(\/>|>[^<]*<\/target>)/,
			`$1>Par un logiciel ${format}</target>`)
			: answer.text.replace(/^(.*,title,.*),[^,\r\n]*$/m, `$1,Par un logiciel ${format}`);
		assert.notEqual(filled, answer.text);
		const back = await bring("tom", filled, `back.${format}`);
		assert.equal(back.status, 200);
		assert.match(back.page.text("main"), /1 text is proposed in your name/);
		assert.match(proposals(base), RegExp(`title.*Par un logiciel ${format}`));
		assert.match((await bring("tom", filled, `back.${format}`)).page.text("main"),
			/nothing was changed/);
		const stolen = await bring("sen", filled, `back.${format}`);
		assert.match(stolen.page.text("main"), /Not taken.*Line \d+/);
	}
	assert.equal((await file("sen", `to=fr&record=${idOf(base)}&format=xlf`)).status, 404);
	assert.match((await bring("fra", "nothing of the kind", "a.txt")).page.text("main"),
		/There is something to correct/);
});

test("what_the_list_shows_is_one_file", async () => {
	await draft("Listed one");
	await draft("Listed two");
	const answer = await file("fra", "to=fr&state=missing&format=xlf");
	assert.match(answer.text, /Listed one/);
	assert.match(answer.text, /Listed two/);
	assert.doesNotMatch((await file("sen", "to=fr&state=missing&format=xlf")).text, /Listed/);
	assert.equal((await file("fra", "to=fr&format=doc")).status, 400);
});

// ---- a large house

test("who_has_changed_nothing_is_not_told_that_something_was_kept", async () => {
	const base = await draft("Nothing new");
	const told = async (...what) =>
		/done=(\w+)/.exec((await send("fra", base, ...what)).location)[1];
	assert.equal(await told({}), "unchanged");
	assert.equal(await told({}, { review: "title" }), "unchanged");
	assert.equal(await told({ title: "Du nouveau" }), "proposed");
	assert.equal(await told({}), "proposed", "as the script of the page sends it beforehand");
	assert.equal(await told({ title: "" }), "back");
});

test("the_oldest_record_of_a_large_house_shows_what_is_proposed_for_it_at_once", async () => {
	const large = bulkStore(5100);
	addUser(large, "sol@example.org", { role: "secretariat", name: "Solange Diop" });
	const there = await startServer(large);
	try {
		const sol = await signedIn(there.url, "sol@example.org");
		sql(large, `INSERT INTO translation (seq, field, lang, account_id, side, tool, text,
			original, written_at) SELECT min(seq), 'summary', 'fr', '', 0, 'robot', 'Proposé',
			'', 1 FROM record WHERE kind = 'practice'`);
		assert.match((await sol.open("/en/todo")).page.text("main"), /Review what was translated/);
		const { page } = await sol.open("/en/practices/translations?to=fr&state=draft");
		assert.deepEqual(page.all("h3").map(textOf), ["Title 0"]);
		assert.doesNotMatch(page.text("main"), /Look further/);
	} finally {
		await there.stop();
	}
});
