// Good practices written by programs: what is taken, what is refused and how that is said.

import assert from "node:assert/strict";
import { test } from "node:test";
import { assertStatus, asked, call, change, create, db, faults, get, history, made, newUlid,
	ORG, published, server, sql, step, tokens, took, WHOLE } from "../lib/programs.js";
import { run } from "../lib/jalon.js";

const rows = () => sql(db, "SELECT count(*) FROM record WHERE version > 0");

// ---- creating

test("a_new_one_is_a_draft_of_its_owner_at_an_address_of_its_own", async () => {
	const answer = await create("fra", { ...WHOLE, start_year: 2020, amount: 12.5,
		currency: "EUR", added_since_2018: true, credits: "Mia" });
	const record = assertStatus(answer, 201);

	assert.deepEqual([record.state, record.version, record.amount, record.currency],
		["draft", 1, 12.5, "EUR"]);
	assert.deepEqual(record.owner, { party: "FRA", name: "France" });
	assert.equal(record.credits, "Mia");
	assert.equal(answer.headers.get("location"), `/api/v1/practices/${record.id}`);
	assert.equal(answer.headers.get("etag"), '"1"');
	assert.match(answer.headers.get("cache-control"), /no-store/);
	const read = await get("fra", `/practices/${record.id}`);
	assert.deepEqual(read.body, record);
	assert.equal(read.headers.get("etag"), '"1"');
});

test("an_empty_body_and_an_empty_object_begin_an_empty_draft", async () => {
	for (const body of [undefined, "", "{}", " {} "]) {
		const record = assertStatus(await create("con", body), 201);
		assert.deepEqual(record.title, {});
		assert.equal(record.owner.name, "Conrad Silva");
	}
});

test("one_creates_for_those_one_acts_for_and_nobody_else", async () => {
	assert.equal((await made("fra", { owner_party: "FRA" })).owner.party, "FRA");
	assert.equal((await made("cso", { owner_organisation: ORG })).owner.organisation, ORG);
	assert.deepEqual((await made("sol")).owner, { name: "the Secretariat" });
	const before = rows();
	for (const [who, owner] of [["fra", { owner_party: "SEN" }], ["fra", { owner_party: null }],
		["cso", { owner_organisation: "01JBBBBBBBBBBBBBBBBBBBBBBB" }],
		["con", { owner_party: "FRA" }], ["sol", { owner_party: "FRA" }],
		["fra", { owner_party: "FRA", owner_organisation: ORG }], ["fra", { owner_party: "XX" }]])
		assert.equal((await create(who, { ...WHOLE, ...owner })).status, 403,
			`${who} ${JSON.stringify(owner)}`);
	for (const who of ["eva", "ann"])
		assert.equal((await create(who, WHOLE)).status, 403, who);
	assert.equal(rows(), before);
});

test("the_language_of_a_record_is_given_or_that_of_its_title", async () => {
	assert.equal((await create("fra", { ...WHOLE, lang: "xx" })).status, 422);
	const id = (await made("fra", { lang: "fr" })).id;
	assert.equal(sql(db, `SELECT lang FROM record WHERE public_id = '${id}'`), "fr");
	const other = (await made("fra")).id;
	assert.equal(sql(db, `SELECT lang FROM record WHERE public_id = '${other}'`), "en");
});

test("a_ulid_sent_twice_makes_one_record", async () => {
	const id = newUlid(), before = Number(rows());
	const first = assertStatus(await create("fra", { ...WHOLE, id }), 201);
	const again = assertStatus(await create("fra", { ...WHOLE, id }), 200);

	assert.equal(first.id, id);
	assert.deepEqual(again, first);
	await took("fra", first, "submit");
	assert.equal(assertStatus(await create("fra", { ...WHOLE, id }), 200).state, "submitted");
	assert.equal(Number(rows()), before + 1);
});

test("a_ulid_sent_by_many_at_once_makes_one_record", async () => {
	const id = newUlid();
	const answers = await Promise.all(Array.from({ length: 20 }, () =>
		create("fra", { ...WHOLE, id })));

	assert.deepEqual(answers.map(({ status }) => status).sort(), [...Array(19).fill(200), 201]);
	assert.equal((await history("fra", id)).versions.length, 1);
});

