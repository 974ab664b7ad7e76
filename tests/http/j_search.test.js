// Searching in lists and in everything, for readers and for programs.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { bulkFile } from "../lib/bulk.js";
import { initialisedStore, run, startServer } from "../lib/jalon.js";
import { assertLoads, load } from "../lib/loading.js";
import { attribute, Page, textOf } from "../lib/page.js";
import { expectedIds, practices } from "../lib/practices.js";
import { chance, phraseBy, phraseIds, prefixIds, wordsOf } from "../lib/searching.js";
import { connection } from "../lib/served.js";

const LIST = "/api/v1/practices";
const BULK = 1100;

function search(q, rest = {}) {
	return new URLSearchParams({ q, ...rest }).toString();
}

async function ask(path, headers) {
	const answer = await connection.get(path, headers);
	assert.equal(answer.status, 200, `${path}: ${answer.text}`);
	return JSON.parse(answer.text);
}

async function open(path, from = connection) {
	const answer = await from.get(path);
	assert.equal(answer.status, 200, path);
	return new Page(answer.text);
}

// All ids of a search in their order; the total must be their number.
async function hits(q, rest = {}) {
	const list = await ask(`${LIST}?${search(q, { limit: 100, ...rest })}`);
	const ids = list.items.map((item) => item.id);

	assert.deepEqual([list.total, list.next], [ids.length, null], q);
	return ids;
}

function textsIn(page, tag, className) {
	return page.all(tag, className).map(textOf);
}

// ---- what is found

test("accents_capitals_and_ligatures_do_not_matter", async () => {
	const found = await hits("numérique");
	assert.ok(found.length > 30, String(found.length));
	for (const same of ["numerique", "NUMÉRIQUE", "Numérique", "nume\u0301rique", "numériques",
		" numérique ", "numérique!", "l’numérique", "l'numérique"])
		assert.deepEqual(await hits(same), found, same);
	const works = await hits("œuvre");
	assert.ok(works.length > 5);
	for (const same of ["oeuvre", "ŒUVRE", "Oeuvres", "œuvres"])
		assert.deepEqual(await hits(same), works, same);
});

test("every_phrase_of_the_base_is_found_where_it_stands_titles_first", async () => {
	const random = chance(44);

	for (let i = 0; i < 250; i++) {
		const phrase = phraseBy(random, 1 + random.below(5));
		const [open, close] = random.one([['"', '"'], ["«\u00a0", "\u00a0»"],
			["“", "”"], ['"', ""]]);
		const typed = random.oneIn(3) ? phrase.toUpperCase() : phrase;
		assert.deepEqual(await hits(open + typed + close), phraseIds(phrase), typed);
	}
});

test("a_phrase_stays_in_its_order_and_within_one_text", async () => {
	const [p] = practices;
	const last = wordsOf(p.title_fr).at(-1), [first] = wordsOf(p.title_en);

	assert.equal(phraseIds("services de vidéo").length > 0, true);
	assert.deepEqual(await hits('"vidéo de services"'), []);
	assert.deepEqual(await hits(`"${last} ${first}"`), phraseIds(`${last} ${first}`));
	assert.ok((await hits(`"${last}" "${first}"`)).includes(p.id));
});

test("several_words_are_all_required_in_any_order", async () => {
	const random = chance(7);

	for (let i = 0; i < 100; i++) {
		const phrases = Array.from({ length: 2 }, () => phraseBy(random, 1));
		const expected = phraseIds(phrases[0]).filter((id) => phraseIds(phrases[1]).includes(id));
		const found = await hits(phrases.map((phrase) => `"${phrase}"`).join(" "));
		assert.deepEqual([...found].sort(), expected.sort(), phrases.join());
		assert.deepEqual(await hits(phrases.reverse().map((phrase) => `"${phrase}"`).join("")),
			found, phrases.join());
	}
	const both = await hits("films canadiens");
	for (const word of ["films", "canadiens"])
		for (const id of both) assert.ok((await hits(word)).includes(id), word);
	assert.deepEqual(await hits("canadiens films"), both);
	assert.ok(both.length > 0 && both.length < (await hits("films")).length);
});

