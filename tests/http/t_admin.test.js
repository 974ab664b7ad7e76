// The house for administrators: who may do what, letters, the register of processing, figures.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { parseCsv } from "../lib/csv.js";
import { initialisedStore, root, run, sql, startServer } from "../lib/jalon.js";
import { accountId, addUser, formOf, makeUnsure, signedIn, visitor } from "../lib/people.js";
import { attribute, textOf } from "../lib/page.js";

const PAGES = ["/admin", "/admin/access", "/admin/mail", "/admin/processing",
	"/admin/processing.csv"];

let db, server, admin;

before(async () => {
	db = initialisedStore("--bare");
	addUser(db, "ada@example.org", { role: "admin", name: "Ada" });
	addUser(db, "sec@example.org", { role: "secretariat" });
	addUser(db, "focal@example.org", { role: "focal_point", party: "FRA" });
	addUser(db, "cora@example.org");
	server = await startServer(db, { args: ["--contact", "desk@example.org"] });
	admin = await signedIn(server.url, "ada@example.org");
});

after(() => server.stop());

function invite(email) {
	const done = run(["user", "add", email, "--role", "expert", "--db", db]);
	assert.equal(done.status, 0, done.stderr);
	return done.stdout.trim();
}

function letterTo(email) {
	return sql(db, `SELECT id FROM mail WHERE to_address = '${email}' ORDER BY seq DESC LIMIT 1`);
}

const wordsOf = async (path, status = 200) => {
	const answer = await admin.get(path);
	assert.equal(answer.status, status, path);
	return answer.page.text("main");
};

// ---- for whom

