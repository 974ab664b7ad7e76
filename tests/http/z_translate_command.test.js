// jalon translate: a program of the operator's proposes what is missing; nothing is reviewed by it.

import assert from "node:assert/strict";
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { beforeEach, test } from "node:test";
import {
	freshStore, initialisedStore, run, sql, start, temporaryPath, testOn,
} from "../lib/jalon.js";

let db;
beforeEach(() => {
	db = initialisedStore("--bare");
	load("T-1,Une radio,Elle joue.\nT-2,Une fête,On danse.\n");
});

function load(rows, columns = "id,title_fr,summary_fr") {
	const file = temporaryPath("some.csv");
	writeFileSync(file, `${columns},output\n${rows.replaceAll("\n", ",1\n")}`);
	const done = run(["load", "practices", file, "--db", db]);
	assert.equal(done.status, 0, done.stderr);
}

// A program for the shell; its path.
function program(name, script) {
	const folder = temporaryPath("bin"), path = `${folder}/${name}`;
	mkdirSync(folder);
	writeFileSync(path, `#!/bin/sh\n${script}\n`);
	chmodSync(path, 0o755);
	return path;
}

const translate = (path, ...more) =>
	run(["translate", "practices", "--to", "en", "--with", path, "--db", db, ...more]);
const proposals = () => sql(db, `SELECT r.public_id, t.field, t.lang, t.tool, t.account_id, t.side,
	t.text, t.original FROM translation t JOIN record r ON r.seq = t.seq
	ORDER BY r.public_id, t.field`).split("\n").filter(Boolean);
const assertDone = (done, status, says) => assert.deepEqual([done.status, done.stdout],
	[status, `${says}\n`], done.stderr);

const upper = () => program("upper.sh",
	"printf '%s>%s:' \"$JALON_FROM\" \"$JALON_TO\"; tr a-z A-Z");

test("each_missing_text_is_proposed_once_and_nothing_enters_the_record", () => {
	const before = sql(db, "SELECT max(version) FROM record");
	const path = upper();

	assertDone(translate(path), 0, "4 translated, 0 failed, 0 left");
	assert.deepEqual(proposals(), ["T-1|summary|en|upper.sh||0|fr>en:ELLE JOUE.|Elle joue.",
		"T-1|title|en|upper.sh||0|fr>en:UNE RADIO|Une radio",
		"T-2|summary|en|upper.sh||0|fr>en:ON DANSE.|On danse.",
		"T-2|title|en|upper.sh||0|fr>en:UNE FêTE|Une fête"]);
	assertDone(translate(path), 0, "0 translated, 0 failed, 0 left");
	assert.equal(sql(db, "SELECT max(version) FROM record"), before);
	assert.equal(sql(db, `SELECT count(*) FROM record_text t JOIN record r ON r.seq = t.seq
		WHERE t.lang = 'en' AND r.kind = 'practice'`), "0");
});

test("what_is_made_from_an_older_original_is_made_anew", () => {
	const path = upper();
	translate(path);
	load("T-1,Deux radios,Elle joue.\n");
	assertDone(translate(path), 0, "1 translated, 0 failed, 0 left");
	assert.equal(proposals().length, 4);
	assert.match(proposals()[1], /DEUX RADIOS\|Deux radios$/);
	// A text that stands is left alone until its original changes.
	load("T-3,Un,Deux,One,Two\n", "id,title_fr,summary_fr,title_en,summary_en");
	assertDone(translate(path), 0, "0 translated, 0 failed, 0 left");
	sql(db, "UPDATE record_text SET written_at = 1 WHERE text = 'One'");
	assertDone(translate(path), 0, "1 translated, 0 failed, 0 left");
	assert.match(proposals().at(-1), /^T-3\|title\|en\|upper\.sh\|\|0\|fr>en:UN\|Un$/);
});

