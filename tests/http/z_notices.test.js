// What people are told: in Jalon, by letters at the pace of their choice, and in their calendar.

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { at, db, her, ids, letters, lastLetter, server } from "../lib/cast.js";
import { run, sql } from "../lib/jalon.js";
import { attribute, textOf } from "../lib/page.js";
import { addUser, signedIn, visitor } from "../lib/people.js";
import { until } from "../lib/smtp.js";
import { ask } from "../lib/writers.js";

const LIST = "/en/notices", SETTINGS = "/en/notices/settings";
const WHOLE = { summary: { en: "Stages for all." }, output: ["2"], activities: ["2.4"],
	parties: ["FRA"] };

const tokens = {};
for (const who of ["fra", "sol", "cso", "eva"])
	tokens[who] = run(["token", "add", at(who), "--db", db]).stdout.trim().split("\n").at(-1);

async function call(who, method, path, body) {
	const answer = await ask(server.url, tokens[who], method, path, body);
	assert.ok(answer.status < 300, JSON.stringify(answer.body));
	return answer.body;
}

const take = (who, id, action, body = {}) =>
	call(who, "POST", `/practices/${id}/${action}`, body);

// Sent in by France: the Secretariat is told.
async function sentIn(title, who = "fra", body) {
	const { id } = await call(who, "POST", "/practices", { title: { en: title }, ...WHOLE });
	await take(who, id, "submit", body);
	return id;
}

// Nobody has been told anything.
beforeEach(() => {
	for (const table of ["notice", "notice_reader", "mail", "calendar_feed"])
		sql(db, `DELETE FROM ${table}`);
});

const items = (page) => page.all("ul", "notices").flatMap((list) =>
	list.childNodes.filter(({ tagName }) => tagName === "li"));
const subjects = (page) => items(page).map((item) =>
	textOf(page.all("a").find((a) => a.parentNode.parentNode === item)));
const unreadOf = (page) => /Notices (\S+) not read/.exec(page.text("nav", "own"))?.[1];
const setPace = (who, pace) => her[who].post(SETTINGS, { pace });
const unread = (who) => Number(sql(db, `SELECT count(*) FROM notice WHERE read_at IS NULL
	AND account_id = '${ids[who]}'`));
const makeDue = () => sql(db, "UPDATE notice_reader SET due_at = 1 WHERE due_at IS NOT NULL");
const isSettled = () => until(() =>
	sql(db, "SELECT count(*) FROM notice_reader WHERE due_at = 1") === "0", "letters made", 20_000);

// ---- in Jalon

test("what_happened_is_told_at_once_by_letter_and_stands_in_the_list", async () => {
	const id = await sentIn("Told <b>at</b> once");
	assert.equal(letters(at("sol")).length, 1);
	assert.match(lastLetter(at("sol")), new RegExp(`/en/practices/${id}/edit\n`));
	assert.match(lastLetter(at("sol")), /\/en\/notices\/settings$/);

	const { page, text } = await her.sol.get(LIST);
	assert.equal(items(page).length, 1);
	assert.match(textOf(items(page)[0]), /Told <b>at<\/b> once.*not read yet/);
	assert.ok(!text.includes("<b>at"));
	assert.equal(unreadOf(page), "1");
	assert.equal(unreadOf((await her.sol.get("/en/todo")).page), "1");
	const others = (await her.fra.get(LIST)).page;
	assert.equal(items(others).length, 0);
	assert.match(others.text("main"), /Nothing yet/);
	assert.equal(unreadOf(others), undefined);
});

test("opening_one_marks_it_read_and_leads_to_its_place", async () => {
	const id = await sentIn("To be opened");
	const [item] = items((await her.sol.get(LIST)).page);
	const path = attribute(item.childNodes.find(({ tagName }) => tagName === "div").childNodes
		.find(({ tagName }) => tagName === "a"), "href");

	for (const who of ["fra", "ada", "eva"])
		assert.equal((await her[who].get(path)).status, 404, who);
	assert.match((await visitor(server.url).get(path)).location, /sign-in/);
	assert.equal(unread("sol"), 1);
	const answer = await her.sol.get(path);
	assert.deepEqual([answer.status, answer.location], [302, `/en/practices/${id}/edit`]);
	assert.equal(unread("sol"), 0);
	assert.equal((await her.sol.get(path)).status, 302);
	assert.equal((await her.sol.get("/en/notices/01ARZ3NDEKTSV4RRFFQ69G5FAV")).status, 404);
});

