// The catalogue of the data (DCAT 3), read by a program that is not ours.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { parseTable } from "../lib/csv.js";
import { initialisedStore, root, sql, startServer } from "../lib/jalon.js";
import { connection } from "../lib/served.js";
import { Triples } from "../lib/triples.js";

const SITE = "http://test", CATALOG = `${SITE}/data/catalog`;
const LICENCE = "https://creativecommons.org/licenses/by/4.0/";
const FORMS = { "turtle": ["/data/catalog.ttl", /^text\/turtle; charset=utf-8$/],
	"json-ld": ["/data/catalog.jsonld", /^application\/ld\+json$/] };

async function read(form) {
	const [path, type] = FORMS[form];
	const answer = await connection.get(path);

	assert.equal(answer.status, 200);
	assert.match(answer.headers["content-type"], type);
	return new Triples(answer.text, form);
}

function languagesOf(values) {
	return values.map(({ lang, value }) => value && lang).sort();
}

test("both_forms_say_the_same", async () => {
	const turtle = await read("turtle"), json = await read("json-ld");

	assert.ok(turtle.lines.length > 200);
	assert.equal(new Set(turtle.lines).size, turtle.lines.length);
	assert.deepEqual(turtle.lines, json.lines);
	assert.match((await connection.get(FORMS.turtle[0])).text, /^@prefix dcat: /m);
});

test("the_catalogue_has_what_is_required_and_recommended", async () => {
	const said = await read("turtle");

	assert.deepEqual(said.things("dcat:Catalog"), [CATALOG]);
	for (const name of ["dct:title", "dct:description"])
		assert.deepEqual(languagesOf(said.of(CATALOG, name)), ["en", "fr"], name);
	for (const name of ["dct:publisher", "dct:license", "dct:language", "foaf:homepage",
		"dcat:themeTaxonomy", "dct:issued", "dct:modified", "dcat:dataset", "dcat:service"])
		assert.ok(said.of(CATALOG, name).length, name);
	assert.deepEqual(said.iris(CATALOG, "dct:license"), [LICENCE]);
	const [publisher] = said.iris(CATALOG, "dct:publisher");
	assert.deepEqual(said.things("foaf:Agent"), [publisher]);
	assert.equal(said.of(publisher, "foaf:name")[0].value, "Jalon");
	assert.equal(said.of(CATALOG, "dcat:contactPoint").length, 0, "nobody told one");
	assert.deepEqual(said.iris(CATALOG, "dcat:dataset").sort(), said.things("dcat:Dataset").sort());
	const [api] = said.things("dcat:DataService");
	assert.deepEqual(said.iris(api, "dcat:endpointURL"), ["http://test/api/v1"]);
	assert.ok(said.of(api, "dct:title").length);
});

test("every_dataset_has_what_is_required_and_recommended", async () => {
	const said = await read("json-ld");

	for (const dataset of said.things("dcat:Dataset")) {
		for (const name of ["dct:title", "dct:description"])
			assert.deepEqual(languagesOf(said.of(dataset, name)), ["en", "fr"], dataset);
		assert.equal(new Set(said.of(dataset, "dct:description").map(({ value }) => value)).size,
			2, `${dataset} is told in two languages`);
		for (const name of ["dct:publisher", "dcat:theme", "dcat:keyword", "dct:language",
			"dcat:landingPage", "dct:identifier", "dct:accessRights", "dcat:distribution"])
			assert.ok(said.of(dataset, name).length, `${dataset} ${name}`);
	}
	for (const one of said.things("dcat:Distribution")) {
		for (const name of ["dcat:accessURL", "dcat:mediaType", "dct:license", "dct:title"])
			assert.ok(said.of(one, name).length, `${one} ${name}`);
		assert.deepEqual(said.iris(one, "dct:license"), [LICENCE]);
		assert.equal(said.all.filter(([, , object]) => object.iri === one).length, 1, one);
	}
});

