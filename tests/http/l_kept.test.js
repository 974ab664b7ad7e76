// Answers are kept while they are true, and not a moment longer; keeping them takes a bounded room.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { parseTable, writeCsv } from "../lib/csv.js";
import { initialisedStore, keepAlive, run, sql, start, startServer, testOn } from "../lib/jalon.js";
import { bulkFile } from "../lib/bulk.js";
import { assertLoads, fileOf, load } from "../lib/loading.js";
import { Page } from "../lib/page.js";
import { practices } from "../lib/practices.js";

const LIST = "/api/v1/practices";
const QUERIES = 20_000, WARM = 5_000;
const WAVES = 20, READERS = 8;

let db, server, connection;

before(async () => {
	db = initialisedStore();
	server = await startServer(db);
	connection = await keepAlive(server.port);
});

after(async () => {
	connection.close();
	await server.stop();
});

async function text(path, headers) {
	const answer = await connection.get(path, headers);
	assert.equal(answer.status, 200, path);
	return answer.text;
}

// ---- what caches are told

test("vary_names_the_headers_that_an_answer_depends_on", async () => {
	const ORIGIN = ["host", "x-forwarded-proto"], LANGUAGE = "accept-language", WHO = "cookie";
	const PACKED = "accept-encoding"; // of answers that are kept: those of public content alone
	const PAGE = [PACKED, ...ORIGIN, WHO]; // they tell machines their whole addresses
	const wanted = { "/": [LANGUAGE], "/en": PAGE, "/en/practices": PAGE,
		"/en/api": PAGE, "/en/feeds/practices": PAGE, "/nowhere": [LANGUAGE], "/en/nowhere": [],
		[LIST]: [LANGUAGE, PACKED, WHO], [`${LIST}/GP-1-05`]: [LANGUAGE, PACKED, WHO],
		[`${LIST}?format=csv`]: [WHO], [`${LIST}?format=jsonl`]: [LANGUAGE, WHO],
		[`${LIST}?format=xlsx`]: [LANGUAGE, WHO], [`${LIST}?limit=x`]: [LANGUAGE],
		[`${LIST}?format=csv&limit=x`]: [LANGUAGE],
		"/data/practices/datapackage.json": [LANGUAGE, PACKED, ...ORIGIN, WHO],
		"/data/practices/dictionary.csv": [PACKED, WHO], "/healthz": [], "/metrics": [] };

	for (const [path, headers] of Object.entries(wanted))
		for (const turn of ["made", "kept", "kept plain"]) {
			const accepted = turn === "kept plain" ? {} : { "Accept-Encoding": "gzip" };
			const { headers: { vary = "" } } = await connection.get(path, accepted);
			assert.deepEqual(vary.toLowerCase().split(", ").filter(Boolean).sort(),
				[...headers].sort(), `${path}, ${turn}`);
		}
});

// ---- not a moment longer

// Every place where a practice shows; `word` stands in its title.
function placesOf(word) {
	const { id } = practices.find((p) => p.related_ids.split(";").includes("GP-1-05"));
	const langs = ["fr", "en"];

	return langs.flatMap((lang) => [`/${lang}/practices?limit=100`, `/${lang}/practices/GP-1-05`,
		`/${lang}/practices/${id}`, `/${lang}/practices?q=${word}`, `/${lang}/search?q=${word}`,
		`/${lang}/practices?q=${word}&sort=title&output=1&year=2016`,
		`/${lang}/practices?activity=3.2`]).concat([`${LIST}?limit=100`, `${LIST}?q=${word}`,
		`${LIST}/GP-1-05`, `${LIST}?format=csv`, `${LIST}?format=jsonl&q=${word}`,
		`${LIST}?q=${word}&facets=1&year=2016`, `${LIST}?activity=3.2`]);
}

test("a_change_by_another_process_shows_at_once_everywhere", async () => {
	for (const [was, is] of [["zyglomax", "brindefeu"], ["brindefeu", "quartzouille"]]) {
		const places = placesOf(is);
		for (let n = 0; n < 2; n++)
			for (const place of places) await text(place);
		assertLoads(load(db, "id,title_fr,title_en,activities,start_year,end_year,output\n" +
			`GP-1-05,Titre ${is},Title ${is},3.2,2016,2016,1\n`), 0, 1, 0, 0);
		for (const place of places) {
			const said = await text(place);
			assert.match(said, new RegExp(`(Titre|Title) (<mark>)?${is}`), place);
			assert.equal(said.includes(was), false, place);
		}
		for (const lang of ["fr", "en"])
			assert.deepEqual(new Page(await text(`/${lang}/practices?q=${was}`)).recordIds, []);
	}
});

