// Jalon in a browser: Debian's Chromium, with scripts switched off unless a test asks for them.

import assert from "node:assert/strict";
import { chromium } from "playwright-core";
import { run, startServer, temporaryPath } from "./jalon.js";
import { addUser, formOf, signedIn, visitor } from "./people.js";

export const PHONE = { width: 390, height: 844 };
export const DESKTOP = { width: 1280, height: 900 };
export const languages = ["fr", "en"];

export const CHROMIUM = process.env.JALON_CHROMIUM ?? "/usr/bin/chromium";
export const SWITCHES = [
	"--no-sandbox", "--headless=new", "--disable-gpu", "--disable-quic", "--no-first-run",
	"--disable-background-networking", "--disable-component-update", "--disable-sync",
];
const LOAD_MS = 15_000;

// ---- the pages worth looking at

// Who is signed in on some of them; DOOR: a page on the way in, which gives a cookie.
const PEOPLE = {
	admin: { role: "admin", name: "Ana Lima" },
	focal_point: { role: "focal_point", party: "FRA", name: "Benoît Desmoulins-Rakotonirainy" },
};
const DOOR = "door";

// A practice that the focal point writes: with something wrong, and two texts of one field.
const DRAFT = "01J0000000000000000000BR0W";
// Fields of it that were handed to somebody without an account: LINK, who has the link.
const HANDED = "01J0000000000000000000BR0X", LINK = "link";

