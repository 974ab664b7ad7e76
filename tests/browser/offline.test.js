// A draft in one file, opened from disk with the network off: typed in, checked, saved as a new
// file, opened again, brought back; and what it looks like to everybody.

import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import axe from "axe-core";
import { DESKTOP, PHONE, startSite } from "../lib/browser.js";
import { initialisedStore, sql, startServer, temporaryPath } from "../lib/jalon.js";
import { addUser, signedIn } from "../lib/people.js";

const WAIT = { timeout: 20_000 };
let db, server, site, folder, her, him, n = 0;

before(async () => {
	db = initialisedStore();
	addUser(db, "fra@example.org", { role: "focal_point", party: "FRA", name: "Flore Petit" });
	addUser(db, "tom@example.org", { role: "team_member", party: "FRA", name: "Tom Roux" });
	server = await startServer(db);
	her = await signedIn(server.url, "fra@example.org");
	him = await signedIn(server.url, "tom@example.org");
	site = await startSite({ url: server.url });
	folder = temporaryPath("stick");
	mkdirSync(folder);
});
after(async () => {
	await site.stop();
	await server.stop();
});

// ---- hands

async function begin(title) {
	const answer = await her.post("/en/practices/new", { title, lang: "en" });
	assert.equal(answer.status, 303);
	return answer.location.replace("/edit?done=begun", "");
}

// The file on the stick.
async function take(base, lang = "en") {
	const answer = await her.get(`${base.replace("/en/", `/${lang}/`)}/offline`);
	assert.equal(answer.status, 200);
	const path = join(folder, `taken-${++n}.html`);
	writeFileSync(path, answer.text);
	return path;
}

// Without a line, and whatever it tries to ask or cannot run is a fault.
async function openFile(path, options = {}) {
	const page = await site.open({ scripts: true, ...options });
	page.faults = [];
	page.on("console", (message) => page.faults.push(message.text()));
	page.on("pageerror", (error) => page.faults.push(error.message));
	page.on("request", (request) => {
		if (!request.url().startsWith("file:")) page.faults.push(`asks ${request.url()}`);
	});
	await page.context().setOffline(true);
	await page.goto(pathToFileURL(path).href);
	return page;
}

const field = (page, name) => page.locator(`[name="${name}"]`);
const why = (page, name) => page.locator(`[id="why-${name}"]`).innerText();
const said = (page) => page.locator("#jalon-said").innerText();
const typedIn = (path) => JSON.parse(/id="jalon-typed">(.*?)<\/script>/s
	.exec(readFileSync(path, "utf8"))[1]);

async function save(page) {
	const [download] = await Promise.all([page.waitForEvent("download", WAIT),
		page.locator("#jalon-save").click()]);
	const path = join(folder, `saved-${++n}.html`);
	await download.saveAs(path);
	return { path, name: download.suggestedFilename() };
}

// Brought back by hand, on the page.
async function bring(base, path) {
	const page = await site.open();
	await page.context().addCookies([{ name: "jalon", value: her.session, url: server.url }]);
	await page.goto(`${server.url}${base}/take-along`);
	await page.locator('input[type="file"]').setInputFiles(path);
	await page.locator('main button[type="submit"]').click();
	const text = await page.locator("main").innerText();
	await page.close();
	return text.replace(/\s+/g, " ");
}

const idOf = (base) => base.split("/").pop();
const textOf = (base, name) => sql(db, `SELECT text FROM record_text t
	JOIN record r ON r.seq = t.seq WHERE r.public_id = '${idOf(base)}' AND t.field = '${name}'
	AND t.lang = 'en'`);
const termsOf = (base, name) => sql(db, `SELECT code FROM record_term t
	JOIN record r ON r.seq = t.seq WHERE r.public_id = '${idOf(base)}' AND t.field = '${name}'
	ORDER BY code`).split("\n").filter(Boolean);

// ---- there and back

