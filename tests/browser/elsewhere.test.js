// A practice that is written in five places: at her desk, by a link on a phone, in a file on a
// laptop without a line, by a colleague meanwhile, and in what both attach. All meet in one record,
// which goes all the way to readers; of what was typed, no word is lost.

import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { pdf, png } from "../lib/attached.js";
import { DESKTOP, PHONE, startSite } from "../lib/browser.js";
import { initialisedStore, run, sql, startServer, temporaryPath } from "../lib/jalon.js";
import { addUser, signedIn } from "../lib/people.js";
import { fill, told, typeIn } from "./hands.js";

const CAST = {
	flore: { role: "focal_point", party: "FRA", name: "Flore Petit" },
	tom: { role: "team_member", party: "FRA", name: "Tom Roux" },
	sol: { role: "secretariat", name: "Solange Diop" },
};
const WAIT = { timeout: 20_000 };

// All that anybody types. To type more: a row, which has to be found again in the end.
const WORDS = {
	title: "Night buses to village concerts",
	drafted: "Buses bring people home from concerts in forty villages.",
	paidBy: "The region pays for the fuel, and each concert hall for its drivers.",
	inBus: "Forty villages share six night buses on the days of concerts.",
	atDesk: "On concert nights buses drive forty villages home for two euros.",
	place: "Along the river Orb",
	partners: "Union of village halls; Régie des transports",
	picture: "A bus in front of a hall at midnight.",
	report: "Counts of passengers, 2019 to 2024.",
	titre: "Des bus de nuit vers les concerts de village",
	resume: "Quarante villages se partagent six bus de nuit les soirs de concert.",
};

let server, site, db, folder, practice;
const her = {};

before(async () => {
	db = initialisedStore();
	for (const [who, options] of Object.entries(CAST)) addUser(db, `${who}@example.org`, options);
	server = await startServer(db);
	site = await startSite({ url: server.url });
	for (const who of Object.keys(CAST)) {
		const { session } = await signedIn(server.url, `${who}@example.org`);
		her[who] = await site.open({ size: DESKTOP, scripts: true });
		await her[who].context().addCookies([{ name: "jalon", value: session, url: server.url }]);
	}
	folder = temporaryPath("laptop");
	mkdirSync(folder);
});
after(async () => {
	await site?.stop();
	await server?.stop();
});

// ---- hands

const go = (page, path) => page.goto(`${server.url}/en/practices/${practice}${path}`);
const field = (page, name) => page.locator(`[name="${name}"]`);
const textOf = (name) => sql(db, `SELECT text FROM record_text t JOIN record r ON r.seq = t.seq
	WHERE r.public_id = '${practice}' AND t.field = '${name}' AND t.lang = 'en'`);
const stateOf = () => sql(db, `SELECT state FROM record WHERE public_id = '${practice}'`);

async function until(what, wanted) {
	const end = Date.now() + WAIT.timeout;
	while (what() !== wanted) {
		assert.ok(Date.now() < end, `it is “${what()}”, not “${wanted}”`);
		await new Promise((done) => setTimeout(done, 50));
	}
}

// What leads to another page, and that page.
async function follow(page, what) {
	await Promise.all([page.waitForEvent("framenavigated", WAIT), what.click()]);
	await page.waitForLoadState();
}

async function press(page, words) {
	await follow(page,
		page.getByRole("main").getByRole("button", { name: words, exact: true }));
	assert.equal(await page.locator(".faults").count(), 0, await told(page));
}

async function write(who, section, values) {
	await go(her[who], `/edit/${section}`);
	await fill(her[who], values);
	await press(her[who], "Save");
}

async function attach(who, name, content, about) {
	const page = her[who], path = join(folder, name);
	writeFileSync(path, content);
	await go(page, "/edit/files");
	await follow(page, page.getByRole("main").getByRole("link", { name: "Attach a file" }));
	await page.locator('input[type="file"]').setInputFiles(path);
	await page.getByLabel("What it shows or says").fill(about);
	await press(page, "Attach it");
	assert.match(await told(page), new RegExp(name.replace(".", "\\.")));
}

// The one of what she must do that says so.
async function waitsFor(who, words) {
	await her[who].goto(`${server.url}/en/todo`);
	const link = her[who].getByRole("main").getByRole("link", { name: words });
	assert.equal(await link.count(), 1, await told(her[who]));
	await follow(her[who], link);
}

async function step(who, action) {
	await go(her[who], `/do/${action}`);
	const button = her[who].locator("main form button[type=submit]").last();
	await press(her[who], await button.innerText());
}

// ---- the walk

let link, laptop, saved;

