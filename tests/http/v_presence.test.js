// Who else has a record open: told while it is open, to one's own side alone.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { initialisedStore, sql, startServer } from "../lib/jalon.js";
import { textOf } from "../lib/page.js";
import { addUser, signedIn } from "../lib/people.js";
import { until } from "../lib/smtp.js";

let db, server, place;
const her = {};

async function comes(name, role, party) {
	const email = `${name}@example.org`;
	addUser(db, email, { role, party, name: `${name[0].toUpperCase()}${name.slice(1)} Lima` });
	her[name] = await signedIn(server.url, email);
}

before(async () => {
	db = initialisedStore("--bare");
	server = await startServer(db);
	await comes("ana", "team_member", "FRA");
	await comes("paul", "focal_point", "FRA");
	await comes("awa", "focal_point", "SEN");
	await comes("sec", "secretariat");
	const begun = await her.ana.post("/en/practices/new", { title: "Open stages", lang: "en" });
	place = begun.location.replace("/edit?done=begun", "");
});

after(() => server.stop());

const cookieOf = (visitor) =>
	[...visitor.cookies].map(([name, value]) => `${name}=${value}`).join("; ");

// A window that listens: `told` is the last it was told, `isOver` once the answer ended.
async function opens(visitor, tab, url = server.url) {
	const stop = new AbortController(), window = { told: undefined, stop, isOver: false };
	const answer = await fetch(`${url}${place}/here?tab=${tab}`,
		{ headers: { Cookie: cookieOf(visitor) }, signal: stop.signal, redirect: "manual" });

	window.answer = answer;
	if (answer.status !== 200) {
		await answer.text();
		return window;
	}
	const read = async () => {
		let text = "";
		for await (const piece of answer.body) {
			text += Buffer.from(piece).toString();
			const events = text.split("\n\n");
			text = events.pop();
			for (const event of events)
				if (event.startsWith("data: ")) window.told = JSON.parse(event.slice(6));
		}
	};
	read().catch(() => {}).finally(() => { window.isOver = true; });
	return window;
}

async function goesTo(visitor, tab, field) {
	return visitor.send(`${place}/here`, { token: await visitor.token(), tab, field });
}

test("two_who_have_it_open_are_told_of_each_other_and_where_they_are", async () => {
	const ana = await opens(her.ana, "a1"), paul = await opens(her.paul, "p1");

	assert.equal(ana.answer.headers.get("content-type"), "text/event-stream");
	assert.equal(ana.answer.headers.get("cache-control"), "no-store");
	await until(() => ana.told?.length, "news");
	assert.deepEqual(ana.told, [{ who: "Paul Lima", field: "" }]);
	await until(() => paul.told?.length, "news");
	assert.deepEqual(paul.told, [{ who: "Ana Lima", field: "" }]);
	const moved = await goesTo(her.paul, "p1", "title.en");
	assert.equal(moved.status, 200);
	await until(() => ana.told[0]?.field === "title.en", "news");
	assert.deepEqual(ana.told, [{ who: "Paul Lima", field: "title.en" }]);
	const { page } = await her.ana.get(`${place}/edit`);
	assert.match(page.words, /Open here too: Paul Lima/);
	for (const window of [ana, paul]) window.stop.abort();
});

test("who_has_left_is_no_longer_told", async () => {
	const ana = await opens(her.ana, "a2"), paul = await opens(her.paul, "p2");

	await until(() => ana.told?.length, "news");
	paul.stop.abort();
	sql(db, "UPDATE presence SET seen_at = 0");
	await until(() => ana.told?.length === 0, "news");
	const { page } = await her.ana.get(`${place}/edit`);
	assert.doesNotMatch(page.words, /Open here too/);
	ana.stop.abort();
});

test("others_do_not_learn_that_anybody_is_there", async () => {
	const ana = await opens(her.ana, "a3");

	for (const other of [her.awa, her.sec]) {
		assert.equal((await opens(other, "x1")).answer.status, 404);
		assert.equal((await goesTo(other, "x1", "")).status, 404);
	}
	const stranger = await fetch(`${server.url}${place}/here?tab=x1`, { redirect: "manual" });
	assert.equal(stranger.status, 302);
	assert.match(stranger.headers.get("location"), /sign-in/);
	assert.equal(sql(db, `SELECT count(*) FROM presence p JOIN account a ON a.id = p.account_id
		WHERE a.email IN ('awa@example.org', 'sec@example.org')`), "0");
	ana.stop.abort();
});

test("ill_formed_windows_and_fields_are_refused", async () => {
	for (const tab of ["", "a-b", "a".repeat(21), "%00"])
		assert.equal((await opens(her.ana, tab)).answer.status, 400);
	for (const field of ["title", "nothing", "credits_agreed.x", "<b>"])
		assert.equal((await goesTo(her.ana, "a4", field)).status, 400);
	assert.equal((await goesTo(her.ana, "<script>", "")).status, 400);
});

test("one_person_keeps_no_more_than_so_many_open_and_the_oldest_ends", async () => {
	const windows = [];

	for (let i = 0; i < 40; i++) windows.push(await opens(her.ana, `b${i}`));
	assert.ok(windows.every(({ answer }) => answer.status === 200));
	await until(() => windows.slice(0, 16).every(({ isOver }) => isOver), "an end");
	assert.ok(windows.slice(16).every(({ isOver }) => !isOver));
	for (const { stop } of windows) stop.abort();
});

test("who_erases_her_account_is_nowhere", async () => {
	await comes("gone", "team_member", "FRA");
	await goesTo(her.gone, "g1", "title.en");
	const id = sql(db, "SELECT id FROM account WHERE email = 'gone@example.org'");
	assert.equal(sql(db, `SELECT count(*) FROM presence WHERE account_id = '${id}'`), "1");
	const erased = await her.gone.post("/en/account/erase", { email: "gone@example.org" });
	assert.equal(erased.status, 200, textOf(erased.page.all("main")[0]));
	assert.equal(sql(db, `SELECT count(*) FROM presence WHERE account_id = '${id}'`), "0");
});

test("a_server_that_stops_ends_what_is_open_and_stops_at_once", async () => {
	const own = await startServer(db), windows = [];

	for (let i = 0; i < 10; i++) windows.push(await opens(her.ana, `s${i}`, own.url));
	const began = Date.now();
	await own.stop();
	assert.ok(Date.now() - began < 10_000, "it waits for those who listen");
	await until(() => windows.every(({ isOver }) => isOver), "news");
});

test("two_servers_over_one_store_tell_of_each_other_s_people", async () => {
	const other = await startServer(db);
	const ana = await opens(her.ana, "c1"), paul = await opens(her.paul, "c2", other.url);

	await until(() => ana.told?.some(({ who }) => who === "Paul Lima"), "news");
	await until(() => paul.told?.some(({ who }) => who === "Ana Lima"), "news");
	for (const window of [ana, paul]) window.stop.abort();
	await other.stop();
});
