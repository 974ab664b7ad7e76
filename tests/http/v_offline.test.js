// A draft taken along as one file and brought back, as people rely on it: what was typed comes in
// as from any editor, twice is once, and what was altered, cut or goes elsewhere is told and not
// taken.

import assert from "node:assert/strict";
import { test } from "node:test";
import { db, faultsOf, her, server } from "../lib/cast.js";
import { initialisedStore, run, sql, startServer, temporaryPath } from "../lib/jalon.js";
import { addUser, signedIn, visitor } from "../lib/people.js";
import { blockOf, sealed, typed, wholeBlock } from "../lib/taken.js";
import { ask } from "../lib/writers.js";

// ---- hands

async function begin(who, title) {
	const answer = await her[who].post("/en/practices/new", { title, lang: "en" });
	assert.equal(answer.status, 303, answer.page.text("main"));
	return answer.location.replace("/edit?done=begun", "");
}

const idOf = (base) => base.split("/").pop();
const versionOf = (base, store = db) => Number(sql(store,
	`SELECT version FROM record WHERE public_id = '${idOf(base)}'`));
const textOf = (base, field, lang = "en") => sql(db, `SELECT t.text FROM record_text t
	JOIN record r ON r.seq = t.seq WHERE r.public_id = '${idOf(base)}' AND t.field = '${field}'
	AND t.lang = '${lang}'`);
const draftsOf = (base) => sql(db, `SELECT d.field, d.text FROM record_draft d
	JOIN record r ON r.seq = d.seq WHERE r.public_id = '${idOf(base)}' ORDER BY d.field`)
	.split("\n").filter(Boolean);
const startOf = (base) => sql(db, `SELECT start_year FROM practice p
	JOIN record r ON r.seq = p.seq WHERE r.public_id = '${idOf(base)}'`);

// One field, as the script of a page sends it when somebody leaves it.
async function type(who, base, path, text, version = versionOf(base)) {
	const token = await her[who].token(`${base}/edit`);
	return her[who].send(`${base}/draft`, { token, path, text, version, left: "yes" });
}

async function take(who, base) {
	const answer = await her[who].get(`${base}/offline`);
	assert.equal(answer.status, 200, answer.text.slice(0, 500));
	return answer.text;
}

async function bring(visitor_, base, file, { token, name = "draft.html" } = {}) {
	const form = new FormData();
	form.set("token", token ?? await visitor_.token());
	if (file !== undefined) form.set("file", new Blob([file], { type: "text/html" }), name);
	return visitor_.ask("POST", `${base}/offline`, { body: form });
}

const told = ({ page }) => page.text("main");

async function assertRefused(answer, words, base, version) {
	assert.equal(answer.status, 422, told(answer));
	assert.match(faultsOf(answer), words);
	assert.equal(versionOf(base), version);
	assert.deepEqual(draftsOf(base), []);
}

// ---- there and back

test("what_was_typed_in_the_file_comes_in_and_the_history_tells_how", async () => {
	const base = await begin("fra", "A fund <for> artists & others");
	const answer = await her.fra.get(`${base}/offline`);
	const day = new Date().toISOString().slice(0, 10);

	assert.equal(answer.headers.get("content-disposition"),
		`attachment; filename="${idOf(base)}-${day}.html"`);
	assert.match(answer.headers.get("cache-control"), /no-store/);
	const { record } = blockOf(answer.text, "jalon-record");
	assert.deepEqual([record.id, record.version, record.base["title.en"], record.kind],
		[idOf(base), 1, "A fund <for> artists & others", "practice"]);
	const file = typed(answer.text, { "summary.en": "It pays artists </script><b>.\r\nSecond",
		"start_year": "2019", "parties": "FRA;SEN" });
	const back = await bring(her.fra, base, file);
	assert.equal(back.status, 200, told(back));
	assert.match(told(back), /What you typed has come in.*Taken Parties France, Senegal/);
	assert.equal(textOf(base, "summary"), "It pays artists </script><b>.\nSecond");
	assert.equal(startOf(base), "2019");
	assert.equal(versionOf(base), 2);
	const history = await her.fra.get(`${base}/history`);
	assert.match(told(history), /by a file taken along on/);
	assert.match(sql(db, `SELECT v.changes FROM record_revision v JOIN record r ON r.seq = v.seq
		WHERE r.public_id = '${idOf(base)}' AND v.version = 2`),
	new RegExp(`"offline:${day}"`));
	assert.equal(run(["verify", "--db", db]).status, 0);
});

