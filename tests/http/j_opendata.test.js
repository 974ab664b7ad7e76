// Data to take away: the dictionary, code lists and Data Packages, and the pages that tell of them.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { parseCsv, parseTable, writeCsv } from "../lib/csv.js";
import { initialisedStore, raise, rawRequest, root, sql, startServer } from "../lib/jalon.js";
import { assertLoads, load } from "../lib/loading.js";
import { Page, attribute, squash, textOf } from "../lib/page.js";
import { columns, practices, laterColumns } from "../lib/practices.js";
import { connection, server } from "../lib/served.js";

const LANGUAGES = ["fr", "en"];
const DICTIONARY = "/data/practices/dictionary.csv";
const PACKAGE = "/data/practices/datapackage.json";
const framework = JSON.parse(readFileSync(join(root, "data/framework.json"), "utf8"));

async function get(path, headers) {
	const answer = await connection.get(path, headers);
	assert.equal(answer.status, 200, `${path}: ${answer.text}`);
	return answer;
}

async function table(path) {
	const answer = await get(path);
	assert.match(answer.headers["content-type"], /^text\/csv; charset=utf-8/);
	assert.match(answer.headers["content-disposition"], /^attachment; filename="[a-z_-]+\.csv"$/);
	return parseTable(answer.text);
}

async function open(path) {
	return new Page((await get(path)).text);
}

// ---- the dictionary

test("the_dictionary_has_the_columns_of_the_file_in_their_order", async () => {
	const rows = await table(DICTIONARY);
	const [header] = parseCsv((await get("/api/v1/practices?format=csv&limit=1")).text);

	assert.deepEqual(rows.map((row) => row.name), header);
	assert.deepEqual(header, columns);
});

test("every_column_is_explained_in_every_language", async () => {
	for (const row of await table(DICTIONARY)) {
		for (const lang of LANGUAGES) {
			assert.ok(row[`label_${lang}`], row.name);
			assert.match(row[`description_${lang}`], /\.$/, row.name);
		}
		assert.notEqual(row.description_fr, row.description_en, row.name);
	}
});

test("types_and_limits_of_the_dictionary_hold_for_the_data", async () => {
	const fits = {
		id: /^[A-Za-z0-9._-]+$/, text: /./, url: /^https?:\/\//, year: /^\d{4}$/,
		boolean: /^(yes|no)$/, number: /^\d+(\.\d+)?$/, currency: /^[A-Z]{3}$/,
		date: /^\d{4}(-\d\d(-\d\d)?)?$/,
		code: /^[^;]+$/, codes: /^[^;]+(;[^;]+)*$/, ids: /^[A-Za-z0-9._-]+(;[A-Za-z0-9._-]+)*$/,
		files: /^[0-9A-Z]{26}(;[0-9A-Z]{26})*$/,
	};

	for (const row of await table(DICTIONARY)) {
		const values = practices.map((p) => p[row.name]);
		assert.ok(fits[row.type], row.type);
		for (const value of values.filter(Boolean)) {
			assert.match(value, fits[row.type], row.name);
			if (row.max_length) assert.ok([...value].length <= Number(row.max_length), row.name);
			if (!row.separator && row.type !== "text") assert.ok(!value.includes(";"), row.name);
		}
		if (row.required === "yes") assert.ok(values.every(Boolean), row.name);
	}
});

test("what_must_not_be_empty_is_told", async () => {
	const rows = await table(DICTIONARY);
	const told = (required) => rows.filter((row) => row.required === required)
		.map((row) => row.name);

	assert.deepEqual(told("yes"), ["id", "output"]);
	assert.deepEqual(told("one_language"), ["title_fr", "title_en", "summary_fr", "summary_en"]);
});

test("examples_are_out_of_the_data", async () => {
	for (const { name, example } of await table(DICTIONARY)) {
		const start = example.replace(/…$/, "");
		const isKnown = practices.some((p) => p[name] === example ||
			(example.endsWith("…") && p[name].startsWith(start)));
		assert.ok(isKnown, `${name}: ${example}`);
	}
});

test("nothing_in_the_dictionary_or_a_code_list_is_run_by_a_spreadsheet", async () => {
	const db = initialisedStore("--bare");
	const text = '=HYPERLINK("http://evil.example","Click")';
	const row = ["A", `'${text}`, "S", "1"];
	assertLoads(load(db, writeCsv([["id", "title_fr", "summary_fr", "output"], row])), 1, 0, 0, 0);
	sql(db, `UPDATE term_text SET text = '@SUM(A1)' WHERE vocabulary = 'sector' AND lang = 'fr'`);
	raise(db, "vocabulary");
	const own = await startServer(db);
	const csv = await (await fetch(own.url + DICTIONARY)).text();
	assert.equal(parseTable(csv).find((entry) => entry.name === "title_fr").example, `'${text}`);
	const list = await (await fetch(`${own.url}/data/vocabularies/sector.csv`)).text();
	assert.ok(parseTable(list).every((term) => term.label_fr === "'@SUM(A1)"), list);
	await own.stop();
});

// ---- code lists

