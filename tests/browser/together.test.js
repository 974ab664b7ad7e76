// A good practice from first word to lineage: an organisation proposes one, its Party speaks, the
// Secretariat asks and publishes; two people of the ministry write another out of it, meet in one
// field, and correct it once it is public. On a phone without scripts.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { PHONE, startSite } from "../lib/browser.js";
import { initialisedStore, run, sql, startServer } from "../lib/jalon.js";
import { addUser, signedIn } from "../lib/people.js";
import { fill, told } from "./hands.js";

const ENSEMBLE = "01M80000000000000000000010";
const CAST = {
	nora: { role: "cso", organisation: ENSEMBLE, party: "SEN", name: "Nora Ba" },
	awa: { role: "focal_point", party: "SEN", name: "Awa Ndiaye" },
	ibou: { role: "team_member", party: "SEN", name: "Ibou Fall" },
	sam: { role: "secretariat", name: "Sam Ortiz" },
};
const RADIO = "Three neighbourhood radios share one stream";
const WORKSHOP = "Workshops for young sound engineers";

let db, server, site;
const her = {};

before(async () => {
	db = initialisedStore();
	sql(db, `INSERT INTO organisation (id, name, name_key, party, created_at)
		VALUES ('${ENSEMBLE}', 'Ensemble', 'ensemble', 'SEN', 1)`);
	for (const [who, options] of Object.entries(CAST)) addUser(db, `${who}@example.org`, options);
	server = await startServer(db);
	site = await startSite({ url: server.url });
	for (const who of Object.keys(CAST)) {
		her[who] = await site.open({ size: PHONE });
		const { session } = await signedIn(server.url, `${who}@example.org`);
		await her[who].context().addCookies([{ name: "jalon", value: session, url: server.url }]);
	}
});
after(async () => {
	await site?.stop();
	await server?.stop();
});

// ---- hands

const go = (page, path) => page.goto(`${server.url}/en${path}`);

async function press(page, words) {
	await page.getByRole("main").getByRole("button", { name: words, exact: true }).click();
	await page.waitForLoadState();
	const width = await page.evaluate(() => document.documentElement.scrollWidth);
	assert.ok(width <= PHONE.width, `${page.url()} is ${width} px wide`);
}

async function write(page, record, section, values) {
	await go(page, `/practices/${record}/edit/${section}`);
	for (const box of await page.locator("main details").all())
		await box.evaluate((element) => { element.open = true; });
	await fill(page, values);
	await press(page, "Save");
}

async function take(page, record, action, values = {}) {
	await go(page, `/practices/${record}/do/${action}`);
	await fill(page, values);
	await page.locator("main form button[type=submit]").last().click();
	await page.waitForLoadState();
	assert.equal(await page.locator(".faults").count(), 0, await told(page));
}

async function begin(page, title) {
	await go(page, "/practices/new");
	await fill(page, { title, lang: "en" });
	await press(page, "Begin");
	return /practices\/([^/]+)\/edit/.exec(page.url())[1];
}

async function waitsFor(page, words) {
	await go(page, "/todo");
	const link = page.getByRole("main").getByRole("link", { name: words });
	assert.equal(await link.count(), 1, await told(page));
	await link.click();
}

const stateOf = (record) => sql(db, `SELECT state FROM record WHERE public_id = '${record}'`);
const statusOf = async (page, path) => (await go(page, path)).status();

// ---- the walk

let radio, workshop;

test("an_organisation_proposes_and_its_party_hears_of_it_once_she_agreed", async () => {
	radio = await begin(her.nora, RADIO);
	assert.equal(await statusOf(her.awa, `/practices/${radio}/edit`), 404);
	await write(her.nora, radio, "what", {
		"summary.en": "Three community radios stream the music of their quarter together.",
	});
	await write(her.nora, radio, "where", { parties: "SEN", "place.en": "Dakar" });
	await write(her.nora, radio, "about", { output: "2", activities: "2.2" });
	await go(her.nora, `/practices/${radio}/do/submit`);
	await her.nora.locator("main form button[type=submit]").last().click();
	assert.match(await told(her.nora), /agree/i);
	assert.equal(stateOf(radio), "draft");
	await take(her.nora, radio, "submit", { agree: "yes", names_organisation: "yes" });
	assert.equal(stateOf(radio), "asked");
});

test("the_party_speaks_and_what_it_wants_public_is_shown_later", async () => {
	await waitsFor(her.awa, /Say what your Party thinks/);
	assert.match(await told(her.awa), new RegExp(RADIO));
	await take(her.awa, radio, "comment", {
		note: "We know these radios well.",
		"party_note.en": "The ministry lends them a studio.",
	});
	assert.equal(stateOf(radio), "submitted");
});

