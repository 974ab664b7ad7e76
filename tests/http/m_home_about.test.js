// The first page, what a site says of itself, and how its records are cited.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { writeCsv } from "../lib/csv.js";
import { initialisedStore, root, startServer } from "../lib/jalon.js";
import { assertLoads, load } from "../lib/loading.js";
import { attribute, Page, squash, textOf } from "../lib/page.js";
import { expectedIds, practices } from "../lib/practices.js";
import { connection } from "../lib/served.js";

const LANGUAGES = ["fr", "en"];
const ABOUT = ["about", "help", "terms", "privacy", "accessibility"];
const LICENCE = "https://creativecommons.org/licenses/by/4.0/";
const framework = JSON.parse(readFileSync(join(root, "data/framework.json"), "utf8"));

async function open(path, status = 200) {
	const answer = await connection.get(path);
	assert.equal(answer.status, status, path);
	return new Page(answer.text);
}

function linksIn(page, className) {
	const [element] = page.elements.filter((one) =>
		(attribute(one, "class") ?? "").split(" ").includes(className));
	const inner = [];
	const walk = (node) => {
		if (node.tagName === "a") inner.push([attribute(node, "href"), textOf(node)]);
		(node.childNodes ?? []).forEach(walk);
	};
	walk(element);
	return inner;
}

function footOf(page) {
	const [foot] = page.all("footer");
	const links = [];
	const walk = (node) => {
		if (node.tagName === "a") links.push(attribute(node, "href"));
		(node.childNodes ?? []).forEach(walk);
	};
	walk(foot);
	return links;
}

// ---- home

for (const lang of LANGUAGES) {
	test(`the_twenty_activities_are_the_way_in_${lang}`, async () => {
		const links = linksIn(await open(`/${lang}`), "outputs");

		for (const { code, title } of framework.activities)
			assert.ok(links.some(([href, text]) => href === `/${lang}/framework/${code}` &&
				text === `${code} ${title[lang]}`), code);
		for (const { id, title } of framework.outputs)
			assert.ok(links.some(([, text]) => text === `${id} ${title[lang]}`), id);
		assert.equal(links.length, framework.activities.length + framework.outputs.length);
	});

	test(`every_room_has_its_door_${lang}`, async () => {
		const doors = linksIn(await open(`/${lang}`), "doors").map(([href]) => href);

		assert.deepEqual(doors, ["framework", "practices", "parties", "guidelines", "coverage",
			"data"].map((room) => `/${lang}/${room}`));
	});

	test(`the_latest_are_the_newest_${lang}`, async () => {
		const page = await open(`/${lang}`);
		assert.deepEqual(page.recordIds, expectedIds("").slice(0, 3));
	});

	test(`the_searches_to_begin_with_find_something_${lang}`, async () => {
		const searches = linksIn(await open(`/${lang}`), "search").map(([href]) => href);

		assert.ok(searches.length >= 3);
		for (const href of searches) {
			const page = await open(href);
			assert.ok(page.recordIds.length, href);
			assert.equal(page.all("p", "nothing").length, 0, href);
		}
	});

	test(`what_one_can_do_leads_to_what_is_there_${lang}`, async () => {
		const uses = linksIn(await open(`/${lang}`), "uses").map(([href]) => href);
		const society = uses.find((href) => href.includes("lead_type="));
		const page = await open(`${society}&limit=100`);

		assert.ok(uses.length >= 5);
		assert.deepEqual(page.recordIds, expectedIds("lead_type=civil society"));
	});
}

// Five clicks at most, the way a stranger goes.
test("every_practice_on_discoverability_is_four_clicks_away_as_a_workbook", async () => {
	const home = await open("/en");
	const [search] = linksIn(home, "search").find(([, text]) => text === "discoverability");
	const found = await open(search);
	const all = found.links.find((href) => /^\/en\/practices\?q=discoverability/.test(href));
	const list = await open(all);
	const xlsx = list.links.find((href) => href.includes("format=xlsx"));
	const answer = await connection.get(xlsx);

	assert.ok(xlsx.includes("q=discoverability"));
	assert.equal(answer.status, 200);
	assert.match(answer.headers["content-type"], /spreadsheetml/);
	assert.equal(answer.body.toString("latin1", 0, 2), "PK");
});

// ---- the site about itself

test("each_of_these_pages_is_whole_in_both_languages", async () => {
	for (const name of ABOUT) {
		const french = await open(`/fr/${name}`), english = await open(`/en/${name}`);
		for (const tag of ["h1", "h2", "p", "li"]) {
			const [a, b] = [french, english].map((page) => page.all(tag).map(textOf));
			assert.equal(a.length, b.length, `${name} ${tag}`);
		}
		const said = [french, english].map((page) => new Set(page.all("p").map(textOf)));
		const version = french.text("p", "soft");
		for (const text of said[0])
			if (text !== version) assert.ok(!said[1].has(text), `${name}: ${text}`);
		const descriptions = [french, english].map((page) => attribute(page.all("meta")
			.find((meta) => attribute(meta, "name") === "description"), "content"));
		assert.notEqual(descriptions[0], descriptions[1]);
	}
});

test("they_are_at_the_foot_of_every_page", async () => {
	for (const lang of LANGUAGES)
		for (const [path, status] of [["", 200], ["/practices", 200], ["/practices/GP-1-05", 200],
			["/practices/NONE", 404], ["/about", 200]])
			assert.deepEqual(footOf(await open(`/${lang}${path}`, status)),
				["about", "help", "accessibility", "privacy", "terms", "data", "api"]
					.map((name) => `/${lang}/${name}`), path);
});

