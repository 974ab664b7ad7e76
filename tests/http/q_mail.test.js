// Letters: how they look, and what becomes of them.

import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { run, sql } from "../lib/jalon.js";
import { FRENCH, READER, allTried, ended, incidents, insert, makeDue, metrics, outbox, put,
	serve, smtp, states, store, tried }
	from "../lib/mail.js";
import { until } from "../lib/smtp.js";

const DAY_MS = 24 * 3600 * 1000;

// ---- what a letter looks like

test("a_letter_arrives_in_plain_text_and_as_html", async () => {
	const db = store(), mail = await smtp();
	const server = await serve(db, mail, { args: ["--url", "https://jalon.example"] });
	put(db, READER, FRENCH);
	const [letter] = await mail.arrived();

	assert.deepEqual([letter.from, letter.to], ["jalon@jalon.example", READER]);
	assert.equal(letter.subject, "Une lettre pour essayer l’envoi");
	assert.match(letter.text, /^Bonjour,\n\nCette lettre [^]*arrivée[^]*\n\nVous n’avez/);
	assert.ok(letter.text.endsWith("\n\nJalon\nhttps://jalon.example\n"));
	assert.match(letter.html, /^<!doctype html>\n<html lang="fr" dir="ltr">/);
	assert.match(letter.html, /<title>Une lettre pour essayer l’envoi<\/title>/);
	assert.match(letter.html, /<p>\s*Bonjour,\s*<\/p>/);
	assert.match(letter.html, /<p>\s*Jalon\s*<br>\s*<a href="https:\/\/jalon\.example">https:/);
	assert.doesNotMatch(letter.html, /<(img|link|script|style)|src=/);
	await server.stop();
});

test("a_letter_has_the_headers_it_must_have_and_no_others", async () => {
	const db = store(), mail = await smtp();
	const server = await serve(db, mail, { args: ["--mail-from", "lettres@jalon.example"] });
	put(db, READER, FRENCH);
	const [{ headers, names, raw }] = await mail.arrived();

	assert.deepEqual(names, ["from", "to", "subject", "date", "message-id", "auto-submitted",
		"content-language", "mime-version", "content-type"]);
	assert.equal(headers.from, "Jalon <lettres@jalon.example>");
	assert.equal(headers.to, `<${READER}>`);
	assert.equal(headers["message-id"],
		`<${sql(db, "SELECT id FROM mail")}@jalon.example>`);
	assert.equal(headers["auto-submitted"], "auto-generated");
	assert.equal(headers["content-language"], "fr");
	assert.match(headers.date, /^[A-Z][a-z]{2}, \d\d? [A-Z][a-z]{2} \d{4} [\d:]{8} \+0000$/);
	assert.ok(Math.abs(Date.parse(headers.date) - Date.now()) < 60_000);
	assert.match(raw, /^[\x20-\x7e\r\n]*$/);
	for (const line of raw.split("\r\n")) assert.ok(line.length <= 78, line);
	await server.stop();
});

test("whatever_a_letter_says_arrives_as_it_was", async () => {
	const db = store(), mail = await smtp();
	const odd = {
		subject: "Ünïcode and “quotes”, 文化 \u{1f3ad}: ".repeat(4).trim(),
		text: [".", "..", "a line\n.\nwith dots", "= equals =3D trailing blank \nnext",
			"<script>alert(1)</script> & \"quotes\" 'too'", "é".repeat(300), "x".repeat(2000),
			"العربية 文化 \u{1f3ad}", "From here", "--=_boundary",
			"https://jalon.example/en?a=1&b=<2>\nhttps://jalon.example/en?a=1&b=2",
			"see https://jalon.example/ there", "javascript:alert(1)"].join("\n\n"),
	};
	insert(db, odd, { subject: "Plain = plain, =?not?= encoded", lang: "fr" }, { lang: "xx" });
	const server = await serve(db, mail);
	const [letter, plain] = await mail.arrived(3);

	assert.equal(letter.subject, odd.subject);
	assert.equal(letter.text, `${odd.text}\n\nJalon\n`);
	assert.match(letter.html, /&lt;script&gt;alert\(1\)&lt;\/script&gt; &amp; &quot;quotes&quot;/);
	assert.deepEqual([...letter.html.matchAll(/<a href="([^"]*)"/g)].map(([, href]) => href),
		["https://jalon.example/en?a=1&amp;b=2"]);
	assert.match(letter.html, /<p>\s*a line\s*<br>\s*\.\s*<br>\s*with dots\s*<\/p>/);
	assert.equal(plain.subject, "Plain = plain, =?not?= encoded");
	await server.stop();
});