test("the_last_word_is_also_the_beginning_of_a_word", async () => {
	for (const prefix of ["can", "Cana", "télév", "plat", "num", "cré"]) {
		const found = await hits(prefix);
		for (const id of prefixIds(prefix)) assert.ok(found.includes(id), `${prefix}: ${id}`);
		assert.ok(prefixIds(prefix).length > 1, prefix);
	}
	assert.ok((await hits("film allem")).length > 0);
	assert.deepEqual(await hits("film allem"), await hits("film allemagne"));
	assert.deepEqual(await hits("allem film"), [], "only the last word");
	assert.deepEqual(await hits('"allem"'), [], "no beginnings in quotes");
	assert.deepEqual(await hits("al"), phraseIds("al"), "three letters at least");
	assert.ok(prefixIds("al").length > 0);
});

test("a_minus_leaves_out", async () => {
	const digital = await hits("numérique");

	for (const word of ["culture", "the", "le", "Canada", "contenus", "online"]) {
		const without = phraseIds(word);
		assert.ok(digital.some((id) => without.includes(id)), word);
		assert.deepEqual(await hits(`numérique -"${word}"`),
			digital.filter((id) => !without.includes(id)), word);
		for (const id of await hits(`numérique -${word}`))
			assert.ok(digital.includes(id) && !without.includes(id), `${word}: ${id}`);
		assert.deepEqual(await hits(`-${word} numérique`), await hits(`numérique -${word}`));
	}
	assert.deepEqual(await hits("-numérique"), [], "nothing is asked for");
	assert.deepEqual(await hits("culture -culture"), []);
	assert.deepEqual(await hits("vidéo-à-la-demande"), await hits("vidéo à la demande"),
		"inside a word it is a hyphen");
});

test("a_query_in_one_language_finds_texts_of_the_other", async () => {
	const found = await hits("copyright");
	const spoken = phraseIds("droit d’auteur").concat(phraseIds("droits d’auteur"));

	assert.ok(spoken.length > 3);
	for (const id of spoken) assert.ok(found.includes(id), id);
	assert.deepEqual([...await hits("droit d'auteur")].sort(), [...found].sort());
	const db = initialisedStore();
	assertLoads(load(db, "id,title_fr,summary_fr,title_en,summary_en,output\n" +
		"FR-1,Le droit d’auteur expliqué,Un guide.,,,1\nEN-1,,,Copyright explained,A guide.,1\n" +
		"FR-2,Trouver des œuvres,Pour la découvrabilité des films.,,,1\n" +
		"EN-2,,,Finding works,For fair remuneration.,1\n"), 4, 0, 0, 0);
	const own = await startServer(db);
	for (const [q, id] of [["copyright", "FR-1"], ["droits d’auteur", "EN-1"],
		["discoverability", "FR-2"], ["juste rémunération", "EN-2"]]) {
		const { items } = await (await fetch(`${own.url}${LIST}?${search(q)}`)).json();
		assert.ok(items.some((item) => item.id === id), `${q}: ${id}`);
	}
	await own.stop();
});

test("a_record_is_found_by_its_id_its_party_and_its_sector", async () => {
	assert.deepEqual(await hits("GP-1-05"), ["GP-1-05"]);
	for (const q of ["Corée", "Korea"])
		for (const id of expectedIds("party=KOR")) assert.ok((await hits(q)).includes(id), q);
	for (const id of expectedIds("sector=music")) assert.ok((await hits("musique")).includes(id));
});

// ---- with all that lists can do

test("words_and_filters_cut_and_keep_the_order", async () => {
	const found = await hits("numérique");

	for (const filter of ["output=2", "group=I", "party=CAN&party=FRA", "year=2016",
		"output=1&group=I&year=2016", "activity=3.2", "sector=music&lead_type=government"]) {
		const wanted = expectedIds(filter);
		const list = await ask(`${LIST}?${search("numérique")}&${filter}&limit=100`);
		assert.deepEqual(list.items.map((item) => item.id),
			found.filter((id) => wanted.includes(id)), filter);
	}
});

test("an_order_asked_for_wins_over_relevance", async () => {
	const found = await hits("numérique");
	const newest = expectedIds("").filter((id) => found.includes(id));

	assert.notDeepEqual(found, newest);
	assert.deepEqual(await hits("numérique", { sort: "relevance" }), found);
	assert.deepEqual(await hits("numérique", { sort: "-created_at" }), newest);
	assert.deepEqual(await hits("numérique", { sort: "created_at" }), [...newest].reverse());
	for (const sort of ["title", "-title", "start_year", "-start_year"]) {
		const sorted = await hits("numérique", { sort });
		const all = await ask(`${LIST}?sort=${sort}&limit=100`);
		assert.deepEqual(sorted, all.items.map((item) => item.id)
			.filter((id) => found.includes(id)), sort);
	}
});

