// The API for programs: lists, filters, cursors, records, files, errors.

import assert from "node:assert/strict";
import { test } from "node:test";
import { parseTable } from "../lib/csv.js";
import { csvOf, expectedIds, expectedItem, filterValues, practices, practicesCsv }
	from "../lib/practices.js";
import { connection, server } from "../lib/served.js";

const LIST = "/api/v1/practices";
const COMMON_PARTIES = ["FRA", "CAN", "EUE", "DEU", "KOR"];

async function ask(path, headers) {
	const answer = await connection.get(path, headers);
	assert.equal(answer.status, 200, `${path}: ${answer.text}`);
	assert.match(answer.headers["content-type"], /^application\/json/);
	return JSON.parse(answer.text);
}

function idsOf(list) {
	return list.items.map((item) => item.id);
}

function query(pairs) {
	return new URLSearchParams(pairs).toString();
}

async function assertFinds(asked) {
	const list = await ask(`${LIST}?${asked}&limit=100`);
	const expected = expectedIds(asked);

	assert.deepEqual(idsOf(list), expected, asked);
	assert.equal(list.total, expected.length, asked);
	assert.equal(list.next, null, asked);
}

// ---- lists

test("counts_that_other_peoples_scripts_rely_on", async () => {
	const totals = { "": 83, "output=2": 37, "year=2016": 20, "activity=3.2": 0 };

	for (const [asked, total] of Object.entries(totals)) {
		assert.equal((await ask(`${LIST}?${asked}`)).total, total, asked);
		assert.equal(expectedIds(asked).length, total, "the test itself is wrong");
	}
});

test("a_list_has_four_members", async () => {
	const list = await ask(LIST);
	assert.deepEqual(Object.keys(list), ["total", "total_is_exact", "items", "next"]);
	assert.deepEqual([list.total, list.total_is_exact, list.items.length], [83, true, 20]);
	assert.match(list.next, /^\/api\/v1\/practices\?/);
});

for (const [name, values] of Object.entries(filterValues))
	test(`every_value_of_the_filter_${name}_finds_what_it_must`, async () => {
		for (const value of values) await assertFinds(query([[name, value]]));
	});

test("repeated_values_of_a_filter_mean_or", async () => {
	for (const [name, values] of Object.entries(filterValues)) {
		await assertFinds(query([[name, values[0]], [name, values.at(-1)]]));
		await assertFinds(query(values.slice(0, 30).map((value) => [name, value])));
		await assertFinds(query([[name, values[1]], [name, values[1]]]));
	}
});

test("different_filters_mean_and", async () => {
	const names = Object.keys(filterValues);
	let state = 2005; // a generator of our own: the same queries in every run
	const random = (n) => (state = (state * 48271) % 2147483647) % n;
	const any = (values) => values[random(values.length)];

	for (let i = 0; i < 150; i++) {
		const pairs = [];
		for (let n = 1 + random(4); n; n--) {
			const name = any(names);
			const values = name === "party" ? COMMON_PARTIES : filterValues[name];
			pairs.push([name, any(values)]);
		}
		await assertFinds(query(pairs));
	}
});

test("every_filter_at_once", async () => {
	await assertFinds("party=FRA&group=I&output=1&output=2&activity=1.1&activity=2.4&sector=music"
		+ "&stage=access&lead_type=government&year=2016&example_type=good_practice");
});

test("a_party_without_a_group_is_found_by_party_only", async () => {
	await assertFinds("party=EUE");
	assert.ok((await ask(`${LIST}?party=EUE`)).total > 0);
});

test("limit_says_how_many_at_most", async () => {
	for (const limit of [1, 2, 19, 82, 83, 84, 100]) {
		const list = await ask(`${LIST}?limit=${limit}`);
		assert.deepEqual(idsOf(list), expectedIds("").slice(0, limit));
		assert.equal(list.next === null, limit >= 83);
		assert.equal(list.total, 83);
	}
});

async function walk(path) {
	const lists = [];

	for (let place = path; place; place = lists.at(-1).next) {
		lists.push(await ask(place));
		assert.ok(lists.length <= 100, "the cursor goes round in circles");
	}
	return lists;
}

test("cursors_lead_through_all_exactly_once", async () => {
	for (const asked of ["", "limit=1", "limit=7", "limit=83", "output=2", "output=2&limit=37",
		"output=1&output=2&group=I&group=Va&limit=5", "year=2016&limit=6", "party=FRA&limit=2",
		"lead_type=civil+society&limit=2", "activity=3.2"]) {
		const lists = await walk(`${LIST}?${asked}`);
		const expected = expectedIds(asked.replace(/&?limit=\d+/, ""));
		assert.deepEqual(lists.flatMap(idsOf), expected, asked);
		assert.ok(lists.every((list) => list.total === expected.length), asked);
	}
});

