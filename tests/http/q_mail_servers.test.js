// Letters and the servers they go through: encrypted, to the right one, by whoever is there.

import assert from "node:assert/strict";
import { networkInterfaces } from "node:os";
import { before, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { apartFromInvitation, run, sql, startServer, testOn } from "../lib/jalon.js";
import { allTried, ended, incidents, insert, makeDue, metrics, outbox, put, serve, smtp, states,
	store, tried }
	from "../lib/mail.js";
import { freePort } from "../lib/nginx.js";
import { HANG_UP, SILENCE, makeCertificate, until } from "../lib/smtp.js";

let certificate, other;

before(() => {
	certificate = makeCertificate(...outerAddresses().slice(0, 1));
	other = makeCertificate();
});

// Addresses of this machine that are not its loopback.
function outerAddresses() {
	return Object.values(networkInterfaces()).flat()
		.filter(({ internal, family }) => !internal && family === "IPv4")
		.map(({ address }) => address);
}

// ---- the way to the server

test("letters_go_encrypted_to_a_server_that_is_the_right_one", async () => {
	for (const tls of ["starttls", "smtps"]) {
		const db = store(), mail = await smtp({ tls, certificate });
		put(db);
		const server = await serve(db, mail, { args: ["--smtp-ca", certificate.file] });
		const [letter] = await mail.arrived();
		assert.ok(letter.isSecure, tls);
		await server.stop();
	}
});

test("letters_do_not_go_to_a_server_that_is_not_the_right_one", async () => {
	for (const tls of ["starttls", "smtps", undefined]) {
		const db = store(), mail = await smtp({ tls, certificate });
		put(db);
		const server = await serve(db, mail, { args: ["--smtp-ca", other.file] });
		await tried(db);
		assert.deepEqual([states(db), mail.letters], [["waiting"], []]);
		assert.deepEqual(mail.said.filter((line) => !/^(EHLO|HELO|STARTTLS)/.test(line)), []);
		assert.equal(incidents((await server.stop()).stderr), 1, tls);
	}
});

test("nothing_is_said_in_clear_to_another_machine",
	{ skip: outerAddresses().length ? false : "this machine has its loopback alone" }, async () => {
		const [host] = outerAddresses();
		const db = store(), mail = await smtp({ host, user: "jalon", password: "geheim" });
		put(db);
		const server = await serve(db, mail, { url: mail.url({ host }) });
		await tried(db);
		assert.deepEqual(mail.said.filter((line) => !/^(EHLO|HELO)/.test(line)), []);
		assert.doesNotMatch((await server.stop()).stderr, /geheim/);
		const again = await smtp({ host, tls: "starttls", certificate });
		const willing = await serve(db, again,
			{ url: again.url({ host }), args: ["--smtp-ca", certificate.file] });
		makeDue(db);
		await again.arrived();
		await willing.stop();
	});

test("user_and_password_are_given_if_asked_for", async () => {
	const user = "jalon@exemple.example", password = "p@ss:w/ö rd%";
	for (const mechanism of ["PLAIN", "LOGIN"]) {
		const db = store();
		const mail = await smtp({ tls: "smtps", certificate, user, password, mechanism });
		put(db);
		const server = await startServer(db,
			{ env: { JALON_SMTP: mail.url(), JALON_SMTP_CA: certificate.file } });
		const [letter] = await mail.arrived();
		assert.equal(letter.user, `${user} by ${mechanism}`);
		const said = apartFromInvitation((await server.stop()).stderr);
		assert.equal(said.replace(/.*running as root.*\n/, ""), "");
	}
});

test("a_wrong_password_is_told_without_it_and_costs_no_letter", async () => {
	const db = store(), mail = await smtp({ user: "jalon", password: "right" });
	put(db);
	const server = await serve(db, mail, { url: mail.url({ password: "geheim%21" }) });
	await tried(db);
	assert.match(outbox(db)[0].fault, /^535 5\.7\.8 Wrong/);
	assert.deepEqual(states(db), ["waiting"]);
	const { stderr } = await server.stop();
	assert.equal(incidents(stderr), 1);
	assert.doesNotMatch(stderr, /geheim|lecteur|Z2VoZW|AGphbG9u/);
});

test("settings_that_are_wrong_are_wrong_usage_and_not_repeated", () => {
	const db = "sqlite:/nowhere.db";
	for (const url of ["mail.example", "http://mail.example", "smtp://", "smtp://user@mail.example",
		"smtp://user:geheim@", "smtp://mail.example/path", "smtp://mail.example?x=1",
		"smtp://mail.example:geheim", "smtp://user:geheim%0d%0a@mail.example", "smtp:mail.example",
		"smtps://a b.example", "imap://user:geheim@mail.example", ""]) {
		const done = run(["serve", "--db", db, "--smtp", url]);
		assert.equal(done.status, 2, `${url}: ${done.stderr}`);
		assert.match(done.stderr, /^jalon: --smtp: /);
		assert.doesNotMatch(done.stderr, /geheim/);
	}
	for (const [args, says] of [[["--mail-from", "Jalon"], /“Jalon” is no e-mail address/],
		[["--mail-from", "Jalon <a@b.example>"], /is no e-mail address/],
		[["--smtp-ca", "/nowhere.pem"], /“\/nowhere\.pem” cannot be read/]]) {
		const done = run(["serve", "--db", db, ...args]);
		assert.equal(done.status, 2);
		assert.match(done.stderr, says);
	}
});

test("the_sender_is_who_can_be_written_to", async () => {
	for (const [args, from] of [[["--contact", "equipe@jalon.example"], "equipe@jalon.example"],
		[["--contact", "https://jalon.example/us", "--url", "https://two.example:8443"],
			"jalon@two.example"],
		[["--url", "http://intranet"], "jalon@localhost"], [[], "jalon@localhost"],
		[["--mail-from", "one@two.example", "--contact", "a@jalon.example"], "one@two.example"]]) {
		const db = store(), mail = await smtp();
		put(db);
		const server = await serve(db, mail, { args });
		assert.equal((await mail.arrived())[0].from, from);
		assert.equal(mail.said[0], `EHLO ${from.split("@")[1]}`);
		await server.stop();
	}
});

// ---- servers that go away, and come back

test("letters_wait_while_the_mail_server_is_away", async () => {
	const db = store(), port = await freePort();
	put(db);
	put(db);
	put(db);
	const server = await serve(db, undefined, { url: `smtp://127.0.0.1:${port}` });
	await allTried(db);
	const mail = await smtp({ port });
	makeDue(db);
	await mail.arrived(3);
	await ended(db, "sent");
	assert.equal(mail.letters.length, 3);
	const { stderr } = await server.stop();
	assert.equal(incidents(stderr), 1, stderr);
	assert.match(stderr, /letters cannot be sent: .*connect.*--smtp/i);
	assert.ok(!stderr.includes("lecteur"));
});

test("a_server_that_hangs_up_loses_no_letter", async () => {
	for (const [step, reply, isAway] of [["greeting", "554 No service", true],
		["greeting", HANG_UP, true], ["ehlo", "421 Closing", true],
		["mail", "550 Not from you", true], ["rcpt", "421 4.7.0 Closing", false],
		["data", HANG_UP, false], ["content", HANG_UP, false]]) {
		let isBad = true;
		const db = store();
		const mail = await smtp({ answer: (at) => isBad && at === step ? reply : undefined });
		put(db);
		const server = await serve(db, mail);
		await tried(db);
		assert.deepEqual([states(db), mail.letters], [["waiting"], []], step);
		isBad = false;
		makeDue(db);
		await mail.arrived();
		await ended(db, "sent");
		assert.equal(incidents((await server.stop()).stderr), Number(isAway), step);
	}
});

test("a_silent_server_holds_nobody_up_who_wants_to_stop", async () => {
	for (const step of ["greeting", "rcpt", "content"]) {
		let isBad = true, isThere;
		const reached = new Promise((tell) => { isThere = tell; });
		const db = store();
		const mail = await smtp({ answer: (at) => {
			if (!isBad || at !== step) return undefined;
			isThere();
			return SILENCE;
		} });
		put(db);
		const server = await serve(db, mail);
		await reached;
		assert.equal((await fetch(`${server.url}/healthz`)).status, 200);
		const begun = Date.now();
		await server.stop();
		assert.ok(Date.now() - begun < 8000, `${step}: ${Date.now() - begun} ms`);
		assert.equal(sql(db, "SELECT tries, leased_until FROM mail"), "0|0", step);
		isBad = false;
		const again = await serve(db, mail);
		await mail.arrived();
		await again.stop();
	}
});

test("a_letter_taken_while_one_stops_is_not_sent_again", async () => {
	let isThere;
	const reached = new Promise((tell) => { isThere = tell; });
	const db = store();
	const mail = await smtp({ answer: async (at) => {
		if (at === "content") {
			isThere();
			await pause(1500);
		}
	} });
	put(db);
	const server = await serve(db, mail);
	await reached;
	await server.stop();
	assert.deepEqual([states(db), mail.letters.length], [["sent"], 1]);
});

test("a_server_that_says_no_goodbye_costs_a_moment", async () => {
	const db = store(), mail = await smtp({ answer: (at) => at === "quit" ? SILENCE : undefined });
	put(db);
	const server = await serve(db, mail);
	await mail.arrived();
	await until(() => states(db)[0] === "sent", "sent", 6000);
	await server.stop();
});

test("two_servers_send_each_letter_once", async () => {
	const N = 30, db = store(), mail = await smtp();
	insert(db, ...Array.from({ length: N }, (_, i) => ({ subject: `Letter ${i}` })));
	const servers = await Promise.all([serve(db, mail), serve(db, mail)]);
	await mail.arrived(N);
	await ended(db, "sent");
	assert.deepEqual(mail.letters.map(({ subject }) => subject).sort(),
		Array.from({ length: N }, (_, i) => `Letter ${i}`).sort());
	const told = await Promise.all(servers.map(metrics));
	const [one, two] = told.map((each) => each['jalon_mail_total{end="sent"}']);
	assert.equal(one + two, N);
	for (const server of servers) await server.stop();
});

// At least once: who dies before he could write it down has it sent a second time, but not a third.
test("killed_between_sending_and_writing_it_down_a_letter_goes_twice_at_most", async () => {
	let isThere;
	const reached = new Promise((tell) => { isThere = tell; });
	const db = store();
	const mail = await smtp({ answer: async (at) => {
		if (at === "content" && !mail.letters.length) {
			isThere();
			await pause(300);
		}
	} });
	put(db);
	const server = await serve(db, mail);
	await reached;
	await server.kill();
	await mail.arrived();
	const lease = Number(sql(db, "SELECT leased_until FROM mail")) - Date.now();
	assert.ok(lease > 5 * 60_000 && lease < 11 * 60_000, `${lease} ms`);

	const again = await serve(db, mail);
	await pause(500);
	assert.equal(mail.letters.length, 1, "it is held still");
	makeDue(db);
	await mail.arrived(2);
	await ended(db, "sent");
	await again.stop();
	const third = await serve(db, mail);
	await pause(500);
	await third.stop();
	assert.equal(mail.letters.length, 2);
	assert.equal(mail.letters[0].headers["message-id"], mail.letters[1].headers["message-id"]);
});

test("a_store_that_fails_is_told_once_and_its_letters_go_later", async () => {
	const db = store(), mail = await smtp();
	const server = await serve(db, mail);
	sql(db, "ALTER TABLE mail RENAME TO mail_away");
	const told = () => [...server.stderr().matchAll(/incident .*mail_next/g)].length;
	await until(told, "an incident");
	await pause(1500);
	assert.equal(told(), 1, server.stderr());
	sql(db, "ALTER TABLE mail_away RENAME TO mail");
	put(db);
	await mail.arrived();
	await server.stop();
});

testOn("postgres", "a_store_that_is_away_is_told_once_and_its_letters_go_later", async () => {
	const db = store(), name = new URL(db).pathname.slice(1), mail = await smtp();
	const elsewhere = new URL(db);
	elsewhere.pathname = "/postgres";
	const server = await serve(db, mail);

	await until(async () => (await metrics(server)).jalon_mail_waiting === 0, "it serves");
	sql(elsewhere.href, `ALTER DATABASE ${name} ALLOW_CONNECTIONS false`);
	sql(elsewhere.href, `SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
		WHERE datname = '${name}'`);
	await until(() => incidents(server.stderr()), "an incident");
	await pause(1500);
	assert.equal(incidents(server.stderr()), 1, server.stderr());
	assert.match(server.stderr(), /the database does not answer/);
	sql(elsewhere.href, `ALTER DATABASE ${name} ALLOW_CONNECTIONS true`);
	put(db);
	await mail.arrived();
	await server.stop();
});
