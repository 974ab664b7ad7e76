// Notes beside the fields of a record: who reads them, whom they are told to, whom they ask.

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { at, db, faultsOf, her, ids, letters, lastLetter, ORG, server } from "../lib/cast.js";
import { run, sql } from "../lib/jalon.js";
import { attribute, textOf } from "../lib/page.js";
import { addUser, signedIn, visitor } from "../lib/people.js";
import { ask } from "../lib/writers.js";

const WHOLE = { summary: { en: "Stages for all." }, output: ["2"], activities: ["2.4"],
	parties: ["FRA"] };

const tokens = {};
for (const who of ["fra", "tom", "sol", "cso", "sen"])
	tokens[who] = run(["token", "add", at(who), "--db", db]).stdout.trim().split("\n").at(-1);

async function call(who, method, path, body) {
	const answer = await ask(server.url, tokens[who], method, path, body);
	assert.ok(answer.status < 300, JSON.stringify(answer.body));
	return answer.body;
}

const take = (who, id, action, body = {}) =>
	call(who, "POST", `/practices/${id}/${action}`, body);

async function draft(title, who = "fra") {
	const { id } = await call(who, "POST", "/practices", { title: { en: title }, ...WHOLE });
	return `/en/practices/${id}`;
}

async function sentIn(title, who = "fra", body = {}) {
	const base = await draft(title, who);
	await take(who, base.split("/").pop(), "submit", body);
	sql(db, "DELETE FROM notice");
	sql(db, "DELETE FROM mail");
	return base;
}

// Begins a thread; the path of its page.
async function begin(who, base, text, { field = "summary", readers, mention } = {}) {
	const answer = await her[who].post(`${base}/notes`,
		{ text, field, ...readers && { readers }, ...mention && { mention } });
	assert.equal(answer.status, 303, answer.page.text("main"));
	return answer.location.replace("?done=noted", "");
}

async function answer(who, thread, text, more = {}) {
	const done = await her[who].post(thread, { text, ...more });
	assert.equal(done.status, 303, done.page.text("main"));
}

const status = async (who, path) => (await her[who].get(path)).status;
const main = async (who, path) => (await her[who].open(path)).page.text("main");
const asksOf = async (who) => (await her[who].get("/en/todo")).page.all("ol", "tasks")
	.flatMap((list) => [...textOf(list).matchAll(/Answer a note about “([^”]*)”/g)])
	.map(([, title]) => title);
const toldOf = (who) => sql(db, `SELECT subject, text FROM notice WHERE account_id = '${ids[who]}'
	AND topic = 'note' ORDER BY id`).split("\n\n").join(" ").split("\n").filter(Boolean);

beforeEach(() => {
	sql(db, "DELETE FROM notice");
	sql(db, "DELETE FROM mail");
	sql(db, "DELETE FROM note_mention");
	sql(db, "UPDATE note_thread SET awaits = 0");
});

// ---- who reads them

test("a_note_stands_beside_its_field_for_those_who_write_the_record_alone", async () => {
	const base = await draft("Beside its field");
	const thread = await begin("tom", base, "Is this figure right?");

	for (const who of ["fra", "tom", "ann"])
		assert.match(await main(who, `${base}/notes`), /Summary.*Tom Roux.*Is this figure right\?/);
	assert.match(await main("fra", `${base}/edit`), /Notes \(1 open\)/);
	const { page } = await her.fra.get(`${base}/edit/what`);
	const links = page.all("p", "notes-link").map(textOf);
	assert.equal(links.filter((one) => one === "Notes (1 open) beside “Summary”").length, 1);
	assert.ok(links.length > 1 && links.filter((one) => one.includes("open")).length === 1);
	assert.match(await main("fra", `${base}/notes?field=title`), /None is open/);
	assert.match(await main("fra", `${base}/notes?field=summary`), /Is this figure right/);
	assert.equal(await status("fra", `${base}/notes?field=nothing`), 400);
	assert.equal(await status("fra", `${base}/notes?before=nothing`), 400);

	for (const who of ["sen", "mod", "sol", "ada", "cso", "eva", "dak"])
		for (const path of [`${base}/notes`, thread])
			assert.equal(await status(who, path), 404, who);
	const { location } = await visitor(server.url).get(thread);
	assert.match(location, /sign-in/);
});

