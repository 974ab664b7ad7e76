// Counts beside filters, chips, and the orders of a list.

import assert from "node:assert/strict";
import { test } from "node:test";
import { writeCsv } from "../lib/csv.js";
import { initialisedStore, keepAlive, startServer } from "../lib/jalon.js";
import { assertLoads, load } from "../lib/loading.js";
import { attribute, Page, textOf } from "../lib/page.js";
import { expectedFacets, expectedIds, filterValues, practices } from "../lib/practices.js";
import { chance, wordsOf } from "../lib/searching.js";
import { connection } from "../lib/served.js";

const LIST = "/api/v1/practices";
const NAMES = Object.keys(filterValues);

async function ask(path, { headers, of = connection } = {}) {
	const answer = await of.get(path, headers);
	assert.equal(answer.status, 200, `${path}: ${answer.text}`);
	return JSON.parse(answer.text);
}

async function open(path, of = connection) {
	const answer = await of.get(path);
	assert.equal(answer.status, 200, path);
	return new Page(answer.text);
}

function idsOf(list) {
	return list.items.map((item) => item.id);
}

// "output=2&party=FRA&party=CAN": of one to three filters, one to three values each.
function filtersBy(random) {
	const pairs = [];

	for (let n = 1 + random.below(3); n; n--) {
		const name = random.one(NAMES);
		for (let k = 1 + random.below(3); k; k--) {
			const [party] = random.one(practices).parties.split(";"); // any would leave nothing
			const value = name === "party" ? party : random.one(filterValues[name]);
			if (value) pairs.push([name, value]);
		}
	}
	return new URLSearchParams(pairs).toString();
}

// ---- counts for programs

test("counts_are_told_when_asked_for_only", async () => {
	for (const asked of ["", "facets=0", "output=2"])
		assert.equal("facets" in await ask(`${LIST}?${asked}`), false, asked);
	const list = await ask(`${LIST}?facets=1`);
	assert.deepEqual(Object.keys(list), ["total", "total_is_exact", "items", "next", "facets"]);
	assert.deepEqual(Object.keys(list.facets).sort(), [...NAMES].sort());
	assert.equal(list.facets.output[2], 37);
	assert.equal(list.facets.year[2016], 20);
});

test("counts_are_those_of_the_file_for_any_filters", async () => {
	const random = chance(2005);

	assert.deepEqual((await ask(`${LIST}?facets=1`)).facets, expectedFacets(""));
	for (let i = 0; i < 120; i++) {
		const filters = filtersBy(random);
		const list = await ask(`${LIST}?${filters}&facets=1&limit=100`);
		const { year = {}, ...expected } = expectedFacets(filters);
		const { year: found = {}, ...others } = list.facets;
		assert.deepEqual(others, expected, filters);
		assert.deepEqual(found, year, filters);
		assert.deepEqual(idsOf(list), expectedIds(filters), filters);
	}
});

test("a_filter_does_not_change_its_own_counts", async () => {
	const { facets } = await ask(`${LIST}?facets=1`);

	for (const name of NAMES) {
		const value = filterValues[name].find((one) => facets[name][one]);
		const narrowed = await ask(`${LIST}?${new URLSearchParams([[name, value]])}&facets=1`);
		assert.deepEqual(narrowed.facets[name], facets[name], name);
		assert.equal(narrowed.total, facets[name][value], name);
	}
});

test("a_count_is_what_the_list_would_hold", async () => {
	const asked = "output=2&year=2016&q=film";
	const { facets, total } = await ask(`${LIST}?${asked}&facets=1`);

	assert.ok(total > 0);
	for (const name of NAMES.filter((one) => !["output", "year"].includes(one)))
		for (const value of filterValues[name]) {
			const one = new URLSearchParams([[name, value]]);
			assert.equal((await ask(`${LIST}?${asked}&${one}`)).total, facets[name][value] ?? 0,
				`${name}=${value}`);
		}
});

test("words_narrow_the_counts", async () => {
	for (const q of ["numérique", "film -canada", '"vidéo à la demande"', "xqzwvk", "-film"])
		for (const filters of ["", "output=2", "year=2016&party=FRA"]) {
			const words = new URLSearchParams({ q });
			const all = idsOf(await ask(`${LIST}?${words}&limit=100`));
			const list = await ask(`${LIST}?${words}&${filters}&facets=1`);
			assert.deepEqual({ year: {}, ...list.facets },
				{ year: {}, ...expectedFacets(filters, all) }, `${q} ${filters}`);
		}
});

