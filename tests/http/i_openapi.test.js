// The API described for programs: whether the document is sound, and whether it tells the truth.

import assert from "node:assert/strict";
import { test } from "node:test";
import { createConfig, lintFromString } from "@redocly/openapi-core";
import Ajv2020 from "ajv/dist/2020.js";
import { filterValues, practices } from "../lib/practices.js";
import { connection } from "../lib/served.js";

const OPENAPI = "/api/v1/openapi.json";
const LIST = "/api/v1/practices";

// Each collection, with a record of it.
const COLLECTIONS = { practices: "GP-1-01", guidelines: "14.1", parties: "SEN" };
const LANGUAGES = ["fr", "en"];

// Redocly's recommended rules, what they leave to taste included where we have it.
const RULES = {
	extends: ["recommended"],
	rules: {
		"spec": "error",
		"no-invalid-schema-examples": "error",
		"no-invalid-parameter-examples": "error",
		"operation-description": "error",
		"operation-singular-tag": "error",
		"operation-tag-defined": "error",
		"parameter-description": "error",
		"spec-strict-refs": "error",
	},
};

const texts = {};
let document, ajv;

async function load() {
	for (const lang of LANGUAGES)
		texts[lang] = (await connection.get(`${OPENAPI}?lang=${lang}`)).text;
	document = JSON.parse(texts.en);
	ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true });
	ajv.addSchema(document, "openapi");
}

// A test that has the document, fetched once.
function described(name, fn) {
	test(name, async () => {
		if (!document) await load();
		await fn();
	});
}

async function ask(path, headers) {
	const answer = await connection.get(path, headers);
	return { status: answer.status, type: answer.headers["content-type"], text: answer.text };
}

async function askJson(path, status = 200) {
	const answer = await ask(path);
	assert.equal(answer.status, status, `${path}: ${answer.text}`);
	return JSON.parse(answer.text);
}

function assertFits(name, value, what) {
	const fits = ajv.compile({ $ref: `openapi#/components/schemas/${name}` });
	assert.ok(fits(value), `${what}: ${ajv.errorsText(fits.errors)}`);
}

function operation(path) {
	return document.paths[path].get;
}

function parametersOf(path) {
	return Object.fromEntries(operation(path).parameters.map((p) => [p.name, p]));
}

// ---- the document

for (const lang of LANGUAGES)
	described(`redocly_finds_neither_error_nor_warning_${lang}`, async () => {
		const config = await createConfig(RULES);
		const problems = await lintFromString({
			source: texts[lang], absoluteRef: `openapi-${lang}.json`, config,
		});
		assert.deepEqual(problems.map(({ severity, ruleId, message, location }) =>
			`${severity} ${ruleId}: ${message} at ${location[0]?.pointer}`), []);
	});

described("it_is_openapi_3_1_under_the_licence_of_the_house", () => {
	assert.equal(document.openapi, "3.1.0");
	assert.equal(document.info.license.identifier, "Apache-2.0");
	assert.deepEqual(document.servers, [{ url: "/" }]);
});

described("the_same_question_gets_the_same_bytes", async () => {
	for (const lang of LANGUAGES)
		assert.equal((await ask(`${OPENAPI}?lang=${lang}`)).text, texts[lang]);
});

described("words_are_in_the_language_that_is_accepted", async () => {
	assert.notEqual(texts.fr, texts.en);
	for (const lang of LANGUAGES) {
		const answer = await connection.get(OPENAPI, { "Accept-Language": lang });
		assert.equal(answer.text, texts[lang]);
		assert.match(answer.headers.vary, /Accept-Language/);
	}
	const french = JSON.parse(texts.fr);
	assert.equal(french.tags.find((tag) => tag.name === "practices").description,
		"Bonnes pratiques");
	assert.deepEqual(Object.keys(french.components.schemas),
		Object.keys(document.components.schemas));
	assert.deepEqual(Object.keys(french.paths), Object.keys(document.paths));
});

described("no_words_are_left_in_english", () => {
	const english = new Set(), found = [];
	const gather = (value, see) => {
		for (const [key, one] of Object.entries(value ?? {})) {
			if (["description", "summary"].includes(key) && typeof one === "string") see(one);
			else if (typeof one === "object") gather(one, see);
		}
	};
	gather(document, (words) => english.add(words));
	/* These are the same in both. */
	for (const words of ["Parties"]) english.delete(words);
	gather(JSON.parse(texts.fr), (words) => english.has(words) && found.push(words));
	assert.deepEqual(found, []);
});