test("the_other_side_sees_what_is_between_both_and_names_of_its_own_alone", async () => {
	const base = await sentIn("Between both");
	const own = await begin("fra", base, "Among us.", { readers: "own" });
	const both = await begin("fra", base, "To the Secretariat.", { readers: "between" });
	const theirs = await begin("sol", base, "Among them.", { readers: "own" });

	assert.deepEqual([await status("sol", own), await status("sol", both)], [404, 200]);
	assert.deepEqual([await status("fra", theirs), await status("tom", both)], [404, 200]);
	assert.equal(await status("ada", theirs), 200);
	assert.match(await main("sol", both), /Flore Petit|France/);
	assert.doesNotMatch(await main("sol", both), /Flore Petit/);
	assert.match(await main("tom", both), /Flore Petit/);
	await answer("sol", both, "Thank you.");
	assert.doesNotMatch(await main("fra", both), /Solange/);
	assert.match(await main("fra", both), /the Secretariat.*Thank you\./);
	assert.match(await main("ada", both), /Solange Diop.*Thank you\./);
	const list = await main("sol", `${base}/notes`);
	assert.doesNotMatch(list, /Among us/);
	assert.match(list, /Among them.*To the Secretariat/);
	assert.match(await main("sol", `${base}/edit`), /Notes \(2 open\)/);

	// Of another's thread nothing can be asked or done.
	for (const path of [own, `${own}/close`, `${own}/reopen`]) {
		const token = await her.sol.token();
		assert.equal((await her.sol.send(path, { token, text: "I see you" })).status, 404);
	}
});

test("the_party_that_is_asked_sees_neither_the_owners_threads_nor_their_names", async () => {
	const base = await sentIn("Asked of a Party", "cso", { agree: true });
	const own = await begin("cso", base, "We are unsure.", { readers: "own" });
	const both = await begin("cso", base, "Dear Secretariat.", { readers: "between" });

	assert.equal(await status("fra", `${base}/notes`), 200);
	for (const path of [own, both]) assert.equal(await status("fra", path), 404);
	assert.match(await main("fra", `${base}/notes`), /None is open/);
	assert.doesNotMatch(await main("fra", `${base}/edit`), /\d open/);
	const asked = await begin("fra", base, "Who is this?", { readers: "asked" });
	assert.equal(await status("cso", asked), 404);
	assert.match(await main("sol", asked), /France.*Who is this\?/);
	assert.doesNotMatch(await main("sol", asked), /Flore/);
	await answer("sol", asked, "It is sound.");
	assert.match(await main("fra", asked), /the Secretariat.*It is sound/);
	const team = await begin("tom", base, "Do we know them?", { readers: "own" });
	assert.deepEqual([await status("fra", team), await status("sol", team)], [200, 404]);
});

test("another_party_that_is_asked_later_reads_nothing_of_the_first", async () => {
	const consent = { agree: true, names_organisation: "no" };
	const base = await sentIn("Asked of two, one by one", "cso", consent);
	const id = base.split("/").pop();
	const own = await begin("fra", base, "Whom do we know there?", { readers: "own" });
	const asked = await begin("fra", base, "Shall we object?", { readers: "asked" });

	assert.equal(await status("sol", asked), 200);
	await take("cso", id, "withdraw", { note: "Not yet." });
	sql(db, `UPDATE organisation SET party = 'SEN' WHERE id = '${ORG}'`);
	try {
		await take("cso", id, "submit", consent);
		assert.equal(sql(db, `SELECT asked_party FROM record WHERE public_id = '${id}'`), "SEN");
		for (const thread of [own, asked]) assert.equal(await status("sen", thread), 404);
		assert.doesNotMatch(await main("sen", `${base}/notes`), /know there|object|Flore/);
		assert.deepEqual(await asksOf("sen"), []);
		await answer("sol", asked, "It is not theirs any more.");
		assert.deepEqual(toldOf("sen"), []);
		assert.match(await main("sol", asked), /France/);
		assert.doesNotMatch(await main("sol", asked), /Senegal/);
	} finally {
		sql(db, `UPDATE organisation SET party = 'FRA' WHERE id = '${ORG}'`);
	}
});