test("counts_stay_the_same_from_page_to_page_and_in_any_order", async () => {
	const { facets, next } = await ask(`${LIST}?output=2&facets=1&limit=5`);

	for (const path of [next, `${LIST}?output=2&facets=1&sort=-title`,
		`${LIST}?output=2&facets=1&cursor=a1`, `${LIST}?output=2&facets=1&lang=fr`])
		assert.deepEqual((await ask(path)).facets, facets, path);
});

test("another_value_of_facets_is_400", async () => {
	for (const value of ["2", "yes", "true", "", "01", "-1", "1%20", "activity"]) {
		const answer = await connection.get(`${LIST}?facets=${value}`);
		assert.equal(answer.status, 400, value);
		assert.equal(JSON.parse(answer.text).error.fields[0].field, "facets");
	}
});

// ---- on pages

// {"party=CAN": {count, isChecked}} of the boxes and options of a page.
function offered(page) {
	const found = {};

	for (const box of page.all("input").filter((one) => attribute(one, "type") === "checkbox")) {
		const label = box.parentNode;
		const count = page.all("span", "count").find((one) => one.parentNode === label);
		found[`${attribute(box, "name")}=${attribute(box, "value")}`] = {
			count: Number(textOf(count)), isChecked: attribute(box, "checked") !== undefined };
	}
	for (const option of page.all("option").filter((one) => attribute(one, "value"))) {
		const name = attribute(option.parentNode, "name");
		const [, count] = /\((\d+)\)$/.exec(textOf(option));
		found[`${name}=${attribute(option, "value")}`] = { count: Number(count),
			isChecked: false };
	}
	return found;
}

test("pages_offer_what_leaves_something_with_the_same_counts", async () => {
	const random = chance(99);

	for (let i = 0; i < 30; i++) {
		const filters = i ? filtersBy(random) : "";
		const expected = expectedFacets(filters), chosen = filters.split("&");
		for (const lang of ["fr", "en"]) {
			const found = offered(await open(`/${lang}/practices?${filters}`));
			for (const name of NAMES.filter((one) => one !== "year"))
				for (const value of filterValues[name]) {
					const one = new URLSearchParams([[name, value]]).toString();
					const count = expected[name][value] ?? 0;
					const isChecked = chosen.includes(one);
					assert.deepEqual(found[`${name}=${value}`], count || isChecked
						? { count, isChecked } : undefined, `${filters}: ${one}`);
				}
		}
	}
});

test("a_chip_takes_away_exactly_one_filter", async () => {
	const random = chance(3);

	for (let i = 0; i < 40; i++) {
		const pairs = [...new Map([...new URLSearchParams(filtersBy(random))]
			.map(([name, value]) => [`${name}=${value}`, [name, value]])).values()];
		if (random.oneIn(2)) pairs.unshift(["q", "de la -film"]);
		if (random.oneIn(2)) pairs.push(["sort", "title"]);
		const asked = new URLSearchParams(pairs);
		const page = await open(`/fr/practices?${asked}`);
		const places = page.all("ul", "chips")[0].childNodes
			.filter((node) => node.tagName === "li" && attribute(node, "class") !== "all")
			.map((node) => attribute(node.childNodes[0], "href"));
		const left = places.map((place) =>
			[...new URLSearchParams(place.split("?")[1] ?? "")].map(String).sort().join(" "));
		const expected = pairs.filter(([name]) => name !== "sort").map((gone) =>
			pairs.filter((pair) => pair !== gone).map(String).sort().join(" "));
		assert.deepEqual(left.sort(), expected.sort(), String(asked));
	}
});

test("more_than_a_thousand_are_counted_as_that", async () => {
	const rows = Array.from({ length: 1001 }, (_, i) =>
		[`B-${i}`, `Titre ${i}`, "x", i < 1000 ? "1" : "2", i < 1000 ? "1.1" : "1.1;2.4", "2016"]);
	const db = initialisedStore("--bare");
	assertLoads(load(db, writeCsv([["id", "title_fr", "summary_fr", "output", "activities",
		"start_year"], ...rows])), 1001, 0, 0, 0);
	const own = await startServer(db), of = await keepAlive(own.port);
	const { facets } = await ask(`${LIST}?facets=1`, { of });
	assert.deepEqual([facets.output, facets.activity, facets.year],
		[{ 1: 1000, 2: 1 }, { 1.1: 1000, 2.4: 1 }, { 2016: 1000 }]);
	const page = await open("/en/practices", of);
	const counts = page.all("label").map(textOf).filter((text) => /Map the sector/.test(text));
	assert.match(counts[0], /1,000\+$/, "more than a thousand is no thousand");
	const fewer = await open("/en/practices?output=2", of);
	assert.match(textOf(fewer.all("span", "count").find((one) =>
		/Map the sector/.test(textOf(one.parentNode)))), /^1$/);
	of.close();
	await own.stop();
});

