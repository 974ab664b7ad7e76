// The command line: what it is asked, what it answers, with which exit status.

import assert from "node:assert/strict";
import { existsSync, mkdtempSync, openSync, closeSync,
	writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { spawn, spawnSync } from "node:child_process";
import { test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { engine, executable, freshStore, initialisedStore, run, sql, start, temporaryPath, testOn }
	from "../lib/jalon.js";

const COMMANDS = ["init", "serve", "load", "export", "translate", "backup", "restore", "mail",
	"verify", "manual", "version", "help"];
const someFile = temporaryPath("some.csv");
const USES_DATABASE = [["serve", "--listen", "127.0.0.1:0"], ["load", "practices", someFile],
	["export", "practices"], ["translate", "practices", "--to", "en", "--with", "cat"],
	["mail", "list"], ["mail", "test", "a@b.example"], ["verify"]];

writeFileSync(someFile, "id,title_en,summary_en,output\nX-1,Title,Summary,1\n");

function assertRefused(done, status, says) {
	assert.equal(done.status, status, done.stdout + done.stderr);
	assert.equal(done.stdout, "", "a message stands on stdout");
	assert.match(done.stderr, says);
}

test("version_is_one_line_on_stdout", () => {
	for (const args of [["version"], ["--version"]]) {
		const done = run(args);
		assert.match(done.stdout, /^jalon \d+\.\d+\.\d+\n$/);
		assert.deepEqual([done.status, done.stderr], [0, ""]);
	}
});

test("help_names_every_command", () => {
	for (const args of [["help"], ["--help"]]) {
		const done = run(args);
		for (const command of COMMANDS)
			assert.match(done.stdout, new RegExp(`^ +${command} `, "m"));
		assert.deepEqual([done.status, done.stderr], [0, ""]);
	}
});

test("help_of_a_command_names_its_options", () => {
	const done = run(["help", "load"]);
	for (const word of ["KIND FILE", "--db", "--dry-run", "--only-good", "--rejects"])
		assert.ok(done.stdout.includes(word), word);
	assert.equal(done.status, 0);
	for (const command of COMMANDS) assert.equal(run(["help", command]).status, 0);
});

test("wrong_usage_is_status_2_and_says_what", () => {
	const cases = [
		[[], /init/],
		[["fly"], /fly/],
		[["help", "fly"], /init/],
		[["verify", "--fast"], /--fast/],
		[["verify", "--bare"], /--bare/],
		[["version", "--db", "sqlite:x"], /--db/],
		[["init", "--bare=yes"], /--bare/],
		[["init", "--db"], /--db/],
		[["init", "all"], /all/],
		[["load"], /KIND FILE/],
		[["load", "practices"], /KIND FILE/],
		[["load", "practices", "a.csv", "b.csv"], /b\.csv/],
		[["load", "dreams", "a.csv"], /dreams/],
		[["load", "practices", "a.csv", "--rejects", "b.csv"], /--only-good/],
		[["serve", "--export-room", "much"], /“much”/],
		[["serve", "--export-room", "0"], /“0”/],
		[["serve", "--per-address", "few"], /“few”/],
		[["serve", "--per-address", "-1"], /“-1”/],
		[["serve", "--url", "jalon.example"], /“jalon.example”/],
		[["serve", "--url", "https://jalon.example/en"], /“https:/],
		[["serve", "--url", "ftp://jalon.example"], /“ftp:/],
		[["serve", "--url", "https://"], /“https:/],
		[["serve", "--url", ""], /“”/],
		[["serve", "--contact", "somebody"], /“somebody”/],
		[["serve", "--contact", "a b@jalon.example"], /“a b@/],
		[["serve", "--contact", "@jalon.example"], /“@/],
		[["serve", "--contact", "javascript:alert(1)"], /“javascript:/],
		[["export"], /KIND/],
		[["export", "dreams"], /dreams/],
		[["export", "practices", "--format", "stone"], /stone/],
		[["mail"], /list\|test/],
		[["mail", "send"], /list\|test/],
		[["mail", "list", "all"], /list\|test/],
		[["mail", "test"], /list\|test/],
		[["mail", "test", "a@b.example", "c@d.example"], /c@d/],
		[["mail", "test", "nobody"], /“nobody”/],
		[["manual"], /man|bash/],
		[["manual", "html"], /man|bash/],
		[["export", "practices", "--lang", "la"], /“la”/],
		[["serve", "--listen", "nowhere"], /nowhere/],
		[["serve", "--listen", "127.0.0.1:99999"], /99999/],
		[["serve", "--listen", ":8080"], /:8080/],
		[["serve", "--listen", "127.0.0.1:-1"], /-1/],
	];

	for (const [args, says] of cases) assertRefused(run(args), 2, says);
});

test("messages_follow_the_locale", () => {
	const english = run(["fly"], { env: { LC_ALL: "en_GB.UTF-8" } });
	const french = run(["fly"], { env: { LC_ALL: "fr_FR.UTF-8" } });
	assert.match(french.stderr, /«\sfly\s»/);
	assert.match(english.stderr, /“fly”/);
	assert.equal(run(["fly"], { env: { LC_ALL: "", LANG: "fr_CA.UTF-8" } }).stderr, french.stderr);
});

test("database_is_named_by_option_or_by_environment", () => {
	const db = freshStore();
	assert.equal(run(["--db", db, "init", "--bare"]).status, 0);
	assert.equal(run([`--db=${db}`, "verify"]).status, 0);
	assert.equal(run(["verify"], { env: { JALON_DB: db } }).status, 0);
	const other = freshStore();
	assert.equal(run(["verify", "--db", other], { env: { JALON_DB: db } }).status, 1);
});

test("without_a_name_the_database_is_a_file_here", () => {
	const cwd = mkdtempSync(temporaryPath("here-"));
	assert.equal(run(["init", "--bare"], { cwd }).status, 0);
	assert.ok(existsSync(`${cwd}/jalon.db`));
});

test("a_database_never_initialised_is_refused", () => {
	const db = freshStore();
	for (const args of USES_DATABASE) assertRefused(run([...args, "--db", db]), 1, /jalon init/);
});

testOn("sqlite", "an_empty_file_is_a_database_never_initialised", () => {
	const path = temporaryPath("empty.db");
	writeFileSync(path, "");
	for (const args of USES_DATABASE)
		assertRefused(run([...args, "--db", `sqlite:${path}`]), 1, /never initialised.*jalon init/);
});

test("advice_names_options_that_exist", () => {
	const done = run(["verify", "--db", "sqlite:/nowhere/at/all.db"]);
	for (const [option] of done.stderr.matchAll(/--[a-z-]+/g))
		assert.ok(run(["help", "verify"]).stdout.includes(option), `${option} in ${done.stderr}`);
});

// Another process has begun to write into the new file, and has not set up its log yet.
testOn("sqlite", "init_waits_while_another_process_makes_the_file", async () => {
	const db = freshStore();
	const rival = spawn("sqlite3", [db.slice("sqlite:".length)]);
	const says = (text) => new Promise((said) => rival.stdout.on("data", (part) => {
		if (String(part).includes(text)) said();
	}));

	rival.stdin.write("BEGIN IMMEDIATE; CREATE TABLE other (seq); SELECT 'begun';\n");
	await says("begun");
	const init = start(["init", "--bare", "--db", db]);
	await pause(500);
	rival.stdin.end("ROLLBACK;\n");
	const { status, stderr } = await init.ended;
	assert.deepEqual([status, stderr], [0, ""]);
});

testOn("sqlite", "a_mistyped_file_name_leaves_no_file_behind", () => {
	for (const args of USES_DATABASE) {
		const path = temporaryPath("mistyped.db");
		run([...args, "--db", `sqlite:${path}`]);
		assert.ok(!existsSync(path), args[0]);
	}
});

test("a_newer_database_is_refused", () => {
	const db = initialisedStore("--bare");
	sql(db, "INSERT INTO schema_version (number, name, applied_at) VALUES (9999, 'later', 0)");
	for (const args of USES_DATABASE) assertRefused(run([...args, "--db", db]), 1, /later Jalon/);
});

test("an_older_database_is_refused", () => {
	const db = initialisedStore("--bare");
	sql(db, "DELETE FROM schema_version WHERE number = (SELECT max(number) FROM schema_version)");
	for (const args of USES_DATABASE)
		assertRefused(run([...args, "--db", db]), 1, /earlier Jalon.*jalon init/);
});

test("init_does_not_touch_a_newer_database", () => {
	const db = initialisedStore("--bare");
	sql(db, "INSERT INTO schema_version (number, name, applied_at) VALUES (9999, 'later', 0)");
	assertRefused(run(["init", "--db", db]), 1, /later Jalon/);
	assert.equal(sql(db, "SELECT count(*) FROM record WHERE kind = 'practice'"), "0");
});

test("a_database_out_of_reach_is_refused", () => {
	const out = engine === "sqlite" ? "sqlite:/nowhere/at/all.db"
		: "postgresql://nobody@127.0.0.1:1/nothing";
	for (const args of [["init"], ...USES_DATABASE])
		assertRefused(run([...args, "--db", out]), 1, /./);
});

test("a_database_of_another_make_is_refused", () => {
	for (const url of ["mysql://here/jalon", "jalon.db", "sqlite:", ""]) {
		const done = run(["verify", "--db", url]);
		assert.ok([1, 2].includes(done.status), `${url}: ${done.status}`);
		assert.notEqual(done.stderr, "");
	}
});

testOn("sqlite", "a_file_that_is_no_database_is_refused", () => {
	for (const args of [["init"], ...USES_DATABASE])
		assertRefused(run([...args, "--db", `sqlite:${executable}`]), 1, /./);
});

test("an_address_in_use_is_refused", async () => {
	const other = createServer().listen(0, "127.0.0.1");
	await new Promise((ready) => other.once("listening", ready));
	const { port } = other.address();
	try {
		const db = initialisedStore("--bare");
		const done = run(["serve", "--db", db, "--listen", `127.0.0.1:${port}`]);
		assertRefused(done, 1, new RegExp(`${port}`));
	} finally {
		other.close();
	}
});

test("nothing_is_well_when_it_cannot_be_said", () => {
	for (const args of [["version"], ["help"], ["verify", "--db", initialisedStore()]]) {
		const full = openSync("/dev/full", "w");
		const done = spawnSync(executable, args,
			{ stdio: ["ignore", full, "pipe"], encoding: "utf8" });
		closeSync(full);
		assert.equal(done.status, 1, args[0]);
		assert.match(done.stderr, /space/);
	}
});

test("code_lists_that_cannot_be_read_are_a_failure_and_no_crash", () => {
	const db = initialisedStore();
	sql(db, "ALTER TABLE term RENAME TO term_away");
	for (const args of [["export", "practices"], ["load", "practices", someFile],
		["verify"]]) {
		const done = run([...args, "--db", db]);
		assert.equal(done.status, 1, done.stderr);
		assert.match(done.stderr, /^jalon: a statement failed: vocabulary_terms/, args[0]);
	}
});

test("an_export_that_cannot_be_written_fails", () => {
	const full = openSync("/dev/full", "w");
	const done = spawnSync(executable, ["export", "practices", "--db", initialisedStore()],
		{ stdio: ["ignore", full, "pipe"], encoding: "utf8" });
	closeSync(full);
	assert.equal(done.status, 1);
	assert.match(done.stderr, /space/);
});
