// The operational guidelines: the whole document, parts of it, each paragraph and what rests on it.

import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { writeCsv } from "../lib/csv.js";
import { initialisedStore, root, run, sql, temporaryPath } from "../lib/jalon.js";
import { attribute, Page, squash, textOf } from "../lib/page.js";
import { expectedIds } from "../lib/practices.js";
import { connection } from "../lib/served.js";

const file = readFileSync(join(root, "data/guidelines.json"), "utf8");
const { paragraphs, sections } = JSON.parse(file);
const framework = JSON.parse(readFileSync(join(root, "data/framework.json"), "utf8"));
const numbers = paragraphs.map((p) => p.number);
const LANGUAGES = ["fr", "en"];

// What each filter looks at.
const facets = {
	section: (p) => [p.section],
	addressee: (p) => p.addressee,
	stage: (p) => p.value_chain_stages,
};

function matches(p, params, apart) {
	return Object.entries(facets).every(([name, codesOf]) => name === apart || !params.has(name) ||
		params.getAll(name).some((code) => codesOf(p).includes(code)));
}

function expectedNumbers(query) {
	return paragraphs.filter((p) => matches(p, new URLSearchParams(query))).map((p) => p.number);
}

function activitiesOf(numbersOf) {
	return framework.activities
		.filter((a) => a.guideline_paragraphs.some((number) => numbersOf.includes(number)))
		.map((a) => a.code);
}

function partsOf(number) {
	return paragraphs.filter((p) => p.parent === number).map((p) => p.number);
}

async function open(path, status = 200) {
	const answer = await connection.get(path);
	assert.equal(answer.status, status, path);
	return new Page(answer.text);
}

// The rows of a document, each with its number and its text.
function rowsOf(page) {
	return page.all("ol", "outline").flatMap((list) => list.childNodes)
		.filter((node) => node.tagName === "li").map((row) => {
			const link = row.childNodes.find((node) => node.tagName === "a");
			return { id: attribute(row, "id"), number: textOf(link), text: textOf(row),
				href: attribute(link, "href") };
		});
}

function anchorOf(number) {
	return `p${number.replace(".", "-")}`;
}

// ---- the document

test("the_whole_document_stands_on_one_page_in_its_order", async () => {
	for (const lang of LANGUAGES) {
		const page = await open(`/${lang}/guidelines`);
		const rows = rowsOf(page);
		assert.deepEqual(rows.map((row) => row.number), numbers);
		for (const [i, row] of rows.entries()) {
			assert.ok(row.text.includes(squash(paragraphs[i].gist[lang])), row.number);
			assert.equal(row.href, `/${lang}/guidelines/${row.number}`);
			assert.equal(row.id, anchorOf(row.number));
			for (const code of activitiesOf([row.number]))
				assert.ok(row.text.split(" ").includes(code), `${row.number} ${code}`);
		}
		assert.deepEqual(page.all("h3").map(textOf), sections.map((s) => squash(s.label[lang])));
		const n_parts = paragraphs.filter((p) => p.parent).length;
		assert.match(page.text("h2"), new RegExp(`^${numbers.length - n_parts} .* ${n_parts} `));
	}
});

test("filters_narrow_the_document", async () => {
	const queries = ["stage=access&addressee=civil%20society", "section=governance&stage=creation",
		"section=principles&section=balance&stage=distribution",
		"addressee=Secretariat&addressee=private+sector"];

	for (const name of Object.keys(facets))
		for (const code of new Set(paragraphs.flatMap(facets[name])))
			queries.push(new URLSearchParams({ [name]: code }).toString());
	for (const query of queries)
		assert.deepEqual(rowsOf(await open(`/en/guidelines?${query}`)).map((row) => row.number),
			expectedNumbers(query), query);
});

// Codes offered by the form, with the numbers beside them.
function offeredBy(page) {
	const offered = {};

	for (const label of page.all("label")) {
		const [input] = label.childNodes.filter((node) => node.tagName === "input");
		if (attribute(input ?? {}, "type") === "checkbox")
			offered[`${attribute(input, "name")}=${attribute(input, "value")}`] =
				Number(textOf(label.childNodes.findLast((node) => node.tagName === "span")));
	}
	return offered;
}