test("a_record_that_comes_is_counted_at_once_everywhere", async () => {
	const places = ["/en", "/en/practices", "/en/practices?output=3", `${LIST}?facets=1&limit=1`];
	const counted = async () => {
		const [home, list, three, told] = await Promise.all(places.map(async (place) =>
			(await (await fetch(server.url + place)).text())));
		return { home: /(\d+) (good )?practices/.exec(home)?.[1],
			list: Number(/^\d+/.exec(new Page(list).text("h2"))[0]),
			three: Number(/^\d+/.exec(new Page(three).text("h2"))[0]),
			total: JSON.parse(told).total, facet: JSON.parse(told).facets.output[3] };
	};

	for (let n = 0; n < 3; n++) {
		const before = await counted();
		assertLoads(load(db, `id,title_fr,summary_fr,output\nNEW-${n},Un titre,x,3\n`), 1, 0, 0, 0);
		const after = await counted();
		assert.deepEqual([after.list, after.three, after.total, after.facet],
			[before.list + 1, before.three + 1, before.total + 1, before.facet + 1]);
		if (before.home) assert.equal(Number(after.home), Number(before.home) + 1);
	}
});

// The store cannot answer any more: what is answered all the same was kept.
test("what_was_answered_is_answered_again_without_the_store", async () => {
	const kept = ["/en/practices", "/fr/practices?output=2", "/en/practices/GP-1-02",
		`${LIST}?q=film&facets=1`, "/en/search?q=film", `${LIST}/GP-1-02`];
	const before = [];

	for (const place of kept) before.push(await text(place));
	sql(db, "ALTER TABLE record_copy RENAME TO record_away");
	try {
		for (const [i, place] of kept.entries()) assert.equal(await text(place), before[i], place);
		for (const other of ["/en/practices?output=1&output=5", `${LIST}?limit=77`])
			for (let n = 0; n < 3; n++)
				assert.equal((await connection.get(other)).status, 500, other);
	} finally {
		sql(db, "ALTER TABLE record_away RENAME TO record_copy");
	}
	for (const other of ["/en/practices?output=1&output=5", `${LIST}?limit=77`])
		assert.equal((await connection.get(other)).status, 200, "an error is not kept");
});

test("what_was_not_there_is_there_when_it_comes", async () => {
	for (const place of ["/en/practices/COMES", `${LIST}/COMES`])
		for (let n = 0; n < 2; n++) assert.equal((await connection.get(place)).status, 404);
	assertLoads(load(db, "id,title_fr,summary_fr,output\nCOMES,Un titre,x,3\n"), 1, 0, 0, 0);
	for (const place of ["/en/practices/COMES", `${LIST}/COMES`])
		assert.equal((await connection.get(place)).status, 200, place);
});

// ---- nothing is mixed up

test("head_is_get_without_a_body_whichever_comes_first", async () => {
	for (const [i, place] of ["/en/practices?output=2", "/fr/search?q=film", `${LIST}?limit=3`,
		`${LIST}/GP-1-03`, "/en/practices/GP-1-03", "/en/nothing", `${LIST}?limit=0`].entries()) {
		const order = i % 2 ? ["GET", "HEAD", "GET", "HEAD"] : ["HEAD", "GET", "HEAD", "GET"];
		const answers = { GET: [], HEAD: [] };
		for (const method of order)
			answers[method].push(await connection.request(method, place));
		const [get, again] = answers.GET;
		assert.equal(again.text, get.text);
		assert.equal(Number(get.headers["content-length"]), get.body.length);
		for (const { headers, status, text: body } of answers.HEAD) {
			assert.equal(body, "");
			assert.deepEqual({ ...headers, date: "" }, { ...get.headers, date: "" }, place);
			assert.equal(status, get.status);
		}
		assert.deepEqual({ ...again.headers, date: "" }, { ...get.headers, date: "" }, place);
	}
});

