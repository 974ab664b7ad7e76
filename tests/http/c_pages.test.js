// The pages, as a reader without scripts finds them.

import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { test } from "node:test";
import { writeCsv } from "../lib/csv.js";
import { initialisedStore, run, sql, startServer, temporaryPath } from "../lib/jalon.js";
import { attribute, Page, squash, textOf } from "../lib/page.js";
import { expectedIds, practices } from "../lib/practices.js";
import { connection, server } from "../lib/served.js";

const CRAWL_MAX = 8000;
const NARROWINGS_MAX = 3;
const LANGUAGES = ["fr", "en"];

async function open(path, status = 200) {
	const answer = await connection.get(path);
	assert.equal(answer.status, status, path);
	assert.equal(answer.headers["content-type"], "text/html; charset=utf-8", path);
	return new Page(answer.text);
}

function otherLanguage(path) {
	const lang = path.slice(1, 3);
	return `/${lang === "fr" ? "en" : "fr"}${path.slice(3)}`;
}

// ---- addresses

test("the_root_chooses_the_language_of_the_reader", async () => {
	const wanted = { "fr": "/fr", "en": "/en", "en-GB, fr;q=0.8": "/en",
		"de, fr-CA;q=0.5, en;q=0.3": "/fr",
		"fr;q=0.2, en;q=0.9": "/en", "EN": "/en", "fr;q=0, en": "/en" };

	for (const [accepted, place] of Object.entries(wanted)) {
		const answer = await connection.get("/", { "Accept-Language": accepted });
		assert.equal(answer.status, 302, accepted);
		assert.equal(answer.headers.location, place, accepted);
		assert.match(answer.headers.vary, /Accept-Language/);
	}
	const without = await connection.get("/");
	assert.match(without.headers.location, /^\/(fr|en)$/);
});

test("every_kind_of_page_is_there_in_both_languages", async () => {
	for (const lang of LANGUAGES)
		for (const place of ["", "/", "/practices", "/practices/GP-1-01", "/practices?output=2"]) {
			const page = await open(`/${lang}${place}`);
			assert.equal(page.lang, lang);
			assert.equal(page.all("h1").length, 1);
			assert.notEqual(page.text("h1"), "");
		}
});

test("the_language_of_the_address_wins_over_the_readers", async () => {
	const answer = await connection.get("/en/practices", { "Accept-Language": "fr" });
	assert.equal(new Page(answer.text).lang, "en");
});

test("the_language_switch_keeps_place_and_query", async () => {
	for (const path of ["/fr", "/en/practices", "/fr/practices/GP-1-01",
		"/en/practices?output=2&sector=music&sector=film&year=2016",
		"/en/practices?output=2&limit=5&cursor=a40", "/fr/practices?lead_type=civil+society"]) {
		const page = await open(path);
		assert.equal(page.inLanguage(path.slice(1, 3)), path);
		const other = page.inLanguage(otherLanguage(path));
		assert.equal(page.inLanguage(otherLanguage(path).slice(1, 3)), otherLanguage(path), other);
		assert.equal((await open(otherLanguage(path))).inLanguage(path.slice(1, 3)), path);
	}
});

test("the_language_switch_stands_any_way_of_writing_the_address", async () => {
	for (const target of [`http://127.0.0.1:${server.port}/en/practices?output=2`,
		`HTTP://127.0.0.1/%65n/practices?output=2`]) {
		const page = await open(target);
		assert.equal(page.inLanguage("fr"), "/fr/practices?output=2", target);
	}
});

test("both_languages_say_the_same_in_other_words", async () => {
	for (const place of ["", "/practices", "/practices/GP-1-01", "/practices/nothing"]) {
		const french = new Page((await connection.get(`/fr${place}`)).text);
		const english = new Page((await connection.get(`/en${place}`)).text);
		for (const tag of ["h1", "title", "footer"])
			assert.notEqual(french.text(tag), english.text(tag), `${tag} of ${place}`);
		assert.equal(french.elements.length, english.elements.length, place);
	}
});

// ---- lists

test("a_list_shows_the_newest_first_and_how_many_there_are", async () => {
	for (const lang of LANGUAGES) {
		const page = await open(`/${lang}/practices`);
		assert.deepEqual(page.recordIds, expectedIds("").slice(0, 20));
		assert.match(page.text("h2"), /^83 /);
	}
});

test("a_list_shows_each_practice_with_title_and_summary", async () => {
	for (const lang of LANGUAGES) {
		const page = await open(`/${lang}/practices?limit=100`);
		const text = textOf(page.all("main")[0]);
		for (const p of practices)
			for (const name of ["title", "summary"])
				assert.ok(text.includes(squash(p[`${name}_${lang}`])), p.id);
	}
});