test("the_numbers_beside_choices_are_what_they_would_leave", async () => {
	for (const query of ["", "stage=access", "section=governance&addressee=Parties"]) {
		const params = new URLSearchParams(query), expected = {};
		for (const [name, codesOf] of Object.entries(facets))
			for (const p of paragraphs.filter((one) => matches(one, params, name)))
				for (const code of codesOf(p))
					expected[`${name}=${code}`] = (expected[`${name}=${code}`] ?? 0) + 1;
		assert.deepEqual(offeredBy(await open(`/en/guidelines?${query}`)), expected, query);
	}
});

test("choices_of_the_document_stand_in_its_order", async () => {
	const offered = Object.keys(offeredBy(await open("/fr/guidelines")));
	const codesOf = (name) => offered.filter((one) => one.startsWith(`${name}=`))
		.map((one) => one.slice(name.length + 1));

	assert.deepEqual(codesOf("section"), sections.map((s) => s.code));
	assert.deepEqual(codesOf("stage"), framework.value_chain_stages.map((s) => s.code));
});

test("a_chip_takes_its_filter_away", async () => {
	const page = await open("/en/guidelines?section=balance&stage=access&stage=distribution");
	const chips = page.all("ul", "chips")[0].childNodes.filter((node) => node.tagName === "li");

	assert.deepEqual(chips.map((chip) => attribute(chip.childNodes[0], "href")), [
		"/en/guidelines?stage=access&stage=distribution",
		"/en/guidelines?section=balance&stage=distribution",
		"/en/guidelines?section=balance&stage=access",
		"/en/guidelines",
	]);
});

test("words_are_found_in_the_document_and_in_items_without_a_number", async () => {
	const page = await open("/en/guidelines?q=bandwidth");

	assert.deepEqual(rowsOf(page).map((row) => row.number), ["14.6"]);
	assert.match(page.text("mark"), /bandwidth/i);
});

test("what_no_filter_knows_is_400", async () => {
	for (const query of ["stage=creations", "addressee=parties", "section=1", "activity=2.4",
		"party=FRA", "stage=access&stage=x"]) {
		const page = await open(`/en/guidelines?${query}`, 400);
		assert.ok(page.links.includes("/en/guidelines"), query);
	}
	await open("/en/guidelines?stage=&addressee=&section=");
});

// ---- a paragraph

test("every_paragraph_tells_what_the_file_says_of_it", async () => {
	const bases = { stated: /^The text names them/, judged: /does not name them/,
		none: /^None in particular/ };
	const labelOf = new Map(framework.value_chain_stages.map((s) => [s.code, s.label.en]));

	for (const p of paragraphs) {
		const page = await open(`/en/guidelines/${p.number}`);
		const { facts } = page, stages = facts["Stages of the value chain"].words;
		assert.equal(page.text("h1"), `Paragraph ${p.number}`);
		assert.equal(page.text("p", "lede"), squash(p.gist.en));
		assert.equal(facts.Section.words, sections.find((s) => s.code === p.section).label.en);
		assert.equal(facts.Addressees.words.toLowerCase(), p.addressee.join(" ").toLowerCase());
		const named = p.value_chain_stages.map((code) => labelOf.get(code)).join(" ");
		assert.ok(stages.startsWith(named), p.number);
		assert.match(stages.slice(named.length).trim(), bases[p.stage_basis], p.number);
		for (const item of p.items ?? [])
			assert.ok(page.all("li").map(textOf).includes(squash(item.gist.en)), item.id);
		const french = await open(`/fr/guidelines/${p.number}`);
		assert.equal(french.text("p", "lede"), squash(p.gist.fr));
		assert.equal(french.elements.length, page.elements.length, p.number);
	}
});

test("every_paragraph_leads_to_what_rests_on_it_or_on_its_parts", async () => {
	for (const { number } of paragraphs) {
		const { facts } = await open(`/en/guidelines/${number}`);
		const activities = activitiesOf([number, ...partsOf(number)]);
		assert.deepEqual(facts["Activities that rest on it"].links,
			activities.map((code) => `/en/framework/${code}`), number);
		const examples = facts["Good practices of these activities"];
		assert.equal(Boolean(examples), activities.length > 0, number);
		if (!examples) continue;
		const query = activities.map((code) => `activity=${code}`).join("&");
		const n = expectedIds(query).length;
		assert.deepEqual(examples.links, n ? [`/en/practices?${query}`] : [], number);
		assert.equal(examples.words,
			{ 0: "none is known yet", 1: "1 record" }[n] ?? `${n} records`);
	}
});