test("all_collections_code_lists_and_reference_files_are_there", async () => {
	const said = await read("turtle");
	const { collections } = JSON.parse((await connection.get("/api/v1")).text);
	const page = (await connection.get("/en/data")).text;
	const names = said.things("dcat:Dataset").map((iri) => iri.slice(`${CATALOG}#`.length));

	assert.ok(collections.length >= 1);
	for (const { name } of collections) assert.ok(names.includes(name), name);
	const lists = [...page.matchAll(/\/data\/vocabularies\/([a-z_]+)\.csv/g)].map(([, one]) => one);
	const files = [...page.matchAll(/\/data\/reference\/([a-z.]+)"/g)].map(([, one]) => one);
	assert.ok(lists.length >= 13 && files.length >= 3);
	assert.deepEqual(names.filter((name) => /^vocabulary-/.test(name)).sort(),
		lists.map((name) => `vocabulary-${name}`).sort());
	assert.deepEqual(names.filter((name) => /^file-/.test(name)).sort(),
		files.map((name) => `file-${name}`).sort());
});

test("every_file_can_be_had_and_is_of_the_type_that_is_told", async () => {
	const said = await read("turtle");
	const types = said.iris(`${CATALOG}#practices`, "dcat:distribution")
		.flatMap((one) => said.iris(one, "dcat:mediaType"))
		.map((iri) => iri.split("media-types/")[1]);

	assert.ok(types.includes("text/csv") && types.includes("application/json"));
	assert.equal(types.length, 4);
	for (const one of said.things("dcat:Distribution")) {
		const [address] = said.iris(one, "dcat:accessURL");
		const [type] = said.iris(one, "dcat:mediaType");
		const answer = await connection.get(address.slice(SITE.length));
		assert.equal(answer.status, 200, address);
		assert.equal(answer.headers["content-type"].split(";")[0], type.split("media-types/")[1]);
		for (const download of said.iris(one, "dcat:downloadURL")) assert.equal(download, address);
	}
	for (const dataset of said.things("dcat:Dataset"))
		for (const page of said.iris(dataset, "dcat:landingPage"))
			assert.equal((await connection.get(page.slice(SITE.length))).status, 200, page);
});

test("a_reference_file_is_the_one_that_was_shipped", async () => {
	for (const name of ["framework.json", "parties.csv", "sdg.csv"]) {
		const answer = await connection.get(`/data/reference/${name}`);
		assert.equal(answer.text, readFileSync(join(root, "data", name), "utf8"), name);
		assert.ok(answer.headers["content-disposition"].includes(`"${name}"`));
	}
	for (const name of ["practices.csv", "thesaurus.csv", "nothing.csv", "..%2Fframework.json", ""])
		assert.equal((await connection.get(`/data/reference/${name}`)).status, 404, name);
});

test("code_lists_name_their_edition", async () => {
	const said = await read("turtle");
	const activity = said.of(`${CATALOG}#vocabulary-activity`, "dcat:version");

	assert.equal(activity[0].value, "2019");
	assert.match(said.of(`${CATALOG}#vocabulary-activity`, "dct:issued")[0].type, /#gYear$/);
	assert.match(said.of(`${CATALOG}#vocabulary-party`, "dct:issued")[0].type, /#date$/);
});

test("the_name_of_the_catalogue_leads_people_and_programs_on", async () => {
	const wanted = { "text/turtle": "/data/catalog.ttl", "application/ld+json, */*;q=0.1":
		"/data/catalog.jsonld", "text/html": "/en/data", "*/*": "/en/data" };

	for (const [accept, place] of Object.entries(wanted)) {
		const answer = await connection.get("/data/catalog",
			{ Accept: accept, "Accept-Language": "en" });
		assert.deepEqual([answer.status, answer.headers.location], [302, place], accept);
		assert.match(answer.headers.vary, /Accept(,|$)/);
	}
});

test("a_contact_is_told_when_there_is_one", async () => {
	const wanted = { "team@jalon.example": ["vcard:hasEmail", "mailto:team@jalon.example"],
		"https://jalon.example/write": ["vcard:hasURL", "https://jalon.example/write"] };
	const db = initialisedStore("--bare");

	for (const [contact, [predicate, iri]] of Object.entries(wanted)) {
		const own = await startServer(db, { args: ["--contact", contact] });
		const text = await (await fetch(`${own.url}/data/catalog.ttl`)).text();
		const said = new Triples(text, "turtle", own.url);
		const [point] = said.iris(`${own.url}/data/catalog`, "dcat:contactPoint");
		assert.deepEqual(said.iris(point, predicate), [iri]);
		await own.stop();
	}
});

test("odd_signs_break_neither_form", async () => {
	const db = initialisedStore("--bare"), edition = 'a "b" \\ <c> @en\nd';
	sql(db, ["vocabulary", "term", "term_text"].map((table) =>
		`UPDATE ${table} SET edition = '${edition}' WHERE vocabulary = 'stage';`).join("\n"));
	const own = await startServer(db, { args: ["--contact", "https://jalon.example/{a}|b^c"] });
	const texts = await Promise.all(Object.values(FORMS)
		.map(async ([path]) => (await fetch(own.url + path)).text()));
	const [turtle, json] = Object.keys(FORMS)
		.map((form, i) => new Triples(texts[i], form, own.url));
	const catalog = `${own.url}/data/catalog`;

	assert.deepEqual(turtle.lines, json.lines);
	assert.equal(turtle.of(`${catalog}#vocabulary-stage`, "dcat:version")[0].value, edition);
	const [contact] = turtle.iris(catalog, "dcat:contactPoint");
	assert.deepEqual(turtle.iris(contact, "vcard:hasURL"),
		["https://jalon.example/%7Ba%7D%7Cb%5Ec"]);
	await own.stop();
});