test("readers_of_a_public_page_see_no_notes", async () => {
	const base = await sentIn("Soon public"), id = base.split("/").pop();
	const thread = await begin("fra", base, "Hush, not for readers.", { readers: "own" });
	await take("sol", id, "publish");

	for (const who of ["sen", "eva", "cso"]) {
		assert.equal(await status(who, base), 200);
		assert.ok(!(await her[who].get(base)).text.includes("Hush"));
		assert.equal(await status(who, thread), 404);
		assert.equal(await status(who, `${base}/notes`), 404);
	}
	const anyone = await visitor(server.url).get(base);
	assert.ok(!anyone.text.includes("Hush") && !anyone.text.includes("/notes"));
	assert.equal(await status("fra", thread), 200);
});

// ---- writing

test("a_note_is_escaped_bounded_and_wanted", async () => {
	const base = await draft("Bounds");
	const evil = "<script>alert(1)</script>\n\"'><img src=x onerror=alert(1)>";
	const thread = await begin("fra", base, evil, { field: "record" });

	for (const path of [thread, `${base}/notes`]) {
		const { text, page } = await her.fra.get(path);
		assert.ok(!text.includes("<script>alert") && !text.includes("<img"));
		assert.ok(page.text("blockquote").includes("<script>alert(1)</script>"));
	}
	for (const text of ["", "   ", "x".repeat(4001)])
		faultsOf(await her.fra.post(`${base}/notes`, { text, field: "summary" }));
	faultsOf(await her.fra.post(`${base}/notes`, { text: "x", field: "nothing" }));
	faultsOf(await her.fra.post(`${base}/notes`,
		{ text: "x", field: "summary", readers: "asked" }));
	faultsOf(await her.fra.post(thread, { text: "" }));
	assert.equal((await her.fra.send(`${base}/notes`, { text: "x", field: "summary" })).status,
		403);
	assert.equal(sql(db, `SELECT count(*) FROM note n JOIN note_thread t ON t.id = n.thread_id
		JOIN record r ON r.seq = t.seq WHERE r.public_id = '${base.split("/").pop()}'`), "1");
});

test("its_writer_changes_a_note_for_ten_minutes_and_takes_it_back_at_any_time", async () => {
	const base = await draft("Changing"), thread = await begin("tom", base, "First words");
	const id = sql(db, `SELECT id FROM note WHERE thread_id = '${thread.split("/").pop()}'`);
	const path = `${thread}/${id}`;

	for (const who of ["fra", "ann", "sol"]) assert.equal(await status(who, path), 404, who);
	assert.equal((await her.fra.send(path, { token: await her.fra.token(), text: "Mine now" }))
		.status, 404);
	assert.equal((await her.tom.post(path, { text: "Better words" })).status, 303);
	assert.match(await main("fra", thread), /changed since.*Better words/);
	assert.match(await main("tom", thread), /Change or take back/);
	assert.doesNotMatch(await main("fra", thread), /Change or take back/);

	sql(db, `UPDATE note SET at = at - 600001 WHERE id = '${id}'`);
	assert.match(await main("tom", path), /more than ten minutes ago/);
	const late = await her.tom.send(path, { token: await her.tom.token(), text: "Too late" });
	assert.equal(late.status, 409);
	assert.match(await main("fra", thread), /Better words/);
	const back = await her.tom.send(path, { token: await her.tom.token(), back: "yes" });
	assert.equal(back.status, 303);
	const after = await main("fra", thread);
	assert.match(after, /Tom Roux.*Taken back on/);
	assert.doesNotMatch(after, /words/);
	assert.equal(sql(db, `SELECT text FROM note WHERE id = '${id}'`), "");
	assert.equal(await status("tom", path), 404);
});