test("she_drafts_it_at_her_desk", async () => {
	const page = her.flore;

	await page.goto(`${server.url}/en/practices/new`);
	await fill(page, { title: WORDS.title, lang: "en" });
	await press(page, "Begin");
	practice = /practices\/([^/]+)\/edit/.exec(page.url())[1];
	await go(page, "/edit/what");
	await typeIn(field(page, "summary.en"), WORDS.drafted);
	await until(() => textOf("summary"), WORDS.drafted);
	await write("flore", "about", { output: "2", activities: "2.4", sectors: "music" });
});

test("what_it_costs_is_handed_to_who_knows", async () => {
	const page = her.flore;

	await go(page, "/hand?section=cost");
	await fill(page, { person: "Amina Ndiaye", question: "Who pays for the buses?" });
	await press(page, "Make the link");
	link = await page.locator("p.secret").innerText();
	assert.ok(link.startsWith(server.url), link);
});

test("the_file_is_taken_to_a_laptop_without_a_line", async () => {
	await go(her.flore, "/take-along");
	const [download] = await Promise.all([her.flore.waitForEvent("download", WAIT),
		her.flore.getByRole("link", { name: "Download the file" }).click()]);
	const path = join(folder, download.suggestedFilename());
	await download.saveAs(path);

	laptop = await site.open({ size: DESKTOP, scripts: true });
	await laptop.context().setOffline(true);
	await laptop.goto(pathToFileURL(path).href);
	assert.equal(await field(laptop, "summary.en").inputValue(), WORDS.drafted);
	await field(laptop, "summary.en").fill(WORDS.inBus);
	await field(laptop, "place.en").fill(WORDS.place);
});

test("she_answers_by_the_link_on_a_phone", async () => {
	const phone = await site.open({ size: PHONE });

	await phone.goto(link);
	assert.match(await told(phone), /Who pays for the buses\?/);
	assert.ok(!(await told(phone)).includes(WORDS.drafted)); // of the rest the title alone
	await fill(phone, { "note.en": WORDS.paidBy });
	await press(phone, "Save");
	const wide = await phone.evaluate(() => document.documentElement.scrollWidth);
	assert.ok(wide <= PHONE.width, `${wide} px wide`);
	await press(phone, "It is finished");
	assert.match(await phone.locator("h1").innerText(), /Thank you, Amina Ndiaye/);
	assert.ok((await told(phone)).includes(WORDS.paidBy));
	assert.equal((await phone.context().cookies()).length, 0);
	await phone.close();
});

test("a_colleague_writes_meanwhile_and_both_are_shown_what_is_there", async () => {
	await go(her.tom, "/edit/what");
	assert.equal(await field(her.tom, "summary.en").inputValue(), WORDS.drafted);
	await field(her.tom, "summary.en").fill("");
	await typeIn(field(her.tom, "summary.en"), WORDS.atDesk);
	await until(() => textOf("summary"), WORDS.atDesk);
	await attach("tom", "bus.png", png(), WORDS.picture);
});

test("the_copy_of_the_laptop_comes_back_with_one_conflict_and_no_more", async () => {
	await field(laptop, "partners").fill(WORDS.partners);
	await field(laptop, "parties").last().selectOption("FRA");
	await field(laptop, "start_year").fill("2019");
	const [download] = await Promise.all([laptop.waitForEvent("download", WAIT),
		laptop.locator("#jalon-save").click()]);
	saved = join(folder, `copy-${download.suggestedFilename()}`);
	await download.saveAs(saved);
	await laptop.close();

	await go(her.flore, "/take-along");
	await her.flore.locator('input[type="file"]').setInputFiles(saved);
	await follow(her.flore, her.flore.locator('main button[type="submit"]'));
	assert.equal(await her.flore.locator("h1").innerText(), "Brought back");
	const words = (await told(her.flore)).replace(/\s+/g, " ");
	assert.match(words, /Waits for your choice Summary .*Tom Roux has changed this/);
	assert.match(words, /Taken .*Where .*2019/);
	for (const text of [WORDS.place, WORDS.partners, WORDS.inBus])
		assert.ok(words.includes(text), `${text}: ${words}`);
	assert.equal(sql(db, "SELECT count(*) FROM record_draft"), "1");
	assert.equal(textOf("summary"), WORDS.atDesk);
});

test("she_sees_both_texts_and_chooses", async () => {
	const page = her.flore;

	await follow(page, page.getByRole("link", { name: "See both texts" }));
	assert.equal(await page.locator("main fieldset").count(), 1);
	const both = await told(page);
	for (const text of [WORDS.atDesk, WORDS.inBus]) assert.ok(both.includes(text), both);
	await page.getByLabel("Keep mine").check();
	await press(page, "Save my choice");
	assert.equal(textOf("summary"), WORDS.inBus);
	assert.equal(sql(db, "SELECT count(*) FROM record_draft"), "0");
});

