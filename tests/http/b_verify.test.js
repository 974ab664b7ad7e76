// `jalon verify`: content with what Jalon wrote, and with nothing else.

import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { before, test } from "node:test";
import { copyStore, initialisedStore, run, sql, startServer, temporaryPath, testOn }
	from "../lib/jalon.js";
import { load } from "../lib/loading.js";
import { until } from "../lib/smtp.js";

let whole; // a store with histories of three versions

before(() => {
	whole = initialisedStore();
	load(whole, "id,start_year\nGP-1-02,2001\nGP-1-03,2001\n");
	load(whole, "id,start_year\nGP-1-02,2002\nGP-1-03,2002\n");
});

test("verify_is_content_with_an_untouched_store", () => {
	for (const db of [initialisedStore("--bare"), initialisedStore(), whole]) {
		const done = run(["verify", "--db", db]);
		assert.deepEqual([done.status, done.stderr], [0, ""]);
		assert.match(done.stdout,
			new RegExp(` ${sql(db, "SELECT count(*) FROM record_revision")} `));
	}
});

const SEQ = "(SELECT seq FROM record WHERE public_id = 'GP-1-02')";
const TAMPERINGS = {
	"changed": `UPDATE record_revision SET changes = replace(changes, '2001', '2003')
		WHERE seq = ${SEQ} AND version = 2`,
	"told_at_another_time": `UPDATE record_revision SET at = at + 1
		WHERE seq = ${SEQ} AND version = 2`,
	"told_of_another_account": `UPDATE record_revision SET account_id = 'someone'
		WHERE seq = ${SEQ} AND version = 2`,
	"with_another_hash": `UPDATE record_revision SET hash = digest
		WHERE seq = ${SEQ} AND version = 2`,
	"dropped_in_the_middle": `DELETE FROM record_revision WHERE seq = ${SEQ} AND version = 2`,
	"dropped_at_the_end": `DELETE FROM record_revision WHERE seq = ${SEQ} AND version = 3`,
	"dropped_at_the_beginning": `DELETE FROM record_revision WHERE seq = ${SEQ} AND version = 1`,
	"dropped_and_closed_up": `DELETE FROM record_revision WHERE seq = ${SEQ} AND version = 2;
		UPDATE record_revision SET version = 2 WHERE seq = ${SEQ} AND version = 3;
		UPDATE record SET version = 2 WHERE seq = ${SEQ}`,
	"inserted": `INSERT INTO record_revision SELECT seq, 4, at, account_id, action, changes, salt,
		digest, hash FROM record_revision WHERE seq = ${SEQ} AND version = 3;
		UPDATE record SET version = 4 WHERE seq = ${SEQ}`,
	"of_a_record_whose_version_was_changed":
		`UPDATE record SET version = 2 WHERE seq = ${SEQ}`,
};

for (const [what, statements] of Object.entries(TAMPERINGS))
	test(`verify_names_a_revision_${what}`, () => {
		const db = copyStore(whole);
		sql(db, statements);
		const done = run(["verify", "--db", db]);
		assert.equal(done.status, 1);
		assert.match(done.stdout, /practice GP-1-02, version [1-4]: /);
		assert.doesNotMatch(done.stdout, /GP-1-03|all is well/);
	});

testOn("sqlite", "verify_finds_a_damaged_file", () => {
	const db = copyStore(whole), path = db.slice("sqlite:".length);
	const bytes = readFileSync(path);
	bytes.fill(0x5a, bytes.length >> 1, (bytes.length >> 1) + 20000);
	writeFileSync(path, bytes);
	const done = run(["verify", "--db", db]);
	assert.equal(done.status, 1);
	assert.notEqual(done.stdout + done.stderr, "");
});

// ---- signed heads

// A store that a server has sealed on each of these days; its key is in `key`.
async function sealed(key, days = ["2026-11-21"]) {
	const db = copyStore(whole);
	for (const [i, day] of days.entries()) {
		const env = { JALON_CLOCK_MS: String(Date.parse(`${day}T10:00:00Z`)),
			JALON_CHORES_MS: "100" };
		const server = await startServer(db, { args: ["--key-file", key], env });
		await until(() => sql(db, "SELECT count(*) FROM history_head") === String(i + 1), day);
		await server.stop();
	}
	return db;
}

test("a_server_seals_the_history_once_a_day", async () => {
	const key = temporaryPath("key");
	const db = await sealed(key, ["2026-11-21", "2026-11-22"]);
	const done = run(["verify", "--db", db, "--key-file", key]);
	assert.equal(done.status, 0, done.stdout);
	assert.match(done.stdout,
		/all is well.*\n2 signed heads, the last of 2026-11-22: [0-9a-f]{64}\n$/);
	assert.equal(sql(db, "SELECT n FROM history_head WHERE day = '2026-11-22'"), "0");
	assert.equal(sql(db, "SELECT n FROM history_head WHERE day = '2026-11-21'"),
		sql(db, "SELECT count(*) FROM record"));
});

test("an_end_that_was_dropped_without_a_trace_is_named", async () => {
	const key = temporaryPath("key"), db = await sealed(key);
	const before = sql(db, `SELECT at FROM record_revision WHERE seq = ${SEQ} AND version = 2`);
	sql(db, `DELETE FROM record_revision WHERE seq = ${SEQ} AND version = 3;
		UPDATE practice SET start_year = 2001 WHERE seq = ${SEQ};
		UPDATE record SET version = 2, updated_at = ${before} WHERE seq = ${SEQ}`);
	const done = run(["verify", "--db", db, "--key-file", key]);
	assert.equal(done.status, 1);
	assert.match(done.stdout, /^practice GP-1-02, version 3: it was sealed on 2026-11-21 and/);
	assert.equal(done.stdout.trim().split("\n").length, 2, done.stdout);
});

test("without_the_key_file_verify_says_how_far_it_looked", async () => {
	const db = await sealed(temporaryPath("key"));
	const done = run(["verify", "--db", db], { cwd: mkdtempSync(temporaryPath("empty")) });
	assert.deepEqual([done.status, done.stderr], [0, ""]);
	assert.match(done.stdout, /public keys kept beside them: the key file is not here/);
});

test("heads_of_another_key_are_named_unless_the_house_had_it", async () => {
	const [key, other] = [temporaryPath("key"), temporaryPath("other")];
	const db = await sealed(key);
	assert.equal(run(["init", "--bare", "--new-key", "--key-file", other,
		"--db", copyStore(whole)]).status, 0);
	const refused = run(["verify", "--db", db, "--key-file", other]);
	assert.equal(refused.status, 1);
	assert.match(refused.stdout, /^head of 2026-11-21: it is signed with another key/);
	assert.equal(run(["init", "--bare", "--new-key", "--key-file", other, "--db", db],
		{ env: { JALON_CLOCK_MS: String(Date.parse("2026-11-21T11:00:00Z")) } }).status, 0);
	const done = run(["verify", "--db", db, "--key-file", other]);
	assert.equal(done.status, 0, done.stdout);
	assert.match(done.stdout, /up to 2026-11-21 heads are signed with an earlier key file/);
});