test("an_id_of_somebody_else_is_refused_like_any_that_is_none", async () => {
	const { id } = await made("sen");
	const refused = await create("fra", { ...WHOLE, id });

	for (const other of ["GP-1-01", "x", id.toLowerCase(), `${id}0`, "8".padEnd(26, "0")])
		assert.equal((await create("fra", { ...WHOLE, id: other })).text, refused.text, other);
	assert.deepEqual(faults(refused), { id: "bad_id" });
	assert.equal((await get("sen", `/practices/${id}`)).body.version, 1);
});

test("somebody_elses_ulid_is_not_written_over_when_both_send_it_at_once", async () => {
	for (let i = 0; i < 5; i++) {
		const id = newUlid();
		const answers = await Promise.all(["fra", "sen", "fra", "sen", "con", "cso"].map((who) =>
			create(who, { ...WHOLE, id, title: { en: who } })));
		const [winner] = answers.filter(({ status }) => status === 201);
		const { owner } = winner.body;

		assert.equal(answers.filter(({ status }) => status === 201).length, 1);
		assert.equal(sql(db, `SELECT version FROM record WHERE public_id = '${id}'`), "1");
		for (const { status, body } of answers.filter((answer) => answer !== winner))
			if (status === 200) assert.deepEqual(body.owner, owner);
			else assert.equal(status, 422);
	}
});

test("a_new_record_is_in_the_first_state_and_no_other", async () => {
	assertStatus(await create("fra", { ...WHOLE, state: "draft" }), 201);
	for (const state of ["published", "nothing"])
		assert.deepEqual(faults(await create("fra", { ...WHOLE, state })), { state: "bad_value" });
});

// ---- what bodies may be

test("what_is_no_object_of_json_is_refused", async () => {
	const bad = ["[]", "1", '"x"', "null", "{", "{]", '{"title"}', '{"title": }', "{}{}", "{} x",
		'{"title": {"fr": "a"}', "nothing", "{'title': 1}", '{"a": 1,}', '{"\\ud800": 1}'];

	for (const body of bad) {
		const answer = await create("fra", body);
		assert.equal(answer.status, 400, `${body}: ${answer.text}`);
		assert.equal(answer.body.error.code, "bad_request");
	}
});

test("bytes_that_are_no_text_are_refused", async () => {
	const around = (bytes) => Buffer.concat([Buffer.from('{"partners": "'), Buffer.from(bytes),
		Buffer.from('"}')]);

	for (const bytes of [[0xff], [0xc3], [0xed, 0xa0, 0x80], [0xc0, 0x80], [0], [1]])
		assert.equal((await create("fra", around(bytes))).status, 400, bytes.join());
	for (const escaped of ["\\u0000", "a\\u0000b"]) {
		const { status } = await create("fra", `{"partners": "${escaped}"}`);
		assert.ok([400, 422].includes(status), `${escaped}: ${status}`);
	}
});

test("other_types_of_content_are_refused", async () => {
	for (const type of ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data",
		"application/jsonx", "json", "application/json, text/plain"])
		assert.equal((await call("fra", "POST", "/practices", "{}", { "Content-Type": type }))
			.status, 415, type);
	for (const type of ["application/json", "application/json; charset=utf-8",
		"Application/JSON", "application/merge-patch+json"])
		assert.equal((await call("fra", "POST", "/practices", "{}", { "Content-Type": type }))
			.status, 201, type);
});

test("nesting_without_end_and_bodies_without_end_are_refused", async () => {
	const deep = (n) => `{"title": ${'{"a":'.repeat(n)}1${"}".repeat(n)}}`;

	for (const n of [10, 31, 33, 1000, 100_000]) {
		const { status } = await create("fra", deep(n));
		assert.ok([400, 422].includes(status), `${n} deep: ${status}`);
	}
	const filled = (n) => JSON.stringify({ partners: "x".repeat(n) });
	const long = await create("fra", filled((1 << 20) - 100));
	assert.deepEqual(faults(long), { partners: "too_long" });
	assert.equal((await create("fra", filled(1 << 20))).status, 413);
	assert.equal((await get("fra", "/practices?limit=1")).status, 200);
});

test("a_hundred_thousand_wrong_members_are_told_in_few_words", async () => {
	const body = `{${Array.from({ length: 90_000 }, (_, i) => `"a${i}":1`).join()}}`;
	const answer = await create("fra", body);

	assert.equal(answer.status, 422);
	assert.ok(answer.text.length < 20_000, `${answer.text.length} bytes`);
	const codes = Array(40_000).fill("2.4");
	const many = await create("fra", { activities: codes });
	assert.ok([201, 422].includes(many.status), many.text);
});

