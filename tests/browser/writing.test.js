// What one types is not lost: with the script, without a line, in two tabs, by two people.

import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { after, before, test } from "node:test";
import { chromium } from "playwright-core";
import { SWITCHES, CHROMIUM, PHONE, startSite } from "../lib/browser.js";
import { initialisedStore, sql, startServer, temporaryPath } from "../lib/jalon.js";
import { addUser, signedIn } from "../lib/people.js";

const CAST = {
	fra: { role: "focal_point", party: "FRA", name: "Flore Petit" },
	tom: { role: "team_member", party: "FRA", name: "Tom Roux" },
	sen: { role: "focal_point", party: "SEN", name: "Awa Ndiaye" },
};
const WAIT = { timeout: 20_000 };
const OTHER_TAB_MS = 10_000; // so long the script leaves a text to another tab

let db, server, site;
const her = {};

before(async () => {
	db = initialisedStore();
	for (const [who, options] of Object.entries(CAST)) addUser(db, `${who}@example.org`, options);
	server = await startServer(db);
	for (const who of Object.keys(CAST))
		her[who] = await signedIn(server.url, `${who}@example.org`);
	site = await startSite({ url: server.url });
});
after(async () => {
	await site.stop();
	await server.stop();
});

// ---- hands

async function begin(title, who = "fra") {
	const answer = await her[who].post("/en/practices/new", { title, lang: "en" });
	assert.equal(answer.status, 303);
	return answer.location.replace("/edit?done=begun", "");
}

const cookieOf = (who) => [{ name: "jalon", value: her[who].session, url: server.url }];

async function open(who, path, options = {}) {
	const page = await site.open({ scripts: true, ...options });
	await page.context().addCookies(cookieOf(who));
	await page.goto(server.url + path);
	return page;
}

const place = (page) => page.locator('[name="place.en"]');
const saying = (page) => page.locator(".saving").innerText();
const says = (page, words) => page.waitForFunction((source) =>
	new RegExp(source).test(document.querySelector(".saving").textContent), words.source, WAIT);

const idOf = (base) => base.split("/").pop();
const textOf = (base, field = "place") => sql(db, `SELECT text FROM record_text t
	JOIN record r ON r.seq = t.seq WHERE r.public_id = '${idOf(base)}' AND t.field = '${field}'`);
const draftOf = (base, field = "place.en") => sql(db, `SELECT d.text FROM record_draft d
	JOIN record r ON r.seq = d.seq WHERE r.public_id = '${idOf(base)}' AND d.field = '${field}'`);
const versionOf = (base) => Number(sql(db,
	`SELECT version FROM record WHERE public_id = '${idOf(base)}'`));

async function until(what, wanted) {
	const end = Date.now() + WAIT.timeout;
	while (what() !== wanted) {
		assert.ok(Date.now() < end, `it is “${what()}”, not “${wanted}”`);
		await new Promise((done) => setTimeout(done, 50));
	}
}

const kept = (page) => page.evaluate(() => Object.keys(localStorage).length);

// ---- typing

test("what_is_reviewed_while_it_is_still_being_sent_is_reviewed", async () => {
	const base = await begin("Reviewed at once");
	const page = await open("fra", `${base}/translate/fr`);
	await page.route("**/draft", async (route) => {
		await new Promise((done) => setTimeout(done, 500));
		await route.continue();
	});
	await page.locator('[name="title.fr"]').fill("Entrée");
	await page.locator('[name="title.fr"]').press("Enter");
	await page.waitForURL(/done=proposed/, WAIT);
	await page.locator('[name="title.fr"]').fill("Relu aussitôt");
	await page.locator('button[name="review"][value="title"]').click();
	await page.waitForURL(/done=translated/, WAIT);
	assert.match(textOf(base, "title"), /Relu aussitôt/);
	await page.context().close();
});