test("a_paragraph_shows_its_parts_where_addresses_may_point", async () => {
	for (const { number } of paragraphs.filter((p) => !p.parent)) {
		const rows = rowsOf(await open(`/fr/guidelines/${number}`));
		assert.deepEqual(rows.map((row) => row.number), partsOf(number));
		assert.deepEqual(rows.map((row) => row.id), partsOf(number).map(anchorOf));
	}
});

test("one_goes_from_paragraph_to_paragraph_and_from_part_to_part", async () => {
	for (const number of ["1", "14.1", "19.1"]) {
		const parent = paragraphs.find((p) => p.number === number).parent;
		const seen = [];
		for (let place = `/en/guidelines/${number}`, page; place; place = page.rel("next")) {
			page = await open(place);
			const before = page.rel("prev");
			assert.equal(before, seen.length ? `/en/guidelines/${seen.at(-1)}` : undefined);
			seen.push(place.split("/").at(-1));
		}
		assert.deepEqual(seen,
			paragraphs.filter((p) => p.parent === parent).map((p) => p.number));
	}
	const page = await open("/en/guidelines/14.1");
	assert.ok(page.links.includes("/en/guidelines/14"));
});

test("a_paragraph_that_is_none_is_404", async () => {
	for (const number of ["0", "28", "14.7", "14.", ".1", "14.1.1", "p14", "%C3%A9"])
		for (const lang of LANGUAGES) await open(`/${lang}/guidelines/${number}`, 404);
});

// ---- for programs

test("the_file_can_be_had_as_it_is", async () => {
	const answer = await connection.get("/data/reference/guidelines.json");

	assert.equal(answer.status, 200);
	assert.equal(answer.headers["content-type"], "application/json");
	assert.equal(answer.text, file);
	assert.ok((await open("/en/data")).links.includes("/data/reference/guidelines.json"));
});

test("programs_get_every_paragraph_with_its_codes", async () => {
	const path = "/api/v1/guidelines?limit=100&sort=created_at";
	const { items, total } = JSON.parse((await connection.get(path)).text);

	assert.equal(total, paragraphs.length);
	for (const [i, p] of paragraphs.entries()) {
		const { id, gist, section, addressees, value_chain_stages, stage_basis } = items[i];
		assert.deepEqual({ id, gist, section, addressees, value_chain_stages, stage_basis }, {
			id: p.number, gist: p.gist, section: [p.section], addressees: p.addressee,
			value_chain_stages: p.value_chain_stages, stage_basis: [p.stage_basis] });
	}
});

// ---- the search over everything

test("one_search_finds_paragraphs_activities_and_targets", async () => {
	const search = async (q) => (await open(`/en/search?q=${encodeURIComponent(q)}`)).links;
	const target = framework.sdg_targets.find((one) => one.number === "17.6");

	assert.ok((await search('"fair, open, sustainable"')).includes("/en/guidelines/16.5"));
	const activity = framework.activities.find((a) => a.code === "2.4");
	const found = await search(activity.title.en);
	assert.equal(found.filter((link) => link === "/en/framework/2.4").length, 1);
	assert.ok((await search(target.label.en)).includes("/en/sdg/17.6"));
	assert.ok((await search(sections[5].label.en))
		.includes(`/en/guidelines?section=${sections[5].code}`));
});

// ---- keeping them

test("init_brings_them_along_and_makes_them_what_is_shipped", () => {
	const db = initialisedStore("--bare"), path = temporaryPath("guidelines.csv");
	const gist = () => sql(db, `SELECT text FROM record_text JOIN record USING (seq)
		WHERE public_id = '14.1' AND field = 'gist' AND record_text.lang = 'en'`);
	const shipped = paragraphs.find((p) => p.number === "14.1").gist.en;

	assert.equal(gist(), shipped);
	writeFileSync(path, writeCsv([["id", "gist_en"], ["14.1", "Otherwise."]]));
	const loaded = run(["load", "guidelines", path, "--db", db]);
	assert.match(loaded.stdout, /0 created, 1 updated, 0 unchanged, 0 rejected/);
	assert.equal(gist(), "Otherwise.");
	for (let i = 0; i < 2; i++) {
		assert.equal(run(["init", "--bare", "--db", db]).status, 0);
		assert.equal(gist(), shipped);
	}
	assert.equal(sql(db, "SELECT version FROM record WHERE public_id = '14.1'"), "3");
	assert.equal(run(["verify", "--db", db]).status, 0);
});