// Values that no field of the type takes.
const WRONG = {
	title: ["x", 1, true, [], ["x"], { xx: "x" }, { fr: 1 }, { fr: {} }, { fr: [] }, { fr: true }],
	partners: [1, true, {}, [], ["x"]],
	link: [1, "no address", "javascript:alert(1)", "ftp://example.org", ["https://a.example"], {}],
	start_year: [true, "many", 12.5, 999, 10000, -1, {}, [2016], 1e400, "2016-01"],
	added_since_2018: ["maybe", 1, {}, ["yes"]],
	amount: [true, "much", -1, {}, [1], "1e3"],
	currency: [1, true, "XXZ", {}, ["EUR"]],
	output: [1, ["9"], ["1", "2"], { 1: 1 }, [["1"]], true, ["2;3"]],
	activities: ["9.9", ["9.9"], [1], {}, [null], true, ["1.1;2.4"]],
	related_ids: [["GP-9-99"], [1], {}, true, "GP-9-99"],
	credits_until: ["soon", 5, true, {}, "2026-13-01"],
};

test("values_of_the_wrong_type_are_refused_each_by_its_name", async () => {
	const record = await made("fra", { amount: 1, currency: "EUR" });

	for (const [name, values] of Object.entries(WRONG))
		for (const value of values) {
			const body = `{"${name}": ${value === 1e400 ? "1e400" : JSON.stringify(value)}}`;
			const told = faults(await change("fra", record, body));
			assert.ok(Object.keys(told).some((field) => field.split(".")[0] === name),
				`${body}: ${JSON.stringify(told)}`);
		}
	const now = (await get("fra", `/practices/${record.id}`)).body;
	assert.equal(now.version, 1);
});

test("null_empties_a_field_of_every_type", async () => {
	const full = { title: { en: "T", fr: "T" }, partners: "P", link: "https://a.example/",
		start_year: 2020, added_since_2018: true, amount: 5, currency: "EUR", output: ["2"],
		activities: ["2.4"], related_ids: ["GP-1-01"], credits: "Mia",
		credits_until: "2027-01-01", credits_agreed: true };
	const record = await made("fra", full);
	const nothing = Object.fromEntries(Object.keys(full).map((name) => [name, null]));
	const emptied = assertStatus(await change("fra", record, nothing), 200);

	for (const name of Object.keys(full)) {
		assert.notDeepEqual(record[name], emptied[name], name);
		assert.ok(emptied[name] === null || Object.keys(emptied[name]).length === 0, name);
	}
	assert.equal((await change("fra", emptied, { title: { en: "E", fr: null } })).body.title.en,
		"E");
});

test("money_needs_its_currency_and_a_currency_its_amount", async () => {
	const record = await made("fra");

	for (const body of [{ amount: 5 }, { amount: 5, currency: null }, { amount: "12.345",
		currency: "EUR" }])
		assert.ok("amount" in faults(await change("fra", record, body)) ||
			"currency" in faults(await change("fra", record, body)), JSON.stringify(body));
	const paid = assertStatus(await change("fra", record, { amount: 5, currency: "CAD" }), 200);
	assert.deepEqual([paid.amount, paid.currency], [5, "CAD"]);
	assertStatus(await change("fra", paid, { amount: 7 }), 200);
	assert.equal((await change("fra", paid, { currency: null }, paid.version + 1)).status, 422);
});

test("a_member_that_stands_there_twice_is_refused", async () => {
	const record = await made("fra");

	for (const [field, body] of [["title.en", '{"title": {"en": "a", "en": "b"}}'],
		["partners", '{"partners": "a", "partners": "b"}'],
		["activities", '{"activities": ["1.1"], "activities": ["2.4"]}'],
		["reason", '{"reason": "a", "reason": "b"}'], ["title.fr", '{"title": {"fr": "a"}, ' +
			'"title": {"fr": "b"}}']])
		assert.deepEqual(faults(await change("fra", record, body)), { [field]: "bad_member" });
});

test("what_goes_beside_fields_has_a_type_too", async () => {
	const record = await made("fra");

	for (const body of [{ reason: 5 }, { reason: true }, { reason: ["x"] }, { reason: {} }])
		assert.deepEqual(faults(await change("fra", record, body)), { reason: "bad_member" });
	assert.deepEqual(faults(await change("fra", record, { reason: "x".repeat(4001) })),
		{ reason: "too_long" });
	for (const body of [{ owner_party: 5 }, { lang: ["fr"] }, { id: 5 }, { state: {} }])
		assert.deepEqual(Object.values(faults(await create("fra", body))), ["bad_member"]);
	for (const body of [{ nothing: 1 }, { title_fr: "x" }, { Title: { en: "x" } }])
		assert.deepEqual(Object.values(faults(await change("fra", record, body))),
			["bad_member"]);
	assert.deepEqual(faults(await create("fra", { kind: "party" })), { kind: "bad_member" });
});