test("what_was_taken_back_is_not_read_in_a_notice_either", async () => {
	const base = await draft("Taken back in time");
	const thread = await begin("fra", base, "A hasty word", { mention: ids.tom });
	const { page } = await her.fra.get(thread);
	const own = page.all("a").map((a) => attribute(a, "href"))
		.find((href) => href.startsWith(`${thread}/`));

	assert.match(toldOf("tom").join(" "), /hasty word/);
	const back = await her.fra.send(own, { token: await her.fra.token(), back: "yes" });
	assert.equal(back.status, 303, back.page.text("main"));
	assert.deepEqual(toldOf("tom"), []);
});

test("who_began_a_thread_or_submits_the_record_closes_it_and_nobody_else", async () => {
	const base = await draft("To be closed"), thread = await begin("tom", base, "Close me");

	assert.equal((await her.ann.send(`${thread}/close`, { token: await her.ann.token() })).status,
		403);
	assert.equal((await her.fra.post(`${thread}/close`, {}, { on: thread })).status, 303);
	assert.match(await main("tom", thread), /closed on/);
	assert.match(await main("tom", `${base}/notes`), /None is open/);
	assert.match(await main("tom", `${base}/notes?closed=1`), /Close me/);
	assert.doesNotMatch(await main("tom", `${base}/edit`), /\d open/);
	const late = await her.ann.send(thread, { token: await her.ann.token(), text: "Too late" });
	assert.equal(late.status, 409);
	assert.match(late.page.text("main"), /closed this meanwhile.*Too late/);
	assert.equal((await her.tom.post(`${thread}/reopen`, {}, { on: thread })).status, 303);
	await answer("ann", thread, "In time");
	assert.match(await main("tom", thread), /In time/);
});

// ---- whom it is told to

test("a_mention_is_told_to_those_who_may_read_the_thread_and_asks_them", async () => {
	const base = await draft("Mentions"), boxes = (await her.fra.get(`${base}/notes`)).page
		.all("input").filter((one) => attribute(one, "name") === "mention")
		.map((one) => attribute(one, "value"));

	assert.deepEqual([...boxes].sort(), [ids.tom, ids.ann].sort());
	const thread = await begin("fra", base,
		"Please look, @tom roux! And @Awa Ndiaye, @Solange Diop.");
	assert.deepEqual(["tom", "ann", "sen", "sol", "ada", "fra"].map((who) => toldOf(who).length),
		[1, 0, 0, 0, 0, 0]);
	assert.match(toldOf("tom")[0], new RegExp("A note mentions you: Mentions\\|In a note beside "
		+ "“Summary” of “Mentions”, Flore Petit mentions you: Please"));
	assert.equal(letters(at("tom")).length, 1);
	assert.ok(lastLetter(at("tom")).includes(thread));
	assert.deepEqual([await asksOf("tom"), await asksOf("ann")], [["Mentions"], []]);
	await answer("tom", thread, "I did.");
	assert.deepEqual(await asksOf("tom"), []);
	assert.match(toldOf("fra")[0],
		/An answer to a note: Mentions\|Beside .*, Tom Roux has answered a note: I did/);
	assert.deepEqual(toldOf("ann"), []);

	// By a box; a stranger's id, or one of another Party, comes to nothing.
	const other = await begin("fra", base, "And you?", { mention: ids.ann });
	assert.deepEqual(await asksOf("ann"), ["Mentions"]);
	faultsOf(await her.fra.post(`${base}/notes`,
		{ text: "And you?", field: "summary", mention: ids.sen }));
	assert.deepEqual(toldOf("sen"), []);
	await her.fra.post(`${other}/close`, {}, { on: other });
	assert.deepEqual(await asksOf("ann"), []);
});

test("a_name_that_goes_on_is_another_name", async () => {
	const base = await draft("Names");

	await begin("fra", base, "@Tom Rouxel and tom roux and mail@tom rouxé");
	assert.deepEqual(toldOf("tom"), []);
	await begin("fra", base, "…@Tom Roux");
	assert.equal(toldOf("tom").length, 1);
});

