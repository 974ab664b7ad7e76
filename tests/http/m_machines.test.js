// What machines are told: whole addresses, data about each page, the map of the site, robots.txt.

import assert from "node:assert/strict";
import { test } from "node:test";
import { engine, initialisedStore, sql, startServer } from "../lib/jalon.js";
import { attribute, Page } from "../lib/page.js";
import { practices } from "../lib/practices.js";
import { connection } from "../lib/served.js";

const LANGUAGES = ["fr", "en"];
const LICENCE = "https://creativecommons.org/licenses/by/4.0/";
const RECORDS_IN_A_MAP = 5000;
const SITE = "http://test";

async function open(path) {
	const answer = await connection.get(path);
	assert.equal(answer.status, 200, path);
	return new Page(answer.text);
}

function linksOf(page, rel) {
	return page.all("link").filter((link) => attribute(link, "rel") === rel &&
		(rel !== "alternate" || attribute(link, "hreflang")))
		.map((link) => attribute(link, "href"));
}

// What the data block of a page tells: a list of things, the page itself first.
function linkedOf(page) {
	const [block, more] = page.all("script");

	assert.equal(more, undefined);
	assert.equal(attribute(block, "type"), "application/ld+json");
	const data = JSON.parse(block.childNodes[0].value);
	assert.equal(data["@context"], "https://schema.org");
	return data["@graph"];
}

// ---- addresses

test("every_page_names_its_own_address_and_those_in_other_languages", async () => {
	for (const [path, own] of Object.entries({ "/en": "/en", "/en/": "/en", "/fr/data": "/fr/data",
		"/%65n/practices/GP-1-05": "/en/practices/GP-1-05",
		"/fr/practices?output=2&sector=music": "/fr/practices?output=2&sector=music" })) {
		const page = await open(path);
		assert.deepEqual(linksOf(page, "canonical"), [SITE + own], path);
		assert.deepEqual(linksOf(page, "alternate"),
			LANGUAGES.map((lang) => `${SITE}/${lang}${own.slice(3)}`), path);
	}
});

test("an_error_tells_machines_nothing", async () => {
	for (const path of ["/en/nowhere", "/en/practices/NONE", "/en/practices?activity=9.9"]) {
		const page = new Page((await connection.get(path)).text);
		assert.deepEqual(linksOf(page, "canonical"), [], path);
		assert.deepEqual(linksOf(page, "alternate"), [], path);
		assert.equal(page.all("script").length, 0, path);
	}
});

test("the_operators_address_wins_over_the_readers", async () => {
	const db = initialisedStore();
	for (const given of ["https://jalon.example", "https://jalon.example/"]) {
		const own = await startServer(db, { env: { JALON_URL: given } });
		const get = async (path) => (await fetch(own.url + path)).text();
		const page = new Page(await get("/en/practices/GP-1-05"));
		assert.deepEqual(linksOf(page, "canonical"),
			["https://jalon.example/en/practices/GP-1-05"]);
		for (const path of ["/en/practices/GP-1-05", "/sitemap.xml", "/robots.txt",
			"/data/catalog.ttl", "/en/feeds/practices", "/data/practices/datapackage.json",
			"/en/practices/GP-1-05/cite.bib"]) {
			const text = await get(path);
			assert.ok(text.includes("https://jalon.example/"), path);
			assert.ok(!text.includes("127.0.0.1"), path);
		}
		const answer = await fetch(`${own.url}/en`);
		assert.doesNotMatch(answer.headers.get("vary") ?? "", /host/i);
		await own.stop();
	}
});

// ---- data about each page

test("every_page_says_what_it_is", async () => {
	const types = { "": "WebPage", "/practices": "CollectionPage", "/practices/GP-1-05": "ItemPage",
		"/data": "CollectionPage", "/about": "AboutPage", "/help": "WebPage", "/search": "WebPage",
		"/api": "WebPage" };

	for (const lang of LANGUAGES)
		for (const [path, type] of Object.entries(types)) {
			const page = await open(`/${lang}${path}`);
			const [self] = linkedOf(page);
			assert.equal(self["@type"], type, path);
			assert.equal(self.url, `${SITE}/${lang}${path}`);
			assert.equal(self.inLanguage, lang);
			assert.equal(`${self.name} · Jalon`, page.text("title"));
			assert.equal(self.isPartOf["@type"], "WebSite");
			const crumbs = self.breadcrumb?.itemListElement ?? [];
			assert.deepEqual(crumbs.map(({ position }) => position), crumbs.map((_, i) => i + 1));
			assert.equal(crumbs.length > 1, path !== "", path);
			for (const { item } of crumbs)
				if (item) await open(item.slice(SITE.length));
		}
});