test("nothing_adds_a_header", async () => {
	for (const to of ["a@b.example\r\nBcc: c@d.example", "a@b.example\nBcc: c@d.example",
		"<a@b.example>", "a@b.example>", "a b@c.example", "a@b.example, c@d.example",
		"\"a\"@b.example", "a@b.example (c)", "a@b@c.example", "é@b.example", "a@bé.example",
		"a@b", "@b.example", "a@", "", "a@-b.example", "a@b..example", ".a@b.example",
		`${"a".repeat(65)}@b.example`]) {
		const done = run(["mail", "test", to, "--db", "sqlite:/nowhere.db"]);
		assert.equal(done.status, 2, to);
		assert.match(done.stderr, /is no e-mail address/);
	}
	const db = store(), mail = await smtp();
	insert(db, { to: `${READER}\r\nBcc: c@d.example` }, { to: `${READER}>\r\nDATA` },
		{ subject: "One\r\nBcc: c@d.example\r\n\r\nTwo\t\u0007",
			text: "\r\n.\r\nMAIL FROM:<x@y.example>" });
	const server = await serve(db, mail);
	const [letter] = await mail.arrived();

	assert.equal(letter.subject, "One  Bcc: c@d.example    Two  ");
	assert.ok(!letter.names.includes("bcc"));
	assert.equal(letter.text, ".\nMAIL FROM:<x@y.example>\n\nJalon\n");
	await until(() => !states(db).includes("waiting"), "all ended");
	assert.deepEqual(outbox(db).map(({ state, fault }) => [state, fault]), [["sent", ""],
		["given-up", "this is no e-mail address"], ["given-up", "this is no e-mail address"]]);
	assert.equal(mail.said.filter((line) => line.startsWith("MAIL")).length, 1);
	await server.stop();
});

// ---- what becomes of it

test("what_was_sent_keeps_no_text", async () => {
	const db = store(), mail = await smtp();
	insert(db, { subject: "Once", text: "https://jalon.example/once" });
	assert.equal(sql(db, "SELECT text FROM mail"), "https://jalon.example/once");
	const server = await serve(db, mail);
	await mail.arrived();
	await ended(db, "sent");
	assert.equal(sql(db, "SELECT text FROM mail"), "");
	assert.deepEqual(outbox(db), [{ to: READER, subject: "Once", state: "sent", fault: "" }]);
	await server.stop();
});

test("without_a_mail_server_letters_are_kept", async () => {
	const db = store(), server = await serve(db);
	put(db);
	put(db, "second@exemple.example", FRENCH);
	await pause(300);
	assert.deepEqual(outbox(db).map(({ to, state }) => [to, state]),
		[["second@exemple.example", "waiting"], [READER, "waiting"]]);
	assert.match(sql(db, "SELECT text FROM mail WHERE seq = 1"), /^Hello,\n\n/);
	const told = await metrics(server);
	assert.equal(told.jalon_mail_waiting, 2);
	assert.ok(told.jalon_mail_oldest_seconds < 60);
	assert.equal(incidents((await server.stop()).stderr), 0);

	const mail = await smtp(), again = await serve(db, mail);
	assert.deepEqual((await mail.arrived(2)).map(({ to }) => to),
		[READER, "second@exemple.example"]);
	await again.stop();
});

test("the_outbox_is_listed_however_long_it_is", () => {
	const db = store();
	insert(db, ...Array.from({ length: 250 }, (_, i) => ({ subject: `No\t${i}\n` })));
	assert.deepEqual(outbox(db).map(({ subject }) => subject),
		Array.from({ length: 250 }, (_, i) => `No ${249 - i} `));
});

test("what_the_server_does_not_take_now_is_tried_again", async () => {
	let replies = ["450 4.2.1 Try\u0007 again  later", "451 4.3.0 Not now"];
	const db = store();
	const mail = await smtp({ answer: (step) => step === "rcpt" ? replies.shift() : undefined });
	put(db);
	const server = await serve(db, mail);

	await tried(db);
	assert.deepEqual(outbox(db)[0].fault, "450 4.2.1 Try again later");
	const [due, now] = [Number(sql(db, "SELECT due_at FROM mail")), Date.now()];
	assert.ok(due > now + 40_000 && due < now + 70_000, `${due - now} ms`);
	makeDue(db);
	await tried(db, 2);
	assert.ok(Number(sql(db, "SELECT due_at FROM mail")) > Date.now() + 250_000);
	assert.deepEqual(mail.letters, []);
	makeDue(db);
	await mail.arrived();
	await ended(db, "sent");
	assert.equal(sql(db, "SELECT count(*) FROM mail_address"), "0");
	const told = await metrics(server);
	assert.deepEqual([told.jalon_mail_waiting, told.jalon_mail_oldest_seconds], [0, 0]);
	assert.deepEqual(["sent", "put-off", "given-up"].map((end) =>
		told[`jalon_mail_total{end="${end}"}`]), [1, 2, 0]);
	assert.equal(incidents((await server.stop()).stderr), 0);
});