test("a_persons_proposal_of_now_is_enough", () => {
	sql(db, `INSERT INTO translation (seq, field, lang, account_id, side, tool, text, original,
		written_at) SELECT seq, 'title', 'en', 'ANA', 1, '', 'A radio', 'Une radio', 1
		FROM record WHERE public_id = 'T-1'`);
	assertDone(translate(upper()), 0, "3 translated, 0 failed, 0 left");
});

test("a_limit_leaves_the_rest_for_later", () => {
	assertDone(translate(upper(), "--limit", "3"), 0, "3 translated, 0 failed, 1 left");
	assertDone(translate(upper(), "--limit", "3"), 0, "1 translated, 0 failed, 0 left");
});

// ---- programs that fail

const FAILING = {
	ends_with_a_status: ["cat >/dev/null; exit 3", /the program ended with status 3/],
	is_killed: ["kill -TERM $$", /the program was ended by signal 15/],
	prints_no_text: ["printf '\\377\\376'", /printed nothing, or something else than UTF-8/],
	prints_nothing: ["cat >/dev/null", /printed nothing, or something else than UTF-8/],
	prints_blanks: ["echo; echo", /printed nothing, or something else than UTF-8/],
	prints_without_end: ["yes", /printed too much/],
	prints_too_long: ["head -c 40000 /dev/zero | tr '\\0' x", /this text is too long/],
};

for (const [name, [script, says]] of Object.entries(FAILING))
	testOn("sqlite", `a_program_that_${name}_is_told_with_record_and_field`, () => {
		// Of one text alone; the others go on.
		const done = translate(program("failing.sh", `given=$(cat)
			if [ "$given" = "On danse." ]; then ${script}; else echo fine; fi`));

		assertDone(done, 1, "3 translated, 1 failed, 0 left");
		const lines = done.stderr.trim().split("\n").filter((line) => /^jalon/.test(line));
		assert.equal(lines.length, 1, done.stderr);
		assert.match(lines[0], /^jalon: T-2, summary: /);
		assert.match(lines[0], says);
		assert.equal(proposals().length, 3);
	});

testOn("sqlite", "a_program_that_hangs_is_ended_with_all_that_it_started", () => {
	const pids = temporaryPath("pids");
	const hanging = program("hanging.sh", `sleep 300 & echo $! >> ${pids}; sleep 300`);
	const began = Date.now();
	const done = translate(hanging, "--seconds", "1", "--limit", "2");

	assertDone(done, 1, "0 translated, 2 failed, 2 left");
	assert.equal(done.stderr.match(/took too long and was ended/g).length, 2);
	assert.ok(Date.now() - began < 20_000);
	for (const pid of readFileSync(pids, "utf8").trim().split("\n")) {
		let state = "gone";
		try {
			state = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1][0];
		} catch { /* it is gone */ }
		assert.ok(["gone", "Z", "X"].includes(state), state);
	}
});

testOn("sqlite", "a_program_that_reads_nothing_or_all_at_once_blocks_nobody", () => {
	const more = "x".repeat(200_000); // than a pipe holds
	sql(db, `UPDATE record_text SET text = '${more}' WHERE text = 'Elle joue.'`);
	// Such a text no record has: what the program says of it is told, and not kept.
	const deaf = translate(program("deaf.sh", "echo done"));
	assertDone(deaf, 1, "3 translated, 1 failed, 0 left");
	assert.match(deaf.stderr, /T-1, summary: this text is too long/);
	sql(db, "DELETE FROM translation");
	const echo = translate(program("echo.sh", "exec cat"));
	assertDone(echo, 1, "3 translated, 1 failed, 0 left");
	assert.match(echo.stderr, /T-1, summary: the program printed too much/);
	sql(db, `UPDATE record_text SET text = 'Court' WHERE text = '${more}'`);
	// What it leaves running keeps nobody waiting.
	sql(db, "DELETE FROM translation");
	assertDone(translate(program("fork.sh", "sleep 300 & echo done")), 0,
		"4 translated, 0 failed, 0 left");
});