test("the_licence_is_the_same_wherever_it_is_named", async () => {
	for (const lang of LANGUAGES)
		for (const path of ["terms", "data", "api", "data/practices"]) {
			const page = await open(`/${lang}/${path}`);
			const licences = page.all("a").filter((a) => attribute(a, "rel") === "license");
			assert.deepEqual(licences.map((a) => attribute(a, "href")), [LICENCE], path);
		}
	const data = JSON.parse((await connection.get("/data/practices/datapackage.json")).text);
	assert.equal(data.licenses[0].path, LICENCE);
});

test("who_runs_the_site_is_told_when_it_is_known", async () => {
	const db = initialisedStore("--bare");
	const cases = [[[], undefined], [["--contact", "team@jalon.example"],
		"mailto:team@jalon.example"], [["--contact", "https://jalon.example/ask?a=1&b=2"],
		"https://jalon.example/ask?a=1&b=2"]];

	for (const [args, address] of cases) {
		const own = await startServer(db, { args });
		for (const name of ABOUT) {
			const page = new Page(await (await fetch(`${own.url}/en/${name}`)).text());
			const told = page.all("a").filter((a) => attribute(a, "href") === address);
			assert.equal(told.length, address ? 2 : 0, `${name}: ${address}`);
			assert.equal(page.all("p", "unknown").length, address ? 0 : 1, name);
		}
		await own.stop();
	}
});

// ---- citing

function fieldsOf(bibtex) {
	const [, type, id, body] = /^@(\w+)\{([^,]+),\n([\s\S]*)\n\}\n$/.exec(bibtex);
	const fields = Object.fromEntries([...body.matchAll(/^ {2}(\w+) = \{(.*)\},?$/gm)]
		.map(([, name, value]) => [name, value]));

	return { type, id, ...fields };
}

test("a_record_is_cited_by_title_id_version_date_and_address", async () => {
	for (const lang of LANGUAGES)
		for (const p of practices.slice(0, 5)) {
			const place = `/${lang}/practices/${p.id}`;
			const page = await open(place);
			const cited = page.text("p", "cite");
			const { updated_at: at, version } =
				JSON.parse((await connection.get(`/api/v1/practices/${p.id}`)).text);
			const year = new Date(at).getUTCFullYear();
			for (const part of [squash(p[`title_${lang}`]), "Jalon", p.id, `version ${version}`,
				`${year}`, `http://test${place}`])
				assert.ok(cited.includes(part), `${cited}: ${part}`);

			const bib = await connection.get(`${place}/cite.bib`);
			assert.ok(page.links.includes(`${place}/cite.bib`));
			const fields = fieldsOf(bib.text);
			assert.deepEqual([fields.id, fields.url, fields.year, fields.note],
				[p.id, `http://test${place}`, `${year}`, `${p.id}, version ${version}`]);

			const csl = await connection.get(`${place}/cite.json`);
			assert.ok(page.links.includes(`${place}/cite.json`));
			const [one, more] = JSON.parse(csl.text);
			assert.equal(more, undefined);
			assert.deepEqual(
				[one.id, one.title, one.URL, one.version, one.issued["date-parts"][0][0]],
				[p.id, p[`title_${lang}`], `http://test${place}`, `${version}`, year]);
			for (const { headers } of [bib, csl])
				assert.ok(headers["content-disposition"].includes(p.id));
		}
});

test("a_collection_is_cited_as_of_its_last_change", async () => {
	const page = await open("/en/data/practices");
	const [one] = JSON.parse((await connection.get("/en/data/practices/cite.json")).text);
	const { items } = JSON.parse((await connection.get("/api/v1/practices?limit=100")).text);
	const last = new Date(items.map((item) => item.updated_at).sort().at(-1));

	assert.equal(one.type, "dataset");
	assert.equal(one.URL, "http://test/en/data/practices");
	assert.deepEqual(one.issued["date-parts"],
		[[last.getUTCFullYear(), last.getUTCMonth() + 1, last.getUTCDate()]]);
	assert.ok(page.text("p", "cite").includes(one.URL));
	assert.equal(fieldsOf((await connection.get("/en/data/practices/cite.bib")).text).url, one.URL);
});

test("what_is_not_there_cannot_be_cited", async () => {
	for (const path of ["/en/practices/NONE/cite.bib", "/en/practices/GP-1-05/cite.ris",
		"/en/data/nothing/cite.json", "/en/data/practices/cite.xml"])
		assert.equal((await connection.get(path)).status, 404, path);
});

test("odd_titles_break_neither_format", async () => {
	const title = 'A {b} 50 % \\ "c" & d_e #1 $2 ~ ^ } {';
	const db = initialisedStore("--bare");
	assertLoads(load(db, writeCsv([["id", "title_en", "summary_en", "output"],
		["X", title, "S", "1"]])), 1, 0, 0, 0);
	const own = await startServer(db);
	const text = await (await fetch(`${own.url}/en/practices/X/cite.bib`)).text();
	const json = await (await fetch(`${own.url}/en/practices/X/cite.json`)).json();

	let depth = 0;
	for (const c of text) {
		depth += (c === "{") - (c === "}");
		assert.ok(depth >= 0, text);
	}
	assert.equal(depth, 0, text);
	assert.match(fieldsOf(text).title,
		/^\{A .*50 \\% \\textbackslash\{\} "c" \\& d\\_e \\#1 \\\$2/);
	assert.equal(json[0].title, title);
	await own.stop();
});