test("who_opens_the_place_itself_has_read_what_was_told_of_it", async () => {
	const id = await sentIn("Found without notice"), other = await sentIn("Another one");

	assert.equal(unread("sol"), 2);
	// Nobody else, no program, and no page that only names it.
	await call("sol", "GET", `/practices/${id}`);
	await her.ada.get(`/en/practices/${id}/edit`);
	await her.sol.get("/en/practices/mine");
	assert.equal(unread("sol"), 2);
	const answer = await her.sol.get(`/fr/practices/${id}/edit`);
	assert.equal(answer.status, 200);
	assert.match(answer.page.text("h1"), /Found without notice/);
	assert.equal(unread("sol"), 1);
	assert.equal(unreadOf((await her.sol.get(`/en/practices/${id}/edit`)).page), "1");
	await her.sol.get(`/en/practices/${other}/edit`);
	assert.equal(unread("sol"), 0);
});

test("a_place_that_is_not_shown_is_not_read", async () => {
	const id = await sentIn("Gone meanwhile");

	sql(db, `UPDATE notice SET place = '/practices/${id}/nowhere'`);
	assert.equal((await her.sol.get(`/en/practices/${id}/nowhere`)).status, 404);
	sql(db, `UPDATE notice SET place = '/practices/${id}/edit/nothing'`);
	assert.equal((await her.sol.get(`/en/practices/${id}/edit/nothing`)).status, 404);
	assert.equal(unread("sol"), 1);
});

test("all_are_marked_as_read_but_not_what_came_since", async () => {
	await sentIn("Seen one");
	await sentIn("Seen two");
	const { page } = await her.sol.get(LIST);
	const last = attribute(page.all("input").find((one) => attribute(one, "name") === "last"),
		"value");

	await sentIn("Came since");
	const token = await her.sol.token();
	assert.equal((await her.fra.send("/en/notices/read",
		{ last, token: await her.fra.token() })).status, 303);
	assert.equal(unread("sol"), 3);
	assert.equal((await her.sol.send("/en/notices/read", { last: "x", token })).status, 400);
	assert.equal((await her.sol.send("/en/notices/read", { last })).status, 403);
	assert.equal((await her.sol.send("/en/notices/read", { last, token })).status, 303);
	assert.equal(unread("sol"), 1);
	assert.equal((await her.sol.get(LIST)).page.all("li", "unread").length, 1);
});

test("the_same_about_the_same_place_is_unread_once_and_each_change_of_mind_is_mailed", async () => {
	const id = await sentIn("There and back");
	await take("fra", id, "withdraw", { note: "Not yet" });
	await take("fra", id, "submit");
	const told = letters(at("sol"));

	assert.equal(told.filter((one) => one === told[0]).length, 2);
	const { page } = await her.sol.get(LIST);
	assert.equal(subjects(page).filter((one) => one === told[0]).length, 1);
});

// ---- at the pace of one's choice

test("once_a_day_one_letter_tells_all_that_was_not_read_and_none_twice", async () => {
	assert.equal((await setPace("sol", "daily")).status, 303);
	const read = await sentIn("Read before"), one = await sentIn("First of two");
	const two = await sentIn("Second of two");

	assert.deepEqual(letters(at("sol")), []);
	await her.sol.get(`/en/practices/${read}/edit`);
	makeDue();
	await setPace("fra", "never");
	await isSettled();
	assert.deepEqual(letters(at("sol")), ["2 notices"]);
	const text = lastLetter(at("sol"));
	assert.match(text, new RegExp(`First of two[^]*/en/practices/${one}/edit\n[^]*` +
		`Second of two[^]*/en/practices/${two}/edit\n`));
	assert.doesNotMatch(text, /Read before/);
	const next = Number(sql(db, `SELECT due_at FROM notice_reader
		WHERE account_id = '${ids.sol}'`));
	assert.equal(new Date(next).toISOString().slice(11), "06:00:00.000Z");
	assert.ok(next > Date.now() && next < Date.now() + 86_400_000);

	// What a letter told of is not told by the next, read or not; one alone has its own subject.
	await sentIn("Came later");
	assert.equal(unread("sol"), 3);
	makeDue();
	await setPace("fra", "weekly");
	await isSettled();
	assert.equal(letters(at("sol")).length, 2);
	assert.match(letters(at("sol"))[1], /Came later/);
	assert.doesNotMatch(lastLetter(at("sol")), /First of two/);
	makeDue();
	await setPace("fra", "daily");
	await isSettled();
	assert.equal(letters(at("sol")).length, 2);
});