test("typed_from_a_stick_without_a_line_saved_opened_again_and_brought_back", async () => {
	const base = await begin("A fund <b>for</b> artists"), file = await take(base);
	const page = await openFile(file);
	const words = "It pays artists: “</script><!-- & ’\u2028 élan 🎭.\nIn two lines.";

	assert.equal(await field(page, "title.en").inputValue(), "A fund <b>for</b> artists");
	await field(page, "summary.en").fill(words);
	await field(page, "parties").last().selectOption("FRA");
	await field(page, "parties").last().selectOption("SEN");
	await page.getByLabel("2.4", { exact: false }).check();
	await page.getByLabel("Music", { exact: true }).check();
	await field(page, "start_year").fill("2019");
	const first = await save(page);
	const day = await page.evaluate(() => new Date().toLocaleDateString("sv"));
	assert.equal(first.name, `${idOf(base)}-${day}.html`);
	assert.match(await said(page), /^Saved as .*the copy to bring back/);
	assert.deepEqual(page.faults, []);
	await page.close();

	const again = await openFile(first.path);
	assert.equal(await field(again, "summary.en").inputValue(), words);
	assert.equal(await again.locator('[name="parties"]:checked').count(), 2);
	await again.locator('[name="parties"][value="SEN"]').uncheck();
	await field(again, "start_year").fill("2020");
	const second = await save(again);
	assert.deepEqual(again.faults, []);
	await again.close();

	await him.send(`${base}/draft`, { token: await him.token(`${base}/edit`), path: "start_year",
		text: "2018", version: "1", left: "yes" });
	const told = await bring(base, second.path);
	assert.match(told, /Waits for your choice Start 2020/);
	assert.equal(textOf(base, "summary"), words);
	assert.deepEqual(termsOf(base, "parties"), ["FRA"]);
	assert.deepEqual(termsOf(base, "activities"), ["2.4"]);
	assert.deepEqual(termsOf(base, "sectors"), ["music"]);
	assert.match(await bring(base, second.path), /nothing was changed/);
});

test("what_is_wrong_is_said_while_typing_as_the_house_says_it", async () => {
	const page = await openFile(await take(await begin("Wrong")));
	const cases = [["start_year", "19", /“19” is not a year/], ["start_year", "0999", /not a year/],
		["start_year", "2019", /^$/], ["end_year", "2018", /end comes before the start/],
		["end_year", "2019", /^$/], ["link", "example.org", /not a web address/],
		["link", "https://", /not a web address/], ["link", "https://example.org/é", /^$/],
		["credits_until", "2027-02-29", /not a date/], ["credits_until", "2028-02-29", /^$/],
		["credits_until", "2027-13", /not a date/], ["credits_until", "2027", /^$/],
		["amount", "1,5", /not an amount/], ["currency", "eur", /not a currency/],
		["title.en", "🎭".repeat(200), /^$/], ["title.en", "🎭".repeat(201), /too long/],
		["title.en", "", /required in one language at least/]];

	for (const [name, text, wanted] of cases) {
		await field(page, name).fill(text);
		await field(page, name).blur();
		assert.match(await why(page, name), wanted, `${name}: ${text}`);
	}
	await field(page, "amount").fill("12.50");
	await field(page, "currency").fill("");
	assert.match(await why(page, "currency"), /needs its currency/);
	assert.match(await page.locator("#jalon-sum").innerText(), /^2 fields to look at$/);
	assert.equal(await page.locator('[id="f-title.en"]').getAttribute("aria-invalid"), "true");
	// Nothing of that keeps it from being saved.
	assert.equal(typedIn((await save(page)).path).amount, "12.50");
	assert.match(await page.locator("#jalon-sum").innerText(), /^4 fields/); // what is missing, too
	await page.close();
});

test("only_what_is_typed_is_in_the_file", async () => {
	const file = await take(await begin("Only"));
	const page = await openFile(file);

	assert.deepEqual(typedIn((await save(page)).path), {});
	await field(page, "place.en").fill("Lyon");
	await field(page, "partners").fill("A");
	await field(page, "partners").fill("");
	assert.deepEqual(typedIn((await save(page)).path), { "place.en": "Lyon" });
	await page.close();
});