test("what_is_between_both_sides_asks_the_other_until_it_answers", async () => {
	const base = await sentIn("Whose turn");
	const thread = await begin("fra", base, "When will it be public?", { readers: "between" });

	assert.equal(toldOf("sol").length, 1);
	assert.match(toldOf("sol")[0],
		/A note for you: Whose turn\|Beside .*, France has written a note: When/);
	assert.doesNotMatch(toldOf("sol")[0], /Flore/);
	assert.deepEqual([toldOf("ada"), toldOf("tom")], [[], []]);
	assert.deepEqual([await asksOf("sol"), await asksOf("fra")], [["Whose turn"], []]);
	await answer("sol", thread, "Tomorrow.");
	assert.deepEqual([await asksOf("sol"), await asksOf("fra")], [[], ["Whose turn"]]);
	assert.deepEqual(await asksOf("sen"), []);
	assert.match(toldOf("fra")[0], /the Secretariat has answered/);
	assert.match(await main("fra", `${base}/notes`), /waits for your answer/);
	await her.fra.post(`${thread}/close`, {}, { on: thread });
	assert.deepEqual(await asksOf("fra"), []);
});

test("a_draft_is_not_told_to_those_who_do_not_know_of_it_yet", async () => {
	const base = await draft("Not sent in"), id = base.split("/").pop();
	const thread = await begin("fra", base, "For later.", { readers: "between" });

	assert.deepEqual(toldOf("sol"), []);
	assert.deepEqual(await asksOf("sol"), []);
	assert.equal(await status("sol", thread), 404);
	await take("fra", id, "submit");
	assert.deepEqual(await asksOf("sol"), ["Not sent in"]);
	assert.equal(await status("sol", thread), 200);
});

// ---- programs

const api = async (who, method, base, body, query = "") => ask(server.url, tokens[who], method,
	`/practices/${base.split("/").pop()}/notes${query}`, body);

test("programs_read_and_write_notes_as_their_people_do", async () => {
	const base = await sentIn("For programs");
	const begun = await api("fra", "POST", base,
		{ text: "  Look, @Tom Roux.\r\n", field: "summary" });
	assert.equal(begun.status, 201);
	const { id, notes, ...thread } = begun.body;
	assert.deepEqual({ ...thread, begun_at: 0, last_at: 0 }, { field: "summary", readers: "own",
		begun_at: 0, last_at: 0, closed_at: null, asks_me: false, n_notes: 1 });
	assert.deepEqual(notes.map(({ number, side, by, text }) => [number, side, by, text]),
		[[1, "owner", "Flore Petit", "Look, @Tom Roux."]]);
	assert.equal(toldOf("tom").length, 1);
	const answered = await api("tom", "POST", base, { thread: id, text: "I did." });
	assert.equal(answered.status, 201);
	assert.deepEqual(answered.body.notes.map(({ text }) => text), ["Look, @Tom Roux.", "I did."]);
	const both = await api("fra", "POST", base, { text: "Dear all.", readers: "between" });
	assert.deepEqual([both.body.field, both.body.readers], [null, "between"]);

	const all = (await api("fra", "GET", base)).body;
	assert.deepEqual([all.id, all.n_open, all.threads.map((one) => one.id), all.next],
		[base.split("/").pop(), 2, [both.body.id, id], null]);
	const theirs = (await api("sol", "GET", base)).body;
	assert.deepEqual(theirs.threads.map((one) => [one.id, one.asks_me, one.notes[0].by]),
		[[both.body.id, true, "France"]]);
	const first = (await api("fra", "GET", base, undefined, "?limit=1")).body;
	assert.equal(first.threads.length, 1);
	const second = await ask(server.url, tokens.fra, "GET", first.next.replace("/api/v1", ""));
	assert.deepEqual(second.body.threads.map((one) => one.id), [id]);
	const one = (await api("fra", "GET", base, undefined, `?thread=${id}&after=1`)).body;
	assert.deepEqual(one.threads[0].notes.map(({ text }) => text), ["I did."]);
	for (const [query, n] of [["?field=record", 1], ["?state=closed", 0], ["?state=open", 2]])
		assert.equal((await api("fra", "GET", base, undefined, query)).body.threads.length, n);
});