test("the_home_page_says_how_to_search", async () => {
	for (const lang of LANGUAGES) {
		const [, site] = linkedOf(await open(`/${lang}`));
		assert.equal(site["@type"], "WebSite");
		const { target, "query-input": input } = site.potentialAction;
		assert.match(input, /name=search_term_string$/);
		const address = target.urlTemplate.replace("{search_term_string}", "canada");
		const found = await open(address.slice(SITE.length));
		assert.equal(attribute(found.all("input")[0], "value"), "canada");
	}
});

test("a_record_is_a_work_with_its_codes_its_licence_and_its_collection", async () => {
	for (const lang of LANGUAGES)
		for (const p of practices.slice(0, 20)) {
			const [page, work] = linkedOf(await open(`/${lang}/practices/${p.id}`));
			assert.equal(work["@type"], "CreativeWork");
			assert.equal(work.mainEntityOfPage, page.url);
			assert.equal(work.name, p[`title_${lang}`]);
			assert.equal(work.abstract, p[`summary_${lang}`]);
			assert.equal(work.identifier, p.id);
			assert.equal(work.inLanguage, lang);
			assert.equal(work.license, LICENCE);
			assert.ok(Date.parse(work.dateModified) >= Date.parse(work.datePublished));
			const codes = ["parties", "output", "activities", "lead_type", "example_type",
				"sectors", "value_chain_stages"]
				.flatMap((name) => p[name].split(";").filter(Boolean));
			assert.deepEqual(work.about.map(({ termCode }) => termCode).sort(), codes.sort());
			assert.equal(work.isPartOf["@type"], "Dataset");
			const json = await connection.get(work.encoding.contentUrl.slice(SITE.length));
			assert.equal(JSON.parse(json.text).id, p.id);
		}
});

test("a_collection_is_a_dataset_and_a_part_of_it_is_none", async () => {
	const [, dataset] = linkedOf(await open("/en/practices"));
	assert.equal(dataset["@type"], "Dataset");
	assert.equal(dataset.license, LICENCE);
	assert.ok(dataset.description.length >= 50);
	assert.equal(linkedOf(await open("/en/practices?output=2")).length, 1);

	const [, catalog] = linkedOf(await open("/en/data"));
	assert.equal(catalog["@type"], "DataCatalog");
	assert.ok(catalog.dataset.some((one) => one["@id"] === dataset["@id"]));

	const [, whole] = linkedOf(await open(dataset.url.slice(SITE.length)));
	assert.equal(whole["@id"], dataset["@id"]);
	assert.equal(whole.includedInDataCatalog["@id"], catalog["@id"]);
	for (const { contentUrl, encodingFormat } of whole.distribution) {
		const answer = await connection.get(contentUrl.slice(SITE.length));
		assert.equal(answer.headers["content-type"].split(";")[0], encodingFormat);
	}
});

// ---- the map of the site

// [{loc, lastmod, alternates}] of a sitemap; fails when it is not well-formed.
function readMap(xml) {
	assert.ok(xml.startsWith('<?xml version="1.0" encoding="utf-8"?>\n<urlset ' +
		'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'));
	return [...xml.matchAll(/<url>(.*?)<\/url>/gs)].map(([, url]) => ({
		loc: /<loc>(.*?)<\/loc>/.exec(url)[1],
		lastmod: /<lastmod>(.*?)<\/lastmod>/.exec(url)?.[1],
		alternates: [...url.matchAll(/hreflang="(..)" href="(.*?)"/g)]
			.map(([, lang, href]) => [lang, href]),
	}));
}

async function mapOf(path = "/sitemap.xml") {
	const answer = await connection.get(path);
	assert.equal(answer.status, 200, path);
	assert.match(answer.headers["content-type"], /^application\/xml/);
	return readMap(answer.text);
}

