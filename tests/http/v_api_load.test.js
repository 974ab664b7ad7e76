// Files and people who write: a load at the machine leaves alone what people are working on, and
// keeps whose what is published is.

import assert from "node:assert/strict";
import { test } from "node:test";
import { parseCsv, writeCsv } from "../lib/csv.js";
import { run } from "../lib/jalon.js";
import { assertLoads, exported, load, summary, traces } from "../lib/loading.js";
import { assertStatus, asked, change, db, get, history, made, published, sql, took,
} from "../lib/programs.js";

const COLUMNS = ["id", "title_en", "summary_en", "output"];
const fileFor = (...ids) => writeCsv([COLUMNS,
	...ids.map((id) => [id, `Loaded ${id}`, "By a file", "1"])]);
const read = async (who, { id }) => assertStatus(await get(who, `/practices/${id}`), 200);

// A record in each state that readers do not see: {state: [record, who reads it]}.
async function hidden() {
	const all = {};
	const put = async (who, record) => {
		const now = await read(who, record);
		all[now.state] = [now, who];
	};

	await put("fra", await made("fra"));
	const discarded = await made("con");
	await put("con", await took("con", discarded, "discard"));
	await put("cso", await asked("cso"));
	const objected = await asked("cso");
	await took("fra", objected, "object", { note: "No" });
	await put("cso", objected);
	const submitted = await made("sen");
	await put("sen", await took("sen", submitted, "submit"));
	const returned = await made("fra");
	await took("fra", returned, "submit");
	await took("sol", returned, "ask", { note: "?" });
	await put("fra", returned);
	const declined = await made("con");
	await took("con", declined, "submit");
	await took("sol", declined, "decline", { note: "No" });
	await put("con", declined);
	const withdrawn = await published("fra");
	await took("fra", withdrawn, "withdraw", { note: "Over" });
	await put("fra", withdrawn);
	return all;
}

test("what_people_are_working_on_is_refused_row_by_row_and_stays_as_it_is", async () => {
	const all = await hidden(), was = traces(db);
	const ids = Object.values(all).map(([{ id }]) => id);

	assert.deepEqual(Object.keys(all).sort(), ["asked", "declined", "discarded", "draft",
		"objected", "returned", "submitted", "withdrawn"]);
	for (const [state, [record]] of Object.entries(all)) {
		const done = load(db, fileFor(record.id));
		assert.equal(done.status, 1, state);
		assert.match(done.stderr, new RegExp(`:2:1: id: “${record.id}” is not published`), state);
	}
	const done = load(db, fileFor("NEW-1", ...ids), "--dry-run");
	assert.equal(done.status, 1);
	assert.equal(traces(db), was);
	for (const [record, who] of Object.values(all))
		assert.deepEqual(await read(who, record), record);
});

test("good_rows_beside_them_can_be_loaded", async () => {
	const draft = await made("fra");
	const done = load(db, fileFor("NEW-2", draft.id), "--only-good");

	assert.equal(done.stdout, summary(1, 0, 0, 1));
	assert.equal((await get("nobody", "/practices/NEW-2")).body.title.en, "Loaded NEW-2");
	assert.deepEqual(await read("fra", draft), draft);
	assert.equal(sql(db, `SELECT count(*) FROM record WHERE public_id = 'NEW-2'
		AND owner_party IS NULL AND owner_org IS NULL AND owner_account IS NULL`), "1");
});

test("what_is_published_is_changed_by_a_file_and_keeps_its_owner", async () => {
	const record = await published("fra", { credits: "Mia", credits_agreed: true,
		credits_until: "2027-01-01", note: { en: "Stays" } });
	assertLoads(load(db, fileFor(record.id)), 0, 1, 0, 0);
	const now = await read("fra", record);

	assert.deepEqual([now.state, now.title.en, now.note.en, now.owner, now.credits],
		["published", `Loaded ${record.id}`, "Stays", record.owner, "Mia"]);
	const { versions } = await history("fra", record);
	assert.deepEqual([versions.at(-1).action, versions.at(-1).by, versions.at(-1).via],
		["import", "The operator of the site", "command"]);
	assertLoads(load(db, fileFor(record.id)), 0, 0, 1, 0);
	assert.equal((await change("fra", now, { partners: "x" })).status, 403);
});

test("files_go_round_and_hold_no_drafts_and_nothing_internal", async () => {
	const draft = await made("fra", { title: { en: "Nobody reads this" } });
	await published("fra", { credits: "Mia", credits_agreed: true, credits_until: "2027-01-01" });
	const csv = exported(db), [head, ...rows] = parseCsv(csv);

	for (const name of ["credits", "credits_agreed", "credits_until", "names_organisation",
		"owner"])
		assert.ok(!head.includes(name), name);
	assert.ok(rows.every(([id]) => id !== draft.id));
	for (const format of ["json", "jsonl"])
		assert.doesNotMatch(exported(db, "--format", format), /credits|names_organisation|Mia/);
	const was = traces(db);
	assertLoads(load(db, csv), 0, 0, rows.length, 0);
	assert.equal(traces(db), was);
	const refused = load(db, writeCsv([["id", "title_en", "credits"], ["X-1", "T", "Mia"]]));
	assert.equal(refused.status, 1);
});

test("starting_anew_leaves_what_was_withdrawn_alone", async () => {
	const shipped = assertStatus(await get("sol", "/practices/GP-1-02"), 200);
	await took("sol", shipped, "withdraw", { note: "No longer so" });
	const done = run(["init", "--db", db]);

	assert.deepEqual([done.status, done.stderr], [0, ""]);
	assert.equal((await read("sol", shipped)).state, "withdrawn");
	const gone = await get("nobody", "/practices/GP-1-02");
	assert.equal(gone.status, 410);
	assert.match(gone.body.error.message, /No longer so/);
	for (const path of ["/history", "/history/1"])
		assert.equal((await get("nobody", `/practices/GP-1-02${path}`)).status, 410);
	const back = load(db, writeCsv([COLUMNS, ["GP-1-02", "T", "S", "1"]]));
	assert.equal(back.status, 1);
	await took("sol", shipped, "republish", { note: "It is so again" });
	assert.deepEqual((await history("nobody", shipped)).versions.map((v) => v.action),
		["import", "withdraw", "republish"]);
});