test("filters_narrow_the_list", async () => {
	for (const query of ["output=2", "group=I", "year=2016", "activity=3.2", "sector=music",
		"sector=music&sector=film&output=2", "party=EUE", "lead_type=civil%20society"]) {
		const page = await open(`/en/practices?${query}&limit=100`);
		assert.deepEqual(page.recordIds, expectedIds(query), query);
		assert.match(page.text("h2"), new RegExp(`^${expectedIds(query).length} `), query);
	}
});

test("each_active_filter_has_a_chip_that_takes_it_away", async () => {
	const page = await open("/en/practices?output=2&sector=music&sector=film&year=2016");
	const chips = page.all("ul", "chips")[0].childNodes.filter((node) => node.tagName === "li");
	const places = chips.map((chip) => attribute(chip.childNodes[0], "href"));

	assert.deepEqual(places, [
		"/en/practices?sector=music&sector=film&year=2016",
		"/en/practices?output=2&sector=film&year=2016",
		"/en/practices?output=2&sector=music&year=2016",
		"/en/practices?output=2&sector=music&sector=film",
		"/en/practices",
	]);
	for (const place of places) await open(place);
	assert.match(textOf(chips[1]), /Music/);
	assert.equal((await open("/en/practices")).all("ul", "chips").length, 0);
});

test("the_form_shows_what_is_chosen", async () => {
	const page = await open("/en/practices?sector=music&party=FRA&year=2016");
	const chosen = page.all("input")
		.filter((input) => attribute(input, "checked") !== undefined ||
			attribute(input, "name") === "year")
		.map((input) => `${attribute(input, "name")}=${attribute(input, "value")}`);

	assert.deepEqual(chosen.sort(), ["party=FRA", "sector=music", "year=2016"]);
});

test("inputs_of_the_form_left_empty_ask_nothing", async () => {
	const page = await open("/en/practices?party=&year=&output=2");
	assert.match(page.text("h2"), /^37 /);
});

test("a_filter_that_nothing_answers_says_so", async () => {
	for (const lang of LANGUAGES) {
		const page = await open(`/${lang}/practices?activity=3.2`);
		assert.deepEqual(page.recordIds, []);
		assert.notEqual(page.text("p", "nothing"), "");
	}
});

async function walk(path, rel) {
	const pages = [];

	for (let place = path; place; place = pages.at(-1).rel(rel)) {
		pages.push(await open(place));
		assert.ok(pages.length < 100, "the pager goes round in circles");
	}
	return pages;
}

test("the_pager_visits_all_forwards_and_back", async () => {
	for (const query of ["", "output=2", "output=1&output=2&group=I&group=Va",
		"year=2016&limit=3"]) {
		const forwards = await walk(`/en/practices?${query}`, "next");
		assert.deepEqual(forwards.flatMap((page) => page.recordIds),
			expectedIds(query.replace("&limit=3", "")));
		assert.equal(forwards[0].rel("prev"), undefined);
		const last = forwards.at(-1).inLanguage("en");
		const back = await walk(last, "prev");
		assert.deepEqual(back.reverse().flatMap((page) => page.recordIds),
			forwards.flatMap((page) => page.recordIds), query);
	}
});

test("an_empty_base_says_so", async () => {
	const bare = await startServer(initialisedStore("--bare"));
	for (const place of ["/en", "/fr", "/en/practices", "/fr/practices",
		"/en/practices?output=2"]) {
		const answer = await fetch(bare.url + place);
		assert.equal(answer.status, 200);
		assert.notEqual(new Page(await answer.text()).text("p", "nothing"), "", place);
	}
	await bare.stop();
});

// ---- records

test("a_record_has_a_title_a_description_and_its_facts", async () => {
	for (const lang of LANGUAGES)
		for (const p of practices) {
			const page = await open(`/${lang}/practices/${p.id}`);
			const title = p[`title_${lang}`];
			assert.equal(page.text("h1"), squash(title));
			assert.equal(page.text("title"), squash(`${title} · Jalon`));
			const description = page.all("meta")
				.find((meta) => attribute(meta, "name") === "description");
			assert.equal(attribute(description, "content"), p[`summary_${lang}`]);
			const text = textOf(page.all("main")[0]);
			for (const cell of [p[`place_${lang}`], p.start_year, p.end_year,
				p.source_symbol, p.source_section, p.url, p[`note_${lang}`],
				p.currency && p[`summary_${lang}`]])
				assert.ok(text.includes(squash(cell)), `${p.id}: ${cell}`);
		}
});

