// Where examples are and where none is known, counted from the shipped files.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { bulkStore } from "../lib/bulk.js";
import { parseTable } from "../lib/csv.js";
import { keepAlive, root, startServer } from "../lib/jalon.js";
import { attribute, Page, textOf } from "../lib/page.js";
import { expectedIds, filterValues, practices } from "../lib/practices.js";
import { connection } from "../lib/served.js";

const LANGUAGES = ["fr", "en"];
const TABLES = ["group", "stage"];
const parties = parseTable(readFileSync(join(root, "data/parties.csv"), "utf8"));

async function open(path, of = connection) {
	const answer = await of.get(path);
	assert.equal(answer.status, 200, path);
	return new Page(answer.text);
}

// The table's body as rows of cells, each {text, href}; the first of a row is its heading.
function cellsOf(page, n) {
	const children = (node, ...tags) => node.childNodes.filter((one) => tags.includes(one.tagName));
	const table = page.all("table", "heat")[n];
	const rows = children(table, "tbody", "tfoot").flatMap((body) => children(body, "tr"));

	return rows.map((row) => children(row, "th", "td").map((cell) => {
		const [link] = children(cell, "a");
		return { text: textOf(cell), href: link && attribute(link, "href") };
	}));
}

function countOf(query) {
	return expectedIds(query).length;
}

const NONE = { fr: "aucun connu", en: "none known" };

for (const lang of LANGUAGES) {
	test(`every_cell_is_the_count_of_the_list_it_leads_to (${lang})`, async () => {
		const page = await open(`/${lang}/coverage`);

		for (const [n, name] of TABLES.entries()) {
			const rows = cellsOf(page, n);
			const columns = filterValues[name];
			assert.equal(rows.length, filterValues.activity.length + 1);
			for (const [r, activity] of filterValues.activity.entries()) {
				const [head, ...cells] = rows[r];
				assert.ok(head.text.startsWith(`${activity} `), head.text);
				const queries = [...columns.map((code) => `activity=${activity}&${name}=${code}`),
					`activity=${activity}`];
				assert.deepEqual(cells.map((cell) => cell.text),
					queries.map((query) => `${countOf(query) || NONE[lang]}`), activity);
				assert.deepEqual(cells.slice(0, -1).map((cell) => cell.href),
					queries.slice(0, -1).map((query) => `/${lang}/practices?${query}`));
			}
			assert.deepEqual(rows.at(-1).slice(1).map((cell) => cell.text),
				[...columns.map((code) => `${countOf(`${name}=${code}`)}`),
					`${practices.length}`]);
		}
	});
}

test("a_cell_leads_to_as_many_practices_as_it_says", async () => {
	const page = await open("/en/coverage");
	const cells = TABLES.flatMap((_, n) => cellsOf(page, n).flat()).filter((cell) => cell.href);
	let n_followed = 0;

	for (const { text, href } of cells.filter((_, i) => i % 7 === 0)) {
		const list = await open(href);
		const shown = Number.parseInt(list.text("h2"), 10);
		assert.equal(shown, text === NONE.en ? 0 : Number(text), href);
		n_followed++;
	}
	assert.ok(n_followed > 20);
});

test("gaps_are_told_in_words", async () => {
	const page = await open("/en/coverage");
	const gaps = (query) => filterValues.activity
		.filter((activity) => !countOf(`activity=${activity}&${query}`));
	const empty = filterValues.activity.filter((activity) => !countOf(`activity=${activity}`));
	const told = page.all("dd").map(textOf);

	assert.deepEqual(empty, ["3.2", "5.3"]);
	const [list] = page.all("ul", "terms");
	assert.deepEqual(list.childNodes.filter((one) => one.tagName === "li")
		.map((one) => textOf(one).split(" ")[0]), empty);
	const expected = TABLES.flatMap((name) => filterValues[name]
		.map((code) => gaps(`${name}=${code}`).join(", ")));
	assert.deepEqual(told, expected.map((codes) => `no example of ${codes}`));
});