test("what_came_by_the_link_is_accepted", async () => {
	await waitsFor("flore", /Amina Ndiaye/);
	assert.match(await told(her.flore), /The answer/);
	assert.equal(textOf("note"), "");
	for (const box of await her.flore.locator('main input[value="take"]').all()) await box.check();
	await follow(her.flore, her.flore.locator("main form button[type=submit]"));
	assert.equal(textOf("note"), WORDS.paidBy);
});

test("she_attaches_another_file_and_both_stand_there", async () => {
	await attach("flore", "report.pdf", pdf(), WORDS.report);
	assert.match(await told(her.flore), /bus\.png[^]*report\.pdf|A bus in front[^]*report\.pdf/);
});

test("it_is_sent_in_and_published", async () => {
	await step("flore", "submit");
	assert.equal(stateOf(), "submitted");
	await waitsFor("sol", /Examine the good practice/);
	assert.match(await told(her.sol), new RegExp(WORDS.title));
	await step("sol", "publish");
	assert.equal(stateOf(), "published");
});

// ---- what readers see, and what is left of all that was typed

async function publicPage(size = DESKTOP, lang = "en") {
	const reader = await site.open({ size });
	const answer = await reader.goto(`${server.url}/${lang}/practices/${practice}`);
	assert.equal(answer.status(), 200);
	return reader;
}

// Of the files, what is told instead of a picture counts as words.
async function readBy(page) {
	const words = await told(page);
	const pictures = await page.getByRole("main").locator("img").evaluateAll((all) =>
		all.map((one) => one.alt));
	return [words, ...pictures].join("\n").replace(/\s+/g, " ");
}

test("readers_see_what_was_chosen_and_open_both_files", async () => {
	const reader = await publicPage(PHONE), page = await readBy(reader);
	const { atDesk, drafted, titre, resume, ...shown } = WORDS;

	for (const text of Object.values(shown).flatMap((one) => one.split("; ")))
		assert.ok(page.includes(text), `${text}: ${page}`);
	for (const text of [atDesk, drafted, "Amina"]) assert.ok(!page.includes(text), text);
	for (const [name, type, start] of [["bus.png", "image/png", "\x89PNG"],
		["report.pdf", "application/pdf", "%PDF"]]) {
		const file = reader.locator(`main a[href$="/${name}"]`).first();
		const answer = await reader.request.get(server.url + await file.getAttribute("href"));
		assert.deepEqual([answer.status(), answer.headers()["content-type"]], [200, type]);
		assert.equal((await answer.body()).toString("latin1", 0, start.length), start);
	}
	await reader.close();
});

test("it_is_translated_by_its_party_and_reviewed_by_the_secretariat", async () => {
	const french = (name) => sql(db, `SELECT p.text FROM translation p
		JOIN record r ON r.seq = p.seq WHERE r.public_id = '${practice}' AND p.field = '${name}'`);
	const page = her.flore;

	await go(page, "/edit");
	await follow(page, page.getByRole("link", { name: "Translation into French" }));
	await typeIn(field(page, "title.fr"), WORDS.titre);
	await until(() => french("title"), WORDS.titre); // by nothing but typing
	await fill(page, { "summary.fr": WORDS.resume });
	await press(page, "Save");
	let reader = await publicPage(PHONE, "fr");
	assert.ok(!(await readBy(reader)).includes(WORDS.titre));
	await reader.close();

	await waitsFor("sol", /Review what was translated/);
	await follow(her.sol, her.sol.getByRole("main").getByRole("link", { name: WORDS.title }));
	assert.equal(await field(her.sol, "summary.fr").inputValue(), WORDS.resume);
	await press(her.sol, "Mark all as reviewed");
	reader = await publicPage(PHONE, "fr");
	const read = await readBy(reader);
	for (const text of [WORDS.titre, WORDS.resume]) assert.ok(read.includes(text), read);
	assert.match(read, /Pas encore en français/); // the note beside it, which nobody translated
	await reader.close();
});

test("no_word_that_anybody_typed_is_lost", async () => {
	const reader = await publicPage(), page = await readBy(reader);
	const versions = Number(sql(db,
		`SELECT version FROM record WHERE public_id = '${practice}'`));
	const inFrench = await publicPage(DESKTOP, "fr"), all = [page, await readBy(inFrench)];

	for (let n = 1; n <= versions; n++) {
		assert.equal((await go(her.flore, `/history/${n}`)).status(), 200);
		all.push(await readBy(her.flore));
	}
	for (const text of Object.values(WORDS).flatMap((one) => one.split("; ")))
		assert.ok(all.some((one) => one.includes(text)), `${text} is lost`);
	await Promise.all([reader.close(), inFrench.close()]);
});

test("nothing_of_it_is_out_of_order", () => {
	const verified = run(["verify", "--db", db]);
	assert.equal(verified.status, 0, verified.stdout + verified.stderr);
});