test("languages_are_not_mixed", async () => {
	for (const path of [`${LIST}?limit=2&sort=title`, `${LIST}/GP-1-02`]) {
		const said = {};
		for (const lang of ["fr", "en", "fr", "en", "en", "fr"]) {
			const now = await text(path, { "Accept-Language": lang });
			said[lang] ??= now;
			assert.equal(now, said[lang], path);
			assert.ok(now.includes(`/${lang}/practices/`), path);
		}
		assert.notEqual(said.fr, said.en);
	}
	for (const accepted of ["fr", "en", "de"])
		for (const lang of ["fr", "en"])
			assert.equal(new Page(await text(`/${lang}/practices?output=4`,
				{ "Accept-Language": accepted })).lang, lang);
});

test("a_site_found_under_two_names_tells_each_reader_his_own", async () => {
	const names = ["a.example", "b.example:8080"];

	for (let turn = 0; turn < 2; turn++)
		for (const name of names)
			for (const path of ["/en/practices/GP-1-02", "/en/feeds/practices", "/en/api"]) {
				const said = await text(path, { Host: name, "X-Forwarded-Proto": "https" });
				assert.ok(said.includes(`https://${name}/en/`), path);
				for (const other of names.filter((one) => one !== name))
					assert.ok(!said.includes(other), `${path} for ${name}`);
			}
	assert.ok((await text("/en/practices/GP-1-02", { Host: names[0] }))
		.includes(`http://${names[0]}/en/`));
});

test("addresses_that_differ_a_little_are_told_apart", async () => {
	const totals = {};

	for (let n = 0; n < 2; n++)
		for (const asked of ["output=1", "output=2", "output=1&output=2", "output=2&limit=1",
			"output=2&q=", "output=2&q=film", "output=2&q=Film", "output=2&q=%66ilm", "q=film%20",
			"q=film"]) {
			const { total } = JSON.parse(await text(`${LIST}?${asked}`));
			totals[asked] ??= total;
			assert.equal(total, totals[asked], asked);
		}
	assert.equal(totals["output=2&q="], 0);
	assert.notEqual(totals["output=1"], totals["output=2"]);
	assert.equal(totals["output=2&q=film"], totals["output=2&q=%66ilm"]);
});

// ---- bounded

function residentMb(pid) {
	return Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))[1]) / 1024;
}

// Each answer has five records: kept without bound they would take more than a hundred megabytes.
// What is kept is the same whatever the store: one engine is enough for so many.
testOn("sqlite", "twenty_thousand_addresses_take_a_bounded_room", async (t) => {
	const own = await startServer(db, { env: { ASAN_OPTIONS: "quarantine_size_mb=8" } });
	const sizes = [];
	let next = 0;

	const client = async () => {
		const of = await keepAlive(own.port);
		while (next < QUERIES) {
			const i = next++;
			const answer = await of.get(`${LIST}?limit=5&q=num%C3%A9rique+-mot${i}`);
			assert.equal(answer.status, 200);
			assert.equal(JSON.parse(answer.text).items.length, 5);
			if (i === WARM || i === QUERIES - 1) sizes.push(residentMb(own.pid));
		}
		of.close();
	};
	await Promise.all(Array.from({ length: 4 }, client));
	t.diagnostic(`${Math.round(sizes[0])} MB after ${WARM}, ${Math.round(sizes[1])} MB at the end`);
	assert.ok(sizes[1] - sizes[0] < 40, sizes.join());
	await own.stop();
});

// ---- many at once

// The k-th load makes three records more, and names all of them after itself.
function waveFile(k) {
	return fileOf(writeCsv([["id", "title_fr", "title_en", "summary_en", "output", "start_year"],
		...Array.from({ length: 3 * k }, (_, i) => [`W-${i}`, `Vague n${k}n`, `Wave n${k}n`,
			`All of wave n${k}n.`, "1", 2000 + k])]), "wave.csv");
}

// Which wave an answer is of; fails when it is of two, or when numbers and records differ.
function waveOf(names, total, about) {
	const [first = "0"] = names;

	assert.deepEqual([...new Set(names)], names.length ? [first] : [], about);
	assert.equal(names.length, total, about);
	assert.equal(total, 3 * Number(first), about);
	return Number(first);
}

function numbersIn(said) {
	return [...said.matchAll(/(?:Wave|Vague)(?:<\/mark>)? n(\d+)n/g)].map((found) => found[1]);
}

