// `jalon verify`: content with what Jalon wrote, and with nothing else.

import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { before, test } from "node:test";
import { copyStore, initialisedStore, run, sql, testOn } from "../lib/jalon.js";
import { load } from "../lib/loading.js";

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