test("what_is_unknown_is_said_in_one_line", async () => {
	const labels = { parties: "Parties", place_en: "Where", start_year: "Start",
		lead_type: "Led by", partners: "Partners", activities: "Activities",
		sectors: "Cultural sectors", value_chain_stages: "Stages of the value chain",
		amount: "Amount", url: "Link" };
	for (const p of practices) {
		const page = await open(`/en/practices/${p.id}`);
		const expected = Object.keys(labels).filter((name) => !p[name])
			.map((name) => labels[name]);
		for (const value of page.all("dd")) assert.notEqual(textOf(value), "", p.id);
		const told = page.all("dd", "unknown").map(textOf).join();
		assert.deepEqual(told.split(", ").filter(Boolean).sort(), expected.sort(), p.id);
	}
});

test("an_end_that_is_not_known_is_no_going_on", async () => {
	const page = await open("/en/practices/GP-1-10");
	assert.ok(textOf(page.all("main")[0]).includes("2009 (end not known)"));
});

test("partners_are_told_by_name_where_they_are_parties", async () => {
	const page = await open("/en/practices/NX-3-01");
	assert.ok(textOf(page.all("main")[0]).includes("European Union, SGP, France, G7, OECD"));
});

test("related_practices_are_links_with_their_titles", async () => {
	const p = practices.find((practice) => practice.related_ids);
	const page = await open(`/en/practices/${p.id}`);
	for (const id of p.related_ids.split(";")) {
		const link = page.all("a").find((a) => attribute(a, "href") === `/en/practices/${id}`);
		assert.equal(textOf(link), practices.find((other) => other.id === id).title_en);
	}
});

// A server of its own over the shipped code lists and one practice.
async function withPractice(changes, see) {
	const db = initialisedStore("--bare"), path = temporaryPath("one.csv");
	const practice = { id: "X", output: "1", ...changes };
	writeFileSync(path, writeCsv([Object.keys(practice), Object.values(practice)]));
	assert.equal(run(["load", "practices", path, "--db", db]).status, 0);
	const own = await startServer(db);
	await see(async (place) => new Page(await (await fetch(own.url + place)).text()));
	await own.stop();
}

test("a_text_that_is_in_another_language_is_shown_and_marked", async () => {
	await withPractice({ title_fr: "Été", summary_fr: "Résumé" }, async (see) => {
		for (const place of ["/en", "/en/practices", "/en/practices/X"]) {
			const marked = (await see(place)).all("span")
				.filter((span) => attribute(span, "lang") === "fr");
			assert.deepEqual(marked.map(textOf).sort(), ["Résumé", "Été"], place);
		}
		const french = await see("/fr/practices/X");
		assert.ok(french.all("span").every((span) => attribute(span, "lang") === undefined));
	});
});

test("hostile_text_is_only_text", async () => {
	const hostile = `</title></a><script>alert(1)</script><b onmouseover='x' "">&lt;`;
	const practice = { title_en: hostile, summary_en: hostile, place_en: hostile, partners: hostile,
		source_symbol: hostile, note_en: hostile, url: "http://x.org/'onclick='alert(1)" };

	await withPractice(practice, async (see) => {
		for (const lang of LANGUAGES)
			for (const place of ["", "/practices", "/practices/X"]) {
				const page = await see(`/${lang}${place}`);
				assert.equal(page.scripts.length, 0, place);
				const names = page.elements.flatMap((e) => e.attrs.map((a) => a.name));
				assert.deepEqual(names.filter((name) => name.startsWith("on")), [], place);
				if (place.endsWith("X")) assert.equal(page.text("h1"), hostile);
			}
	});
});

// ---- all pages

// Each list leads to files, to a feed and to orders of its own: of some lists all of them are
// opened, the same in every run.
function isOpened(link) {
	const [place, narrowing = ""] = link.split("?");
	const list = narrowing.replace(/(^|&)(format|sort|cursor)=[^&]*/g, "");
	const sum = [...list].reduce((all, c) => (31 * all + c.charCodeAt(0)) % 65521, 0);

	return !/^\/api\/v1\/|\/feeds\//.test(place) && !/sort=/.test(narrowing) || sum % 8 === 0;
}

// Its chips lead to all that are narrowed by fewer values: these are met elsewhere, or are alike.
function isNarrowedByMany(path) {
	return path.split("&").length > NARROWINGS_MAX;
}

// What is for those who are signed in.
function leadsToDoor({ status, headers }) {
	return status === 302 && /^\/(fr|en)\/sign-in\?then=/.test(headers.location);
}