test("a_link_does_not_tell_that_something_is_there_that_one_may_not_read", async () => {
	const hidden = await made("sen"), record = await made("fra");
	const toHidden = await change("fra", record, { related_ids: [hidden.id] });
	const toNothing = await change("fra", record, { related_ids: [newUlid()] });
	const bare = ({ text }) => text.replace(/01[0-9A-Z]{24}/g, "ID");

	assert.equal(toHidden.status, 422);
	assert.equal(bare(toHidden), bare(toNothing));
	const own = await made("fra");
	assertStatus(await change("fra", record, { related_ids: [own.id, "GP-1-01"] }), 200);
});

test("links_that_stand_there_stay_though_who_corrects_may_not_read_them", async () => {
	const draft = await made("fra"), record = await made("fra", { related_ids: [draft.id] });
	await took("fra", record, "submit");
	const body = { related_ids: [draft.id, "GP-1-01"] };

	assert.equal((await get("sol", `/practices/${draft.id}`)).status, 404);
	assert.deepEqual(assertStatus(await change("sol", record, body, 2), 200).related_ids,
		body.related_ids);
});

// ---- changing

test("a_change_names_the_version_it_was_made_from", async () => {
	const record = await made("fra"), path = `/practices/${record.id}`;
	const changed = (match, title) => call("fra", "PATCH", path, { title: { en: title } },
		match === undefined ? {} : { "If-Match": match });

	for (const match of [undefined, "", "*", "0", '"0"', "-1", '"-1"', "2", '"99"', "x", '"x"',
		'W/"1"', '"1", "2"', '"1', '""', "1.0", "9223372036854775807", "9223372036854775808",
		'"18446744073709551617"', "1 1", "+1"])
		assert.equal((await changed(match, "no")).status, 400, match);
	assert.equal(assertStatus(await changed('"1"', "a"), 200).version, 2);
	assert.equal(assertStatus(await changed("2", "b"), 200).version, 3);
});

test("a_change_of_nothing_makes_no_version", async () => {
	const record = await made("fra");

	for (const body of [{}, "", undefined, { title: { en: "Open stages" } }, { title: {} },
		{ activities: ["2.4"] }, { partners: null }, { reason: "none" }])
		assert.equal(assertStatus(await change("fra", record, body), 200).version, 1);
	const whole = (await get("fra", `/practices/${record.id}`)).body;
	assert.equal(assertStatus(await change("fra", record, whole), 200).version, 1);
});

test("what_is_the_same_for_both_is_no_conflict", async () => {
	const record = await made("fra");
	assertStatus(await change("fra", record, { partners: "A" }), 200);
	assertStatus(await change("tom", record, { partners: " A " }), 200);
	assertStatus(await change("tom", record, { source_section: "B" }), 200);
});

test("a_conflict_tells_all_three_values_and_changes_nothing", async () => {
	const record = await made("fra", { start_year: 2010, amount: 5, currency: "EUR" });
	assertStatus(await change("fra", record, { title: { en: "Hers" }, activities: ["1.1"],
		start_year: 2011, added_since_2018: true, amount: 7.5 }), 200);
	const answer = await change("tom", record, { title: { en: "His" }, activities: ["2.1", "1.1"],
		start_year: null, added_since_2018: false, amount: 8, partners: "P" });
	const { error } = assertStatus(answer, 409);
	const values = Object.fromEntries(error.fields.map(({ field, base, current, yours }) =>
		[field, [base, current, yours]]));

	assert.equal(error.code, "conflict");
	assert.equal(error.version, 2);
	assert.deepEqual(values, { "title.en": ["Open stages", "Hers", "His"],
		"activities": [["2.4"], ["1.1"], ["2.1", "1.1"]], "start_year": [2010, 2011, null],
		"added_since_2018": [null, true, false], "amount": [5, 7.5, 8] });
	for (const one of error.fields) {
		assert.ok(one.message && one.code === "conflict");
		assert.ok(Date.parse(one.changed_at) > 1.7e12);
	}
	const now = (await get("fra", `/practices/${record.id}`)).body;
	assert.deepEqual([now.version, now.title.en, now.partners], [2, "Hers", null]);
	assert.equal(assertStatus(await change("tom", record, { title: { en: "His" } }, 2), 200)
		.title.en, "His");
});

