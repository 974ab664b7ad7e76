// Parties: the list with its map, a page for each, the API; worked out from data/ alone.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { parseTable } from "../lib/csv.js";
import { root } from "../lib/jalon.js";
import { attribute, Page, squash, textOf } from "../lib/page.js";
import { practices } from "../lib/practices.js";
import { connection } from "../lib/served.js";

const LANGUAGES = ["fr", "en"];
const API = "/api/v1/parties";
const read = (file) => parseTable(readFileSync(join(root, "data", file), "utf8"));
const parties = read("parties.csv");
const places = new Map(read("map_positions.csv").map(({ iso3, x, y }) => [iso3, { x, y }]));
const framework = JSON.parse(readFileSync(join(root, "data/framework.json"), "utf8"));
const groups = framework.electoral_groups.map((group) => group.code);
const unplaced = parties.filter((p) => !places.has(p.iso3));

async function open(path, status = 200) {
	const answer = await connection.get(path);
	assert.equal(answer.status, status, path);
	return new Page(answer.text);
}

async function ask(query) {
	const answer = await connection.get(`${API}?limit=100&${query}`);
	assert.equal(answer.status, 200, query);
	return JSON.parse(answer.text);
}

function idOf(link) {
	return /\/parties\/([A-Z]{3})$/.exec(attribute(link, "href") ?? "")?.[1];
}

function within(element) {
	return [...(element.childNodes ?? [])].flatMap((child) => [child, ...within(child)])
		.filter((node) => node.tagName);
}

// The dots of the map, as {id, name, x, y, isRing}.
function dotsOf(page) {
	const [map] = page.all("svg", "map");

	return within(map).filter((e) => e.tagName === "a").map((link) => {
		const [circle] = within(link).filter((e) => e.tagName === "circle");
		const [title] = within(link).filter((e) => e.tagName === "title");
		return { id: idOf(link), name: textOf(title), x: attribute(circle, "cx"),
			y: attribute(circle, "cy"), isRing: attribute(circle, "class") === "ring" };
	});
}

// Ids below each heading of a group: {Va: [...], none: [...]}.
function groupsOf(page) {
	const found = {};
	let last;

	for (const element of page.elements) {
		const group = /^group-(.+)$/.exec(attribute(element, "id") ?? "");
		if (group) found[last = group[1]] = [];
		else if (element.tagName === "ul" && attribute(element, "class") === "lists names")
			found[last].push(...within(element).map(idOf).filter(Boolean));
	}
	return found;
}