test("twice_the_same_file_changes_nothing_even_after_others_went_on", async () => {
	const base = await begin("fra", "Twice");
	const file = typed(await take("fra", base), { "summary.en": "Once." });

	await bring(her.fra, base, file);
	const again = await bring(her.fra, base, file);
	assert.match(told(again), /nothing was changed.*Stood there already Summary Once/);
	await type("tom", base, "summary.en", "Once, and better.");
	const later = await bring(her.fra, base, file);
	assert.match(told(later), /nothing was changed.*Came in before, and was changed since/);
	assert.equal(textOf(base, "summary"), "Once, and better.");
	assert.deepEqual([versionOf(base), draftsOf(base)], [3, []]);
	// Nor does it take away what she has typed here since.
	await type("fra", base, "summary.en", "Something else", 2);
	const kept = draftsOf(base);
	assert.equal(kept.length, 1);
	await bring(her.fra, base, file);
	assert.deepEqual(draftsOf(base), kept);
});

test("nothing_typed_changes_nothing", async () => {
	const base = await begin("fra", "Untouched");
	const back = await bring(her.fra, base, await take("fra", base));

	assert.match(told(back), /Nothing was typed in this file/);
	assert.equal(versionOf(base), 1);
});

test("one_conflict_waits_for_a_choice_and_all_else_comes_in", async () => {
	const base = await begin("fra", "Both");
	const file = typed(await take("fra", base),
		{ "summary.en": "Hers, offline.", "place.en": "Lyon" });

	await type("tom", base, "summary.en", "His, meanwhile.");
	const back = await bring(her.fra, base, file);
	assert.equal(back.status, 200);
	assert.match(told(back), /Waits for your choice Summary Hers, offline\. Tom Roux has changed/);
	assert.match(told(back), /Taken Where Lyon/);
	assert.equal(textOf(base, "summary"), "His, meanwhile.");
	assert.equal(textOf(base, "place"), "Lyon");
	assert.match(told(await her.fra.get(`${base}/conflicts`)), /His, meanwhile.*Hers, offline/);
	// Brought again, it waits as it did.
	const again = await bring(her.fra, base, file);
	assert.match(told(again), /nothing was changed/);
	assert.equal(versionOf(base), 3);
	const mine = await her.fra.post(`${base}/conflicts`, { "choice:summary.en": "mine" });
	assert.equal(mine.status, 303);
	assert.equal(textOf(base, "summary"), "Hers, offline.");
});

test("what_cannot_be_stored_is_kept_beside_what_is_wrong", async () => {
	const base = await begin("fra", "Wrong");
	const file = typed(await take("fra", base), { start_year: "19", "place.en": "Lille",
		output: "99", amount: "12", "note.en": "x".repeat(40_000) });
	const back = await bring(her.fra, base, file);

	assert.match(told(back), /To correct.*“19” is not a year of four digits/);
	assert.match(told(back), /Taken Where Lille/);
	assert.deepEqual(draftsOf(base).map((line) => line.split("|")[0]),
		["amount", "note.en", "output", "start_year"]);
	assert.equal(textOf(base, "place"), "Lille");
});

test("another_draft_of_hers_is_never_overwritten", async () => {
	const base = await begin("fra", "Two of hers");
	const file = typed(await take("fra", base), { start_year: "203" });

	await type("fra", base, "start_year", "20xx");
	const back = await bring(her.fra, base, file);
	assert.match(told(back), /you have typed something else here.*Start 203/);
	assert.deepEqual(draftsOf(base), ["start_year|20xx"]);
	// A sound one is stored; the draft becomes one of two texts.
	await bring(her.fra, base, typed(file, { start_year: "2016" }));
	assert.deepEqual([startOf(base), draftsOf(base)], ["2016", ["start_year|20xx"]]);
});

test("a_draft_of_hers_goes_along_and_comes_back_as_she_left_it", async () => {
	const base = await begin("fra", "Along");
	await type("fra", base, "start_year", "20");
	const file = await take("fra", base);

	assert.deepEqual(blockOf(file, "jalon-typed"), { start_year: "20" });
	await bring(her.fra, base, typed(file, { start_year: "2020" }));
	assert.deepEqual([startOf(base), draftsOf(base)], ["2020", []]);
});