test("what_the_state_or_the_id_is_cannot_be_changed", async () => {
	const record = await made("fra");

	assert.deepEqual(faults(await change("fra", record, { state: "published" })),
		{ state: "bad_value" });
	assert.deepEqual(faults(await change("fra", record, { id: "GP-1-01" })), { id: "bad_id" });
	assertStatus(await change("fra", record, { state: "draft", id: record.id }), 200);
});

test("what_steps_set_is_not_set_by_a_change", async () => {
	const record = await made("fra");
	const values = { party_note: { en: "France loves it" }, confirmed_on: "2026-01-01",
		names_organisation: true };

	for (const [name, value] of Object.entries(values)) {
		const told = faults(await change("fra", record, { [name]: value }));
		assert.deepEqual(Object.values(told), ["read_only"], name);
		assert.equal((await create("fra", { [name]: value })).status, 422);
	}
	const shown = await published("fra");
	const whole = (await get("sol", `/practices/${shown.id}`)).body;
	assertStatus(await change("sol", whole, { ...whole, partners: "P" }), 200);
});

test("who_may_not_read_it_learns_nothing_and_who_may_not_write_it_is_told_so", async () => {
	const draft = await made("fra"), shown = await published("fra");

	for (const who of ["sen", "sol", "cso", "con"]) {
		for (const answer of [await change(who, draft, { partners: "x" }),
			await step(who, draft, "submit"), await get(who, `/practices/${draft.id}`),
			await get(who, `/practices/${draft.id}/history`)])
			assert.equal(answer.status, 404, who);
		const nothing = await change(who, newUlid(), { partners: "x" }, 1);
		assert.equal(nothing.text, (await change(who, draft, { partners: "x" }, 1)).text);
	}
	for (const who of ["sen", "fra", "cso", "con"])
		assert.equal((await change(who, shown, { partners: "x" })).status, 403, who);
	/* Who reads the Party's drafts without writing them. */
	assert.equal((await change("ann", draft, { partners: "x" })).status, 403);
});

test("without_a_token_or_with_one_that_reads_nothing_is_written", async () => {
	const record = await made("fra");
	const done = run(["token", "add", "fra@example.org", "--scope", "read", "--db", db]);
	const reading = done.stdout.trim().split("\n").at(-1);
	const tries = (who) => [create(who, WHOLE), change(who, record, { partners: "x" }),
		step(who, record, "submit")];

	for (const who of ["nobody", "jln_nothing"])
		for (const { status, headers } of await Promise.all(tries(who))) {
			assert.equal(status, 401);
			assert.match(headers.get("www-authenticate"), /^Bearer/);
		}
	for (const { status } of await Promise.all(tries(reading))) assert.equal(status, 403);
	const read = (await get(reading, `/practices/${record.id}`)).body;
	assert.deepEqual([read.owner.party, read.actions, read.credits], ["FRA", [], null]);
	for (const { status } of [await call("nobody", "PATCH", "/practices/GP-9-99", {})])
		assert.equal(status, 401);
});

test("a_cookie_is_no_token", async () => {
	const answer = await call("nobody", "POST", "/practices", WHOLE,
		{ Cookie: `jalon=${tokens.fra}` });
	assert.equal(answer.status, 401);
});

test("messages_are_in_the_language_that_is_accepted", async () => {
	const record = await made("fra"), path = `/practices/${record.id}`;
	const french = { "Accept-Language": "fr", "If-Match": '"1"' };
	const english = { "If-Match": '"1"' };

	assertStatus(await change("fra", record, { partners: "A" }), 200);
	for (const [method, to, body] of [["PATCH", path, { partners: "B" }],
		["PATCH", path, { nothing: 1 }], ["POST", `${path}/publish`, {}],
		["POST", "/practices", { owner_party: "SEN" }], ["POST", "/practices", "["],
		["POST", "/practices", { id: "x" }], ["POST", "/practices", { lang: "xx" }],
		["PATCH", path, { party_note: { fr: "x" } }]]) {
		const one = await call("fra", method, to, body, french);
		const other = await call("fra", method, to, body, english);
		assert.equal(one.status, other.status);
		assert.ok(one.status >= 400);
		assert.notEqual(one.text, other.text, one.text);
	}
});