// To add one: a row here, with who sees it if that is not everybody. `{lang}` stands for the
// language, `{admin}` for the id of that person, `{link}` for the secret of the link; the address
// is taken as it is.
const PLACES = [
	["home", "/{lang}"],
	["list", "/{lang}/practices"],
	["list-filtered", "/{lang}/practices?output=2&group=I&sector=music&year=2016"],
	["list-activities", "/{lang}/practices?activity=2.4&activity=1.1&party=CAN&party=FRA"],
	["list-nothing", "/{lang}/practices?activity=3.2"],
	["suggested", "/{lang}/practices/suggested?party=SEN&activity=2.4&activity=3.2"],
	["list-words", "/{lang}/practices?q=numerique&output=2&sort=title"],
	["list-meant", "/{lang}/practices?q=musiqe"],
	["search", "/{lang}/search"],
	["search-found", "/{lang}/search?q=canada"],
	["search-meant", "/{lang}/search?q=plateforem"],
	["search-nothing", "/{lang}/search?q=xqzwvk"],
	["record", "/{lang}/practices/GP-1-05"],
	["record-parties", "/{lang}/practices/GP-1-06"],
	["record-related", "/{lang}/practices/NX-4-06"],
	["record-little-known", "/{lang}/practices/NX-5-02"],
	["record-no-party", "/{lang}/practices/GP-3-05"],
	["record-missing", "/{lang}/practices/GP-9-99"],
	["guidelines", "/{lang}/guidelines"],
	["guidelines-narrowed", "/{lang}/guidelines?stage=access&addressee=Parties&section=governance"],
	["guidelines-words", "/{lang}/guidelines?q=droits"],
	["guidelines-nothing", "/{lang}/guidelines?addressee=Secretariat&stage=creation"],
	["guideline", "/{lang}/guidelines/14"],
	["guideline-part", "/{lang}/guidelines/14.6"],
	["guideline-alone", "/{lang}/guidelines/6"],
	["guideline-missing", "/{lang}/guidelines/28"],
	["sdg", "/{lang}/sdg"],
	["sdg-target", "/{lang}/sdg/8.3"],
	["sdg-unchecked", "/{lang}/sdg/9.c"],
	["sdg-missing", "/{lang}/sdg/1.1"],
	["roadmap", "/{lang}/framework"],
	["output", "/{lang}/framework/2"],
	["activity", "/{lang}/framework/2.4"],
	["activity-no-example", "/{lang}/framework/5.3"],
	["activity-missing", "/{lang}/framework/9.9"],
	["editions", "/{lang}/framework/editions"],
	["parties", "/{lang}/parties"],
	["parties-narrowed", "/{lang}/parties?group=Va&ldc=yes&certainty=memory"],
	["parties-words", "/{lang}/parties?q=guin%C3%A9e"],
	["parties-nothing", "/{lang}/parties?group=I&ldc=yes"],
	["party", "/{lang}/parties/CAN"],
	["party-noted", "/{lang}/parties/DNK"],
	["party-nothing-yet", "/{lang}/parties/NIU"],
	["party-no-group", "/{lang}/parties/EUE"],
	["party-missing", "/{lang}/parties/XXX"],
	["data", "/{lang}/data"],
	["dictionary", "/{lang}/data/practices"],
	["dictionary-missing", "/{lang}/data/nothing"],
	["api", "/{lang}/api"],
	["coverage", "/{lang}/coverage"],
	["charts", "/{lang}/about/charts"],
	["about", "/{lang}/about"],
	["help", "/{lang}/help"],
	["terms", "/{lang}/terms"],
	["privacy", "/{lang}/privacy"],
	["accessibility", "/{lang}/accessibility"],
	["sign-in", "/{lang}/sign-in", DOOR],
	["forgotten", "/{lang}/password", DOOR],
	["link-gone", "/{lang}/link/nothing", DOOR],
	["todo", "/{lang}/todo", "focal_point"],
	["account", "/{lang}/account", "focal_point"],
	["account-name", "/{lang}/account/name", "focal_point"],
	["account-password", "/{lang}/account/password", "focal_point"],
	["account-email", "/{lang}/account/email", "focal_point"],
	["account-second-factor", "/{lang}/account/second-factor", "focal_point"],
	["account-sessions", "/{lang}/account/sessions", "focal_point"],
	["account-history", "/{lang}/account/history", "focal_point"],
	["account-tokens", "/{lang}/account/tokens", "focal_point"],
	["account-token-new", "/{lang}/account/tokens/new", "focal_point"],
	["account-confirm", "/{lang}/account/confirm", "focal_point"],
	["account-privacy", "/{lang}/account/privacy", "focal_point"],
	["account-erase", "/{lang}/account/erase", "focal_point"],
	["admin", "/{lang}/admin", "admin"],
	["admin-access", "/{lang}/admin/access", "admin"],
	["admin-mail", "/{lang}/admin/mail", "admin"],
	["admin-processing", "/{lang}/admin/processing", "admin"],
	["people", "/{lang}/people", "focal_point"],
	["people-all", "/{lang}/people", "admin"],
	["people-found-nobody", "/{lang}/people?q=xqzwvk", "admin"],
	["people-vacant", "/{lang}/people/vacant", "admin"],
	["people-roles", "/{lang}/people/invite", "focal_point"],
	["people-invite", "/{lang}/people/invite?role=team_member", "focal_point"],
	["people-invite-within", "/{lang}/people/invite?role=field_office", "admin"],
	["people-hand-over", "/{lang}/people/hand-over", "focal_point"],
	["people-requests", "/{lang}/people/requests", "focal_point"],
	["people-organisations", "/{lang}/people/organisations", "admin"],
	["people-organisation-new", "/{lang}/people/organisations/new", "admin"],
	["person", "/{lang}/people/{focal_point}", "admin"],
	["person-close", "/{lang}/people/{focal_point}/account/close", "admin"],
	["ask", "/{lang}/ask", DOOR],
	["home-signed-in", "/{lang}", "focal_point"],
	["list-signed-in", "/{lang}/practices", "focal_point"],
	["notices", "/{lang}/notices", "focal_point"],
	["notices-settings", "/{lang}/notices/settings", "focal_point"],
	["mine", "/{lang}/practices/mine", "focal_point"],
	["new", "/{lang}/practices/new", "focal_point"],
	["new-of-house", "/{lang}/practices/new", "admin"],
	["written", `/{lang}/practices/${DRAFT}/edit`, "focal_point"],
	["written-what", `/{lang}/practices/${DRAFT}/edit/what`, "focal_point"],
	["written-where", `/{lang}/practices/${DRAFT}/edit/where?check=yes`, "focal_point"],
	["written-about", `/{lang}/practices/${DRAFT}/edit/about`, "focal_point"],
	["written-cost", `/{lang}/practices/${DRAFT}/edit/cost`, "focal_point"],
	["written-people", `/{lang}/practices/${DRAFT}/edit/people`, "focal_point"],
	["written-all", `/{lang}/practices/${DRAFT}/edit/all`, "focal_point"],
	["written-along", `/{lang}/practices/${DRAFT}/take-along`, "focal_point"],
	["written-paper", `/{lang}/practices/${DRAFT}/print`, "focal_point"],
	["written-conflict", `/{lang}/practices/${DRAFT}/conflicts`, "focal_point"],
	["written-step", `/{lang}/practices/${DRAFT}/do/discard`, "focal_point"],
	["written-step-blocked", `/{lang}/practices/${DRAFT}/do/submit`, "focal_point"],
	["written-shown", `/{lang}/practices/${DRAFT}`, "focal_point"],
	["written-notes", `/{lang}/practices/${DRAFT}/notes`, "focal_point"],
	["written-history", `/{lang}/practices/${DRAFT}/history`, "focal_point"],
	["written-version", `/{lang}/practices/${DRAFT}/history/1`, "focal_point"],
	["written-compared", `/{lang}/practices/${DRAFT}/history?from=1&to=2`, "focal_point"],
	["written-restore", `/{lang}/practices/${DRAFT}/history/1/restore`, "focal_point"],
	["translate", `/{lang}/practices/${DRAFT}/translate/fr`, "focal_point"],
	["translate-nothing", `/{lang}/practices/${DRAFT}/translate/en`, "focal_point"],
	["translations", "/{lang}/practices/translations?to=fr", "focal_point"],
	["translations-bring", "/{lang}/practices/translations/bring", "focal_point"],
	["translate-reviewed", "/{lang}/practices/GP-1-05/translate/en", "admin"],
	["hand", `/{lang}/practices/${DRAFT}/hand?section=where`, "focal_point"],
	["handed", `/{lang}/practices/${DRAFT}/handed/${HANDED}`, "focal_point"],
	["handed-back", `/{lang}/practices/${DRAFT}/handed/${HANDED}/back`, "focal_point"],
	["handed-recall", `/{lang}/practices/${DRAFT}/handed/${HANDED}/recall`, "focal_point"],
	["handed-link", "/{lang}/handed/{link}", LINK],
	["handed-link-none", "/{lang}/handed/nothing", DOOR],
	["corrected", "/{lang}/practices/GP-1-05/edit", "admin"],
	["corrected-section", "/{lang}/practices/GP-1-05/edit/where", "admin"],
	["corrected-erase", "/{lang}/practices/GP-1-05/history/erase", "admin"],
	["history", "/{lang}/practices/GP-1-05/history"],
	["not-found", "/{lang}/nowhere"],
	["bad-filter", "/{lang}/practices?activity=9.9"],
];