test("what_is_typed_is_a_draft_within_seconds_and_a_version_as_one_leaves", async () => {
	const base = await begin("Typed");
	const page = await open("fra", `${base}/edit/where`);

	await place(page).pressSequentially("Lyon");
	await until(() => draftOf(base), "Lyon");
	assert.equal(textOf(base), "");
	await says(page, /^Saved \d/);
	assert.ok(await place(page).evaluate((field) => field === document.activeElement));
	await place(page).press("End");
	await place(page).pressSequentially(" and Lille");
	await page.locator('[name="start_year"]').focus();
	await until(() => textOf(base), "Lyon and Lille");
	assert.equal(draftOf(base), "");
	assert.equal(versionOf(base), 2);
	await page.waitForFunction(() => !Object.keys(localStorage).length);
	await page.close();
});

test("going_back_into_a_field_makes_no_conflict_with_oneself", async () => {
	const base = await begin("Again");
	const page = await open("fra", `${base}/edit/where`);

	for (const more of ["Dakar", ", Thiès", ", Saint-Louis"]) {
		await place(page).press("End");
		await place(page).pressSequentially(more);
		await page.locator('[name="end_year"]').focus();
		await until(() => textOf(base).endsWith(more), true);
	}
	await page.locator('button[value="stay"]').click();
	await page.waitForURL(/done=saved/);
	assert.equal(textOf(base), "Dakar, Thiès, Saint-Louis");
	assert.equal(versionOf(base), 4);
	await page.close();
});

test("what_cannot_be_saved_is_told_beside_its_field_until_it_is_mended", async () => {
	const base = await begin("Wrong");
	const page = await open("fra", `${base}/edit/where`);
	const year = page.locator('[name="start_year"]'), why = page.locator("#why-start_year");

	await year.fill("201");
	await place(page).focus();
	await why.waitFor();
	assert.match(await why.innerText(), /not a year of four digits/);
	assert.equal(draftOf(base, "start_year"), "201");
	await year.fill("2016");
	await place(page).focus();
	await why.waitFor({ state: "hidden" });
	assert.equal(await page.locator(".field.wrong").count(), 0);
	await page.close();
});

test("boxes_and_long_lists_are_saved_as_one_leaves_them", async () => {
	const base = await begin("Boxes");
	const page = await open("fra", `${base}/edit/where`);
	const list = page.locator('select[name="parties"]');

	await list.focus();
	await list.selectOption("FRA");
	await list.selectOption("SEN");
	assert.equal(await page.locator('[name="parties"]:checked').count(), 2);
	await place(page).focus();
	const parties = () => sql(db, `SELECT code FROM record_term t JOIN record r ON r.seq = t.seq
		WHERE r.public_id = '${idOf(base)}' AND field = 'parties' ORDER BY position`);
	await until(parties, "FRA\nSEN");
	await page.close();
});

test("a_text_is_counted_as_it_is_typed", async () => {
	const base = await begin("Count");
	const page = await open("fra", `${base}/edit/where`);
	const count = page.locator('[id="count-place.en"]');

	assert.equal(await count.innerText(), "0 of 200 characters");
	await place(page).fill("é".repeat(201));
	assert.equal(await count.innerText(), "201 of 200 characters");
	assert.match(await count.getAttribute("class"), /over/);
	await page.close();
});

// ---- without a line

test("without_a_line_the_text_is_kept_and_sent_when_it_is_back", async () => {
	const base = await begin("Offline");
	const page = await open("fra", `${base}/edit/where`);

	await page.context().setOffline(true);
	await place(page).pressSequentially("Bamako");
	await page.locator('[name="start_year"]').focus();
	await says(page, /no connection.*kept in this browser/);
	assert.equal(await kept(page), 1);
	assert.equal(await place(page).inputValue(), "Bamako");
	await page.context().setOffline(false);
	await until(() => textOf(base), "Bamako");
	await says(page, /^Saved/);
	assert.equal(await kept(page), 0);
	await page.close();
});