test("facets_stay_in_the_next_of_a_list", async () => {
	const first = JSON.parse((await connection.get("/api/v1/practices?facets=1&limit=5")).text);
	const second = JSON.parse((await connection.get(first.next)).text);
	assert.deepEqual(second.facets, first.facets);
	const plain = JSON.parse((await connection.get("/api/v1/practices?limit=5")).text);
	assert.doesNotMatch(plain.next, /facets/);
});

test("a_parameter_that_can_hold_one_value_is_refused_when_repeated", async () => {
	for (const query of ["q=a&q=b", "limit=5&limit=5", "format=csv&format=json"]) {
		const answer = await connection.get(`/api/v1/practices?${query}`);
		assert.equal(answer.status, 400, query);
		assert.deepEqual(JSON.parse(answer.text).error.fields.map(({ field, code }) =>
			[field, code]), [[query.split("=")[0], "repeated"]]);
	}
});

test("lang_in_a_list_stays_in_its_next", async () => {
	const lists = await walk(`${LIST}?lang=en&limit=40`);
	for (const item of lists.flatMap((list) => list.items))
		assert.deepEqual(Object.keys(item.title), ["en"]);
});

// ---- items

// Members twice are lost on the way through JSON.parse().
function assertNoMemberTwice(text) {
	const names = [...text.matchAll(/"((?:[^"\\]|\\.)*)"\s*:/g)].map((found) => found[1]);
	const twice = names.filter((name, i) => names.indexOf(name) !== i &&
		!["fr", "en"].includes(name));
	assert.deepEqual(twice, []);
}

test("an_item_has_each_member_once", async () => {
	assertNoMemberTwice((await connection.get(`${LIST}/GP-1-01`)).text);
});

test("an_item_leads_to_its_page", async () => {
	for (const lang of ["fr", "en"]) {
		const item = await ask(`${LIST}/GP-1-01`, { "Accept-Language": lang });
		assert.match(String(item.url), /^(http:\/\/[^/]+)?\/(fr|en)\/practices\/GP-1-01$/);
		assert.equal((await fetch(new URL(item.url, server.url))).status, 200);
	}
});

test("items_have_the_fields_of_the_file_with_their_types", async () => {
	const { items } = await ask(`${LIST}?limit=100`);
	const byId = new Map(items.map((item) => [item.id, item]));

	for (const p of practices) {
		const { version, updated_at: updated, url, ...fields } = byId.get(p.id);
		assert.equal(version, 1);
		assert.match(updated, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/);
		assert.ok(Math.abs(Date.parse(updated) - Date.now()) < 600_000);
		assert.deepEqual(fields, expectedItem(p));
	}
});

test("the_link_of_a_practice_is_told", async () => {
	for (const p of practices.filter((practice) => practice.url))
		assert.ok((await connection.get(`${LIST}/${p.id}`)).text.includes(p.url));
});

test("an_item_alone_is_the_item_of_the_list", async () => {
	const { items } = await ask(`${LIST}?limit=100`);
	for (const item of items) assert.deepEqual(await ask(`${LIST}/${item.id}`), item);
});

test("amounts_are_exact_numbers", async () => {
	for (const p of practices.filter((practice) => practice.amount)) {
		const { text } = await connection.get(`${LIST}/${p.id}`);
		assert.ok(text.includes(`"amount":${p.amount},"currency":"${p.currency}"`), text);
	}
});

test("lang_leaves_texts_in_that_language_alone", async () => {
	for (const lang of ["fr", "en"]) {
		const { items } = await ask(`${LIST}?lang=${lang}&limit=100`);
		for (const item of items) {
			const p = practices.find((practice) => practice.id === item.id);
			for (const name of ["title", "summary", "place", "note"]) {
				const text = p[`${name}_${lang}`];
				assert.deepEqual(item[name], text ? { [lang]: text } : {});
			}
		}
	}
});

// ---- whole files

test("csv_is_the_whole_filtered_list", async () => {
	for (const asked of ["", "output=2", "group=I&output=2", "year=2016", "activity=3.2"]) {
		const answer = await connection.get(`${LIST}?format=csv&${asked}`);
		assert.equal(answer.status, 200);
		assert.match(answer.headers["content-type"], /^text\/csv/);
		assert.equal(answer.text, csvOf(expectedIds(asked)), asked);
	}
	assert.equal((await connection.get(`${LIST}?format=csv`)).text, practicesCsv);
});