test("the_map_names_every_page_once_with_its_other_languages", async () => {
	const map = await mapOf();
	const places = map.map(({ loc }) => loc);

	assert.equal(new Set(places).size, places.length);
	for (const lang of LANGUAGES)
		for (const p of practices) {
			const entry = map.find(({ loc }) => loc === `${SITE}/${lang}/practices/${p.id}`);
			assert.deepEqual(entry.alternates,
				LANGUAGES.map((l) => [l, `${SITE}/${l}/practices/${p.id}`]), p.id);
			assert.match(entry.lastmod, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
		}
	for (const loc of places) {
		const answer = await connection.get(loc.slice(SITE.length));
		assert.equal(answer.status, 200, loc);
		assert.match(answer.headers["content-type"], /^text\/html/, loc);
		assert.deepEqual(linksOf(new Page(answer.text), "canonical"), [loc]);
	}
});

test("no_page_that_readers_can_reach_is_missing_from_the_map", async () => {
	const listed = new Set((await mapOf()).map(({ loc }) => loc.slice(SITE.length)));
	const seen = new Set(LANGUAGES.map((lang) => `/${lang}`));

	for (const path of seen) {
		const answer = await connection.get(path);
		const isHtml = answer.headers["content-type"].startsWith("text/html");
		if (answer.status !== 200 || !isHtml) continue;
		const isForAll = !answer.text.includes('<meta name="robots" content="noindex">');
		assert.equal(listed.has(path), isForAll, `${path} in the map`);
		for (const link of new Page(answer.text).links)
			if (/^\/(fr|en)(\/|$)/.test(link) && !link.includes("?")) seen.add(link.split("#")[0]);
	}
	assert.ok(seen.size > 2 * practices.length);
});

test("a_large_base_has_an_index_of_maps", async () => {
	const db = initialisedStore(), far = 2 * RECORDS_IN_A_MAP + 7;
	const columns = sql(db, engine === "postgres" ?
		`SELECT string_agg(column_name, ',') FROM information_schema.columns
			WHERE table_name = 'record'` :
		"SELECT group_concat(name) FROM pragma_table_info('record')").split(",");
	const others = columns.filter((name) => !["seq", "id", "public_id", "root_seq"].includes(name));
	sql(db, `INSERT INTO record (seq, id, public_id, ${others})
		SELECT ${far}, 'FAR', 'FAR', ${others} FROM record WHERE public_id = 'GP-1-05'`);
	const own = await startServer(db);
	const get = async (path) => (await fetch(own.url + path)).text();
	const index = await get("/sitemap.xml");
	const parts = [...index.matchAll(/<sitemap><loc>(.*?)<\/loc>/g)].map(([, loc]) => loc);

	assert.match(index, /<sitemapindex /);
	assert.deepEqual(parts, [0, 1, 2].map((n) => `${own.url}/sitemap/${n}.xml`));
	const texts = await Promise.all(parts.map(async (loc) => (await fetch(loc)).text()));
	const maps = texts.map(readMap);
	const places = maps.map((map) => map.map(({ loc }) => loc.slice(own.url.length)));
	assert.ok(places[0].includes("/en") && places[0].includes("/fr/practices/GP-1-05"));
	assert.deepEqual(places[1], []);
	assert.deepEqual(places[2], ["/fr/practices/FAR", "/en/practices/FAR"]);
	for (const path of ["/sitemap/3.xml", "/sitemap/-1.xml", "/sitemap/x.xml", "/sitemap/0",
		"/sitemap/99999999999999999999.xml"])
		assert.equal((await fetch(own.url + path)).status, 404, path);
	await own.stop();
});

test("what_is_not_public_is_not_in_the_map", async () => {
	const db = initialisedStore();
	sql(db, "UPDATE record SET state = 'draft' WHERE public_id = 'GP-1-05'");
	const own = await startServer(db);
	const text = await (await fetch(`${own.url}/sitemap.xml`)).text();
	assert.ok(text.includes("/practices/GP-1-06<") && !text.includes("GP-1-05"));
	await own.stop();
});

// ---- robots.txt

// Which rule of robots.txt holds for an address: the longest that fits (RFC 9309).
function isAllowed(rules, address) {
	const fitting = rules.filter(([, pattern]) => new RegExp("^" + pattern
		.replace(/[.+?^${}()|[\]\\]/g, "\\$&").replaceAll("*", ".*")).test(address));
	fitting.sort((a, b) => b[1].length - a[1].length || (a[0] === "Allow" ? -1 : 1));
	return !fitting.length || fitting[0][0] === "Allow";
}

test("robots_may_read_pages_and_whole_files_and_find_the_map", async () => {
	const answer = await connection.get("/robots.txt");
	assert.match(answer.headers["content-type"], /^text\/plain/);
	const rules = [...answer.text.matchAll(/^(Allow|Disallow): (\S+)$/gm)]
		.map(([, rule, pattern]) => [rule, pattern]);
	assert.match(answer.text, /^User-agent: \*$/m);
	assert.match(answer.text, /^Sitemap: http:\/\/test\/sitemap\.xml$/m);
	for (const { loc } of await mapOf())
		assert.ok(isAllowed(rules, loc.slice(SITE.length)), loc);
	for (const path of ["/data/catalog.ttl", "/api/v1/practices?format=csv", "/api/v1/practices"])
		assert.ok(isAllowed(rules, path), path);
	for (const path of ["/en/practices?output=2", "/en/search?q=x", "/fr/practices?cursor=a64",
		"/api/v1/practices?activity=2.4&format=csv", "/api/v1/practices?q=x"])
		assert.ok(!isAllowed(rules, path), path);
});