// Every page in every language, as {name, lang, address, as, cookie}.
async function pagesOf(url, cookies, ids) {
	const pages = [];

	for (const lang of languages) {
		for (const [name, path, as] of PLACES) {
			if (as && as !== DOOR && !cookies[as] && !(as === LINK && ids.link)) continue;
			const address = url + path.replace("{lang}", lang)
				.replace(/\{(\w+)\}/, (_, who) => ids[who]);
			pages.push({ name, lang, address, as, cookie: cookies[as] });
		}
		const list = `${url}/${lang}/practices`;
		pages.push({ name: "list-second", lang, address: await nextOf(list) });
	}
	return pages;
}

// Where a list goes on; its address holds a mark that only the server can make.
async function nextOf(address) {
	const html = await (await fetch(address)).text();
	const link = /<a [^>]*href="([^"]+)"[^>]*rel="next"/.exec(html);
	assert.ok(link, `${address} has no next page`);
	return new URL(link[1].replaceAll("&amp;", "&"), address).href;
}

// ---- the browser

function launch(switches) {
	return chromium.launch({ executablePath: CHROMIUM, args: [...SWITCHES, ...switches] });
}

// A page in a context of its own, nothing cached. Close it with close().
async function openPage(browser, options = {}) {
	const { size = DESKTOP, scheme = "light", scripts = false, ...rest } = options;
	const context = await browser.newContext({
		viewport: size, colorScheme: scheme, javaScriptEnabled: scripts, ...rest,
	});
	context.setDefaultTimeout(LOAD_MS);
	const page = await context.newPage();
	page.close = () => context.close();
	return page;
}

async function writePractice(her) {
	const token = await her.token(), base = `/en/practices/${DRAFT}`;
	const send = async (path, fields) => assert.ok(
		(await her.send(path, { token, ...fields })).status < 500);

	await send("/en/practices/new",
		{ id: DRAFT, title: "A fund for music", lang: "en", owner: "0" });
	await send(`${base}/edit/where`, { version: "1", "place.en": "In the old theatre of Lyon" });
	await send(`${base}/edit/where`, { version: "1", "place.en": "In the new theatre of Lyon",
		start_year: "201", parties: "FRA" });
	await send(`${base}/draft`, { path: "summary.en", text: "It pays musicians.", version: "3" });
	await send(`${base}/translate/fr`, { version: "1", "title.fr": "Un fonds pour la musique" });
	return handOver(her, token, base);
}