test("the_house_is_for_administrators_alone", async () => {
	const letter = `/admin/mail/${letterTo("cora@example.org")}`;

	for (const path of [...PAGES, letter]) {
		const stranger = await visitor(server.url).get(`/en${path}`);
		assert.equal(stranger.status, 302);
		assert.equal(stranger.location, `/en/sign-in?then=${encodeURIComponent(`/en${path}`)}`);
		assert.equal((await admin.get(`/en${path}`)).status, 200, path);
	}
	for (const email of ["sec@example.org", "focal@example.org", "cora@example.org"]) {
		const other = await signedIn(server.url, email);
		const token = await other.token("/en/todo");
		for (const path of [...PAGES, letter])
			assert.equal((await other.get(`/en${path}`)).status, 403, `${email} ${path}`);
		for (const path of ["/admin/mail", letter])
			assert.equal((await other.send(`/en${path}`, { token })).status, 403, path);
		assert.doesNotMatch((await other.get("/en/todo")).text, /\/en\/admin"/);
	}
	assert.equal(sql(db, "SELECT count(*) FROM account_event WHERE what = 'letter_read'"), "0");
});

test("none_of_it_is_kept_or_found_by_search_engines", async () => {
	for (const path of PAGES) {
		const { headers, page } = await admin.get(`/en${path}`);
		assert.match(headers.get("cache-control"), /no-store/, path);
		if (path.endsWith(".csv")) continue;
		assert.ok(page.all("meta").some((meta) => attribute(meta, "content") === "noindex"), path);
	}
	const map = await visitor(server.url).get("/sitemap.xml");
	assert.match(map.text, /\/en\/practices</);
	assert.doesNotMatch(map.text, /\/(admin|account|sign-in|password|todo)/);
});

test("the_rooms_have_doors_and_administrators_find_the_house", async () => {
	const { page } = await admin.get("/en/admin");
	const [doors] = page.all("ul", "doors");
	const links = page.links.filter((link) => /^\/en\/(admin\/|people$)/.test(link));

	assert.ok(doors);
	assert.deepEqual(links.slice(0, 4),
		["/en/people", "/en/admin/access", "/en/admin/mail", "/en/admin/processing"]);
	assert.ok((await admin.get("/en/todo")).page.links.includes("/en/admin"));
});

// ---- figures

test("the_figures_are_those_of_now", async () => {
	const own = initialisedStore("--bare");
	for (const [i, state] of ["active", "active", "closed", "erased"].entries()) {
		const id = addUser(own, `p${i}@example.org`, { role: i ? "expert" : "admin" });
		sql(own, `UPDATE account SET state = '${state}' WHERE id = '${id}'`);
	}
	run(["user", "add", "q@example.org", "--role", "donor", "--organisation", "x", "--db", own]);
	sql(own, "DELETE FROM mail");
	const ours = await startServer(own);
	const her = await signedIn(ours.url, "p0@example.org");
	await signedIn(ours.url, "p1@example.org");
	const { facts } = (await her.get("/en/admin")).page;
	const shown = (name) => facts[name].words;

	assert.equal(shown("Accounts"), "2 active, 1 invited, 1 closed, 1 erased");
	assert.equal(shown("Open sessions"), "2");
	assert.equal(shown("Mail"), "no mail server is set · no letter waits");
	assert.match(shown("Second factor"), /^required of nobody/);
	const known = sql(own, "SELECT value FROM setting WHERE name = 'key'");
	assert.ok(shown("Key file").includes(known.slice(0, 8)));
	assert.ok(!shown("Key file").includes(known.slice(0, 9)));
	assert.equal(shown("Program"), run(["version"]).stdout.replace("jalon", "Jalon").trim());
	await ours.stop();
});

test("what_waits_is_told_to_administrators", async () => {
	const waiting = Number(sql(db, "SELECT count(*) FROM mail WHERE sent_at IS NULL"));
	assert.ok(waiting > 1);
	const told = (words) => new RegExp(`${waiting} letters wait${words}`);
	assert.match(await wordsOf("/en/admin"), told(", the first since"));
	assert.match(await wordsOf("/en/todo"), told(": no mail server is set"));
	const other = await signedIn(server.url, "sec@example.org");
	assert.doesNotMatch((await other.get("/en/todo")).page.text("main"), /letters wait/);
});

// ---- who may do what

test("the_table_shows_each_cell_of_who_may_do_what", async () => {
	const { page } = await admin.get("/en/admin/access");
	const stated = [...readFileSync(join(root, "tests/unit/access_test.c"), "utf8")
		.matchAll(/^\t\{ ROLE_(\w+), \{ (.*) \}, "([-ogprA]+)" \},$/gm)]
		.map(([, role, records, people]) => ({ role, people,
			records: records.split(", ").map((cell) => cell.replaceAll('"', "")) }));
	const words = { "-": "–no", o: "own account", g: "own organisation",
		a: "what one’s Party is asked about", p: "own Party", r: "its region",
		h: "the house’s own", A: "all" };
	const farthest = (cell) => [..."ogaprhA"].filter((letter) => cell.includes(letter)).at(-1) ??
		"-";
	const rowsOf = (table) => table.childNodes.find(({ tagName }) => tagName === "tbody")
		.childNodes.filter(({ tagName }) => tagName === "tr")
		.map((row) => row.childNodes.filter(({ tagName }) => tagName).map(textOf));
	const [records, people] = page.all("table", "matrix").map(rowsOf);
	const rows = records.map((row, i) => [...row, ...people[i].slice(1)]);

	assert.ok(stated.length > 10);
	assert.deepEqual(rows.map((row) => row.slice(1).map((cell) => cell.replace("*", ""))),
		stated.map(({ records, people }) => [...records.map(farthest), ...people]
			.map((letter) => words[letter])));
	// What depends on how far a record has come is marked, and that alone.
	const isMarked = (cell) => /A[*.]/.test(cell);
	assert.deepEqual(rows.map((row) => row.slice(1).map((cell) => cell.endsWith("*"))),
		stated.map(({ records, people }) => [...records.map(isMarked),
			...[...people].map(() => false)]));
	assert.equal(rows[0][1], "all*");
});

test("each_role_says_what_it_is_for_and_who_gives_it", async () => {
	const { facts } = (await admin.get("/en/admin/access")).page;
	const says = (role) => facts[role].words;

	assert.match(says("Member of the national team"),
		/Held within a Party\. .*: Administrator, Secretariat, Focal point\.$/);
	assert.match(says("Administrator"),
		/Given and ended by: Administrator\. Needs a second factor\.$/);
	assert.match(says("Field office"), /Held within a region, or one Party of it\./);
	assert.match(says("Expert"), /A Party may be named with it\./);
	assert.match(says("Anyone"), /Nobody gives it\.$/);
	for (const [role, page] of Object.entries(facts)) assert.ok(page.words.length > 20, role);
});

test("the_wide_tables_are_reached_by_keyboard_and_named", async () => {
	const { page } = await admin.get("/en/admin/access");
	const titles = page.all("section", "scroll").map((region) => {
		assert.equal(attribute(region, "tabindex"), "0");
		return textOf(page.elements.find((element) =>
			attribute(element, "id") === attribute(region, "aria-labelledby")));
	});

	assert.deepEqual(titles, ["Records", "People and the house"]);
});

// ---- letters

test("letters_are_listed_with_what_became_of_them", async () => {
	const own = "sent@example.org", lost = "lost@example.org";
	invite(own);
	invite(lost);
	sql(db, `UPDATE mail SET sent_at = made_at + 1, text = '' WHERE to_address = '${own}';
		UPDATE mail SET given_up_at = made_at + 1, fault = '550 nobody <here>'
			WHERE to_address = '${lost}'`);
	const { page } = await admin.get("/en/admin/mail");
	const [first, second] = page.all("ol", "results")[0].childNodes
		.filter(({ tagName }) => tagName === "li").map(textOf);

	assert.match(first, /^You are invited to Jalon given up lost@example\.org /);
	assert.match(first, / UTC The mail server said: 550 nobody <here>$/);
	assert.match(second, /^You are invited to Jalon sent sent@example\.org /);
	assert.match(page.text("main"), /No mail server is set: letters wait here and reach nobody\./);
	assert.match(page.text("pre"), /^JALON_SMTP=smtps:/);
});

test("older_letters_are_a_page_away_and_new_ones_move_nothing", async () => {
	const own = initialisedStore("--bare");
	addUser(own, "ada@example.org", { role: "admin" });
	const ours = await startServer(own), her = await signedIn(ours.url, "ada@example.org");
	const add = (i) => sql(own, `INSERT INTO mail (seq, id, to_address, lang, subject, text,
		made_at, due_at, tries, leased_until) VALUES (${1000 + i}, 'L${i}', 'n${i}@example.org',
		'fr', 'Lettre ${i}', '', ${i}, 0, 0, 0)`);
	const subjects = (page) => page.all("h3").map(textOf).filter((text) => /^Lettre/.test(text));
	for (let i = 1; i <= 120; i++) add(i);

	let { page } = await her.get("/en/admin/mail");
	const seen = subjects(page);
	assert.equal(page.rel("next"), "/en/admin/mail?before=1071");
	add(121);
	while (page.rel("next")) {
		({ page } = await her.get(page.rel("next")));
		seen.push(...subjects(page));
	}
	assert.deepEqual(seen, Array.from({ length: 120 }, (_, i) => `Lettre ${120 - i}`));
	assert.ok(page.links.includes("/en/admin/mail"));
	assert.match(page.html, /<span lang="fr">Lettre/);
	for (const bad of ["0", "-1", "x", "99999999999", "1e3"])
		assert.equal((await her.get(`/en/admin/mail?before=${bad}`)).status, 400, bad);
	await ours.stop();
});

test("a_letter_is_opened_on_purpose_and_its_reader_can_see_that", async () => {
	const email = "opened@example.org", link = new URL(invite(email)).pathname;
	const path = `/en/admin/mail/${letterTo(email)}`;
	const events = () => sql(db, `SELECT what, by_account FROM account_event WHERE account_id =
		'${accountId(db, email)}' AND what = 'letter_read'`);
	const closed = await admin.get(path);

	assert.ok(!closed.text.includes(link));
	assert.match(closed.page.text("main"), /will stand in the history of that account/);
	assert.equal(events(), "");
	const open = await admin.post(path);
	assert.equal(open.status, 200);
	assert.ok(open.page.text("pre").includes(link));
	assert.match(open.headers.get("cache-control"), /no-store/);
	assert.equal(events(), `letter_read|${accountId(db, "ada@example.org")}`);
	assert.equal((await visitor(server.url).get(link)).status, 200);
	const reader = visitor(server.url);
	await reader.post(link, { email, name: "Reader", password: "seven herons at the ferry" });
	assert.match((await reader.get("/en/account/history")).page.text("main"),
		/An administrator opened a letter to this account by Ada/);
});

test("a_letter_is_opened_by_who_gave_the_password_a_moment_ago", async () => {
	const email = "unsure@example.org";
	invite(email);
	const path = `/en/admin/mail/${letterTo(email)}`, ada = accountId(db, "ada@example.org");
	const own = await signedIn(server.url, "ada@example.org");
	makeUnsure(db, ada);
	const answer = await own.post(path);

	assert.equal(answer.status, 303);
	assert.equal(answer.location, `/en/account/confirm?then=${encodeURIComponent(path)}`);
	assert.equal(sql(db, `SELECT count(*) FROM account_event WHERE what = 'letter_read'
		AND account_id = '${accountId(db, email)}'`), "0");
	admin = await signedIn(server.url, "ada@example.org");
});

test("of_a_letter_that_was_sent_there_is_no_text", async () => {
	const email = "gone@example.org";
	invite(email);
	const path = `/en/admin/mail/${letterTo(email)}`;
	const form = formOf((await admin.get(path)).page, path);
	sql(db, `UPDATE mail SET sent_at = made_at, text = '' WHERE to_address = '${email}'`);

	const { page } = await admin.get(path);
	assert.match(page.text("main"), /not kept once it was sent/);
	assert.equal(formOf(page, path), undefined);
	assert.deepEqual([(await admin.send(path, [...form])).status], [303]);
	for (const unknown of ["01ARZ3NDEKTSV4RRFFQ69G5FAV", "x", "%27"])
		assert.equal((await admin.get(`/en/admin/mail/${unknown}`)).status, 404);
});

test("an_address_that_refused_can_be_tried_again", async () => {
	sql(db, `INSERT INTO mail_address (address, bounced_at, fault) VALUES
		('full@example.org', 1795000000000, '552 full'),
		('none@example.org', 1795000000001, '550 <b>')`);
	const { page } = await admin.get("/en/admin/mail");
	assert.match(page.text("main"), /none@example\.org since .*: 550 <b>.*full@example\.org since/);
	const answer = await admin.post("/en/admin/mail", {},
		{ wanted: { address: "full@example.org" } });

	assert.deepEqual([answer.status, answer.location], [303, "/en/admin/mail?done=address"]);
	assert.equal(sql(db, "SELECT address FROM mail_address"), "none@example.org");
	assert.match(await wordsOf(answer.location), /New letters go to that address again\./);
	assert.equal((await admin.send("/en/admin/mail", { address: "none@example.org" })).status, 403);
	assert.equal(sql(db, "SELECT count(*) FROM mail_address"), "1");
});

// ---- what readers are told

test("the_page_on_privacy_names_each_cookie_and_when_there_is_one", async () => {
	const her = visitor(server.url);
	for (const path of ["/en", "/en/practices", "/en/privacy", "/en/help", "/en/search?q=radio"]) {
		await her.get(path);
		assert.equal(her.cookies.size, 0, path);
	}
	await her.get("/en/sign-in");
	assert.deepEqual([...her.cookies.keys()], ["jalon"]);
	await her.signIn("cora@example.org");
	assert.deepEqual([...her.cookies.keys()], ["jalon", "jalon-device"]);
	const { page } = await visitor(server.url).get("/en/privacy");
	assert.deepEqual(page.all("code").map(textOf), [...her.cookies.keys()]);
});

test("the_page_on_privacy_tells_what_is_kept_of_people_with_an_account", async () => {
	const { page } = await visitor(server.url).get("/en/privacy");
	const rows = parseCsv((await admin.get("/en/admin/processing.csv")).text).slice(1);

	const kept = page.all("li").map(textOf);
	for (const [what, , until] of rows) assert.ok(kept.includes(`${what} ${until}`), what);
});

// ---- the register of processing

test("the_register_tells_what_is_kept_to_people_and_programs_alike", async () => {
	const { page } = await admin.get("/en/admin/processing");
	const table = await admin.get("/en/admin/processing.csv");
	const [head, ...rows] = parseCsv(table.text);
	const own = await admin.get("/en/account/privacy");

	assert.match(table.headers.get("content-type"), /^text\/csv/);
	assert.deepEqual(head, ["What", "Why", "Until when", "Who sees it"]);
	assert.ok(rows.length > 5);
	assert.deepEqual(rows.map(([what]) => what), page.all("h3").map(textOf));
	assert.deepEqual(rows.map(([what]) => what), own.page.all("h3").map(textOf));
	for (const row of rows) for (const cell of row) assert.ok(page.words.includes(cell), cell);
	assert.ok(page.links.includes("mailto:desk@example.org"));
	assert.match((await admin.get("/fr/admin/processing.csv")).text, /^\S/);
});