test("every_link_of_every_page_leads_somewhere", async () => {
	const seen = new Set(["/fr", "/en", "/fr/practices?output=2&year=2016&sector=music"]);

	for (const path of seen) {
		assert.ok(seen.size < CRAWL_MAX, "too many addresses");
		const answer = await connection.get(path);
		if (leadsToDoor(answer)) continue;
		assert.equal(answer.status, 200, path);
		if (!answer.headers["content-type"].startsWith("text/html")) continue;
		const page = new Page(answer.text);
		assert.equal(page.lang, path.slice(1, 3), path);
		assert.ok(!/undefined|\(null\)|\bNaN\b/.test(answer.text), path);
		assert.ok(!/\{\d\}|%[ds]\b/.test(textOf(page.all("html")[0])), path);
		assert.notEqual(page.text("title"), "", path);
		assert.equal(page.all("h1").length, 1, path);
		for (const link of page.links) {
			if (link.startsWith("#"))
				assert.ok(page.elements.some((e) => attribute(e, "id") === link.slice(1)),
					`${path}${link}`);
			else if (!link.startsWith("/"))
				assert.match(link, /^https?:\/\//, path);
			else if (isOpened(link) && !isNarrowedByMany(path))
				seen.add(link.split("#")[0]);
		}
	}
	assert.ok(seen.size > 2 * practices.length);
	for (const lang of LANGUAGES)
		for (const p of practices) assert.ok(seen.has(`/${lang}/practices/${p.id}`));
});

test("head_has_the_headers_of_get_and_no_body", async () => {
	for (const path of ["/", "/en", "/fr/practices?output=2", "/en/practices/GP-1-01",
		"/en/nothing", "/api/v1/practices", "/api/v1/practices?format=csv", "/api/v1/nothing",
		"/healthz"]) {
		const [got, head] = [await connection.get(path), await connection.request("HEAD", path)];
		delete got.headers.date;
		delete head.headers.date;
		assert.equal(head.status, got.status, path);
		assert.deepEqual(head.headers, got.headers, path);
		assert.equal(Number(got.headers["content-length"]), got.body.length, path);
	}
	assert.ok(await connection.isOpen());
});

test("assets_are_kept_for_good_under_a_name_with_their_hash", async () => {
	const page = await open("/en");
	const assets = page.all("link")
		.filter((link) => ["stylesheet", "icon"].includes(attribute(link, "rel")))
		.map((link) => attribute(link, "href"));

	assert.equal(assets.length, 2);
	for (const path of assets) {
		const answer = await connection.get(path);
		assert.equal(answer.status, 200);
		assert.match(path, /[0-9a-f]{8,}/);
		assert.match(answer.headers["cache-control"], /immutable/);
		assert.match(answer.headers["content-type"],
			path.endsWith(".css") ? /^text\/css/ : /^image\/svg/);
		assert.ok(answer.body.length > 0);
		const other = path.replace(/[0-9a-f]{8,}/, "0".repeat(8));
		assert.equal((await connection.get(other)).status, 404);
	}
});

// Does it bring something? Data and the other addresses of the page are for machines.
function isLoaded(element) {
	return attribute(element, "type") !== "application/ld+json" &&
		!["canonical", "alternate"].includes(attribute(element, "rel"));
}

test("nothing_comes_from_another_host", async () => {
	for (const path of ["/en", "/en/practices", "/en/practices/GP-1-01"]) {
		const page = await open(path);
		for (const tag of ["link", "script", "img", "iframe"])
			for (const element of page.all(tag).filter(isLoaded))
				assert.match(attribute(element, "href") ?? attribute(element, "src"), /^\/(?!\/)/);
		const css = page.all("link").find((link) => attribute(link, "rel") === "stylesheet");
		const style = (await connection.get(attribute(css, "href"))).text;
		assert.doesNotMatch(style, /@import|url\(\s*["']?(https?:)?\/\//);
	}
});

test("a_page_sets_no_cookie", async () => {
	for (const path of ["/", "/en", "/en/practices", "/api/v1/practices"])
		assert.equal((await connection.get(path)).headers["set-cookie"], undefined);
});

test("a_code_that_no_list_has_is_shown_as_it_is", async () => {
	const db = initialisedStore();
	sql(db, `INSERT INTO record_term (seq, field, position, vocabulary, code, edition)
		SELECT seq, 'parties', 9, 'party', 'ZZZ', '' FROM record WHERE public_id = 'GP-1-02'`);
	const own = await startServer(db);
	const answer = await fetch(`${own.url}/en/practices/GP-1-02`);
	assert.equal(answer.status, 200);
	assert.match(await answer.text(), /\bZZZ\b/);
	await own.stop();
});