test("programs_are_refused_what_their_people_are", async () => {
	const base = await draft("Refusals");
	const { id } = (await api("fra", "POST", base, { text: "Ours." })).body;
	const faults = async (body, who = "fra") => {
		const { status, body: { error } } = await api(who, "POST", base, body);
		return [status, ...(error.fields ?? []).map(({ field, code }) => `${field} ${code}`)];
	};

	assert.deepEqual(await faults({}), [422, "text required"]);
	assert.deepEqual(await faults({ text: "x".repeat(4001) }), [422, "text too_long"]);
	assert.deepEqual(await faults({ text: 5 }), [422, "text bad_member"]);
	assert.deepEqual(await faults({ text: "x", other: "y" }), [422, "other bad_member"]);
	assert.deepEqual(await faults({ text: "x", field: "nothing" }), [422, "field bad_value"]);
	assert.deepEqual(await faults({ text: "x", readers: "asked" }), [422, "readers bad_value"]);
	assert.deepEqual(await faults({ text: "x", thread: "nothing" }), [422, "thread bad_value"]);
	assert.deepEqual(await faults({ text: "x", thread: id, readers: "own" }),
		[422, "readers bad_member"]);
	assert.deepEqual((await faults([]))[0], 400);
	for (const who of ["sen", "sol", "cso"]) {
		assert.equal((await api(who, "GET", base)).status, 404);
		assert.deepEqual((await faults({ text: "x" }, who))[0], 404);
	}
	assert.equal((await fetch(`${server.url}/api/v1${base.slice(3)}/notes`)).status, 404);
	for (const query of ["?field=nothing", "?state=x", "?before=x", "?limit=0", "?thread=x",
		"?after=-1", "?other=1"])
		assert.equal((await api("fra", "GET", base, undefined, query)).status, 400, query);
	assert.equal((await api("fra", "GET", base, undefined,
		"?thread=01ARZ3NDEKTSV4RRFFQ69G5FAV")).status, 404);
	const reads = run(["token", "add", at("fra"), "--scope", "read", "--db", db]);
	tokens.reader = reads.stdout.trim().split("\n").at(-1);
	assert.equal((await api("reader", "GET", base)).status, 200);
	assert.deepEqual((await faults({ text: "x" }, "reader"))[0], 403);
	await her.fra.post(`${base}/notes/${id}/close`, {}, { on: `${base}/notes/${id}` });
	assert.deepEqual((await faults({ text: "x", thread: id }))[0], 409);
	assert.equal(sql(db, `SELECT count(*) FROM note WHERE thread_id = '${id}'`), "1");
});

// ---- the end, and many

test("an_erased_account_leaves_its_notes_and_no_name", async () => {
	const id = addUser(db, "gone@example.org", { role: "team_member", party: "FRA",
		name: "Gone Girard" });
	her.gone = await signedIn(server.url, "gone@example.org");
	const base = await draft("Left behind"), thread = await begin("gone", base, "I was here.");
	await begin("fra", base, "Hello @Gone Girard");
	const data = JSON.parse((await her.gone.get("/en/account/data.json")).text);
	assert.deepEqual(data.notes.map(({ record, field, text }) => [record, field, text]),
		[[base.split("/").pop(), "summary", "I was here."]]);
	assert.equal(data.notices.length, 1);
	await her.gone.post("/en/account/erase", { email: "gone@example.org" });
	const text = await main("fra", thread);
	assert.match(text, /I was here\./);
	assert.doesNotMatch(text, /Gone|gone@/);
	assert.equal(sql(db, `SELECT count(*) FROM note_mention WHERE account_id = '${id}'`), "0");
	await answer("fra", thread, "Who was it?");
	assert.equal(run(["verify", "--db", db]).status, 0);
});

