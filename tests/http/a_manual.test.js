// The manual page and the completion for the shell: they know what the help knows, and no more.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { root, run } from "../lib/jalon.js";

// What the help says: {serve: ["--db", ...], ...}.
function commandsOfHelp() {
	const names = [...run(["help"]).stdout.matchAll(/^ {2}([a-z]+) /gm)].map(([, name]) => name);
	return Object.fromEntries(names.map((name) =>
		[name, [...run(["help", name]).stdout.matchAll(/^ {2}(--[a-z-]+)/gm)]
			.map(([, option]) => option)]));
}

const commands = commandsOfHelp();

function manual(what, env = {}) {
	const done = run(["manual", what], { env });
	assert.deepEqual([done.status, done.stderr], [0, ""]);
	return done.stdout;
}

// The manual page without its escapes, by section: {"jalon serve": "...", ...}.
function sectionsOf(page) {
	const plain = page.replace(/\\f[BRI]|\\&/g, "").replaceAll("\\-", "-");
	return Object.fromEntries(plain.split(/^\.S[HS] /m).slice(1).map((part) => {
		const end = part.indexOf("\n");
		return [part.slice(0, end).trim().replace(/^(jalon [a-z]+).*/, "$1"), part.slice(end)];
	}));
}

test("the_manual_page_has_every_command_with_its_options", () => {
	const sections = sectionsOf(manual("man"));

	assert.ok(commands.serve.length > 3);
	for (const [name, options] of Object.entries(commands)) {
		const found = [...sections[`jalon ${name}`].matchAll(/^(--[a-z-]+)/gm)];
		assert.deepEqual(found.map(([option]) => option), options, name);
	}
	for (const word of ["JALON_DB", "JALON_LISTEN", "JALON_SECCOMP"])
		assert.ok(sections.ENVIRONMENT.includes(`\n${word}\n`), word);
});

// The unit says who serves.
test("the_settings_of_the_service_name_every_variable", () => {
	const variables = sectionsOf(manual("man")).ENVIRONMENT.match(/^JALON_[A-Z_]+$/gm);
	const settings = readFileSync(join(root, "packaging/jalon.default"), "utf8");
	const named = [...settings.matchAll(/^#?(JALON_[A-Z_]+)=/gm)].map(([, name]) => name);

	assert.deepEqual([...new Set(named)].sort(),
		variables.filter((name) => name !== "JALON_USER").sort());
});

test("lines_of_text_are_no_requests_to_the_formatter", () => {
	for (const lang of ["en_GB.UTF-8", "fr_FR.UTF-8"]) {
		const page = manual("man", { LC_ALL: lang });
		for (const [line] of page.matchAll(/^[.'].*/gm)) assert.match(line, /^\.(TH|SH|SS|TP)\b/);
		assert.doesNotMatch(page.replace(/\\(f[BRI]|[-&e])/g, ""), /\\/);
	}
});

test("the_manual_page_follows_the_locale", () => {
	const french = sectionsOf(manual("man", { LC_ALL: "fr_FR.UTF-8" }));
	assert.ok("COMMANDES" in french, Object.keys(french).join());
	assert.ok(french["jalon serve"].includes(
		run(["help", "serve"], { env: { LC_ALL: "fr_FR.UTF-8" } }).stdout.split("\n")[1]));
});

// What bash offers after these words, the last of which is being typed.
function offered(...words) {
	const script = `${manual("bash")}
		COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _jalon; printf '%s\\n' "\${COMPREPLY[@]}"`;
	const done = spawnSync("bash", ["-uc", script, "bash", "jalon", ...words],
		{ encoding: "utf8" });
	assert.equal(done.status, 0, done.stderr);
	return done.stdout.split("\n").filter(Boolean);
}

test("the_shell_completes_commands_options_and_arguments", () => {
	assert.deepEqual(offered(""), Object.keys(commands));
	assert.deepEqual(offered("ser"), ["serve"]);
	for (const [name, options] of Object.entries(commands))
		assert.deepEqual(offered(name, "--"), options, name);
	assert.deepEqual(offered("--db", "sqlite:x", "ver"), ["verify", "version"]);
	assert.deepEqual(offered("export", "--lang", "fr", "pr"), ["practices"]);
	assert.deepEqual(offered("load", "fr"), ["framework"]);
	assert.deepEqual(offered("export", "fr"), []);
	assert.deepEqual(offered("help", "lo"), ["load"]);
	assert.deepEqual(offered("manual", ""), ["man", "bash", "routes", "flows"]);
	assert.deepEqual(offered("mail", ""), ["--db", "list", "test"]);
});

test("the_value_of_an_option_is_left_to_the_shell", () => {
	assert.deepEqual(offered("load", "--rejects", ""), []);
});

test("the_drawing_of_states_and_steps_is_that_of_the_tables", () => {
	assert.equal(manual("flows"), readFileSync(join(root, "docs/flows.md"), "utf8"),
		"jalon manual flows > docs/flows.md");
});