test("what_was_not_saved_is_kept_in_the_browser_and_asked_about", async () => {
	const file = await take(await begin("Kept"));
	const page = await openFile(file);
	let isAsked = false;

	await field(page, "place.en").fill("Brest");
	assert.match(await said(page), /Kept in this browser/);
	page.on("dialog", (dialog) => {
		isAsked = dialog.type() === "beforeunload";
		dialog.accept();
	});
	await page.reload();
	assert.ok(isAsked);
	assert.equal(await field(page, "place.en").inputValue(), "Brest");
	assert.match(await said(page), /is back/);
	await page.locator("#jalon-back").click();
	assert.equal(await field(page, "place.en").inputValue(), "");
	await page.reload();
	assert.equal(await field(page, "place.en").inputValue(), "");
	await page.close();
});

test("a_browser_that_keeps_nothing_says_so", async () => {
	const page = await site.open({ scripts: true });
	await page.addInitScript(() => Object.defineProperty(window, "localStorage",
		{ get() { throw new Error("not here"); } }));
	await page.goto(pathToFileURL(await take(await begin("Nothing kept"))).href);

	assert.match(await said(page), /keeps nothing/);
	await field(page, "place.en").fill("Brest");
	assert.match(await said(page), /keeps nothing/);
	assert.equal(typedIn((await save(page)).path)["place.en"], "Brest");
	await page.close();
});

test("no_other_script_runs_in_it", async () => {
	const path = await take(await begin("Guarded"));
	writeFileSync(path, readFileSync(path, "utf8").replace("</main>",
		"</main><script>document.title = 'taken over'</script><img src=x onerror='alert(1)'>"));
	const page = await openFile(path);

	assert.match(await page.title(), /^Guarded/);
	assert.ok(page.faults.some((fault) => /Content Security Policy/.test(fault)));
	await page.close();
});

// ---- to everybody

test("without_scripts_it_is_read_and_says_what_is_needed", async () => {
	const base = await begin("Read"), page = await openFile(await take(base), { scripts: false });

	assert.match(await page.locator(".no-script").innerText(), /must allow scripts/);
	assert.ok(!await page.locator("#jalon-save").isVisible());
	assert.ok(!await field(page, "title.en").isVisible());
	assert.match(await page.locator("main").innerText(), /Title[^]*Read[^]*Regulate access/);
	await page.close();
});

test("on_paper_stand_all_words_limits_and_lines", async () => {
	const page = await openFile(await take(await begin("Printed")));
	const long = "A long story. ".repeat(70).trim();

	await field(page, "summary.en").fill(long);
	await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
	await page.emulateMedia({ media: "print" });
	const text = await page.locator("main").innerText();
	assert.ok(text.includes(long));
	assert.match(text, /At most 1,000 characters/);
	assert.ok(!await page.locator(".bar").isVisible());
	assert.ok(await page.locator('[data-path="summary.fr"] .rule').first().isVisible());
	await page.close();
});

for (const lang of ["en", "fr"])
	test(`axe_finds_nothing_and_nothing_overflows_${lang}`, async () => {
		const path = await take(await begin("Looked at"), lang);

		for (const size of [PHONE, DESKTOP])
			for (const scheme of ["light", "dark"]) {
				const page = await openFile(path, { size, scheme });
				await field(page, "start_year").fill("19");
				await field(page, "title.en").fill("");
				await field(page, "title.en").blur();
				const wide = await page.evaluate(() =>
					document.documentElement.scrollWidth - innerWidth);
				assert.ok(wide <= 0, `${wide} px too wide`);
				await page.evaluate(axe.source);
				const { violations } = await page.evaluate(() => window.axe.run());
				assert.deepEqual(violations.map(({ id, nodes }) => `${id} ${nodes[0].html}`), []);
				assert.deepEqual(page.faults, []);
				await page.close();
			}
	});