test("an_address_that_is_refused_gets_no_more_letters", async () => {
	let isThere = false;
	const db = store();
	const mail = await smtp({ answer: (step, to) => step === "rcpt" && !isThere &&
		to.startsWith("Gone") ? "550 5.1.1 Nobody is here" : undefined });
	insert(db, { to: "Gone@exemple.example" }, {});
	const server = await serve(db, mail);

	await mail.arrived();
	await until(() => !states(db).includes("waiting"), "all ended");
	assert.deepEqual(outbox(db).map(({ state, fault }) => [state, fault]),
		[["sent", ""], ["given-up", "550 5.1.1 Nobody is here"]]);
	assert.equal(sql(db, "SELECT address, fault FROM mail_address"),
		"gone@exemple.example|550 5.1.1 Nobody is here");
	const asked = mail.said.filter((line) => line.startsWith("RCPT")).length;
	insert(db, { to: "GONE@exemple.example", subject: "Again" });
	await until(() => !states(db).includes("waiting"), "the next has ended");
	assert.deepEqual(outbox(db)[0], { to: "GONE@exemple.example", subject: "Again",
		state: "given-up", fault: "550 5.1.1 Nobody is here" });
	assert.equal(mail.said.filter((line) => line.startsWith("RCPT")).length, asked);

	isThere = true;
	put(db, "gone@exemple.example");
	await mail.arrived(2);
	assert.equal(sql(db, "SELECT count(*) FROM mail_address"), "0");
	assert.equal(incidents((await server.stop()).stderr), 0);
});

test("a_refusal_that_is_not_about_the_address_does_not_mark_it", async () => {
	const replies = {
		"may@exemple.example": ["rcpt", "554 5.7.1 Relay access denied", "waiting"],
		"full@exemple.example": ["rcpt", "552 5.2.2 No room", "waiting"],
		"spam@exemple.example": ["content", "550 5.7.1 It looks like spam", "given-up"],
		"data@exemple.example": ["data", "554 5.5.1 No", "given-up"],
	};
	const db = store();
	const mail = await smtp({ answer: (step, detail, talk) => {
		const [at, reply] = replies[talk.letter.to ?? detail] ?? [];
		return step === at ? reply : undefined;
	} });
	insert(db, ...Object.keys(replies).map((to) => ({ to })));
	const server = await serve(db, mail);

	await allTried(db);
	for (const { to, state, fault } of outbox(db))
		assert.deepEqual([fault, state], replies[to].slice(1), to);
	assert.equal(sql(db, "SELECT count(*) FROM mail_address"), "0");
	await server.stop();
});

test("what_nobody_could_send_for_five_days_is_given_up", async () => {
	const db = store();
	const mail = await smtp({ answer: (step) => step === "rcpt" ? "450 No" : undefined });
	insert(db, { made_at: Date.now() - 5.1 * DAY_MS }, { made_at: Date.now() - 4.5 * DAY_MS },
		{ made_at: Date.now() - 2 * DAY_MS });
	sql(db, "UPDATE mail SET tries = 9");
	const server = await serve(db, mail);

	await allTried(db);
	assert.deepEqual(outbox(db).map(({ state, fault }) => [state, fault]), [["waiting", "450 No"],
		["given-up", "450 No"], ["given-up", "for five days nobody could send it"]]);
	const due = Number(sql(db, "SELECT due_at FROM mail WHERE seq = 3"));
	assert.ok(Math.abs(due - Date.now() - DAY_MS) < 60_000);
	await server.stop();
});

test("letters_are_deleted_after_ninety_days", async () => {
	const db = store();
	insert(db, { subject: "Old", made_at: Date.now() - 91 * DAY_MS },
		{ subject: "New", made_at: Date.now() - 89 * DAY_MS });
	const server = await serve(db);
	await until(() => outbox(db).length === 1, "the old one goes");
	assert.equal(outbox(db)[0].subject, "New");
	await server.stop();
});

