// The same questions to both engines have the same answers: hits, order, cursors, counts.

import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { writeCsv } from "../lib/csv.js";
import { initialisedStore, keepAlive, run, startServer, temporaryPath, testOn }
	from "../lib/jalon.js";
import { filterValues, practices } from "../lib/practices.js";
import { allTexts, chance, phraseBy } from "../lib/searching.js";

const LIST = "/api/v1/practices";
const GENERATED = 320, QUERIES = 600;
const SORTS = ["relevance", "title", "-title", "start_year", "-start_year", "created_at",
	"-created_at"];
const THESAURUS = ["copyright", "droit d’auteur", "découvrabilité", "juste rémunération",
	"streaming", "vidéo à la demande", "intelligence artificielle", "social media",
	"value chain", "pépinière", "télévision", "open licence", "plate-forme", "start-up",
	"piratage", "quota", "algorithmes", "artificial intelligence", "réseaux sociaux",
	"cultural industries"];

// ---- records of chance, out of the words of the shipped ones

function textBy(random, n) {
	const pieces = [];

	for (let i = 0; i < n; i++) pieces.push(phraseBy(random, 1 + random.below(4)));
	return pieces.join(random.one([" ", " ", ", ", "; ", " – ", "-", "’", "/", "\u00a0"]));
}

const ODD = ["", "", "", "a ".repeat(300), "x".repeat(200), "数字音乐平台", "الموسيقى الرقمية",
	"Культура", "ŒUVRE œuvre", "C++ & C#", "ﬁlm ﬀ", "\u0130stanbul", "e\u0301te\u0301", "1-2-3",
	"₂²½", "ก็ดี", `${"e".repeat(64)}é`];

function rowBy(random, i) {
	const start = random.oneIn(3) ? "" : 1995 + random.below(32);
	const p = random.one(practices);
	const isFrench = random.oneIn(4), isEnglish = !isFrench && random.oneIn(4);
	const text = (n) => `${textBy(random, n)} ${random.one(ODD)}`.slice(0, 190).trim();
	const french = isEnglish ? () => "" : text, english = isFrench ? () => "" : text;

	return [`G-${i}`, p.parties, french(1), english(1), french(2), english(2), french(6),
		english(6), 1 + random.below(5), p.activities, start,
		start && random.oneIn(2) ? start + 2 : "", p.lead_type, p.sectors,
		random.oneIn(5) ? text(4) : ""];
}

function generatedFile(random) {
	const path = temporaryPath("generated.csv");
	const rows = Array.from({ length: GENERATED }, (_, i) => rowBy(random, i));

	writeFileSync(path, writeCsv([["id", "parties", "place_fr", "place_en", "title_fr", "title_en",
		"summary_fr", "summary_en", "output", "activities", "start_year", "end_year", "lead_type",
		"sectors", "note_fr"], ...rows]));
	return path;
}

// ---- queries of chance

function typedBy(random) {
	const kinds = [
		() => phraseBy(random, 1),
		() => phraseBy(random, 1 + random.below(3)),
		() => `"${phraseBy(random, 1 + random.below(4))}"`,
		() => phraseBy(random, 1).slice(0, 2 + random.below(4)),
		() => random.one(THESAURUS),
		() => `-${phraseBy(random, 1)}`,
		() => `-"${phraseBy(random, 2)}"`,
		() => random.one(allTexts).slice(random.below(40), 40 + random.below(60)),
		() => random.one(ODD).slice(0, 20),
	];
	let typed = Array.from({ length: 1 + random.below(3) }, () => random.one(kinds)()).join(" ");

	if (random.oneIn(3)) typed = typed.normalize("NFD").replace(/\p{M}/gu, "");
	if (random.oneIn(5)) typed = typed.toUpperCase();
	return typed;
}

function queryBy(random) {
	const query = new URLSearchParams({ q: typedBy(random), facets: "1",
		limit: random.one([1, 5, 20, 100]) });

	if (random.oneIn(3)) {
		const name = random.one(Object.keys(filterValues));
		query.append(name, random.one(filterValues[name]));
		if (random.oneIn(2)) query.append(name, random.one(filterValues[name]));
	}
	if (random.oneIn(3)) query.append("year", String(1995 + random.below(32)));
	if (random.oneIn(2)) query.append("sort", random.one(SORTS));
	if (random.oneIn(4)) query.append("lang", random.one(["fr", "en"]));
	return String(query);
}

// ---- both engines side by side

async function serve(db, file) {
	assert.equal(run(["load", "practices", file, "--db", db]).status, 0);
	const server = await startServer(db), connection = await keepAlive(server.port);
	return { server, connection };
}

// What a list says, without what the time of the load changes.
async function told({ connection }, path, lang) {
	const answer = await connection.get(path, { "Accept-Language": lang });
	if (answer.status !== 200) return { status: answer.status, error: JSON.parse(answer.text) };
	const { items, ...rest } = JSON.parse(answer.text);
	return { ...rest, ids: items.map((item) => item.id) };
}

async function compare(sites, path, lang) {
	const [one, other] = await Promise.all(sites.map((site) => told(site, path, lang)));
	assert.deepEqual(one, other, `${lang} ${decodeURIComponent(path)}`);
	return one;
}

testOn("postgres", "six_hundred_queries_have_the_same_answers_on_both_engines", async () => {
	const random = chance(600), file = generatedFile(random);
	const light = `sqlite:${temporaryPath("light.db")}`;
	assert.equal(run(["init", "--db", light]).status, 0);
	const sites = [await serve(initialisedStore(), file), await serve(light, file)];
	let nFound = 0, nPages = 0;

	for (let i = 0; i < QUERIES; i++) {
		const lang = random.one(["fr", "en"]);
		const list = await compare(sites, `${LIST}?${queryBy(random)}`, lang);
		if (list.total) nFound++;
		if (list.next) {
			nPages++;
			await compare(sites, list.next, lang);
		}
	}
	assert.ok(nFound > QUERIES / 3, `only ${nFound} found anything`);
	assert.ok(nPages > QUERIES / 20, `only ${nPages} had a second page`);
	for (let i = 0; i < 60; i++) {
		const place = `/${random.one(["fr", "en"])}/search?${new URLSearchParams({
			q: typedBy(random) })}`;
		const [one, other] = await Promise.all(sites.map((site) => site.connection.get(place)));
		assert.equal(one.text, other.text, place);
	}
	for (const { connection, server } of sites) {
		connection.close();
		await server.stop();
	}
});