test("a_colleague_may_bring_it_and_is_its_author", async () => {
	const base = await begin("fra", "By another");
	const file = typed(await take("fra", base), { "place.en": "Nice" });

	assert.equal((await bring(her.tom, base, file)).status, 200);
	assert.equal(sql(db, `SELECT a.name FROM record_revision v JOIN record r ON r.seq = v.seq
		JOIN account a ON a.id = v.account_id
		WHERE r.public_id = '${idOf(base)}' AND v.version = 2`), "Tom Roux");
});

test("links_may_be_addresses", async () => {
	const base = await begin("fra", "Linked"), other = await begin("fra", "Forebear");
	const file = typed(await take("fra", base),
		{ related_ids: `https://jalon.example${other}` });

	assert.match(told(await bring(her.fra, base, file)), /Taken Related practices/);
	assert.equal(sql(db, `SELECT other.public_id FROM record_link l
		JOIN record r ON r.seq = l.from_seq JOIN record other ON other.seq = l.to_seq
		WHERE r.public_id = '${idOf(base)}'`), idOf(other));
});

// ---- states

async function submitted(who, title) {
	const base = await begin(who, title);
	await type(who, base, "summary.en", "It pays artists.");
	await type(who, base, "output", "2");
	const early = await take(who, base);
	assert.equal((await her[who].post(`${base}/do/submit`)).status, 303);
	return { base, early };
}

test("sent_in_meanwhile_it_is_kept_for_her", async () => {
	const { base, early } = await submitted("fra", "Sent in");
	const version = versionOf(base);
	const back = await bring(her.fra, base, typed(early, { "place.en": "Brest" }));

	assert.equal(back.status, 409);
	assert.match(told(back), /cannot be changed now.*Kept for you Where Brest/);
	assert.deepEqual([versionOf(base), draftsOf(base)], [version, ["place.en|Brest"]]);
	assert.equal((await her.fra.get(`${base}/offline`)).status, 409);
	const along = await told(await her.fra.get(`${base}/take-along`));
	assert.match(along, /cannot be changed now/);
	assert.doesNotMatch(along, /Download the file/);
});

test("of_what_is_public_it_is_gathered_as_a_correction", async () => {
	const { base } = await submitted("fra", "Public");
	assert.equal((await her.sol.post(`${base}/do/publish`)).status, 303);
	const version = versionOf(base);
	const file = typed(await take("sol", base), { "place.en": "Reims" });
	const back = await bring(her.sol, base, file);

	assert.match(told(back), /gathered.*Gathered for a correction Where Reims/);
	assert.deepEqual([versionOf(base), draftsOf(base)], [version, ["place.en|Reims"]]);
	assert.match(told(await bring(her.sol, base, file)), /nothing was changed/);
	assert.equal((await bring(her.fra, base, file)).status, 409); // she proposes, and waits
});

// ---- who

test("nobody_else_learns_of_it", async () => {
	const base = await begin("fra", "Ours");
	const file = typed(await take("fra", base), { "place.en": "Rouen" });

	for (const who of ["sen", "mod", "cso", "sol"]) {
		for (const part of ["offline", "take-along", "print"])
			assert.equal((await her[who].get(`${base}/${part}`)).status, 404, `${who} ${part}`);
		assert.equal((await bring(her[who], base, file)).status, 404, who);
	}
	assert.equal((await her.ann.get(`${base}/offline`)).status, 403); // she reads, and writes not
	assert.equal((await bring(her.ann, base, file)).status, 403);
	const stranger = visitor(server.url);
	assert.match((await stranger.get(`${base}/offline`)).location, /sign-in/);
	assert.equal((await bring(her.fra, base, file, { token: "forged" })).status, 403);
	assert.equal(versionOf(base), 1);
});

// ---- what is not taken

const FORGERIES = {
	author: (block) => { block.record.account = "01J00000000000000000000000"; },
	version: (block) => { block.record.version = 2; },
	base: (block) => { block.record.base["summary.en"] = "Something nobody wrote"; },
	day: (block) => { block.record.taken_at += 1; },
	drafts: (block) => { block.record.drafts["summary.en"] = "x"; },
	edition: (block) => { block.record.edition = "0000000000000000"; },
	seal: (block) => { block.seal = block.seal.replace(/^./, (c) => c === "0" ? "1" : "0"); },
	"no seal": (block) => { block.seal = ""; },
	"a member more": (block) => { block.record.more = "x"; },
	"a member less": (block) => { delete block.record.state; },
	"another type": (block) => { block.record.version = "1"; },
};

