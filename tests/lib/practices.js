// What the shipped files say of the good practices: the answers expected of Jalon, worked out
// from data/ alone.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseCsv, parseTable, writeCsv } from "./csv.js";
import { root } from "./jalon.js";

export const practicesFile = join(root, "data/practices.csv");

// Fields that good practices got after the list was written: nothing is known of them there.
export const laterColumns = ["adapted_from", "party_note_fr", "party_note_en", "confirmed_on",
	"files"];
const shipped = parseCsv(readFileSync(practicesFile, "utf8"));

export const columns = [...shipped[0], ...laterColumns];
export const practicesCsv = writeCsv([columns,
	...shipped.slice(1).map((row) => [...row, ...laterColumns.map(() => "")])]);
export const practices = parseTable(practicesCsv);

const partyRows = parseTable(readFileSync(join(root, "data/parties.csv"), "utf8"));
const framework = JSON.parse(readFileSync(join(root, "data/framework.json"), "utf8"));
const groupOf = new Map(partyRows.map((party) => [party.iso3, party.electoral_group]));

// Parties by code, and the codes of a practice's Parties.
export const parties = new Map(partyRows.map((party) => [party.iso3, party]));

export function partiesOf(id) {
	return list(practices.find((p) => p.id === id).parties);
}

function list(cell) {
	return cell ? cell.split(";") : [];
}

function distinct(values) {
	return [...new Set(values)].filter(Boolean);
}

function outputsOf(p) {
	return [p.output, ...list(p.activities).map((code) => code.split(".")[0])];
}

// What a practice counts under, by the name of the filter.
const facets = {
	party: (p) => list(p.parties),
	group: (p) => list(p.parties).map((code) => groupOf.get(code)),
	output: outputsOf,
	goal: (p) => outputsOf(p).map((id) => framework.outputs.find((o) => o.id === id).goal),
	activity: (p) => list(p.activities),
	sector: (p) => list(p.sectors),
	stage: (p) => list(p.value_chain_stages),
	lead_type: (p) => list(p.lead_type),
	example_type: (p) => list(p.example_type),
};

// Every value each filter can have.
export const filterValues = {
	party: partyRows.map((party) => party.iso3),
	group: framework.electoral_groups.map((group) => group.code),
	output: framework.outputs.map((output) => output.id),
	goal: framework.goals.map((goal) => goal.id),
	activity: framework.activities.map((activity) => activity.code),
	sector: framework.cultural_sectors.map((sector) => sector.code),
	stage: framework.value_chain_stages.map((stage) => stage.code),
	lead_type: distinct(practices.map((p) => p.lead_type)),
	example_type: distinct(practices.map((p) => p.example_type)),
	year: ["1000", "1990", "2005", "2010", "2012", "2013", "2014", "2015", "2016", "2017", "2018",
		"2019", "2020", "2021", "2026", "9999"],
};

function isUnderWay(practice, year) {
	const { start_year: start, end_year: end } = practice;

	return start !== "" && Number(start) <= year && (end === "" || year <= Number(end));
}

function matches(practice, name, values) {
	if (name === "year") return values.some((year) => isUnderWay(practice, Number(year)));
	return facets[name](practice).some((code) => values.includes(code));
}

function matching(query, apart) {
	const params = new URLSearchParams(query);
	const names = distinct([...params.keys()]).filter((name) => name !== apart);

	return practices.filter((p) => names.every((name) => matches(p, name, params.getAll(name))));
}

// Ids of the practices a query such as "output=2&sector=music" must give, newest first.
export function expectedIds(query) {
	return matching(query).map((p) => p.id).reverse();
}

const firstYear = Math.min(...practices.map((p) => Number(p.start_year || 9999)));
const lastYear = Math.max(...practices.map((p) => Math.max(p.start_year, p.end_year)));

// How many practices of the query have each code, as the API must tell it: a filter's own codes as
// if it were not there, codes without a practice left out. `among`: of these practices alone.
export function expectedFacets(query, among = practices.map((p) => p.id)) {
	const counts = {};
	const count = (name, code) => {
		counts[name] ??= {};
		counts[name][code] = (counts[name][code] ?? 0) + 1;
	};

	for (const name of Object.keys(facets)) {
		counts[name] = {};
		for (const p of matching(query, name).filter((one) => among.includes(one.id)))
			for (const code of distinct(facets[name](p))) count(name, code);
	}
	for (const p of matching(query, "year").filter((one) => among.includes(one.id)))
		for (let year = firstYear; year <= lastYear; year++)
			if (isUnderWay(p, year)) count("year", year);
	return counts;
}

// The rows of those ids as the file has them.
export function csvOf(ids) {
	const [header, ...rows] = parseCsv(practicesCsv);

	return writeCsv([header, ...rows.filter((row) => ids.includes(row[0]))]);
}

// A practice as the API must give it, without version, times and addresses.
export function expectedItem(p) {
	const text = (name) => Object.fromEntries(["fr", "en"]
		.map((lang) => [lang, p[`${name}_${lang}`]]).filter(([, words]) => words));
	const line = (cell) => cell || null;
	const number = (cell) => cell === "" ? null : Number(cell);

	return {
		id: p.id, kind: "practice", state: "published",
		parties: list(p.parties), place: text("place"), title: text("title"),
		summary: text("summary"), output: list(p.output), activities: list(p.activities),
		start_year: number(p.start_year), end_year: number(p.end_year),
		lead_type: list(p.lead_type), amount: number(p.amount), currency: line(p.currency),
		link: line(p.url),
		source_symbol: line(p.source_symbol), source_section: line(p.source_section),
		example_type: list(p.example_type),
		added_since_2018: { yes: true, no: false, "": null }[p.added_since_2018],
		partners: line(p.partners), sectors: list(p.sectors),
		value_chain_stages: list(p.value_chain_stages), related_ids: list(p.related_ids),
		note: text("note"), adapted_from: list(p.adapted_from),
		party_note: text("party_note"), confirmed_on: line(p.confirmed_on), files: [],
	};
}