described("an_unknown_language_is_refused", async () => {
	assertFits("error", await askJson(`${OPENAPI}?lang=xx`, 400), "the refusal");
});

// ---- paths

// Of what programs write.
const WRITTEN = ["practices"];
const FOR_WORKERS = /\/(notes|offline|translations)$/; // even to read
const BELOW = ["/files", "/history", "/history/{version}", "/notes", "/offline", "/translations",
	"/{action}"];

described("what_is_described_is_what_there_is", async () => {
	const written = WRITTEN.flatMap((name) => BELOW.map((rest) => `/api/v1/${name}/{id}${rest}`));
	assert.deepEqual(Object.keys(document.paths).sort(),
		["/api/v1", OPENAPI, ...written, ...Object.keys(COLLECTIONS)
			.flatMap((name) => [`/api/v1/${name}`, `/api/v1/${name}/{id}`])].sort());
	for (const [path, methods] of Object.entries(document.paths)) {
		if (!methods.get || FOR_WORKERS.test(path)) continue;
		const { status, type } = await ask(path.replace("{id}", COLLECTIONS[path.split("/")[3]])
			.replace("{version}", "1"));
		assert.equal(status, 200, path);
		assert.ok(type.split(";")[0] in operation(path).responses[200].content, path);
	}
});

described("what_writes_needs_a_token_and_what_reads_needs_none", () => {
	const [[name, scheme]] = Object.entries(document.components.securitySchemes);
	assert.deepEqual([scheme.type, scheme.scheme], ["http", "bearer"]);
	const methods = [];

	for (const [path, one] of Object.entries(document.paths))
		for (const [method, { security, requestBody }] of Object.entries(one)) {
			const isOpen = method === "get" && !FOR_WORKERS.test(path);
			assert.deepEqual(security, isOpen ? [{}, { [name]: [] }] : [{ [name]: [] }]);
			assert.equal(Boolean(requestBody), method !== "get");
			if (method === "get") continue;
			methods.push(`${method} ${path}`);
		}
	assert.deepEqual(methods.sort(), ["patch /api/v1/practices/{id}", "post /api/v1/practices",
		"post /api/v1/practices/{id}/files", "post /api/v1/practices/{id}/notes",
		"post /api/v1/practices/{id}/offline", "post /api/v1/practices/{id}/translations",
		"post /api/v1/practices/{id}/{action}"]);
});

described("every_filter_has_the_codes_of_the_shipped_files", () => {
	const parameters = parametersOf(LIST);

	for (const [name, values] of Object.entries(filterValues)) {
		if (name === "year") continue;
		const { items } = parameters[name].schema;
		const codes = document.components.schemas[items.$ref.split("/").at(-1)].enum;
		assert.deepEqual([...codes].sort(), [...new Set([...values, ...codes])].sort());
		assert.ok(values.every((value) => codes.includes(value)), name);
		if (name !== "lead_type" && name !== "example_type")
			assert.deepEqual([...codes].sort(), [...values].sort(), name);
	}
	assert.deepEqual(parameters.year.schema.items,
		{ type: "integer", minimum: 1000, maximum: 9999 });
});

// Every value that the schema of one value allows, or the ends of what it allows.
function valuesAllowed(schema) {
	if (schema.$ref) return document.components.schemas[schema.$ref.split("/").at(-1)].enum;
	return schema.enum ?? [schema.minimum, schema.maximum].filter((n) => n !== undefined);
}

const PARAMETERS = ["q", "sort", "party", "group", "output", "goal", "activity", "lead_type",
	"example_type", "sector", "stage", "year", "limit", "cursor", "facets", "lang", "format"];

described("all_parameters_of_a_list_are_described", () => {
	assert.deepEqual(Object.keys(parametersOf(LIST)).sort(), [...PARAMETERS].sort());
});

for (const name of PARAMETERS)
	described(`values_of_the_parameter_${name}_are_accepted_and_no_others`, async () => {
		const { schema, example } = parametersOf(LIST)[name];
		const asks = async (value) =>
			(await ask(`${LIST}?${new URLSearchParams([[name, value]])}`)).status;

		for (const value of valuesAllowed(schema.items ?? schema))
			assert.equal(await asks(value), 200, `${name}=${value}`);
		if (name !== "cursor") assert.equal(await asks([example].flat()[0]), 200);
		if (name !== "q") assert.equal(await asks("no such value"), 400);
	});