test("cursors_lead_through_all_hits_forward_and_back", async () => {
	for (const [q, rest] of [["numérique", {}], ["numérique", { sort: "title" }], ["culture film",
		{}], ["culture", { sort: "-start_year", output: "2" }], ['"de"', { sort: "-title" }],
		["musique -radio", { sort: "start_year" }]]) {
		const expected = await hits(q, rest), seen = [];
		for (let place = `${LIST}?${search(q, { ...rest, limit: 3 })}`; place;) {
			const list = await ask(place);
			assert.equal(list.total, expected.length);
			seen.push(...list.items.map((item) => item.id));
			assert.ok(seen.length <= expected.length, q);
			place = list.next;
		}
		assert.deepEqual(seen, expected, q);
		assert.deepEqual(await walkPages(q, rest), expected, q); // both in French
	}
});

// The ids of all pages, walked to the end and back again.
async function walkPages(q, rest) {
	const there = [], back = [];
	let page = await open(`/fr/practices?${search(q, { ...rest, limit: 4 })}`), last;

	for (; page; page = page.rel("next") && await open(page.rel("next"))) {
		there.push(page.recordIds);
		last = page;
	}
	for (page = last; page; page = page.rel("prev") && await open(page.rel("prev")))
		back.unshift(page.recordIds);
	assert.deepEqual(back, there, q);
	return there.flat();
}

test("forged_cursors_repeat_nothing_and_fail_nothing", async () => {
	const found = await hits("numérique");

	for (const cursor of ["a0", "a-1", "zz", "b0", "a", "a1x", "a99999999999"]) {
		const answer = await connection.get(`${LIST}?${search("numérique", { cursor })}`);
		assert.equal(answer.status, 400, cursor);
	}
	for (const sort of ["relevance", "title", "-title", "start_year", "created_at"])
		for (const cursor of ["a999999999", "b999999999", "a1", "b1", "a83", "b83", "a40", "b41"]) {
			const list = await ask(`${LIST}?${search("numérique", { cursor, sort, limit: 100 })}`);
			const ids = list.items.map((item) => item.id);
			assert.equal(list.total, found.length);
			assert.equal(new Set(ids).size, ids.length);
			for (const id of ids) assert.ok(found.includes(id), `${cursor} ${id}`);
		}
});

test("a_cursor_of_a_record_that_is_no_hit_goes_on_behind_its_place", async () => {
	const all = (await ask(`${LIST}?limit=100&sort=title`)).items.map((item) => item.id);
	const found = await hits("film", { sort: "title" });

	for (let n = 1; n <= practices.length; n += 9) {
		const place = all.indexOf(practices[n - 1].id);
		const { next } = await ask(`${LIST}?sort=created_at&limit=${n}`);
		const cursor = new URL(next, "http://x").searchParams.get("cursor");
		const list = await ask(`${LIST}?${search("film", { sort: "title", cursor, limit: 100 })}`);
		assert.deepEqual(list.items.map((item) => item.id),
			found.filter((id) => all.indexOf(id) > place), cursor);
	}
});

// ---- more than can be counted

let bulk;

before(async () => {
	const db = initialisedStore();
	assert.equal(run(["load", "practices", bulkFile(BULK), "--db", db]).status, 0);
	bulk = await startServer(db);
});

after(async () => {
	await bulk.stop();
});

test("more_than_a_thousand_hits_are_not_counted_but_all_are_shown", async () => {
	const ids = [];

	for (const q of ["summary", "words title"]) {
		const list = await (await fetch(`${bulk.url}${LIST}?${search(q)}`)).json();
		assert.deepEqual([list.total, list.total_is_exact], [1000, false], q);
	}
	for (let place = `${LIST}?${search("summary", { limit: 100 })}`; place;) {
		const list = await (await fetch(bulk.url + place)).json();
		ids.push(...list.items.map((item) => item.id));
		place = list.next;
	}
	assert.deepEqual(ids, Array.from({ length: BULK }, (_, i) => `BULK-${BULK - 1 - i}`));
	for (const [lang, words] of [["en", /^More than 1,000 results/], ["fr", /1\s000/]]) {
		const answer = await fetch(`${bulk.url}/${lang}/practices?q=summary`);
		assert.match(new Page(await answer.text()).text("h2"), words);
	}
});

