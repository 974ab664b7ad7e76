// How a house fills with people, on a phone without scripts: the first administrator, the
// Secretariat, focal points of two Parties, a team member, an organisation; a second factor, a
// handover, an end.

import assert from "node:assert/strict";
import { after, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { PHONE, languages, startSite } from "../lib/browser.js";
import { firstLink, run, sql, startServer, temporaryPath } from "../lib/jalon.js";
import { PASSWORD, codeOf } from "../lib/people.js";

const WORDS = {
	en: { unauthorised: /do not have access/, france: "Focal point, France", erased: /erased/ },
	fr: { unauthorised: /pas accès/, france: "Point focal, France", erased: /effacé/ },
};

let db, server, site;
after(async () => {
	await site?.stop();
	await server?.stop();
});

// ---- hands

async function fill(page, values) {
	for (const [name, value] of Object.entries(values)) {
		const field = page.locator(`main [name="${name}"]:not([type="hidden"])`);
		const type = await field.first().evaluate((e) => e.type);
		if (type === "select-one") await field.selectOption(value);
		else if (type === "radio") await page.locator(`[name="${name}"][value="${value}"]`).check();
		else await field.fill(value);
	}
}

const heading = (page) => page.getByRole("heading", { level: 1 }).innerText();
const told = (page) => page.getByRole("main").innerText();

// Fills the form of the page and sends it; all is well if it does not come back with faults.
async function send(page, values) {
	await fill(page, values);
	await page.locator("main form:not(.alone) button[type=submit]").last().click();
	await page.waitForLoadState();
	const faults = page.locator(".faults");
	assert.equal(await faults.count(), 0, await faults.allInnerTexts().then(String));
	const width = await page.evaluate(() => document.documentElement.scrollWidth);
	assert.ok(width <= PHONE.width, `${page.url()} is ${width} px wide`);
}

const newPage = () => site.open({ size: PHONE });
const linkOf = (text) => /https?:\/\/\S+\/link\/\S+/.exec(text)[0];
const letterTo = (email) => sql(db,
	`SELECT text FROM mail WHERE to_address = '${email}' ORDER BY seq DESC LIMIT 1`);

async function accept(lang, email, name) {
	const page = await newPage();
	await page.goto(new URL(new URL(linkOf(letterTo(email))).pathname.replace(/^\/../, `/${lang}`),
		server.url).href);
	await send(page, { email, name, password: PASSWORD });
	assert.match(page.url(), /\/todo$/);
	return page;
}

async function invite(page, lang, role, values) {
	await page.goto(`${server.url}/${lang}/people/invite?role=${role}`);
	await send(page, values);
}

// ---- the walk

async function firstAdministrator(lang) {
	while (!firstLink(server.stderr())) await pause(5);
	const page = await newPage();
	const path = new URL(firstLink(server.stderr())).pathname.replace(/^\/../, `/${lang}`);
	await page.goto(server.url + path);
	await send(page, { email: `ana-${lang}@example.org`, name: "Ana Lima", password: PASSWORD });
	return page;
}

async function setUpSecondFactor(page, lang) {
	await page.goto(`${server.url}/${lang}/account/second-factor`);
	assert.equal(await page.locator("svg.qr").count(), 1);
	const secret = (await page.locator(".secret").first().innerText()).replace(/\s/g, "");
	await send(page, { code: codeOf(secret) });
	return secret;
}

async function signInWithCode(email, secret, lang) {
	const page = await newPage();
	await page.goto(`${server.url}/${lang}/sign-in`);
	await send(page, { email, password: PASSWORD });
	assert.match(page.url(), /sign-in\/code/);
	await send(page, { code: codeOf(secret, 1) }); // the one before was used
	return page;
}

for (const lang of languages)
	test(`a house fills with people (${lang})`, async () => {
		await site?.stop();
		await server?.stop();
		db = `sqlite:${temporaryPath(`people-${lang}.db`)}`;
		assert.equal(run(["init", "--db", db]).status, 0);
		server = await startServer(db, { args: ["--second-factor", "required"] });
		site = await startSite({ url: server.url });

		const admin = await firstAdministrator(lang);
		await admin.goto(`${server.url}/${lang}/admin`);
		assert.match(admin.url(), /second-factor/, "a role of the house works without one");
		const secret = await setUpSecondFactor(admin, lang);
		await admin.goto(`${server.url}/${lang}/admin`);
		assert.match(admin.url(), /\/admin$/);
		const again = await signInWithCode(`ana-${lang}@example.org`, secret, lang);
		assert.match(again.url(), /\/todo$/);

		const mine = (name) => `${name}-${lang}@example.org`;
		await invite(admin, lang, "secretariat", { email: mine("sam"), name: "Sam", lang });
		const officer = await accept(lang, mine("sam"), "Sam Secretary");
		await setUpSecondFactor(officer, lang);

		for (const [name, party] of [["fatou", "SEN"], ["benoit", "FRA"]])
			await invite(officer, lang, "focal_point", { email: mine(name), name, lang, party });
		await officer.goto(`${server.url}/${lang}/people/organisations/new`);
		await send(officer, { name: "Ensemble" });
		const organisation = sql(db, "SELECT id FROM organisation");
		await invite(officer, lang, "cso",
			{ email: mine("oumar"), name: "Oumar", lang, organisation });
		const senegal = await accept(lang, mine("fatou"), "Fatou Fall");
		const france = await accept(lang, mine("benoit"), "Benoît Petit");
		const society = await accept(lang, mine("oumar"), "Oumar Sy");

		await invite(france, lang, "team_member", { email: mine("thea"), name: "Théa", lang });
		const member = await accept(lang, mine("thea"), "Théa Roux");
		await france.goto(`${server.url}/${lang}/people`);
		assert.match(await told(france), /Théa Roux/);
		await senegal.goto(`${server.url}/${lang}/people`);
		assert.doesNotMatch(await told(senegal), /Théa Roux|Benoît/);
		await society.goto(`${server.url}/${lang}/people/invite`);
		assert.match(await heading(society), WORDS[lang].unauthorised);

		await france.goto(`${server.url}/${lang}/people/hand-over`);
		await send(france, { email: mine("nora"), name: "Nora" });
		await france.goto(`${server.url}/${lang}/people`);
		assert.match(await heading(france), WORDS[lang].unauthorised, "still in");
		const successor = await accept(lang, mine("nora"), "Nora Blanc");
		assert.match(await told(successor), new RegExp(WORDS[lang].france));
		await successor.goto(`${server.url}/${lang}/people`);
		assert.match(await told(successor), /Théa Roux/);

		await member.goto(`${server.url}/${lang}/account/erase`);
		await send(member, { email: mine("thea") });
		assert.match(await told(member), WORDS[lang].erased);
		assert.equal(sql(db, "SELECT count(*) FROM account WHERE name LIKE 'Th%a%'"), "0");
		assert.equal(run(["verify", "--db", db]).status, 0);
	});