for (const [what, change] of Object.entries(FORGERIES))
	test(`altered_${what.replaceAll(" ", "_")}_is_told_and_nothing_taken`, async () => {
		const base = await begin("fra", `Forged ${what}`);
		const file = typed(sealed(await take("fra", base), change), { "place.en": "Metz" });

		await assertRefused(await bring(her.fra, base, file), /has been altered/, base, 1);
	});

// They are attached and taken away on pages of their own, whatever a file says of them.
test("files_neither_go_along_nor_come_back", async () => {
	const base = await begin("fra", "With files"), other = await begin("fra", "With another");
	const attach = async (to, name) => {
		const form = new FormData();
		form.set("file", new File(["as it is"], name));
		const { status, body } = await ask(server.url, tokenOf("fra"), "POST",
			`/practices/${idOf(to)}/files`, form);
		assert.equal(status, 201, JSON.stringify(body));
		return body.id;
	};
	const listed = () => sql(db, `SELECT p.files FROM practice p JOIN record r ON r.seq = p.seq
		WHERE r.public_id = '${idOf(base)}'`);
	const one = await attach(base, "one.txt"), theirs = await attach(other, "theirs.txt");
	const file = await take("fra", base);

	assert.ok(!file.includes(one) && !file.includes("one.txt"));
	for (const block of Object.values(blockOf(file, "jalon-record").record))
		assert.ok(!Object.hasOwn(block, "files"));
	const forged = sealed(file, (block) => { block.record.base.files = one; });
	await assertRefused(await bring(her.fra, base, forged), /has been altered/, base, 2);
	const two = await attach(base, "two.txt"), both = [one, two].join(";");
	// What the file knew once, nothing at all, what is of another record or nowhere.
	for (const ids of [one, "", theirs, `${both};${theirs}`, "01J00000000000000000000000"]) {
		const sent = typed(file, { files: ids, "place.en": "Metz" });
		await assertRefused(await bring(her.fra, base, sent), /has been altered/, base, 3);
		assert.equal(listed(), both, ids);
	}
	await bring(her.fra, base, typed(file, { "place.en": "Metz" }));
	assert.deepEqual([textOf(base, "place"), listed()], ["Metz", both]);
});

test("what_is_no_such_file_is_told", async () => {
	const base = await begin("fra", "No file");
	const file = typed(await take("fra", base), { "place.en": "Metz" });
	const cut = (words) => file.slice(0, file.indexOf(words));
	const record = wholeBlock(file, "jalon-record");
	const typedBlock = wholeBlock(file, "jalon-typed");
	const refused = async (sent, words) =>
		assertRefused(await bring(her.fra, base, sent), words, base, 1);

	await refused("", /no file that was taken along/);
	await refused("<html><p>A letter</p></html>", /no file that was taken along/);
	await refused(Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 1]), /no file that was taken along/);
	await refused(cut("<h1>"), /end of this file is missing/);
	await refused(cut("Metz"), /end of this file is missing/);
	await refused(cut('"base"'), /end of this file is missing/);
	await refused(file.replace(record, record + record), /altered/);
	await refused(file.replace(typedBlock, typedBlock + typedBlock), /altered/);
	await refused(typed(file, ["place.en", "Metz"]), /altered/);
	await refused(typed(file, { "place.en": 7 }), /altered/);
	await refused(typed(file, { state: "published" }), /altered/);
	await refused(typed(file, { confirmed_on: "2026-01-01" }), /altered/);
	await refused(file.replace(typedBlock,
		typedBlock.replace('"}', '","place.en":"Nancy"}')), /altered/);
	await refused(sealed(file, (block) => { block.format = 0; }), /another version of Jalon/);
	assert.match(faultsOf(await bring(her.fra, base, undefined)), /choose the file/i);
});

test("of_another_record_it_is_told_whose_and_nothing_taken", async () => {
	const one = await begin("fra", "The one"), other = await begin("fra", "The other");
	const file = typed(await take("fra", one), { "place.en": "Metz" });

	await assertRefused(await bring(her.fra, other, file),
		/is of another record, “The one”/, other, 1);
	const theirs = await begin("sen", "Theirs");
	const foreign = typed(await take("sen", theirs), { "place.en": "Thiès" });
	await assertRefused(await bring(her.fra, one, foreign), /another record, “Theirs”/, one, 1);
	assert.equal(versionOf(theirs), 1);
});