test("the_secretariat_asks_she_answers_and_it_is_published", async () => {
	await waitsFor(her.sam, /Examine the good practice/);
	await take(her.sam, radio, "ask", { note: "Since when do they share it?" });
	await waitsFor(her.nora, /Answer the questions/);
	assert.match(await told(her.nora), /Since when do they share it\?/);
	await write(her.nora, radio, "where", { start_year: "2021" });
	await take(her.nora, radio, "submit");
	assert.equal(stateOf(radio), "submitted");
	await take(her.sam, radio, "publish");
	const reader = await site.open();
	assert.equal(await statusOf(reader, `/practices/${radio}`), 200);
	const page = await told(reader);
	assert.match(page, /The ministry lends them a studio\./);
	assert.match(page, /Ensemble/);
	assert.match(page, /2021/);
	assert.doesNotMatch(page, /We know these radios well|Since when do they share/);
	await reader.close();
});

test("two_of_the_ministry_meet_in_one_field_and_keep_the_words_of_both", async () => {
	workshop = await begin(her.awa, WORKSHOP);
	await write(her.awa, workshop, "what", { "summary.en": "Young people learn to record." });
	// Both open the section; each changes the summary, and Ibou the title too.
	await go(her.awa, `/practices/${workshop}/edit/what`);
	await go(her.ibou, `/practices/${workshop}/edit/what`);
	await fill(her.awa, { "summary.en": "Young people learn to record in a lent studio." });
	await fill(her.ibou, { "summary.en": "Young women learn to record and to mix.",
		"title.en": `${WORKSHOP} in Dakar` });
	await press(her.awa, "Save");
	await press(her.ibou, "Save");
	assert.match(await her.ibou.locator("h1").innerText(), /What it is|To correct/);
	assert.equal(sql(db, `SELECT text FROM record_text t JOIN record r ON r.seq = t.seq
		WHERE r.public_id = '${workshop}' AND t.field = 'title'`), `${WORKSHOP} in Dakar`);
	await go(her.ibou, `/practices/${workshop}/conflicts`);
	const both = await told(her.ibou);
	for (const word of ["women", "mix", "lent studio", "Awa Ndiaye"])
		assert.ok(both.includes(word), `${word}: ${both}`);
	const combined = her.ibou.locator("main form textarea").first();
	await her.ibou.locator('main form input[type=radio]').last().check();
	await combined.fill("Young women and men learn to record and to mix in a lent studio.");
	await her.ibou.locator("main form button[type=submit]").last().click();
	await her.ibou.waitForLoadState();
	assert.match(sql(db, `SELECT text FROM record_text t JOIN record r ON r.seq = t.seq
		WHERE r.public_id = '${workshop}' AND t.field = 'summary'`), /women and men/);
	await go(her.awa, `/practices/${workshop}/history`);
	const history = await told(her.awa);
	assert.match(history, /Ibou Fall/);
	assert.match(history, /Awa Ndiaye/);
});

test("it_is_adapted_from_the_other_and_published", async () => {
	await write(her.ibou, workshop, "where", { parties: "SEN", "place.en": "Dakar" });
	await write(her.ibou, workshop, "about", { output: "4", activities: "4.2" });
	await write(her.ibou, workshop, "cost", { adapted_from: radio });
	await go(her.ibou, `/practices/${workshop}/do/submit`);
	assert.equal(await her.ibou.getByRole("button", { name: "Send it in" }).count(), 0);
	await take(her.awa, workshop, "submit");
	await take(her.sam, workshop, "publish");
	const reader = await site.open();
	await go(reader, `/practices/${workshop}`);
	assert.match(await told(reader), new RegExp(RADIO));
	await go(reader, `/practices/${radio}`);
	assert.match(await told(reader), new RegExp(WORKSHOP));
	await reader.close();
});

test("an_erratum_is_told_with_its_reason_and_both_versions", async () => {
	await write(her.sam, workshop, "what", { "summary.en":
		"Young women and men learn to record and to mix in a studio that the ministry lends." });
	const before = await site.open(), reader = await site.open();
	await go(before, `/practices/${workshop}`);
	assert.doesNotMatch(await told(before), /that the ministry lends/);
	await before.close();
	await take(her.sam, workshop, "erratum", { note: "Whose studio it is was missing." });
	await go(reader, `/practices/${workshop}`);
	assert.match(await told(reader), /that the ministry lends/);
	assert.match(await told(reader), /Corrected on/);
	await go(reader, `/practices/${workshop}/history`);
	const history = await told(reader);
	assert.match(history, /Whose studio it is was missing\./);
	assert.doesNotMatch(history, /Sam Ortiz|Awa Ndiaye/);
	await reader.close();
});

test("nothing_of_it_is_out_of_order", () => {
	const verified = run(["verify", "--db", db]);
	assert.equal(verified.status, 0, verified.stdout + verified.stderr);
});