function folded(text) {
	return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

function inOrder(list, lang) {
	const name = (p) => folded(p[`name_${lang}`]);

	return [...list].sort((a, b) => name(a) < name(b) ? -1 : 1).map((p) => p.iso3);
}

function byGroup(list, lang) {
	const found = {};

	for (const group of [...groups, ""]) {
		const of = inOrder(list.filter((p) => p.electoral_group === group), lang);
		if (of.length) found[group || "none"] = of;
	}
	return found;
}

// ---- the map

test("positions_are_of_parties_and_stand_apart_within_the_map", async () => {
	const [width, height] = /viewBox="0 0 (\d+) (\d+)"/
		.exec((await connection.get("/en/parties")).text).slice(1).map(Number);
	const land = readFileSync(join(root, "assets/land.svg"), "utf8");
	const all = [...places].map(([id, { x, y }]) => ({ id, x: Number(x), y: Number(y) }));

	assert.ok(land.includes(`viewBox="0 0 ${width} ${height}"`), "dots and land have one measure");
	assert.equal(new Set(all.map((p) => p.id)).size, all.length);
	for (const [i, one] of all.entries()) {
		assert.ok(parties.some((p) => p.iso3 === one.id), one.id);
		assert.ok(one.x > 5 && one.x < width - 5 && one.y > 5 && one.y < height - 5, one.id);
		for (const other of all.slice(i + 1))
			assert.ok(Math.hypot(one.x - other.x, one.y - other.y) >= 10.5,
				`${one.id} ${other.id}`);
	}
});

for (const lang of LANGUAGES) {
	test(`the_map_names_parties_that_have_a_position_and_lists_the_others_${lang}`, async () => {
		const page = await open(`/${lang}/parties`);
		const dots = dotsOf(page);

		assert.ok(unplaced.length > 0);
		assert.equal(dots.length, parties.length - unplaced.length);
		for (const party of parties.filter((p) => places.has(p.iso3)))
			assert.deepEqual(dots.find((dot) => dot.id === party.iso3), { id: party.iso3,
				name: squash(party[`name_${lang}`]), ...places.get(party.iso3), isRing: false });
		assert.deepEqual(within(page.all("figcaption")[0]).map(idOf).filter(Boolean),
			inOrder(unplaced, lang));
	});

	test(`all_parties_stand_by_group_and_name_${lang}`, async () => {
		const page = await open(`/${lang}/parties`);

		assert.deepEqual(groupsOf(page), byGroup(parties, lang));
		assert.deepEqual(groupsOf(page).none, ["EUE"]);
	});
}

test("no_order_of_parties_but_by_name", async () => {
	const expected = groupsOf(await open("/en/parties"));

	for (const sort of ["title", "-title", "-created_at"])
		assert.deepEqual(groupsOf(await open(`/en/parties?sort=${sort}`)), expected, sort);
	assert.doesNotMatch((await connection.get("/en/parties")).text, /sort=/);
});

// ---- filters

const FILTERS = [
	["group=Va", (p) => p.electoral_group === "Va"],
	["group=Va&group=Vb", (p) => /^V/.test(p.electoral_group)],
	["ldc=yes", (p) => p.ldc === "yes"],
	["sids=yes", (p) => p.sids === "yes"],
	["developing=no", (p) => p.developing_m49 === "no"],
	["group=III&sids=no&ldc=no", (p) => p.electoral_group === "III" && p.sids === "no" &&
		p.ldc === "no"],
	["certainty=memory", (p) => p.checked === "memory"],
	["region=Arab+States", (p) => p.unesco_region === "Arab States"],
];

for (const [query, isIn] of FILTERS) {
	test(`parties_are_narrowed_by_${query}`, async () => {
		const expected = parties.filter(isIn);
		const page = await open(`/fr/parties?${query}`);
		const { total, items } = await ask(`${query}&sort=title&lang=fr`);

		assert.ok(expected.length > 0);
		assert.deepEqual(groupsOf(page), byGroup(expected, "fr"));
		assert.equal(total, expected.length);
		assert.deepEqual(items.map((item) => item.id), inOrder(expected, "fr").slice(0, 100));
		assert.deepEqual(dotsOf(page).filter((dot) => !dot.isRing).map((dot) => dot.id).sort(),
			expected.map((p) => p.iso3).filter((id) => places.has(id)).sort());
		assert.equal(dotsOf(page).length, places.size);
	});
}

test("a_list_of_no_party_says_so", async () => {
	const page = await open("/en/parties?group=I&ldc=yes");

	assert.deepEqual(groupsOf(page), {});
	assert.match(page.text("p", "nothing"), /No record/);
});

test("what_cannot_narrow_parties_is_refused", async () => {
	for (const query of ["group=VI", "ldc=maybe", "year=2016", "activity=2.4", "limit=0"])
		for (const path of [API, "/en/parties"])
			assert.equal((await connection.get(`${path}?${query}`)).status, 400, query);
});

test("counts_of_filters_are_those_of_the_file", async () => {
	const { facets } = await ask("facets=1");
	const count = (test) => parties.filter(test).length;

	for (const group of groups)
		assert.equal(facets.group[group], count((p) => p.electoral_group === group));
	for (const answer of ["yes", "no"]) {
		assert.equal(facets.ldc[answer], count((p) => p.ldc === answer));
		assert.equal(facets.sids[answer], count((p) => p.sids === answer));
		assert.equal(facets.developing[answer], count((p) => p.developing_m49 === answer));
	}
});

// ---- a Party

function expectedItem(p) {
	const list = (cell) => cell ? [cell] : [];
	const line = (cell) => cell || null;
	const flag = (cell) => ({ yes: true, no: false, "": null })[cell];
	const text = (name) => Object.fromEntries(LANGUAGES
		.map((lang) => [lang, p[`${name}_${lang}`]]).filter(([, words]) => words));

	return { id: p.iso3, kind: "party", state: "published", iso2: line(p.iso2), m49: line(p.m49),
		name: text("name"), electoral_group: list(p.electoral_group),
		electoral_group_checked: list(p.electoral_group_checked),
		unesco_region: list(p.unesco_region), unesco_region_basis: list(p.unesco_region_basis),
		date_deposit: line(p.date_deposit), date_checked: list(p.date_checked),
		deposit_type: list(p.deposit_type), type_checked: list(p.type_checked),
		entry_into_force: line(p.entry_into_force), ldc: flag(p.ldc), sids: flag(p.sids),
		developing_m49: flag(p.developing_m49), ifcd_listed_2017: flag(p.ifcd_listed_2017),
		checked: list(p.checked), sources: line(p.sources), note: text("note"),
		as_of: line(p.as_of) };
}

test("the_api_has_every_party_as_the_file_has_it", async () => {
	const items = [];

	for (let next = `${API}?limit=100`; next; ) {
		const page = JSON.parse((await connection.get(next)).text);
		items.push(...page.items);
		next = page.next;
	}
	assert.equal(items.length, parties.length);
	for (const party of parties) {
		const { version, updated_at, url, ...item } = items.find((i) => i.id === party.iso3);
		assert.deepEqual(item, expectedItem(party));
		assert.ok(version === 1 && updated_at);
		assert.equal((await connection.get(url)).status, 200, url);
	}
});

function dayIn(lang, date) {
	const [year, month, day] = date.split("-").map(Number);
	if (!month) return date;
	const name = new Intl.DateTimeFormat(lang, { month: "long", timeZone: "UTC" })
		.format(new Date(Date.UTC(year, month - 1, 1)));
	return squash(`${day === 1 && lang === "fr" ? "1er" : day} ${name} ${year}`);
}

// What stands beside each name of a fact.
function factsOf(page) {
	return Object.fromEntries(page.all("dt").map((dt, i) =>
		[textOf(dt), squash(textOf(page.all("dd")[i]))]));
}

const DEPOSIT = { fr: "Dépôt", en: "Deposit" };
const FORCE = { fr: "Entrée en vigueur", en: "Entry into force" };
const UNKNOWN = { fr: "non renseigné", en: "not known" };

for (const lang of LANGUAGES) {
	test(`every_party_has_a_page_${lang}`, async () => {
		for (const party of parties) {
			const page = await open(`/${lang}/parties/${party.iso3}`);
			const facts = factsOf(page);
			const { date_deposit: deposit, entry_into_force: force } = party;
			const other = party[lang === "fr" ? "name_en" : "name_fr"];

			assert.equal(page.text("h1"), squash(party[`name_${lang}`]));
			assert.ok(Object.values(facts).includes(squash(other)), other);
			assert.ok(facts[DEPOSIT[lang]].startsWith(deposit ? dayIn(lang, deposit) :
				UNKNOWN[lang]), `${party.iso3}: ${facts[DEPOSIT[lang]]}`);
			assert.ok(facts[FORCE[lang]].startsWith(force ? dayIn(lang, force) :
				UNKNOWN[lang]), `${party.iso3}: ${facts[FORCE[lang]]}`);
			for (const source of party.sources.split(";").filter(Boolean))
				assert.ok(facts.Sources.includes(squash(source)), source);
			assert.ok(page.html.includes(`/${lang}/parties?group=${party.electoral_group}`) ||
				!party.electoral_group, party.iso3);
			assert.equal(page.all("svg").length, places.has(party.iso3) ? 1 : 0, party.iso3);
		}
	});
}

test("flags_are_told_and_lead_to_the_others_that_have_them", async () => {
	const flags = { ldc: "ldc", sids: "sids", developing: "developing_m49" };

	for (const party of parties.filter((_, i) => i % 7 === 0)) {
		const { links } = await open(`/en/parties/${party.iso3}`);
		for (const [filter, column] of Object.entries(flags))
			assert.equal(links.includes(`/en/parties?${filter}=yes`), party[column] === "yes",
				`${party.iso3} ${filter}`);
	}
});

test("how_sure_each_fact_is_stands_beside_it", async () => {
	const facts = factsOf(await open("/en/parties/AFG"));

	assert.match(facts.Deposit, /found in two sources$/);
	assert.match(facts["Electoral group"], /found in one source$/);
	assert.match(facts.Instrument, /^ratification a source says only that it is no accession/);
	assert.match(factsOf(await open("/en/parties/SEN")).Deposit, /from memory, not checked$/);
});

test("the_european_union_belongs_to_no_group", async () => {
	const page = await open("/en/parties/EUE");

	assert.match(factsOf(page)["Electoral group"], /belongs to no electoral group/);
	assert.ok(!page.links.some((link) => link.includes("?group=")));
});

test("how_sure_the_whole_list_is_is_counted", async () => {
	const text = textOf((await open("/en/parties")).all("main")[0]);
	const count = (checked) => parties.filter((p) => p.checked === checked).length;

	assert.ok(text.includes(`from memory, not checked ${count("memory")} Parties`));
	assert.ok(text.includes(`found in two sources ${count("2 sources")} Parties`));
	assert.ok(text.includes(`on ${dayIn("en", parties[0].as_of)}`));
});

// ---- what Jalon holds of a Party

function practicesOf(id) {
	return practices.filter((p) => p.parties.split(";").includes(id)).reverse();
}

test("a_party_has_its_latest_practices_and_the_way_to_all", async () => {
	for (const { iso3 } of parties) {
		const expected = practicesOf(iso3);
		const page = await open(`/en/parties/${iso3}`);
		const activities = new Set(expected.flatMap((p) => p.activities.split(";"))
			.filter(Boolean));

		assert.deepEqual(page.recordIds, expected.slice(0, 3).map((p) => p.id), iso3);
		assert.equal(page.links.includes(`/en/practices?party=${iso3}`), expected.length > 0);
		assert.deepEqual(page.links.filter((link) => link.endsWith(`&party=${iso3}`)).sort(),
			[...activities].sort().map((code) => `/en/practices?activity=${code}&party=${iso3}`));
	}
});

test("nothing_yet_is_said_with_what_one_can_do", async () => {
	const none = parties.find((p) => p.electoral_group && !practicesOf(p.iso3).length);
	const page = await open(`/en/parties/${none.iso3}`);

	assert.match(page.text("p", "nothing"), /^Good practices: nothing yet of this Party\./);
	assert.ok(page.links.includes(`/en/practices?group=${none.electoral_group}`));
	assert.equal((await open("/en/parties/EUE")).text("p", "nothing"), "");
});

test("a_practice_leads_to_its_parties", async () => {
	const practice = practices.find((p) => p.parties.includes(";"));
	const { links } = await open(`/fr/practices/${practice.id}`);

	for (const id of practice.parties.split(";")) assert.ok(links.includes(`/fr/parties/${id}`));
});

test("a_search_finds_the_party", async () => {
	const { links } = await open("/en/search?q=senegal");

	assert.ok(links.includes("/en/parties/SEN"));
});

test("what_is_no_party_is_not_found", async () => {
	for (const id of ["XXX", "sen", "SENEGAL", "JPN", "%00"])
		for (const path of [`/en/parties/${id}`, `${API}/${id}`]) {
			const { status } = await connection.get(path);
			assert.ok(status === 404 || id === "%00" && status === 400, `${path}: ${status}`);
		}
});