// A browser with a profile of its own on disk, closed and opened again.
function launchOn(profile) {
	return chromium.launchPersistentContext(profile, { executablePath: CHROMIUM, args: SWITCHES,
		viewport: PHONE });
}

test("a_browser_that_was_closed_sends_the_text_on_the_next_visit", async () => {
	const base = await begin("Closed"), other = await begin("Another");
	const profile = temporaryPath("profile");
	let browser = await launchOn(profile);
	let [page] = browser.pages();

	await browser.addCookies(cookieOf("fra"));
	await page.goto(`${server.url}${base}/edit/where`);
	await browser.setOffline(true);
	await place(page).pressSequentially("Nouakchott");
	await says(page, /no connection/);
	await browser.close();
	assert.equal(textOf(base), "");

	browser = await launchOn(profile);
	[page] = browser.pages();
	await browser.addCookies(cookieOf("fra"));
	await page.goto(`${server.url}${other}/edit/what`);
	await until(() => textOf(base), "Nouakchott");
	await browser.close();
	rmSync(profile, { recursive: true });
});

test("what_was_not_sent_stands_in_its_field_again", async () => {
	const base = await begin("Restored");
	const page = await open("fra", `${base}/edit/where`);

	await page.route("**/draft", (route) => route.abort());
	await place(page).pressSequentially("Praia");
	await says(page, /no connection/);
	await page.unroute("**/draft");
	await page.goto(`${server.url}/en/about`);
	await page.goto(`${server.url}${base}/edit/where`);
	assert.equal(await place(page).inputValue(), "Praia");
	await page.close();
});

// ---- two tabs, two people

test("two_tabs_of_one_form_show_the_same_and_do_not_fight", async () => {
	const base = await begin("Tabs");
	const one = await open("fra", `${base}/edit/where`);
	const two = await one.context().newPage();

	await two.goto(`${server.url}${base}/edit/where`);
	await place(one).pressSequentially("Lomé");
	await one.locator('[name="start_year"]').focus();
	await until(() => textOf(base), "Lomé");
	await two.waitForFunction(() => document.querySelector('[name="place.en"]').value === "Lomé");
	await place(two).press("End");
	await place(two).pressSequentially(", Kara");
	await two.locator('[name="start_year"]').focus();
	await until(() => textOf(base), "Lomé, Kara");
	await one.close();
});

test("what_two_people_type_in_one_field_is_a_conflict_that_loses_nothing", async () => {
	const base = await begin("Two people");
	const one = await open("fra", `${base}/edit/where`);
	const two = await open("tom", `${base}/edit/where`);

	await place(one).pressSequentially("In the old theatre");
	await one.locator('[name="start_year"]').focus();
	await until(() => textOf(base), "In the old theatre");
	await place(two).pressSequentially("In the new theatre");
	await two.locator('[name="start_year"]').fill("2019");
	await two.locator('[name="end_year"]').focus();
	const why = two.locator('[id="why-place.en"]');
	await why.waitFor();
	assert.match(await why.innerText(), /Flore Petit has changed this/);
	assert.equal(textOf(base), "In the old theatre");
	await until(() => sql(db, `SELECT start_year FROM practice p JOIN record r ON r.seq = p.seq
		WHERE public_id = '${idOf(base)}'`), "2019");

	await why.getByRole("link").click();
	await two.getByLabel("Make one out of both").check();
	await two.getByLabel("The text out of both").fill("In the old theatre, then the new one");
	await two.getByRole("button", { name: "Save my choice" }).click();
	await two.waitForURL(/done=chosen/);
	assert.equal(textOf(base), "In the old theatre, then the new one");
	assert.equal(draftOf(base), "");
	await one.close();
	await two.close();
});

// ---- another person, or nobody, at the same browser