// ---- orders

// A title as it is put in order: letters without accents and case.
function keyOf(text) {
	return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replaceAll("œ", "oe")
		.replaceAll("’", "'").replace(/[«»“”]/g, '"').replace(/[‐-―]/g, "-")
		.replace(/\s+/gu, " ").trim();
}

function byBytes(a, b) {
	return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

test("titles_come_in_the_order_of_the_readers_language", async () => {
	for (const lang of ["fr", "en"]) {
		const expected = practices
			.map((p, i) => ({ id: p.id, key: keyOf(p[`title_${lang}`]), i }))
			.sort((a, b) => byBytes(a.key, b.key) || a.i - b.i).map((p) => p.id);
		const headers = { "Accept-Language": lang };
		assert.deepEqual(idsOf(await ask(`${LIST}?sort=title&limit=100`, { headers })), expected);
		assert.deepEqual(idsOf(await ask(`${LIST}?sort=-title&limit=100`, { headers })),
			[...expected].reverse());
		const page = await open(`/${lang}/practices?sort=title&limit=100`);
		assert.deepEqual(page.recordIds, expected);
	}
});

test("titles_of_one_language_are_in_its_order_whatever_the_reader_speaks", async () => {
	for (const lang of ["fr", "en"]) {
		const expected = idsOf(await ask(`${LIST}?sort=title&limit=100`,
			{ headers: { "Accept-Language": lang } }));
		for (const accepted of ["fr", "en"])
			assert.deepEqual(idsOf(await ask(`${LIST}?sort=title&lang=${lang}&limit=100`,
				{ headers: { "Accept-Language": accepted } })), expected, `${lang} ${accepted}`);
	}
});

test("accents_capitals_and_ligatures_do_not_move_a_title", async () => {
	const titles = ["Zèbre", "eau", "École", "ecoles", "Écran", "Œuvre", "oeuf", "œil",
		"ÉTÉ", "etc", "Été 2", "ça", "Cable", "Âge", "age 2", "12 mois", "2 ans",
		"« Ainsi »", "Ñandú", "nandou"];
	const db = initialisedStore("--bare");
	assertLoads(load(db, writeCsv([["id", "title_fr", "summary_fr", "output"],
		...titles.map((title, i) => [`T-${i}`, title, "x", "1"])])), titles.length, 0, 0, 0);
	const own = await startServer(db), of = await keepAlive(own.port);
	const sorted = (await ask(`${LIST}?sort=title&limit=100`, { of })).items
		.map((item) => item.title.fr);
	const expected = [...titles].sort((a, b) => byBytes(keyOf(a), keyOf(b)));
	assert.deepEqual(sorted, expected);
	// A title that is in one language only stands in the other's order too.
	const english = await ask(`${LIST}?sort=title&limit=100`, { of,
		headers: { "Accept-Language": "en" } });
	assert.deepEqual(english.items.map((item) => item.title.fr), expected);
	of.close();
	await own.stop();
});

test("unknown_starts_come_last_both_ways_newest_first_in_a_year", async () => {
	const place = new Map(practices.map((p, i) => [p.id, i]));

	for (const [sort, way] of [["start_year", 1], ["-start_year", -1]]) {
		const expected = [...practices].sort((a, b) =>
			(a.start_year === "") - (b.start_year === "") ||
			way * (a.start_year - b.start_year) || place.get(b.id) - place.get(a.id))
			.map((p) => p.id);
		assert.deepEqual(idsOf(await ask(`${LIST}?sort=${sort}&limit=100`)), expected);
		const page = await open(`/en/practices?sort=${sort}&limit=100`);
		assert.deepEqual(page.recordIds, expected);
	}
});

test("every_order_is_walked_whole_forward_and_back", async () => {
	for (const sort of ["title", "-title", "start_year", "-start_year", "created_at",
		"-created_at"])
		for (const filters of ["", "output=2", "group=I&group=Va"]) {
			const asked = new URLSearchParams(`${filters}&sort=${sort}`);
			const all = (await open(`/en/practices?${asked}&limit=100`)).recordIds;
			assert.deepEqual([...all].sort(), expectedIds(filters).sort());
			const there = [], back = [];
			let page = await open(`/en/practices?${asked}&limit=7`), last;
			for (; page; page = page.rel("next") && await open(page.rel("next"))) {
				there.push(...page.recordIds);
				last = page;
			}
			for (page = last; page; page = page.rel("prev") && await open(page.rel("prev")))
				back.unshift(...page.recordIds);
			assert.deepEqual(there, all, `${asked}`);
			assert.deepEqual(back, all, `${asked}`);
		}
});

test("a_long_list_by_title_is_walked_to_its_end", async () => {
	const n = 2300, db = initialisedStore("--bare");
	const title = (i) => `Titre ${String((i * 7919) % n).padStart(4, "0")}`;
	assertLoads(load(db, writeCsv([["id", "title_fr", "summary_fr", "output"],
		...Array.from({ length: n }, (_, i) =>
			[`T-${i}`, title(i), "x", i % 10 ? "1" : "2"])])), n, 0, 0, 0);
	const own = await startServer(db), of = await keepAlive(own.port);
	for (const [filter, every] of [["", 1], ["output=1&", 1], ["output=2&", 10]])
		for (const sort of ["title", "-title"]) {
			const seen = [];
			for (let place = `${LIST}?${filter}sort=${sort}&limit=100`; place;) {
				const list = await ask(place, { of });
				seen.push(...list.items.map((item) => item.title.fr));
				place = list.next;
			}
			const expected = Array.from({ length: n }, (_, i) => i)
				.filter((i) => !filter || (every === 10) === (i % 10 === 0))
				.map(title).sort(byBytes);
			assert.deepEqual(seen, sort === "title" ? expected : expected.reverse(), filter + sort);
		}
	of.close();
	await own.stop();
});

// Records are added between any two pages.
test("orders_are_stable_while_records_come", async () => {
	const db = initialisedStore();
	const own = await startServer(db), of = await keepAlive(own.port);
	let n = 0;

	for (const sort of ["title", "-title", "start_year", "-start_year", "created_at",
		"-created_at"])
		for (const q of ["", "&q=film"]) {
			const before = idsOf(await ask(`${LIST}?sort=${sort}${q}&limit=100`, { of }));
			const seen = [];
			for (let place = `${LIST}?sort=${sort}${q}&limit=20`; place;) {
				const list = await ask(place, { of });
				seen.push(...idsOf(list));
				place = list.next;
				assertLoads(load(db, "id,title_fr,summary_fr,output,start_year\n" +
					`N-${++n},Un film ${n},x,1,${2000 + n % 20}\n`), 1, 0, 0, 0);
			}
			assert.equal(new Set(seen).size, seen.length, `${sort}${q}: nothing twice`);
			const old = seen.filter((id) => before.includes(id));
			assert.deepEqual(old, before, `${sort}${q}: nothing is missed`);
		}
	of.close();
	await own.stop();
});

test("an_order_that_is_none_is_400", async () => {
	for (const sort of ["", "Title", "--title", "title,start_year", "summary", "seq", "+title",
		"title%20", "end_year", "relevance1"]) {
		const answer = await connection.get(`${LIST}?sort=${sort}`);
		assert.equal(answer.status, 400, sort);
		assert.equal(JSON.parse(answer.text).error.fields[0].field, "sort");
	}
});

test("the_orders_of_a_page_keep_what_was_asked", async () => {
	const page = await open("/en/practices?q=film&output=2&year=2016");
	const sorts = page.all("span", "sorts")[0];
	const links = page.all("a").filter((a) => a.parentNode === sorts);

	assert.equal(textOf(page.all("strong").find((one) => one.parentNode === sorts)), "Relevance");
	assert.deepEqual(links.map(textOf), ["Newest", "Title", "Start"]);
	for (const link of links) {
		const asked = new URLSearchParams(attribute(link, "href").split("?")[1]);
		assert.deepEqual([asked.get("q"), asked.get("output"), asked.get("year")],
			["film", "2", "2016"]);
		const there = await open(attribute(link, "href"));
		assert.equal(textOf(there.all("span", "sorts")[0]).includes(textOf(link)), true);
		assert.equal(there.all("strong").some((one) => textOf(one) === textOf(link)), true);
		assert.equal(there.text("h2"), page.text("h2"));
	}
	const plain = await open("/en/practices");
	assert.doesNotMatch(textOf(plain.all("span", "sorts")[0]), /Relevance/);
	assert.deepEqual(wordsOf(textOf(plain.all("span", "sorts")[0])),
		["order", "newest", "title", "start"]);
});