test("a_code_list_is_what_the_framework_says", async () => {
	const rows = await table("/data/vocabularies/activity.csv");

	assert.deepEqual(rows, framework.activities.map((a) => ({
		code: a.code, broader_vocabulary: "output", broader: a.output,
		label_fr: a.title.fr, label_en: a.title.en,
		description_fr: a.description.fr, description_en: a.description.en,
	})));
	assert.deepEqual(await table("/data/vocabularies/activity"), rows);
});

test("a_list_of_the_code_is_told_in_both_languages", async () => {
	const rows = await table("/data/vocabularies/lead_type.csv");
	const codes = new Set(rows.map((row) => row.code));

	for (const { lead_type } of practices) assert.ok(!lead_type || codes.has(lead_type));
	for (const row of rows) assert.notEqual(row.label_fr, row.label_en);
});

test("every_list_that_the_dictionary_names_can_be_had_and_holds_the_codes", async () => {
	const named = (await table(DICTIONARY)).filter((row) => row.vocabulary);

	assert.ok(named.length >= 6);
	for (const { name, vocabulary } of named) {
		const codes = new Set((await table(`/data/vocabularies/${vocabulary}.csv`))
			.map((row) => row.code));
		for (const p of practices)
			for (const code of p[name].split(";").filter(Boolean))
				assert.ok(codes.has(code), `${p.id}.${name}: ${code}`);
	}
});

// ---- the Data Package

async function packageOf(headers) {
	const answer = await get(PACKAGE, headers);
	assert.match(answer.headers["content-type"], /^application\/json/);
	return JSON.parse(answer.text);
}