test("who_wants_no_letters_gets_none_nor_later_what_came_until_then", async () => {
	await setPace("sol", "weekly");
	await sentIn("Owed");
	await setPace("sol", "never");
	await sentIn("Not owed");
	assert.deepEqual(letters(at("sol")), []);
	assert.equal(unread("sol"), 2);
	await setPace("sol", "at_once");
	await until(() => sql(db, `SELECT count(*) FROM notice_reader WHERE due_at IS NOT NULL
		AND account_id = '${ids.sol}'`) === "0", "settled", 20_000);
	assert.deepEqual(letters(at("sol")), []);
	await sentIn("At once again");
	assert.equal(letters(at("sol")).length, 1);
});

test("who_wants_letters_at_once_again_gets_what_is_owed_in_one", async () => {
	await setPace("sol", "weekly");
	await sentIn("Waits one");
	await sentIn("Waits two");
	await setPace("sol", "at_once");
	await until(() => letters(at("sol")).length === 1, "the letter", 20_000);
	assert.match(lastLetter(at("sol")), /Waits one[^]*Waits two/);
});

test("a_pace_that_is_none_is_refused_and_letters_of_accounts_always_come", async () => {
	assert.equal((await setPace("tom", "hourly")).status, 422);
	assert.equal(sql(db, "SELECT count(*) FROM notice_reader"), "0");
	await setPace("tom", "never");
	await her.tom.post("/en/account/email", { email: "tom-new@example.org" });
	assert.equal(letters(at("tom")).length, 1);
	const { page } = await her.tom.get(SETTINGS);
	const checked = page.all("input").filter((one) => attribute(one, "checked") !== undefined);
	assert.deepEqual(checked.map((one) => attribute(one, "value")), ["never"]);
});

test("who_cannot_come_in_any_more_is_owed_nothing", async () => {
	const id = addUser(db, "left@example.org", { role: "secretariat", name: "Left" });
	const left = await signedIn(server.url, "left@example.org");
	const invited = letters("left@example.org");
	await left.post(SETTINGS, { pace: "daily" });
	await sentIn("To those who stay");
	assert.equal(sql(db, `SELECT count(*) FROM notice WHERE account_id = '${id}'`), "1");
	sql(db, `UPDATE account SET state = 'closed' WHERE id = '${id}'`);
	makeDue();
	await setPace("fra", "never");
	await isSettled();
	assert.deepEqual(letters("left@example.org"), invited);
	sql(db, `DELETE FROM session WHERE account_id = '${id}'`);
});

// ---- many

test("ten_thousand_notices_are_paged_as_fast_as_ten", async () => {
	const rows = Array.from({ length: 10_000 }, (_, i) => `('01HZZZZZZZZZZZZZZZZZ${
		String(i).padStart(6, "0")}', '${ids.eva}', '/practices/P${i}/edit', 'submit', 'en',
		'Notice ${i}', 'Text', ${1_750_000_000_000 + i}, 0)`);
	while (rows.length)
		sql(db, `INSERT INTO notice (id, account_id, place, topic, lang, subject, text, made_at,
			is_owed) VALUES ${rows.splice(0, 500).join()}`);
	const began = Date.now();
	let { page } = await her.eva.get(LIST);

	assert.equal(unreadOf(page), "99+");
	assert.deepEqual(subjects(page).slice(0, 2), ["Notice 9999", "Notice 9998"]);
	const next = (from) => from.all("a").find((one) => attribute(one, "rel") === "next");
	for (let i = 1; i <= 5; i++) {
		({ page } = await her.eva.get(attribute(next(page), "href")));
		assert.equal(subjects(page)[0], `Notice ${9999 - i * 30}`);
	}
	({ page } = await her.eva.get(`${LIST}?before=01HZZZZZZZZZZZZZZZZZ000010`));
	assert.equal(items(page).length, 10);
	assert.equal(next(page), undefined);
	assert.ok(Date.now() - began < 5000, `${Date.now() - began} ms`);
	assert.equal((await her.eva.get(`${LIST}?before=nothing`)).status, 400);
	await her.eva.post("/en/notices/read", {}, { on: LIST });
	assert.equal(unread("eva"), 0);
});

// ---- deadlines as a calendar

async function makeCalendar(who) {
	const answer = await her[who].post("/en/notices/calendar", {}, { on: SETTINGS });
	assert.equal(answer.status, 200);
	assert.equal(answer.headers.get("cache-control"), "no-store");
	return new URL(answer.page.text("p", "secret")).pathname;
}