test("one_hit_among_many_is_found", async () => {
	for (const q of ['"Titre 777"', "BULK-777"]) {
		const { items } = await (await fetch(`${bulk.url}${LIST}?${search(q)}`)).json();
		assert.deepEqual(items.map((item) => item.id), ["BULK-777"], q);
	}
});

// ---- what nobody means

test("queries_without_a_word_find_nothing", async () => {
	for (const q of ["", " ", '"', '""', '"""', "-", "- -", '-""', "*", "()", "&|!", "'", "; --",
		"…", "“”", "«»", "\u00a0", "\u200b", "🎭", "\\", "%", "^~:", "<>", '" "', "-\"'\"",
		"-musique", '-"le film"']) {
		assert.deepEqual(await hits(q), [], q);
		const page = await open(`/en/search?${search(q)}`);
		assert.deepEqual(page.recordIds, [], q);
	}
});

test("queries_that_mean_something_to_a_store_are_words", async () => {
	for (const q of ["film AND OR NOT", "NEAR(film culture, 3)", "title:film", "{title} : film",
		"film*", "^film", "film & !culture", "film:*", "film <-> culture", "'film'", "film''",
		"film\\", "film:A", "(film", "film)", "f=film", "=film", "film;DROP TABLE record",
		"film' OR '1'='1", "$1 film", "?1 film", "a:b:c", "-_.:=", "title_stems : f"]) {
		const words = wordsOf(q.replaceAll("_", " "));
		const found = await hits(q);
		assert.deepEqual(found, await hits(words.join(" ")), q);
	}
	assert.ok((await hits("film*")).length > 0);
});

test("one_letter_and_other_scripts_are_words_too", async () => {
	assert.deepEqual(await hits("é"), phraseIds("e"));
	assert.deepEqual(await hits("x"), phraseIds("x"));
	for (const q of ["موسيقى", "音乐", "культура", "संगीत", "ดนตรี", "🎵音乐🎵", "한국 음악", "ひらがな"])
		assert.deepEqual(await hits(q), [], q);
	const db = initialisedStore("--bare");
	assertLoads(load(db, "id,title_fr,title_en,summary_fr,output\n" +
		"AR,الموسيقى الرقمية,x,x,1\nZH,数字音乐平台,x,x,1\nRU,Цифровая культура,x,x,1\n" +
		"KO,한국 음악,x,x,1\nHI,डिजिटल संगीत,x,x,1\n"), 5, 0, 0, 0);
	const own = await startServer(db);
	for (const [q, id] of [["الموسيقى", "AR"], ["الرقمية", "AR"], ["音乐", "ZH"], ["数字音乐平台", "ZH"],
		["平台", "ZH"], ["культура", "RU"], ["ЦИФРОВАЯ", "RU"], ["음악", "KO"], ["संगीत", "HI"]]) {
		const { items } = await (await fetch(`${own.url}${LIST}?${search(q)}`)).json();
		assert.deepEqual(items.map((item) => item.id), [id], q);
	}
	for (const q of ["乐音", "字平"]) {
		const { total } = await (await fetch(`${own.url}${LIST}?${search(q)}`)).json();
		assert.equal(total, 0, `${q}: characters side by side`);
	}
	await own.stop();
});

test("unbalanced_quotes_close_at_the_end", async () => {
	const found = await hits('"vidéo à la demande"');
	assert.ok(found.length > 0);
	for (const q of ['"vidéo à la demande', '""vidéo à la demande"', '"vidéo à la demande""'])
		assert.deepEqual(await hits(q), found, q);
});

