// Programs read, propose and review translations, and carry them as files of XLIFF and CSV.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { assertStatus, call, change, db, faults, get, made, newUlid, published, server, sql,
	tokens } from "../lib/programs.js";

const FILE_TYPES = { xlf: "application/x-xliff+xml", csv: "text/csv; charset=utf-8" };
const at = (record) => `/practices/${record.id ?? record}/translations`;
const send = (who, record, body, headers) => call(who, "POST", at(record), body, headers);
const propose = async (who, record, texts, more = {}) =>
	assertStatus(await send(who, record, { to: "fr", texts, ...more }), 200).texts
		.map(({ field, end }) => `${field} ${end}`);

async function into(record, who = "fra", to = "fr") {
	const body = assertStatus(await get(who, at(record)), 200);
	const language = body.languages.find((one) => one.to === to);
	return { ...body, ...language,
		of: Object.fromEntries(language.fields.map((one) => [one.field, one])) };
}

async function file(record, format, who = "fra") {
	const answer = await fetch(`${server.url}/api/v1${at(record)}?to=fr&format=${format}`,
		{ headers: { Authorization: `Bearer ${tokens[who]}`, "Accept-Language": "en" } });
	assert.equal(answer.status, 200);
	assert.equal(answer.headers.get("content-type"), FILE_TYPES[format]);
	assert.equal(answer.headers.get("content-disposition"),
		`attachment; filename="${record.id}-fr.${format}"`);
	return Buffer.from(await answer.arrayBuffer()).toString();
}

const bring = (who, record, text, type) =>
	send(who, record, Buffer.from(text), { "Content-Type": type });
const ends = (answer) => assertStatus(answer, 200).texts.map(({ field, end, code }) =>
	[field, end, ...code ? [code] : []].join(" "));

// ---- reading