// Threads older than any that is begun here, of which somebody else's draft has 230.
const begunBefore = (base, { awaits }) => sql(db, Array.from({ length: 230 }, (_, i) => `INSERT
	INTO note_thread (id, seq, field, sides, asked, awaits, begun_by, begun_side, begun_at,
	last_at, n_notes) SELECT '${String(i).padStart(26, "0")}', seq, 'summary', 3, '', ${awaits},
	'${ids.fra}', 1, 1, 1, 1 FROM record
	WHERE public_id = '${base.split("/").pop()}';`).join("\n"));

test("what_asks_in_vain_does_not_hide_what_asks_in_earnest", async () => {
	const hidden = await draft("Not sent in yet");
	begunBefore(hidden, { awaits: 2 });
	sql(db, `INSERT INTO note_mention (account_id, thread_id, is_open)
		SELECT '${ids.sen}', id, 1 FROM note_thread WHERE begun_at = 1`);
	assert.deepEqual([await asksOf("sol"), await asksOf("sen")], [[], []]);

	await begin("fra", await sentIn("Sent in"), "Is it whole?", { readers: "between" });
	await begin("mod", await draft("Of Senegal", "sen"), "Who pays?", { mention: ids.sen });
	assert.deepEqual([await asksOf("sol"), await asksOf("sen")], [["Sent in"], ["Of Senegal"]]);
	for (const table of ["note_mention WHERE thread_id", "note_thread WHERE id"])
		sql(db, `DELETE FROM ${table} < '0000000001'`);
});

test("ten_thousand_notes_on_a_record_are_paged", async () => {
	const base = await draft("Very many");
	const seq = sql(db, `SELECT seq FROM record WHERE public_id = '${base.split("/").pop()}'`);
	const threads = [], notes = [], id = (i) => `01HZZZZZZZZZZZZZZZZZ${String(i).padStart(6, "0")}`;
	for (let i = 0; i < 5000; i++) {
		threads.push(`('${id(i)}', ${seq}, 'summary', 1, '', 0, '${ids.tom}', 1,
			1750000000000, 1750000000000, ${i ? 1 : 5001})`);
		notes.push(`('${id(i)}', '${id(i)}', 1, '${ids.tom}', 1, 1750000000000, 'Note ${i}')`);
		notes.push(`('${id(i + 5000)}', '${id(0)}', ${i + 2}, '${ids.tom}', 1, 1750000000000,
			'Answer ${i}')`);
	}
	while (threads.length)
		sql(db, `INSERT INTO note_thread (id, seq, field, sides, asked, awaits, begun_by,
			begun_side, begun_at, last_at, n_notes) VALUES ${threads.splice(0, 500).join()}`);
	while (notes.length)
		sql(db, `INSERT INTO note (id, thread_id, number, written_by, side, at, text)
			VALUES ${notes.splice(0, 500).join()}`);
	const began = Date.now();

	const list = await her.fra.get(`${base}/notes`);
	assert.equal(list.page.all("blockquote").length, 20);
	assert.match(list.page.text("blockquote"), /Note 4999/);
	assert.ok(list.text.length < 100_000);
	const next = list.page.all("a").find((one) => attribute(one, "rel") === "next");
	assert.match((await her.fra.get(attribute(next, "href"))).page.text("blockquote"), /Note 4979/);
	assert.match(await main("fra", `${base}/edit`), /Notes \(5,000 open\)/);
	const thread = await her.fra.get(`${base}/notes/${id(0)}`);
	assert.equal(thread.page.all("blockquote").length, 1);
	assert.match(thread.page.text("blockquote"), /Answer 4999/);
	const earlier = await her.fra.get(`${base}/notes/${id(0)}?after=4950`);
	assert.equal(earlier.page.all("blockquote").length, 50);
	await answer("fra", `${base}/notes/${id(0)}`, "One more");
	assert.match(await main("fra", `${base}/notes/${id(0)}`), /One more/);
	assert.ok(Date.now() - began < 10_000, `${Date.now() - began} ms`);
});