test("a_query_too_long_is_refused_with_its_reason", async () => {
	const words = (n) => Array.from({ length: n }, (_, i) => `mot${i}`).join(" ");

	assert.deepEqual(await hits(words(32)), []);
	for (const q of [words(33), words(1000).slice(0, 7900), "a ".repeat(3900), '" '.repeat(10) +
		words(40)]) {
		const answer = await connection.get(`${LIST}?${search(q)}`, { "Accept-Language": "en" });
		assert.equal(answer.status, 400);
		const { fields } = JSON.parse(answer.text).error;
		assert.deepEqual([fields.length, fields[0].field, fields[0].code], [1, "q", "too_long"]);
		assert.match(fields[0].message, /32 words/);
		const page = await connection.get(`/en/practices?${search(q)}`);
		assert.equal(page.status, 400);
		assert.match(new Page(page.text).text("ul", "problems"), /32 words/);
		const everything = await open(`/en/search?${search(q)}`);
		assert.match(everything.text("p", "nothing"), /too many words/);
	}
	for (const q of ["x".repeat(7900), "-".repeat(7900), '"'.repeat(2500)])
		assert.deepEqual(await hits(q), []);
	for (const place of [LIST, "/en/practices", "/en/search"])
		assert.equal((await connection.get(`${place}?q=${"mot+".repeat(2048)}`)).status, 414);
});

test("an_empty_query_is_nothing_for_programs_and_everything_for_readers", async () => {
	const list = await ask(`${LIST}?q=`);
	assert.deepEqual([list.total, list.total_is_exact, list.items, list.next], [0, true, [], null]);
	const page = await open("/en/practices?q=");
	assert.deepEqual(page.recordIds, expectedIds("").slice(0, 20));
	assert.equal(page.all("ul", "chips").length, 0);
	const signs = await open("/en/practices?q=%22%22");
	assert.deepEqual(signs.recordIds, []);
	assert.match(signs.text("p", "nothing"), /no word/);
});

// ---- how pages show it

test("what_was_typed_stays_in_the_box_and_in_a_chip", async () => {
	for (const q of ["numérique", '"droit d’auteur" -film', "a&b=c", "<b>", "100%"])
		for (const place of ["practices", "search"]) {
			const page = await open(`/fr/${place}?${search(q)}`);
			const boxes = page.all("input").filter((box) => attribute(box, "name") === "q" &&
				attribute(box, "id") === "q");
			assert.deepEqual(boxes.map((box) => attribute(box, "value")), [q], place);
			if (place === "search") continue;
			const [chip] = page.all("ul", "chips")[0].childNodes
				.filter((node) => node.tagName === "li");
			assert.ok(textOf(chip).includes(q), textOf(chip));
			assert.equal(attribute(chip.childNodes[0], "href"), "/fr/practices");
		}
});

test("marked_words_are_those_of_the_query", async () => {
	const cases = [["numérique", /^(numeri|digit)/], ["Canada", /^canad/],
		["films", /^(film|cinema|movie)/], ['"services de vidéo"', /^services de video$/],
		["télévi", /^televi/]];

	for (const [q, expected] of cases)
		for (const lang of ["fr", "en"]) {
			const page = await open(`/${lang}/practices?${search(q, { limit: 100 })}`);
			const marks = textsIn(page, "mark");
			assert.ok(marks.length >= page.recordIds.length, `${q}: a mark for each hit`);
			for (const mark of marks) assert.match(wordsOf(mark).join(" "), expected, q);
		}
	for (const place of ["/en/practices", "/en/practices?output=2", "/en/practices/GP-1-01"])
		assert.equal((await open(place)).all("mark").length, 0, place);
});

test("every_hit_shows_why_it_was_found", async () => {
	const random = chance(11);

	for (let i = 0; i < 40; i++) {
		const q = `"${phraseBy(random, 1 + random.below(3))}"`;
		for (const lang of ["fr", "en"]) {
			const page = await open(`/${lang}/practices?${search(q, { limit: 100 })}`);
			const items = page.all("ol", "results")[0].childNodes
				.filter((node) => node.tagName === "li");
			for (const item of items) {
				const marks = page.all("mark").filter((mark) => isIn(mark, item));
				const isItsId = wordsOf(q).every((word) => idsWords.has(word));
				assert.ok(marks.length || isItsId, `${q} ${lang} ${textOf(item)}`);
				for (const mark of marks)
					assert.equal(wordsOf(textOf(mark)).join(" "), wordsOf(q).join(" "), q);
			}
		}
	}
});

// An id is shown nowhere in a list, so that a hit in it cannot be marked.
const idsWords = new Set(practices.flatMap((p) => wordsOf(p.id)));

function isIn(element, ancestor) {
	for (let node = element; node; node = node.parentNode) if (node === ancestor) return true;
	return false;
}