test("of_another_jalon_it_is_told_which", async () => {
	const elsewhere = initialisedStore("--bare");
	addUser(elsewhere, "fra@example.org", { role: "focal_point", party: "FRA" });
	const there = await startServer(elsewhere, { args: ["--url", "https://elsewhere.example",
		"--key-file", temporaryPath("other.key")] });
	const she = await signedIn(there.url, "fra@example.org");
	const begun = await she.post("/en/practices/new", { title: "There", lang: "en" });
	const path = begun.location.replace("/edit?done=begun", "");
	const file = typed((await she.get(`${path}/offline`)).text, { "place.en": "Metz" });
	await there.stop();
	const base = await begin("fra", "Here");

	await assertRefused(await bring(her.fra, base, file),
		/comes from another Jalon, https:\/\/elsewhere\.example/, base, 1);
});

test("more_than_30_MB_are_too_much", async () => {
	const base = await begin("fra", "Large");
	const file = await take("fra", base);

	assert.equal((await bring(her.fra, base, file + " ".repeat(31 << 20))).status, 413);
	// What is only long is read all the same.
	const padded = typed(file, { "place.en": "Metz" }) + " ".repeat(8 << 20);
	assert.equal((await bring(her.fra, base, padded)).status, 200);
	assert.equal(textOf(base, "place"), "Metz");
});

// ---- the file itself