test("a_record_tells_what_is_missing_and_proposed_to_those_who_work_on_it", async () => {
	const record = await made("fra", { place: { en: "Lyon" } });
	const before = await into(record);

	assert.deepEqual([before.id, before.lang, before.version, before.may_review, before.seen],
		[record.id, "en", 1, true, 0]);
	assert.deepEqual([before.missing, before.draft, before.outdated, before.reviewed],
		[3, 0, 0, 0]);
	assert.deepEqual(before.of.title, { field: "title", state: "missing", from: "en",
		original: "Open stages", text: null, is_outdated: false, is_of_machine: false,
		checked_at: null, proposals: [] });
	assert.deepEqual(await propose("tom", record, { title: "Scènes ouvertes" }), ["title kept"]);
	const [proposal] = (await into(record)).of.title.proposals;
	assert.match(proposal.at, /^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
	assert.deepEqual({ ...proposal, at: null }, { by: "Tom Roux", is_yours: false,
		is_of_machine: false, text: "Scènes ouvertes", original: "Open stages", is_of_now: true,
		at: null });
	assert.equal((await into(record, "tom")).of.title.proposals[0].is_yours, true);
	assert.equal((await into(record)).draft, 1);
});

test("others_are_told_nothing_of_translations", async () => {
	const record = await made("fra"), open = await published();

	for (const who of ["nobody", "sen", "con", "eva", "cso"]) {
		const status = who === "nobody" ? 401 : 404;
		assert.equal((await get(who, at(record))).status, 404, who);
		assert.equal((await get(who, at(open))).status, 404, who);
		assert.equal((await send(who, record, { to: "fr", texts: {} })).status, status, who);
		assert.equal((await send(who, open, { to: "fr", texts: {} })).status, status, who);
	}
	assert.equal((await get("fra", at(newUlid()))).status, 404);
	assert.equal((await send("sol", record, { to: "fr", texts: { title: "x" } })).status, 404);
	assert.equal(sql(db, `SELECT count(*) FROM translation t JOIN record r ON r.seq = t.seq
		WHERE r.public_id IN ('${record.id}', '${open.id}')`), "0");
});

test("one_language_or_a_file_is_asked_for_by_name", async () => {
	const record = await made("fra");
	const { languages } = assertStatus(await get("fra", `${at(record)}?to=fr`), 200);

	assert.deepEqual(languages.map(({ to }) => to), ["fr"]);
	// Nothing stands in another language than English.
	assert.deepEqual(assertStatus(await get("fra", `${at(record)}?to=en`), 200).languages, []);
	for (const [query, field, code] of [["to=xx", "to", "bad_value"],
		["to=fr&format=pdf", "format", "bad_value"], ["format=xlf", "to", "required"],
		["x=1", "x", "unknown_name"]])
		assert.deepEqual(faults(await get("fra", `${at(record)}?${query}`), 400),
			{ [field]: code });
});

// ---- proposing

test("a_proposal_is_taken_back_by_null_and_the_same_again_is_none", async () => {
	const record = await made("fra");

	assert.deepEqual(await propose("fra", record, { title: "Scènes", summary: "Pour tous." }),
		["title kept", "summary kept"]);
	assert.deepEqual(await propose("fra", record, { title: "Scènes", summary: null }),
		["title same", "summary dropped"]);
	assert.equal((await into(record)).draft, 1);
	assert.deepEqual(await propose("fra", record, { title: "Plateaux" },
		{ originals: { title: "Older stages" } }), ["title older"]);
	const { title } = (await into(record)).of;
	assert.deepEqual([title.proposals[0].original, title.proposals[0].is_of_now],
		["Older stages", false]);
});

test("what_cannot_be_proposed_is_refused_as_a_whole", async () => {
	const record = await made("fra");
	const wrong = async (body, status = 422) => faults(await send("fra", record, body), status);

	assert.deepEqual(await wrong({ to: "xx", texts: {} }), { to: "bad_value" });
	assert.deepEqual(await wrong({ texts: {} }), { to: "required" });
	assert.deepEqual(await wrong({ to: "fr" }), { texts: "required" });
	assert.deepEqual(await wrong({ to: "fr", texts: { title: 1 } }), { texts: "bad_value" });
	assert.deepEqual(await wrong({ to: "fr", texts: {}, more: 1 }), { more: "bad_member" });
	assert.deepEqual(await wrong({ to: "fr", texts: { title: "x", nothing: "y" } }),
		{ "texts.nothing": "bad_value" });
	assert.deepEqual(await wrong({ to: "fr", texts: { title: "x", start_year: "y" } }),
		{ "texts.start_year": "bad_value" });
	assert.deepEqual(await wrong({ to: "fr", texts: { title: "x".repeat(40000) } }),
		{ "texts.title": "too_long" });
	assert.equal((await send("fra", record, "[]")).status, 400);
	assert.equal((await send("fra", record, "{")).status, 400);
	assert.equal((await send("fra", record, "x", { "Content-Type": "image/png" })).status, 415);
	assert.equal((await into(record)).draft, 0);
});

// ---- reviewing

test("a_review_puts_texts_into_the_record_and_proposals_that_were_seen_go", async () => {
	const record = await published();
	await propose("fra", record, { title: "Scènes ouvertes" });
	const { version, seen, may_review } = await into(record, "sol");
	assert.equal(may_review, true);
	assert.ok(seen > 0);
	const answer = assertStatus(await send("sol", record, { to: "fr", review: true, version, seen,
		texts: { title: "Scènes ouvertes" } }), 200);

	assert.deepEqual(answer, { id: record.id, version: version + 1,
		texts: [{ field: "title", end: "reviewed" }] });
	const now = await into(record, "sol");
	assert.deepEqual([now.of.title.state, now.of.title.text, now.of.title.proposals],
		["reviewed", "Scènes ouvertes", []]);
	assert.ok(now.of.title.checked_at);
	// Readers have it at once, and nothing was corrected.
	assert.equal((await get("nobody", `/practices/${record.id}`)).body.title.fr, "Scènes ouvertes");
	assert.equal(sql(db, `SELECT action FROM record_revision v JOIN record r ON r.seq = v.seq
		WHERE r.public_id = '${record.id}' ORDER BY v.version DESC LIMIT 1`), "translate");
});

test("a_review_is_for_those_who_may_change_the_record_now", async () => {
	const record = await published(); // its owner's people propose
	const body = { to: "fr", review: true, version: record.version, texts: { title: "Scènes" } };

	assert.equal((await into(record, "fra")).may_review, false);
	assert.equal((await send("fra", record, body)).status, 403);
	assert.equal((await into(record)).draft, 0);
	assert.deepEqual(faults(await send("sol", record, { ...body, version: undefined })),
		{ version: "required" });
	assert.deepEqual(faults(await send("sol", record, { ...body, version: 99 })),
		{ version: "bad_value" });
	assert.deepEqual(faults(await send("sol", record, { ...body, texts: { title: "" } })),
		{ "texts.title": "required" });
	assert.equal((await get("nobody", `/practices/${record.id}`)).body.title.fr ?? null, null);
});

test("a_review_that_met_another_change_is_a_conflict_and_changes_nothing", async () => {
	const record = await made("fra", { lang: "en", title: { en: "Open stages", fr: "Scènes" } });
	await change("tom", record, { title: { fr: "Scènes à nous" } });
	const answer = await send("fra", record, { to: "fr", review: true, version: record.version,
		texts: { title: "Scènes ouvertes", summary: "Pour tous." } });

	const [conflict] = assertStatus(answer, 409).error.fields;
	assert.deepEqual([conflict.field, conflict.code, conflict.base, conflict.current,
		conflict.yours], ["title.fr", "conflict", "Scènes", "Scènes à nous", "Scènes ouvertes"]);
	assert.equal(answer.body.error.version, record.version + 1);
	const now = await into(record);
	assert.deepEqual([now.version, now.of.title.text, now.of.summary.text],
		[record.version + 1, "Scènes à nous", null]);
});

test("a_review_of_an_original_that_has_changed_since_is_a_conflict", async () => {
	const record = await made("fra", { lang: "en", title: { en: "Open stages" } });
	await change("tom", record, { title: { en: "Closed stages" } });
	const answer = await send("fra", record, { to: "fr", review: true, version: record.version,
		texts: { title: "Scènes ouvertes" } });

	const [conflict] = assertStatus(answer, 409).error.fields;
	assert.deepEqual([conflict.field, conflict.base, conflict.current],
		["title.en", "Open stages", "Closed stages"]);
	const now = await into(record);
	assert.deepEqual([now.version, now.of.title.text], [record.version + 1, null]);
});

test("a_text_is_outdated_when_the_original_changes_and_right_when_it_is_checked", async () => {
	const record = await made("fra",
		{ lang: "en", title: { en: "Open stages", fr: "Scènes ouvertes" } });
	assert.equal((await into(record)).of.title.state, "reviewed");
	await change("tom", record, { title: { en: "Open stages!" } });
	const { version, of } = await into(record);
	assert.deepEqual([of.title.state, of.title.is_outdated], ["outdated", true]);
	assert.deepEqual(assertStatus(await send("fra", record, { to: "fr", review: true, version,
		texts: { title: "Scènes ouvertes" } }), 200).texts, [{ field: "title", end: "same" }]);
	const now = await into(record);
	assert.deepEqual([now.of.title.state, now.version], ["reviewed", version]);
});

// ---- files

// What a translator does with it: fills in the title.
const filled = { xlf: (text) => text.replace(/(<trans-unit id="title"[^]*?state=")[^"]*">/,
	"$1translated\">Scènes & ouvertes".replace("&", "&amp;")),
csv: (text) => text.replace("missing,Open stages,", "missing,Open stages,Scènes & ouvertes") };

for (const format of ["xlf", "csv"])
	test(`a_file_goes_out_and_comes_back_as_proposals_${format}`, async () => {
		const record = await made("fra", { place: { en: "=Lyon" } });
		const text = await file(record, format);

		const type = FILE_TYPES[format];
		const back = filled[format](text);

		assert.deepEqual(ends(await bring("tom", record, text, type)), []);
		assert.notEqual(back, text);
		assert.deepEqual(ends(await bring("tom", record, back, type)), ["title kept"]);
		assert.deepEqual(ends(await bring("tom", record, back, type)), ["title same"]);
		const form = new FormData();
		form.set("file", new File([back], `x.${format}`));
		const answer = await fetch(`${server.url}/api/v1${at(record)}`, { method: "POST",
			body: form, headers: { Authorization: `Bearer ${tokens.fra}` } });
		assert.equal(answer.status, 200);
		const [told] = (await answer.json()).texts;
		assert.equal(told.field, "title");
		assert.ok(told.line > 1 && told.record.includes(record.id));
		const { title } = (await into(record)).of;
		assert.equal(title.proposals.at(-1).text, "Scènes & ouvertes");
		// The original moves on; the file still says what it was made from.
		await change("fra", record, { title: { en: "Open stages for all" } });
		assert.equal((await bring("sol", record, back, type)).status, 404);
		assert.deepEqual(ends(await bring("fra", record, back.replace("Scènes", "Les scènes"),
			type)), ["title older"]);
	});

test("of_a_file_bad_texts_are_told_with_their_line_and_good_ones_are_taken", async () => {
	const record = await made("fra"), other = await made("fra");
	const answer = await bring("fra", record, [
		"record,field,from,to,state,original,translation",
		`${record.id},title,en,fr,missing,Open stages,Scènes`,
		`${other.id},title,en,fr,missing,Open stages,Scènes`,
		`${record.id},nothing,en,fr,,x,y`,
		`${record.id},summary,en,de,,Stages for all.,y`, ""].join("\n"), "text/csv");

	assert.deepEqual(ends(answer), ["title kept", "title not_taken other_record",
		"nothing not_taken no_field", "summary not_taken no_language"]);
	assert.deepEqual(answer.body.texts.map(({ line }) => line), [2, 3, 4, 5]);
	assert.ok(answer.body.texts.slice(1).every(({ message }) => message));
	assert.equal((await into(other)).draft, 0);
});

test("a_file_that_means_harm_or_nothing_is_refused_as_a_whole", async () => {
	const record = await made("fra");
	const passwd = readFileSync("/etc/passwd", "utf8").split("\n")[0];
	const entity = `<?xml version="1.0"?><!DOCTYPE xliff [<!ENTITY a SYSTEM "file:///etc/passwd">]>
		<xliff version="1.2"><file original="practices/${record.id}" target-language="fr"><body>
		<trans-unit id="title"><source>Open stages</source><target>&a;</target></trans-unit>
		</body></file></xliff>`;

	for (const [text, code] of [[entity, "doctype"], ["<xliff version='1.2'><file>", "broken"],
		["<svg/>", "no_translations"], ["", "no_translations"],
		["x".repeat(100), "no_translations"]]) {
		const answer = await bring("fra", record, text, "application/octet-stream");
		assert.deepEqual(faults(answer), { file: code });
		assert.ok(!answer.text.includes(passwd));
	}
	assert.equal((await bring("fra", record, " ".repeat((16 << 20) + 1), "text/csv")).status, 422);
	assert.equal((await bring("fra", record, " ".repeat(18 << 20), "text/csv")).status, 413);
	assert.equal((await into(record)).draft, 0);
});

// What may be sent can be taken: nothing of it is beyond the memory of a request.
for (const format of ["xlf", "csv"])
	test(`a_file_as_large_as_may_be_is_read_${format}`, async () => {
		const record = await made("fra");
		const text = "é".repeat(1500), n = 2500;
		const xlf = (i) => `<trans-unit id="field${i}"><source>${text}</source>`
			+ `<target>${text}</target></trans-unit>`;
		const csv = (i) => `${record.id},field${i},en,fr,,"${text}","${text}"`;
		const rows = Array.from({ length: n }, (_, i) => (format === "csv" ? csv : xlf)(i));
		const file_ = format === "csv"
			? `record,field,from,to,state,original,translation\n${rows.join("\n")}\n`
			: '<xliff version="1.2">'
				+ `<file original="practices/${record.id}" target-language="fr">`
				+ `<body>${rows.join("\n")}</body></file></xliff>`;

		assert.ok(Buffer.byteLength(file_) > 14 << 20);
		const answer = await bring("fra", record, file_, FILE_TYPES[format]);
		assert.equal(ends(answer).length, n);
		assert.ok(answer.body.texts.every(({ code }) => code === "no_field"));
	});