// Two people answer the same by one link; its secret.
async function handOver(her, token, base) {
	const told = await her.send(`${base}/hand`, new URLSearchParams([["token", token],
		["id", HANDED], ["person", "Amina Ndiaye"], ["question", "Who pays for it?"],
		["days", "14"], ["lang", "fr"], ["fields", "summary"], ["fields", "place"],
		["fields", "start_year"], ["fields", "sectors"]]));
	const { pathname } = new URL(told.page.text("p", "secret")), him = visitor(her.url);
	const form = formOf((await him.get(pathname)).page, pathname);

	form.set("start_year", "20x");
	for (const words of ["A levy pays for it.", "The region pays for it."])
		assert.ok((await him.send(pathname, form.set("summary.en", words))).status < 500);
	return pathname.split("/").pop();
}

async function startWithPractices() {
	const db = `sqlite:${temporaryPath("browser.db")}`;
	const done = run(["init", "--db", db]), cookies = {}, ids = {};
	assert.equal(done.status, 0, done.stderr);
	for (const [as, { name, ...options }] of Object.entries(PEOPLE))
		ids[as] = addUser(db, `${as}@example.org`, { name, ...options });
	const server = await startServer(db);
	for (const as of Object.keys(PEOPLE)) {
		const her = await signedIn(server.url, `${as}@example.org`);
		cookies[as] = her.session;
		if (as === "focal_point") ids[LINK] = await writePractice(her);
	}
	return { ...server, cookies, ids };
}

// The page as whoever is to see it: as text, without a browser.
export function fetchPlace({ address, cookie }) {
	return fetch(address, { headers: cookie ? { Cookie: `jalon=${cookie}` } : {} });
}

// Opens the page as whoever is to see it, without what the page before left behind.
export async function openPlace(page, { address, cookie }) {
	const context = page.context();

	await page.goto("about:blank"); // what the last page still asks, it asks as its own reader
	await context.clearCookies();
	if (cookie) await context.addCookies([{ name: "jalon", value: cookie, url: address }]);
	await page.goto(address);
}

// A browser in front of a new Jalon with the practices, or of the one that runs at `url`:
// {url, pages, open(options), stop()}. `switches` are Chromium's.
export async function startSite({ url, switches = [] } = {}) {
	const server = url ? { url, cookies: {}, ids: {}, stop() {} } : await startWithPractices();
	const browser = await launch(switches);
	return {
		url: server.url,
		pages: await pagesOf(server.url, server.cookies, server.ids),
		open: (options) => openPage(browser, options),
		async stop() {
			await browser.close();
			await server.stop();
		},
	};
}

// ---- what is asked of many pages

// A page has the same parts in every language and other words: what is slow looks at one of them.
export const inLanguage = (site, wanted) => site.pages.filter(({ lang }) => lang === wanted);

// Shows each page in turn and gathers what each of `looks`, {name: look}, finds wrong with it; each
// is a part of test `t` that fails with all it found. `look(page, place)` returns a list of
// sentences, empty when all is well; what one does to a page, the next finds done.
export async function lookAtAll(t, site, places, options, looks) {
	const page = await site.open(options);
	const found = Object.keys(looks).map((name) => ({ name, look: looks[name], wrong: [] }));

	assert.ok(places.length);
	try {
		for (const place of places) {
			await page.emulateMedia({ media: null, colorScheme: null });
			await openPlace(page, place);
			const where = place.address.slice(site.url.length);
			for (const { look, wrong } of found) {
				const sentences = await look(page, place);
				wrong.push(...sentences.map((s) => `${where}: ${s.replace(/\s+/g, " ")}`));
			}
		}
	} finally {
		await page.close();
	}
	for (const { name, wrong } of found)
		await t.test(name, () => assert.equal(wrong.length, 0, `\n${wrong.join("\n")}`));
}

// What a program is told at the same address: the total that a list's page has to show.
export async function totalOf(site, query) {
	const answer = await fetch(`${site.url}/api/v1/practices?${query}`);
	assert.equal(answer.status, 200);
	return (await answer.json()).total;
}