testOn("sqlite", "after_ten_failures_in_a_row_it_stops", () => {
	load(Array.from({ length: 9 }, (_, i) => `U-${i},Un,Deux\n`).join(""));
	const done = translate(program("no.sh", "exit 1"));
	assertDone(done, 1, "0 translated, 10 failed, 12 left");
	assert.match(done.stderr, /ten failures in a row/);
	const none = translate(temporaryPath("nothing.sh"));
	assertDone(none, 1, "0 translated, 10 failed, 12 left");
	assert.match(none.stderr, /cannot be started: No such file/);
});

testOn("sqlite", "the_program_has_little_of_our_surroundings", () => {
	const told = temporaryPath("told");
	const path = program("env.sh",
		`env | cut -d= -f1 | sort > ${told}; ls /proc/$$/fd >> ${told}; echo x`);
	const done = run(["translate", "practices", "--to", "en", "--db", db, "--limit", "1", "--with",
		path], { env: { SECRET: "s", JALON_SMTP: "smtp://u:p@x.example", HOME: "/tmp",
		LANG: "fr_FR.UTF-8" } });

	assert.equal(done.status, 0, done.stderr);
	const lines = readFileSync(told, "utf8").trim().split("\n");
	assert.deepEqual(lines.filter((one) => /^[A-Z]/.test(one) && !/^(PWD|SHLVL|OLDPWD)$/.test(one)),
		["HOME", "JALON_FROM", "JALON_TO", "LANG", "PATH"]);
	// dash keeps its script open as 10.
	assert.deepEqual(lines.filter((one) => /^\d+$/.test(one) && Number(one) < 10), ["0", "1", "2"]);
});

test("while_the_program_runs_others_write", async () => {
	const waiting = start(["translate", "practices", "--to", "en", "--db", db, "--limit", "1",
		"--with", program("slow.sh", "sleep 3; echo slow")]);
	await new Promise((go) => { setTimeout(go, 1000); });
	load("T-8,Encore,Une\n");
	const done = await waiting.ended;
	assert.equal(done.stdout, "1 translated, 0 failed, 3 left\n", done.stderr);
});

// ---- the command line

testOn("sqlite", "wrong_usage_is_said", () => {
	for (const [args, says] of [[["practices", "--with", "cat"], /--to LANG/],
		[["practices", "--to", "en"], /--with PROGRAM/],
		[["practices", "--to", "xx", "--with", "cat"], /does not speak “xx”/],
		[["parties", "--to", "en", "--with", "cat"], /nothing is translated of “parties”/],
		[["nothing", "--to", "en", "--with", "cat"], /nothing is translated of “nothing”/],
		[["practices", "--to", "en", "--with", "cat", "--limit", "0"], /--limit/],
		[["practices", "--to", "en", "--with", "cat", "--seconds", "x"], /--seconds/]]) {
		const done = run(["translate", ...args, "--db", db]);
		assert.deepEqual([done.status, done.stdout], [2, ""]);
		assert.match(done.stderr, says);
	}
});

// ---- beside it

test("proposals_are_in_a_backup_and_come_back", () => {
	translate(upper());
	const file = temporaryPath("all.backup"), before = proposals();
	assert.equal(run(["backup", file, "--db", db]).status, 0);
	db = freshStore();
	const done = run(["restore", file, "--db", db]);
	assert.equal(done.status, 0, done.stderr);
	assert.deepEqual(proposals(), before);
	assert.equal(run(["verify", "--db", db]).status, 0);
	assertDone(translate(upper()), 0, "0 translated, 0 failed, 0 left");
});

test("what_is_not_public_is_given_to_no_program_unasked", () => {
	load("T-1,Une radio,Elle joue.\n");
	sql(db, "UPDATE record SET state = 'draft' WHERE public_id = 'T-1'");
	assertDone(translate(upper()), 0, "2 translated, 0 failed, 0 left");
	assert.ok(proposals().every((one) => one.startsWith("T-2|")));
	assertDone(translate(upper(), "--drafts"), 0, "2 translated, 0 failed, 0 left");
	assert.equal(proposals().length, 4);
});