test("who_signs_in_after_somebody_neither_sees_nor_sends_their_text", async () => {
	const base = await begin("Shared browser"), own = await begin("Own", "sen");
	const before = await open("fra", `${base}/edit/where`), context = before.context();
	const page = await context.newPage(), sent = [];

	await context.setOffline(true);
	await place(before).pressSequentially("A secret of France");
	await says(before, /no connection/);
	await before.goto("chrome://version");
	await context.setOffline(false);
	await context.clearCookies();
	await context.addCookies(cookieOf("sen"));
	page.on("request", (request) => { if (request.method() === "POST") sent.push(request.url()); });
	await page.goto(`${server.url}${own}/edit/where`);
	await page.waitForTimeout(OTHER_TAB_MS + 1000);
	assert.deepEqual(sent, []);
	assert.equal(await place(page).inputValue(), "");
	assert.equal(await kept(page), 1);
	assert.equal(textOf(own), "");
	await context.close();
});

test("when_the_session_has_ended_the_text_waits_for_the_next_one", async () => {
	const base = await begin("Session");
	const mine = await signedIn(server.url, "fra@example.org");
	const page = await open("fra", `${base}/edit/where`);

	await page.context().clearCookies();
	await place(page).pressSequentially("Accra");
	await page.locator('[name="start_year"]').focus();
	await says(page, /no longer signed in/);
	assert.equal(await page.locator(".saving a").getAttribute("target"), "_blank");
	assert.equal(await place(page).inputValue(), "Accra");
	await page.context().addCookies([{ name: "jalon", value: mine.session, url: server.url }]);
	await until(() => textOf(base), "Accra");
	await says(page, /^Saved/);
	await page.close();
});

test("signing_out_asks_before_it_leaves_text_behind_and_leaves_none", async () => {
	const base = await begin("Sign out");
	her.leaving = await signedIn(server.url, "fra@example.org");
	const page = await open("leaving", `${base}/edit/where`), asked = [];

	page.on("dialog", (dialog) => {
		asked.push(dialog.message());
		if (asked.length === 1) dialog.dismiss(); else dialog.accept();
	});
	await page.route("**/draft", (route) => route.abort());
	await place(page).pressSequentially("Banjul");
	await says(page, /no connection/);
	await page.getByRole("button", { name: "Sign out" }).click();
	assert.match(asked[0], /has not been saved/);
	assert.equal(await place(page).inputValue(), "Banjul");
	await page.getByRole("button", { name: "Sign out" }).click();
	await page.waitForURL((url) => !url.pathname.includes("edit"));
	assert.equal(asked.length, 2);
	assert.equal(await kept(page), 0);
	await page.close();
});

test("the_script_says_nothing_when_nothing_was_typed", async () => {
	const base = await begin("Quiet");
	const page = await open("fra", `${base}/edit/where`), sent = [];

	page.on("request", (request) => { if (request.method() === "POST") sent.push(request.url()); });
	await place(page).focus();
	await page.locator('[name="start_year"]').focus();
	await page.waitForTimeout(200);
	assert.deepEqual(sent, []);
	assert.equal(await saying(page), "");
	await page.close();
});

test("who_else_is_here_is_told_and_in_which_field", async () => {
	const base = await begin("Beside each other");
	const flore = await open("fra", `${base}/edit/where`);
	const tom = await open("tom", `${base}/edit/where`);
	const beside = (page, words) => page.waitForFunction((wanted) =>
		document.getElementById("beside").textContent === wanted, words, WAIT);

	await beside(flore, "Open here too: Tom Roux");
	await beside(tom, "Open here too: Flore Petit");
	await tom.locator('[name="place.en"]').focus();
	await flore.waitForSelector(".in-field", WAIT);
	assert.equal(await flore.locator(".field:has([name='place.en']) .in-field").innerText(),
		"Tom Roux is in this field");
	await tom.context().close();
	// As if the time had passed; until the server has found out that he is gone, it sees him anew.
	const passing = setInterval(() => sql(db, "UPDATE presence SET seen_at = 0"), 400);
	await beside(flore, "").finally(() => clearInterval(passing));
	assert.equal(await flore.locator(".in-field").count(), 0);
	await flore.context().close();
});