// What a program makes of it: [{name: value}], one for each event.
function eventsOf(text) {
	assert.ok(text.endsWith("\r\n") && !/[^\r]\n/.test(text));
	const lines = text.replaceAll("\r\n ", "").split("\r\n").slice(0, -1);
	for (const line of text.split("\r\n")) assert.ok(Buffer.byteLength(line) <= 75, line);
	assert.deepEqual([lines[0], lines[1], lines.at(-1)],
		["BEGIN:VCALENDAR", "VERSION:2.0", "END:VCALENDAR"]);
	const events = [];
	for (const line of lines) {
		const [, name, value] = /^([A-Z-]+)(?:;[A-Z]+=[A-Z]+)*:(.*)$/.exec(line);
		if (line === "BEGIN:VEVENT") events.push({});
		else if (events.length) events.at(-1)[name] = value.replace(/\\n/g, "\n")
			.replace(/\\([\\;,])/g, "$1");
	}
	return events;
}

const anyone = visitor(server.url);

test("deadlines_are_read_as_a_calendar_by_whoever_has_the_address", async () => {
	const id = await sentIn("Songs, dances; a long title\\ that is folded because of its many "
		+ "ééééééééé", "cso", { agree: true });
	const path = await makeCalendar("fra");
	const answer = await anyone.get(path);

	assert.match(path, /^\/calendar\/[\w-]{43}\.ics$/);
	assert.equal(answer.status, 200);
	assert.equal(answer.headers.get("content-type"), "text/calendar; charset=utf-8");
	assert.match(answer.headers.get("cache-control"), /private, no-store/);
	const own = eventsOf(answer.text).filter(({ URL: url }) => url?.includes(id));
	assert.equal(own.length, 1);
	assert.match(own[0].SUMMARY, /Songs, dances; a long title\\ that is folded .*éé/);
	assert.ok(own[0].URL.endsWith(`/en/practices/${id}/edit`));
	const due = new Date(Date.now() + 28 * 86_400_000).toISOString().slice(0, 10);
	assert.equal(own[0].DTSTART, due.replaceAll("-", ""));
	assert.match(own[0].DTSTAMP, /^\d{8}T\d{6}Z$/);

	// The same event however often, and in whatever language, it is asked for.
	sql(db, `UPDATE account SET lang = 'fr' WHERE id = '${ids.fra}'`);
	const again = eventsOf((await anyone.get(path)).text).find(({ URL: url }) => url.includes(id));
	assert.ok(again.URL.endsWith(`/fr/practices/${id}/edit`));
	assert.equal(again.UID, own[0].UID);
	assert.equal(sql(db, `SELECT count(*) FROM calendar_feed WHERE digest LIKE
		'%${path.slice(10, 53)}%'`), "0");
	sql(db, `UPDATE account SET lang = 'en' WHERE id = '${ids.fra}'`);

	// Of another Party nothing is told.
	const senegal = await makeCalendar("sen");
	assert.ok(!(await anyone.get(senegal)).text.includes(id));
	await take("cso", id, "withdraw", { note: "Later" });
	assert.ok(!(await anyone.get(path)).text.includes(id));
});

test("the_secret_of_a_calendar_is_changed_and_taken_away", async () => {
	const first = await makeCalendar("fra"), second = await makeCalendar("fra");

	assert.notEqual(first, second);
	assert.equal((await anyone.get(first)).status, 404);
	assert.equal((await anyone.get(second)).status, 200);
	assert.equal((await anyone.get(second.replace(".ics", ""))).status, 404);
	assert.equal((await anyone.get("/calendar/.ics")).status, 404);
	assert.equal((await anyone.get(`/calendar/${"A".repeat(43)}.ics`)).status, 404);
	assert.match((await her.fra.get(SETTINGS)).page.text("main"), /There is an address since/);
	await her.fra.post("/en/notices/calendar/end", {}, { on: SETTINGS });
	assert.equal((await anyone.get(second)).status, 404);
	assert.doesNotMatch((await her.fra.get(SETTINGS)).page.text("main"), /There is an address/);
});

test("a_closed_or_erased_account_leaves_nothing_of_what_it_was_told", async () => {
	const id = addUser(db, "erased@example.org", { role: "secretariat", name: "Erased" });
	her.erased = await signedIn(server.url, "erased@example.org");
	const path = await makeCalendar("erased");
	await setPace("erased", "daily");
	await sentIn("Told to one who leaves");

	sql(db, `UPDATE account SET state = 'closed' WHERE id = '${id}'`);
	assert.equal((await anyone.get(path)).status, 404);
	sql(db, `UPDATE account SET state = 'active' WHERE id = '${id}'`);
	assert.equal((await anyone.get(path)).status, 200);
	assert.equal((await her.erased.post("/en/account/erase", { word: "erase", sure: "yes",
		email: "erased@example.org" })).status, 200);
	assert.equal((await anyone.get(path)).status, 404);
	for (const table of ["notice", "notice_reader", "calendar_feed"])
		assert.equal(sql(db, `SELECT count(*) FROM ${table} WHERE account_id = '${id}'`), "0",
			table);
});