test("csv_in_one_language_has_its_columns_alone", async () => {
	const { text } = await connection.get(`${LIST}?format=csv&lang=fr&output=5`);
	const rows = parseTable(text);
	assert.equal(rows.length, expectedIds("output=5").length);
	assert.ok(Object.keys(rows[0]).every((name) => !name.endsWith("_en")));
});

test("jsonl_is_the_whole_filtered_list_one_item_a_line", async () => {
	const answer = await connection.get(`${LIST}?format=jsonl&output=2`);
	const lines = answer.text.split("\n");
	assert.match(answer.headers["content-type"], /^application\/(x-ndjson|jsonl)/);
	assert.equal(lines.pop(), "");
	const items = lines.map((line) => JSON.parse(line));
	assert.deepEqual(items.map((item) => item.id).sort(), expectedIds("output=2").sort());
	assert.deepEqual(items[0], await ask(`${LIST}/${items[0].id}`));
});

test("limit_cuts_files_too", async () => {
	assert.equal(parseTable((await connection.get(`${LIST}?format=csv&limit=5`)).text).length, 5);
	assert.equal((await connection.get(`${LIST}?format=jsonl&limit=5`)).text.split("\n").length, 6);
});

test("format_json_is_the_list", async () => {
	assert.deepEqual(await ask(`${LIST}?format=json&limit=3`), await ask(`${LIST}?limit=3`));
});

// ---- errors

async function askWrongly(path, status, { method = "GET", headers = {} } = {}) {
	const answer = await connection.request(method, path, headers);

	assert.equal(answer.status, status, `${method} ${path}`);
	assert.match(answer.headers["content-type"], /^application\/json/);
	const { error } = JSON.parse(answer.text);
	assert.match(error.code, /^[a-z_]+$/);
	assert.ok(error.message.length > 0);
	assert.ok(Array.isArray(error.fields));
	return { ...answer, error };
}

test("an_unknown_name_or_value_is_named_in_fields", async () => {
	for (const [field, value] of [["colour", "red"], ["output", "9"], ["party", "XXX"], ["party",
		"fra"], ["year", "soon"], ["limit", "0"], ["limit", "101"], ["cursor", "z"], ["lang",
		"la"], ["format", "stone"], ["sector", ""]]) {
		const { error } = await askWrongly(`${LIST}?${query([[field, value]])}`, 400);
		assert.equal(error.fields.length, 1, field);
		assert.equal(error.fields[0].field, field);
		assert.match(error.fields[0].code, /^[a-z_]+$/);
		const { message } = error.fields[0];
		if (field !== "cursor")
			assert.ok(message.includes(field === "colour" ? field : value), message);
	}
	const { error } = await askWrongly(`${LIST}?colour=red&output=9&year=soon`, 400);
	assert.deepEqual(error.fields.map((field) => field.field), ["colour", "output", "year"]);
});

test("what_is_not_there_is_404", async () => {
	for (const path of [`${LIST}/GP-9-99`, `${LIST}/gp-1-01`, `${LIST}/GP-1-01/`,
		`${LIST}/GP-1-01/x/y`,
		"/api/v1/dreams", "/api/", "/api/v2/practices", `${LIST}/`,
			`${LIST}/%F0%9F%8E%B5`])
		assert.equal((await askWrongly(path, 404)).error.code, "not_found", path);
});

test("a_method_that_is_not_taken_is_405_and_says_which_are", async () => {
	for (const method of ["PUT", "DELETE", "BREW"])
		for (const path of [LIST, `${LIST}/GP-1-01`]) {
			const { error, headers } = await askWrongly(path, 405, { method });
			assert.equal(error.code, "method_not_allowed");
			assert.match(headers.allow, /\bGET\b.*\bHEAD\b/);
			assert.doesNotMatch(headers.allow, new RegExp(method));
		}
});

test("messages_follow_accept_language", async () => {
	for (const path of [`${LIST}/nothing`, "/api/v1/dreams", `${LIST}?colour=red`]) {
		const said = {};
		for (const lang of ["fr", "en"]) {
			const answer = await connection.get(path, { "Accept-Language": lang });
			const { error } = JSON.parse(answer.text);
			said[lang] = [error.message, ...error.fields.map((field) => field.message)];
		}
		said.fr.forEach((message, i) => assert.notEqual(message, said.en[i]));
		const answer = await connection.get(path, { "Accept-Language": "en-ZA, fr;q=0.4" });
		assert.equal(JSON.parse(answer.text).error.message, said.en[0]);
	}
});