described("every_format_has_the_type_that_is_described", async () => {
	const { content } = operation(LIST).responses[200];
	const formats = parametersOf(LIST).format.schema.enum;
	const types = [];

	for (const format of formats) {
		const answer = await connection.get(`${LIST}?format=${format}&limit=1`);
		types.push(answer.headers["content-type"].split(";")[0]);
	}
	assert.deepEqual(types.sort(), Object.keys(content).sort());
	for (const format of ["json", "csv", "jsonl"]) assert.ok(formats.includes(format));
});

described("what_holds_when_nothing_is_given_is_told_rightly", async () => {
	const { limit } = parametersOf(LIST);
	assert.equal((await askJson(LIST)).items.length, limit.schema.default);
});

// ---- answers

described("every_record_fits_its_schema_and_has_no_other_members", async () => {
	const members = Object.keys(document.components.schemas.practice.properties).sort();

	assert.deepEqual([...document.components.schemas.practice.required].sort(), members);
	for (const { id } of practices) {
		const item = await askJson(`${LIST}/${id}`);
		assertFits("practice", item, id);
		assert.deepEqual(Object.keys(item).sort(), members, id);
	}
});

described("every_page_of_the_list_fits_its_schema", async () => {
	let n = 0;

	for (let path = `${LIST}?limit=30`; path;) {
		const list = await askJson(path);
		assertFits("practices", list, path);
		n += list.items.length;
		path = list.next;
	}
	assert.equal(n, practices.length);
	for (const lang of LANGUAGES)
		assertFits("practices", await askJson(`${LIST}?limit=100&lang=${lang}`), lang);
});

described("the_schema_is_not_so_wide_that_anything_fits", async () => {
	const fits = ajv.compile({ $ref: "openapi#/components/schemas/practice" });
	const good = await askJson(`${LIST}/GP-1-05`);
	const bad = { version: "1", output: ["9"], activities: ["2.4", "2.4"], start_year: 16,
		title: { xx: "?" }, summary: { en: "x".repeat(1001) }, amount: "12", currency: "XXZ",
		added_since_2018: "yes", related_ids: [1], link: 5, partners: "x".repeat(501) };

	assert.ok(fits(good));
	for (const [name, value] of Object.entries(bad))
		assert.ok(!fits({ ...good, [name]: value }), `${name} may be ${JSON.stringify(value)}`);
	for (const name of Object.keys(good)) {
		const { [name]: without, ...rest } = good;
		assert.ok(!fits(rest), `${name} may be absent, ${without}`);
	}
});

described("errors_fit_their_schema_and_are_foreseen", async () => {
	const asked = { [`${LIST}?activity=9.9`]: [LIST, 400], [`${LIST}?nothing=1`]: [LIST, 400],
		[`${LIST}/GP-9-99`]: [`${LIST}/{id}`, 404],
		[`${LIST}?party=${"x".repeat(8100)}`]: [LIST, 414] };

	for (const [path, [described, status]] of Object.entries(asked)) {
		assertFits("error", await askJson(path, status), path);
		const { $ref } = operation(described).responses[status];
		const foreseen = document.components.responses[$ref.split("/").at(-1)];
		assert.deepEqual(foreseen.content["application/json"].schema,
			{ $ref: "#/components/schemas/error" });
	}
});

described("nothing_that_is_internal_is_in_the_schema_of_what_anyone_reads", () => {
	const { practice, practice_worked_on, practice_change } = document.components.schemas;
	const internal = Object.keys(practice_worked_on.allOf[1].properties);

	assert.deepEqual(internal.slice(0, 3), ["owner", "due_at", "actions"]);
	assert.ok(internal.includes("credits") && internal.includes("names_organisation"));
	for (const name of internal) assert.ok(!(name in practice.properties), name);
	/* What steps set is not sent with a change. */
	for (const name of ["party_note", "confirmed_on", "names_organisation"])
		assert.ok(!(name in practice_change.properties), name);
	assert.ok("credits" in practice_change.properties);
});

described("the_index_leads_to_everything", async () => {
	const index = await askJson("/api/v1");

	assertFits("index", index, "the index");
	assert.deepEqual(index.collections.map(({ name }) => name).sort(),
		Object.keys(COLLECTIONS).sort());
	for (const { url, page, dictionary, datapackage } of index.collections)
		for (const path of [url, page, dictionary, datapackage])
			assert.equal((await ask(path)).status, 200, path);
	for (const path of [index.openapi, index.documentation])
		assert.equal((await ask(path)).status, 200, path);
});