test("markup_in_queries_and_records_is_only_text", async () => {
	const hostile = `<script>alert(1)</script><b onclick='x' "">&lt; droit`;
	const db = initialisedStore("--bare");
	assertLoads(load(db, "id,title_en,summary_en,note_en,output\n" +
		[hostile, hostile, hostile].reduce((row, cell) =>
			`${row},"${cell.replaceAll('"', '""')}"`, "X") + ",1\n"), 1, 0, 0, 0);
	const own = await startServer(db);
	for (const q of ["script", "alert", "droit", hostile, `"${hostile}`, "<b>", "&lt;", "scriptt",
		`<script>alret(1)</script>`])
		for (const place of ["practices", "search"]) {
			const answer = await fetch(`${own.url}/en/${place}?${search(q)}`);
			assert.equal(answer.status, 200, q);
			const page = new Page(await answer.text());
			assert.equal(page.scripts.length + page.all("b").length, 0, q);
			const names = page.elements.flatMap((e) => e.attrs.map((a) => a.name));
			assert.deepEqual(names.filter((name) => name.startsWith("on")), [], q);
			if (q === "alert") assert.ok(textsIn(page, "mark").every((mark) => mark === "alert"));
		}
	const page = new Page(await (await fetch(`${own.url}/en/practices?q=script`)).text());
	assert.ok(page.all("mark").length >= 2);
	assert.equal(page.text("h3"), hostile.replace(/\s+/g, " "));
	await own.stop();
});

test("a_word_that_is_nowhere_is_answered_by_the_nearest_one", async () => {
	for (const [typed, meant] of [["musiqe", "musique"], ["numériqe", "numérique"],
		["plateforem", "plateforme"], ["musiqe film -radio", "musique film -radio"],
		['"droit d’auteru"', '"droit d’auteur"']])
		for (const place of ["practices", "search"]) {
			const page = await open(`/fr/${place}?${search(typed)}`);
			const link = page.all("a").find((a) => attribute(a, "href").includes("q=") &&
				a.childNodes.some((node) => node.tagName === "strong"));
			assert.ok(link, `${typed}: nothing was suggested in /${place}`);
			assert.deepEqual(wordsOf(textOf(link)), wordsOf(meant), typed);
			const there = await open(attribute(link, "href"));
			assert.ok(there.recordIds.length > 0, typed);
		}
	for (const q of ["xqzwvk", "numérique", "音乐", "zz"])
		for (const place of ["practices", "search"])
			assert.equal((await open(`/en/${place}?${search(q)}`)).all("strong")
				.filter((strong) => strong.parentNode.tagName === "a").length, 0, q);
});

// ---- everything at once

test("one_search_shows_records_and_names_of_the_framework", async () => {
	for (const [q, place] of [["Canada", "parties/CAN"], ["musique", "practices?sector=music"],
		["Corée", "parties/KOR"]])
		for (const lang of ["fr", "en"]) {
			const page = await open(`/${lang}/search?${search(q)}`);
			assert.ok(page.links.includes(`/${lang}/${place}`), `${q}: ${place}`);
			assert.deepEqual(page.recordIds, (await hits(q)).slice(0, 10), q);
			assert.ok(page.links.includes(`/${lang}/practices?q=${encodeURIComponent(q)}`), q);
		}
});

test("every_name_found_has_all_the_words", async () => {
	const page = await open(`/en/search?${search("cultural")}`);
	const terms = page.all("ul", "terms")[0].childNodes.filter((node) => node.tagName === "li");

	assert.ok(terms.length > 3);
	for (const term of terms) assert.match(textOf(term), /cultur/i);
	assert.equal((await open(`/en/search?${search("gender -gender")}`)).all("ul", "terms").length,
		0, "what is left out is left out of names too");
});

test("a_search_without_words_is_a_page_with_a_box", async () => {
	for (const lang of ["fr", "en"])
		for (const rest of ["", "?q=", "?q=+"]) {
			const page = await open(`/${lang}/search${rest}`);
			assert.equal(page.all("input").filter((i) => attribute(i, "name") === "q").length >= 1,
				true);
			assert.deepEqual(page.recordIds, []);
			assert.equal(page.all("p", "nothing").length, 0);
		}
});

test("nothing_found_says_so_in_both_languages", async () => {
	for (const place of ["search", "practices"]) {
		const said = [];
		for (const lang of ["fr", "en"])
			said.push((await open(`/${lang}/${place}?q=xqzwvk`)).text("div", "nothing"));
		assert.match(said[1], /words/);
		assert.match(said[0], /mots/);
	}
});