function pathOf(address) {
	assert.match(address, /^http:\/\/test\//);
	return address.slice("http://test".length);
}

test("the_package_has_what_the_specification_asks_for", async () => {
	const data = await packageOf();
	const names = data.resources.map(({ name }) => name);

	assert.match(data.name, /^[a-z0-9._-]+$/);
	assert.equal(data.profile, "tabular-data-package");
	assert.deepEqual(data.licenses.map(({ name }) => name), ["CC-BY-4.0"]);
	assert.equal(names[0], "practices");
	assert.equal(new Set(names).size, names.length);
	for (const resource of data.resources) {
		assert.match(resource.name, /^[a-z0-9._-]+$/);
		assert.equal(resource.profile, "tabular-data-resource");
		assert.deepEqual([resource.format, resource.mediatype, resource.encoding],
			["csv", "text/csv", "utf-8"]);
		assert.deepEqual(resource.schema.missingValues, [""]);
		assert.ok(resource.schema.fields.some(({ name }) => name === resource.schema.primaryKey));
	}
	assert.equal((await connection.get(pathOf(data.homepage))).status, 200);
});

test("every_resource_has_the_columns_of_its_file_in_their_order", async () => {
	for (const resource of (await packageOf()).resources) {
		const [header] = parseCsv((await get(pathOf(resource.path))).text);
		assert.deepEqual(resource.schema.fields.map(({ name }) => name), header, resource.name);
	}
});

// A cell as the constraints of its field judge it; what is wrong, or nothing.
function wrongWith(field, cell) {
	const { required, maxLength, pattern, enum: values } = field.constraints ?? {};
	const types = { string: /^/, year: /^\d{4}$/, number: /^\d+(\.\d+)?$/ };
	const type = field.type === "boolean" ?
		new RegExp(`^(${[...field.trueValues, ...field.falseValues].join("|")})$`) :
		types[field.type];

	assert.ok(type, field.type);
	if (cell === "") return required && "required";
	if (!type.test(cell)) return field.type;
	if (maxLength && [...cell].length > maxLength) return "maxLength";
	if (pattern && !new RegExp(`^(?:${pattern})$`).test(cell)) return "pattern";
	return values && !values.includes(cell) && "enum";
}

test("the_data_keep_every_constraint_of_the_package", async () => {
	const { resources } = await packageOf();
	const lists = new Map(resources.slice(1).map((one) => [one.name, one]));

	for (const field of resources[0].schema.fields)
		for (const p of practices)
			assert.ok(!wrongWith(field, p[field.name]), `${p.id}.${field.name}: ${p[field.name]}`);
	const enums = resources[0].schema.fields.filter((field) => field.constraints.enum);
	assert.deepEqual(enums.map(({ name }) => name),
		["output", "lead_type", "currency", "example_type"]);
	const { foreignKeys } = resources[0].schema;
	assert.deepEqual(foreignKeys.map(({ fields }) => fields),
		["output", "lead_type", "example_type"]);
	for (const { reference } of foreignKeys)
		assert.ok(lists.get(reference.resource).schema.fields
			.some(({ name }) => name === reference.fields));
});

test("cells_of_several_values_name_their_separator_and_list", async () => {
	const [{ schema }] = (await packageOf()).resources;
	const several = schema.fields.filter((field) => field.separator);

	assert.deepEqual(several.map(({ name }) => name),
		["parties", "activities", "sectors", "value_chain_stages", "related_ids",
			"adapted_from", "files"]);
	assert.ok(several.every(({ separator }) => separator === ";"));
	assert.deepEqual(several.map(({ vocabulary }) => vocabulary),
		["party", "activity", "sector", "stage", undefined, undefined, undefined]);
});

test("the_package_speaks_the_language_of_its_reader", async () => {
	const titles = [];

	for (const lang of LANGUAGES) titles.push((await packageOf({ "Accept-Language": lang })).title);
	assert.deepEqual(titles, ["Bonnes pratiques", "Good practices"]);
});

test("addresses_begin_as_the_request_did", async () => {
	const proxied = await packageOf({ "X-Forwarded-Proto": "https" });
	assert.equal(proxied.resources[0].path, "https://test/api/v1/practices?format=csv");

	// A host that could stand in no address is not repeated.
	const odd = await rawRequest(server.port,
		`GET ${PACKAGE} HTTP/1.1\r\nHost: a"><b>\r\nConnection: close\r\n\r\n`);
	assert.doesNotMatch(odd.text, /<b>/);
	if (odd.status === 200)
		assert.equal(JSON.parse(odd.text).resources[0].path, "/api/v1/practices?format=csv");
});

// ---- what is not there

test("what_is_unknown_is_404", async () => {
	for (const path of ["/en/data/nothing", "/fr/data/practice", "/data/nothing/dictionary.csv",
		"/data/nothing/datapackage.json", "/data/vocabularies/nothing.csv",
		"/data/vocabularies/.csv", "/data/vocabularies/dictionary.csv", "/data/practices"])
		assert.equal((await connection.get(path)).status, 404, path);
});

// ---- pages

function codesOf(page, tag) {
	return page.all(tag).map(textOf);
}

for (const lang of LANGUAGES) {
	test(`every_link_of_the_data_pages_leads_somewhere_${lang}`, async () => {
		const seen = new Set();

		for (const path of [`/${lang}/data`, `/${lang}/data/practices`, `/${lang}/api`])
			for (const link of (await open(path)).links)
				if (link.startsWith("/")) seen.add(link.split("#")[0]);
		assert.ok(seen.has(DICTIONARY) && seen.has(PACKAGE) && seen.has("/api/v1/openapi.json"));
		assert.ok(seen.has("/api/v1/practices?format=csv"));
		/* Where one's tokens are, a stranger is asked to sign in. */
		const own = `/${lang}/account/tokens`;
		assert.equal((await connection.get(own)).status, 302);
		seen.delete(own);
		for (const link of seen) await get(link);
	});

	test(`the_dictionary_page_tells_every_column_${lang}`, async () => {
		const page = await open(`/${lang}/data/practices`);
		const rows = await table(DICTIONARY);

		assert.equal(page.lang, lang);
		assert.deepEqual(codesOf(page, "dt"), rows.map((row) => row.name));
		const told = codesOf(page, "dd");
		rows.forEach((row, i) => {
			for (const words of [row[`label_${lang}`], row[`description_${lang}`], row.example])
				assert.ok(told[i].includes(squash(words)), `${row.name}: ${words}`);
		});
	});

	test(`examples_in_another_language_say_so_${lang}`, async () => {
		const page = await open(`/${lang}/data/practices`);
		const other = LANGUAGES.find((one) => one !== lang);
		const marked = page.all("span").filter((span) => attribute(span, "lang") === other);

		assert.equal(marked.length, columns.filter((name) => name.endsWith(`_${other}`) &&
			!laterColumns.includes(name)).length);
	});

	test(`the_api_page_tells_every_parameter_member_and_error_${lang}`, async () => {
		const page = await open(`/${lang}/api`);
		const document = JSON.parse((await get(`/api/v1/openapi.json?lang=${lang}`)).text);
		const names = codesOf(page, "dt");
		const { parameters } = document.paths["/api/v1/practices"].get;

		for (const { name, description } of parameters) {
			assert.ok(names.includes(name), name);
			assert.ok(textOf(page.all("main")[0]).includes(squash(description)), name);
		}
		for (const schema of ["practice", "practices"])
			for (const name of Object.keys(document.components.schemas[schema].properties))
				assert.ok(names.includes(name), name);
		for (const path of Object.keys(document.paths))
			assert.ok(codesOf(page, "code").includes(path), path);
		for (const status of [400, 404, 500, 503])
			assert.ok(names.some((name) => name.startsWith(`${status} `)), String(status));
	});

	test(`the_questions_on_the_api_page_can_be_asked_${lang}`, async () => {
		const asked = codesOf(await open(`/${lang}/api`), "pre")
			.map((line) => /^curl (?:-o \S+ )?'([^']+)'$/.exec(line)?.[1]).filter(Boolean);

		const { collections } = JSON.parse((await get("/api/v1")).text);
		assert.equal(asked.length, 3 * collections.length);
		for (const address of asked) assert.ok((await get(pathOf(address))).text.length > 100);
	});
}

test("open_data_is_one_step_from_every_page", async () => {
	for (const path of ["/en", "/en/practices", "/en/practices/GP-1-05"]) {
		const nav = (await open(path)).all("a").find((a) => attribute(a, "href") === "/en/data");
		assert.equal(textOf(nav), "Open data", path);
	}
});