test("the_file_is_small_and_lets_nothing_run_but_its_own_script", async () => {
	for (const lang of ["en", "fr"]) {
		const base = await begin("fra", "Small");
		const file = (await her.fra.get(`${base.replace("/en/", `/${lang}/`)}/offline`)).text;
		const { createHash } = await import("node:crypto");
		const scripts = [...file.matchAll(/<script>(.*?)<\/script>/gs)];
		const styles = [...file.matchAll(/<style>(.*?)<\/style>/gs)];
		const hash = (text) => createHash("sha256").update(text).digest("base64");

		assert.ok(Buffer.byteLength(file) < 150_000, `${Buffer.byteLength(file)}`);
		assert.deepEqual([scripts.length, styles.length], [1, 1]);
		assert.ok(Buffer.byteLength(scripts[0][1]) < 15_000);
		assert.equal(/<meta http-equiv="Content-Security-Policy" content="(.*?)">/.exec(file)[1],
			"default-src 'none'; " + `script-src 'sha256-${hash(scripts[0][1])}'; ` +
			`style-src 'sha256-${hash(styles[0][1])}'; ` +
			"img-src data:; form-action 'none'; base-uri 'none'");
		assert.doesNotMatch(file, /\b(src|href)="(?!#)/);
		assert.doesNotMatch(file, /\son[a-z]+=|style="/);
	}
});

// ---- on paper

test("a_section_and_the_whole_can_be_printed_and_typed_in_on_one_page", async () => {
	const base = await begin("fra", "On paper");
	const whole = await her.fra.get(`${base}/print`);
	const part = await her.fra.get(`${base}/print?section=what`);

	assert.match(told(whole), /Summary.*At most 1,000 characters.*Link/);
	assert.match(told(part), /Summary/);
	assert.doesNotMatch(told(part), /Partners/);
	assert.equal((await her.fra.get(`${base}/print?section=none`)).status, 404);
	const sent = await her.fra.post(`${base}/edit/all`,
		{ "summary.en": "From paper.", start_year: "2018", go: "next" });
	assert.deepEqual([sent.status, sent.location], [303, `${base}/edit?done=saved`]);
	assert.deepEqual([textOf(base, "summary"), startOf(base)], ["From paper.", "2018"]);
	assert.match(told(await her.fra.get(`${base}/edit`)), /Take it along/);
	assert.match(told(await her.fra.get(`${base}/take-along`)), /Print “What it is”/);
});

// ---- programs

const api = async (file, base, token, type) => {
	const body = type ? file : new FormData();
	if (!type) body.set("file", new Blob([file], { type: "text/html" }), "draft.html");
	const answer = await fetch(`${server.url}/api/v1/practices/${idOf(base)}/offline`, {
		method: "POST", body, headers: { Authorization: `Bearer ${token}`, "Accept-Language": "en",
			...type ? { "Content-Type": type } : {} } });
	return { status: answer.status, body: await answer.json() };
};
const tokenOf = (who) => run(["token", "add", `${who}@example.org`, "--db", db]).stdout.trim();

test("the_api_takes_the_same_file_as_a_form_or_as_it_is", async () => {
	const base = await begin("fra", "By a program"), token = tokenOf("fra");
	const file = typed(await take("fra", base), { "place.en": "Dijon", start_year: "19" });

	const one = await api(file, base, token);
	assert.equal(one.status, 200, JSON.stringify(one.body));
	assert.deepEqual([one.body.version, one.body.news], [2, 2]);
	assert.deepEqual(one.body.fields.map((one) => [one.field, one.end, one.is_news]),
		[["place.en", "taken", true], ["start_year", "wrong", true]]);
	const two = await api(file, base, token, "text/html");
	assert.deepEqual([two.status, two.body.version, two.body.news], [200, 2, 0]);
	assert.deepEqual(two.body.fields.map(({ end }) => end), ["same", "wrong"]);
	await type("tom", base, "place.en", "Autun");
	const clash = await api(typed(file, { "place.en": "Vichy" }), base, token);
	const [field] = clash.body.fields;
	assert.deepEqual([clash.status, field.end, field.base, field.current, field.yours],
		[200, "conflict", null, "Autun", "Vichy"]);
});

test("the_api_gives_the_file_to_those_who_may_change_the_record", async () => {
	const base = await begin("fra", "Given to a program"), token = tokenOf("fra");
	const get = (bearer, lang = "en") => fetch(
		`${server.url}/api/v1/practices/${idOf(base)}/offline`, { headers: {
			"Accept-Language": lang, ...bearer && { Authorization: `Bearer ${bearer}` } } });
	const codeOf = async (answer) => [answer.status, (await answer.json()).error.code];
	await type("fra", base, "start_year", "19"); // cannot be stored: a draft of hers

	const answer = await get(token);
	assert.deepEqual([answer.status, answer.headers.get("content-type")],
		[200, "text/html; charset=utf-8"]);
	assert.match(answer.headers.get("content-disposition"), /^attachment; filename=".*\.html"$/);
	assert.equal(answer.headers.get("cache-control"), "private, no-store");
	const file = await answer.text();
	assert.match(file, /<html lang="en"/);
	assert.match(await (await get(token, "fr")).text(), /<html lang="fr"/);
	assert.match(JSON.stringify(blockOf(file, "jalon-record")), /Given to a program/);
	assert.match(JSON.stringify(blockOf(file, "jalon-typed")), /"19"/);
	const back = await api(typed(file, { "place.en": "Dijon" }), base, token);
	assert.equal(back.status, 200, JSON.stringify(back.body));
	assert.equal(textOf(base, "place"), "Dijon");
	assert.doesNotMatch(await (await get(tokenOf("tom"))).text(), /"19"/);

	assert.deepEqual(await codeOf(await get()), [401, "unauthorized"]);
	assert.deepEqual(await codeOf(await get(tokenOf("sen"))), [404, "not_found"]);
	const reader = run(["token", "add", "fra@example.org", "--scope", "read",
		"--db", db]).stdout.trim();
	assert.deepEqual(await codeOf(await get(reader)), [403, "forbidden"]);
	const { base: away } = await submitted("fra", "Sent in by then");
	const late = await fetch(`${server.url}/api/v1/practices/${idOf(away)}/offline`,
		{ headers: { Authorization: `Bearer ${token}` } });
	assert.deepEqual(await codeOf(late), [409, "conflict"]);
});

test("the_api_says_why_a_file_is_not_taken", async () => {
	const base = await begin("fra", "Refused"), token = tokenOf("fra");
	const file = typed(await take("fra", base), { "place.en": "Dijon" });
	const codes = async (sent) => {
		const { status, body } = await api(sent, base, token);
		return [status, body.error.fields.map(({ field, code }) => `${field} ${code}`).join()];
	};

	assert.deepEqual(await codes(sealed(file, FORGERIES.version)), [422, "file altered"]);
	assert.deepEqual(await codes("hello"), [422, "file not_offline"]);
	assert.deepEqual(await codes(file.slice(0, 20_000)), [422, "file cut"]);
	assert.equal((await api(file, base, token, "application/json")).status, 415);
	assert.equal((await api(file, base, tokenOf("sen"))).status, 404);
	assert.equal(versionOf(base), 1);
});