for (const lang of LANGUAGES) {
	test(`parties_without_an_example_stand_in_the_order_of_their_names (${lang})`, async () => {
		const page = await open(`/${lang}/coverage`);
		const [list] = page.all("ul", "lists");
		const links = page.all("a").filter((one) => one.parentNode.parentNode === list);
		const fold = (name) => name.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
		const expected = parties.filter((party) => !countOf(`party=${party.iso3}`))
			.map((party) => [party[`name_${lang}`], `/${lang}/parties/${party.iso3}`]);

		assert.ok(expected.length > 100);
		const found = links.map((link) => [textOf(link), attribute(link, "href")]);
		assert.deepEqual([...found].sort(), expected.sort());
		const names = found.map(([name]) => fold(name));
		assert.deepEqual(names, [...names].sort(), "another order");
	});
}

test("what_has_no_example_leads_to_its_page", async () => {
	const page = await open("/en/coverage");
	const links = page.links.filter((link) => /^\/en\/(parties|framework)\/./.test(link));

	assert.ok(links.includes("/en/framework/3.2"));
	for (const link of links) await open(link);
});

test("no_party_stands_beside_a_figure", async () => {
	const page = await open("/en/coverage");
	const names = new Set(parties.map((party) => party.name_en));

	for (const tag of ["th", "td", "dt", "dd"])
		for (const cell of page.all(tag)) assert.equal(names.has(textOf(cell)), false);
});

// ---- the data

function expectedLines() {
	const lines = [];
	const add = (activity, vocabulary, code) => {
		const query = new URLSearchParams();
		if (activity) query.append("activity", activity);
		if (code) query.append(vocabulary, code);
		lines.push({ activity, vocabulary, code, practices: countOf(query.toString()) });
	};

	for (const activity of filterValues.activity) {
		add(activity, null, null);
		for (const name of TABLES) for (const code of filterValues[name]) add(activity, name, code);
	}
	for (const name of TABLES) for (const code of filterValues[name]) add(null, name, code);
	add(null, null, null);
	return lines;
}

test("the_data_are_had_as_json_and_csv", async () => {
	const page = await open("/fr/coverage");
	const json = await connection.get("/data/coverage.json");
	const csv = await connection.get("/data/coverage.csv");
	const expected = expectedLines();

	for (const address of ["/data/coverage.json", "/data/coverage.csv"])
		assert.ok(page.links.includes(address), address);
	assert.equal(json.headers["content-type"], "application/json");
	assert.deepEqual(JSON.parse(json.text).counts,
		expected.map((line) => ({ ...line, is_exact: true })));
	assert.match(csv.headers["content-type"], /^text\/csv/);
	const rows = parseTable(csv.text);
	assert.deepEqual(Object.keys(rows[0]), ["activity", "activity_fr", "activity_en", "vocabulary",
		"code", "label_fr", "label_en", "practices", "is_exact"]);
	assert.deepEqual(rows.map((row) => [row.activity, row.vocabulary, row.code, row.practices]),
		expected.map((line) => [line.activity ?? "", line.vocabulary ?? "", line.code ?? "",
			`${line.practices}`]));
	const senegal = rows.find((row) => row.activity === "2.4" && row.code === "Va");
	assert.deepEqual([senegal.label_en, senegal.label_fr], ["Africa", "Afrique"]);
	assert.notEqual(senegal.activity_fr, "");
});

test("more_than_a_thousand_is_said_so", async () => {
	const own = await startServer(bulkStore(2100)), of = await keepAlive(own.port);
	const page = await open("/en/coverage", of);
	const rows = cellsOf(page, 0);
	const at = (activity) => rows[filterValues.activity.indexOf(activity)];

	// Every other practice is of 1.1, the others of 2.1; all of France and Canada, both of group I.
	assert.equal(at("1.1")[1].text, "1,000+");
	assert.equal(at("2.1").at(-1).text, "1,000+");
	assert.equal(at("1.2")[1].text, NONE.en);
	const { counts } = JSON.parse((await of.get("/data/coverage.json")).text);
	const cell = counts.find((one) => one.activity === "1.1" && one.code === "I");
	assert.deepEqual([cell.practices, cell.is_exact], [1000, false]);
	of.close();
	await own.stop();
});

test("an_empty_house_has_gaps_alone", async () => {
	const own = await startServer(bulkStore(0)), of = await keepAlive(own.port);
	const page = await open("/en/coverage", of);

	for (const [n] of TABLES.entries())
		for (const [, ...cells] of cellsOf(page, n))
			for (const cell of cells) assert.equal(cell.text, NONE.en);
	assert.deepEqual(new Set(page.all("dd").map(textOf)), new Set(["no example of any activity"]));
	of.close();
	await own.stop();
});