// To add a way of reading: a row here, giving the wave that the answer is of.
const READINGS = [
	["/api/v1/practices?q=wave&limit=100&facets=1", (said, about) => {
		const { items, total, facets } = JSON.parse(said);
		const names = items.map((item) => numbersIn(item.title.en)[0]);
		if (total) assert.equal(facets.output[1], total, about);
		if (total) assert.deepEqual(facets.year, sumOfYears(names), about);
		return waveOf(names, total, about);
	}],
	["/en/practices?q=wave&limit=100&sort=title", (said, about) => {
		const page = new Page(said);
		const names = page.all("h3").map((h3) => numbersIn(textIn(h3))[0]);
		return waveOf(names, parseInt(page.text("h2"), 10) || 0, about);
	}],
	["/api/v1/practices?party=FRA&party=CAN&limit=100&q=-none+wave", (said, about) => {
		const { items, total } = JSON.parse(said);
		assert.deepEqual([items.length, total], [0, 0], about);
		return -1;
	}],
	["/api/v1/practices?format=csv&q=wave", (said, about) => {
		const rows = parseTable(said);
		return waveOf(rows.map((row) => numbersIn(row.title_en)[0]), rows.length, about);
	}],
	["/api/v1/practices?limit=100&sort=-start_year&output=1", (said, about) => {
		const { items, total } = JSON.parse(said);
		assert.equal(items.length, total, about);
		const names = items.filter((item) => item.id.startsWith("W-"))
			.map((item) => numbersIn(item.title.en)[0]);
		return waveOf(names, names.length, about);
	}],
];

function textIn(element) {
	let all = "";
	for (const node of element.childNodes) all += node.value ?? textIn(node);
	return all;
}

// All records of a wave start in its year and go on: each later year known counts them too.
function sumOfYears(names) {
	const last = Math.max(...practices.map((p) => Math.max(p.start_year, p.end_year)));
	const counts = {};

	for (const name of names)
		for (let year = 2000 + Number(name); year <= Math.max(last, 2000 + Number(name)); year++)
			counts[year] = (counts[year] ?? 0) + 1;
	return counts;
}

test("readers_see_the_state_before_or_after_a_load_and_never_both", async (t) => {
	const store = initialisedStore();
	const own = await startServer(store), seen = new Set();
	let isOver = false, nRead = 0;

	const reader = async (n) => {
		const of = await keepAlive(own.port);
		let last = 0;
		for (let i = n; !isOver; i++) {
			const [path, read] = READINGS[i % READINGS.length];
			const answer = await of.get(path);
			assert.equal(answer.status, 200, `${path}: ${answer.text}`);
			const wave = read(answer.text, path);
			if (wave < 0) continue;
			assert.ok(wave >= last, `${path}: wave ${wave} after ${last}`);
			last = wave;
			seen.add(wave);
			nRead++;
		}
		of.close();
	};
	const readers = Array.from({ length: READERS }, (_, n) => reader(n));
	for (let k = 1; k <= WAVES; k++) {
		const { status, stderr } = await start(["load", "practices", waveFile(k), "--db", store])
			.ended;
		assert.equal(status, 0, stderr);
	}
	isOver = true;
	await Promise.all(readers);
	t.diagnostic(`${nRead} answers of ${seen.size} states`);
	assert.ok(seen.size > WAVES / 2, `only ${seen.size} states were seen`);
	await own.stop();
});

// ---- what takes long is not for event threads

// Reading what a load changed crashed the page that asked first, while workers did it.
test("lists_right_after_a_large_load_are_whole", async () => {
	const bulk = initialisedStore("--bare");
	const own = await startServer(bulk);
	const reader = await keepAlive(own.port);

	try {
		assert.equal((await reader.get("/en/practices")).status, 200);
		for (const prefix of ["ONE", "TWO"]) {
			const done = run(["load", "practices", bulkFile(4500, prefix), "--db", bulk]);
			assert.equal(done.status, 0, done.stderr);
			const places = ["/en/practices?activity=1.1", "/fr/practices?q=title", "/en",
				`/en/practices/${prefix}-7`, `${LIST}?facets=1`, `${LIST}?sort=title`];
			const answers = await Promise.all(
				places.map((path) => fetch(`http://127.0.0.1:${own.port}${path}`)));
			for (const answer of answers) assert.equal(answer.status, 200, answer.url);
			const { total_is_exact: isExact, facets, items } = await answers[4].json();
			assert.deepEqual([isExact, facets.party, items.length],
				[false, { CAN: 1000, FRA: 1000 }, 20]);
			assert.match(await answers[0].text(), /More than 1,000 results/);
		}
	} finally {
		reader.close();
		await own.stop();
	}
});
