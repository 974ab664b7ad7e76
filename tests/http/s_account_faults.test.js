// The store, the memory or the room for a password fails while an account is read or changed: the
// answer is right or an error, and what an error leaves behind is what was there.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { initialisedStore, sql, startServer } from "../lib/jalon.js";
import { addUser, codeOf, formOf, makeUnsure, PASSWORD, signedIn } from "../lib/people.js";

const EMAIL = "ada@example.org", NEW_PASSWORD = "nine lanterns over the marsh";
const PAGES = ["", "/name", "/second-factor", "/sessions", "/tokens", "/history", "/privacy",
	"/data.json", "/erase"];
const TABLES = ["account", "recovery_code", "api_token", "one_time_link", "mail",
	"account_role"];
const NOW = Date.now();

let db, server, her, id, digest;

before(async () => {
	db = initialisedStore("--bare");
	id = addUser(db, EMAIL, { name: "Ada" });
	digest = sql(db, `SELECT password FROM account WHERE id = '${id}'`);
	server = await startServer(db, { env: { JALON_CLOCK_MS: `${NOW}` } });
	her = await signedIn(server.url, EMAIL);
});

after(() => server.stop());

// All of the first ones, fewer and fewer of the later.
function* rising(step = 1.4) {
	for (let n = 1; ; n = n < 12 ? n + 1 : Math.ceil(n * step)) yield n;
}

let n_before = 0;

// The answer tells how many failures there were so far.
function hasFired(answer) {
	const n = Number(answer.headers.get("jalon-fault")), fired = n > n_before;
	n_before = n;
	return fired;
}

// What is kept, and the cookies of the browser: both as they were unless all was done.
const kept = () => sql(db, [...TABLES.map((table) => `SELECT * FROM ${table}`),
	`SELECT digest FROM session WHERE account_id = '${id}'`].join(";")) + [...her.cookies].join();

for (const fault of ["db", "arena"])
	test(`pages_of_an_account_when_${fault}_fails`, async () => {
		for (const page of PAGES) {
			const path = `/en/account${page}`;
			let n_fired = 0;
			for (const n of rising()) {
				const answer = await her.get(path, { "Jalon-Fault": `${fault}:${n}` });
				assert.ok([200, 500, 503].includes(answer.status), `${path} ${answer.status}`);
				if (!hasFired(answer)) break;
				n_fired++;
			}
			assert.ok(n_fired > 2, `${path}: ${n_fired}`);
			assert.equal((await her.get(path)).status, 200, path);
		}
	});

// What is filled in, by the page it stands on.
const FORMS = [
	["/name", () => ({ name: "Bob", lang: "fr" })],
	["/email", () => ({ email: "x@example.org" })],
	["/tokens/new", () => ({ name: "t" })],
	["/second-factor/set-up", (page) => ({ code: codeOf(page.text("p", "secret"), 0, NOW) })],
	["/password", () => ({ present: PASSWORD, password: NEW_PASSWORD })],
	["/erase", () => ({ email: EMAIL })],
];

// Sends the form until nothing fails any more; how many errors that gave. What can be done without
// is no error.
async function sendUntilDone(path, fill, fault) {
	let n_errors = 0;

	for (const n of rising()) {
		const { page } = await her.open(path), form = formOf(page, path), was = kept();
		for (const [name, value] of Object.entries(fill(page))) form.set(name, value);
		const answer = await her.send(path, [...form], { "Jalon-Fault": `${fault}:${n}` });
		if (!hasFired(answer)) return n_errors;
		if (answer.status < 400) {
			await anew();
			continue;
		}
		assert.ok([500, 503].includes(answer.status), `${path} ${fault}:${n} ${answer.status}`);
		assert.equal(kept(), was, `${path} ${fault}:${n}`);
		n_errors++;
	}
}

// Everything as it was before somebody changed it.
async function anew() {
	sql(db, "DELETE FROM attempt");
	if (sql(db, `SELECT state FROM account WHERE id = '${id}'`) === "erased")
		id = addUser(db, EMAIL, { name: "Ada" });
	sql(db, `UPDATE account SET totp = NULL WHERE id = '${id}'`);
	sql(db, `UPDATE account SET password = '${digest}' WHERE id = '${id}'`);
	her = await signedIn(server.url, EMAIL);
}

for (const fault of ["db", "arena"])
	test(`forms_of_an_account_when_${fault}_fails`, async (t) => {
		for (const [page, fill] of FORMS) {
			await anew();
			const n = await sendUntilDone(`/en/account${page}`, fill, fault);
			t.diagnostic(`${page}: ${n} failures`);
			assert.ok(n > 5, `${page}: ${n}`);
		}
	});

test("a_password_that_found_no_room_is_not_held_against_anybody", async () => {
	await anew();
	makeUnsure(db, id);
	const events = () => sql(db, `SELECT count(*) FROM account_event WHERE account_id = '${id}'`);
	const was = events();

	for (const [page, fields, most] of [["/confirm", { password: PASSWORD }, 1],
		["/password", { present: PASSWORD, password: NEW_PASSWORD }, 2]])
		for (let n = 1; n <= most; n++) {
			const answer = await her.post(`/en/account${page}`, fields,
				{ headers: { "Jalon-Fault": `hash:${n}` } });
			assert.equal(answer.status, 503, page);
		}
	assert.equal(events(), was);
	assert.equal(sql(db, "SELECT coalesce(sum(n), 0) FROM attempt"), "0");
	assert.equal((await her.post("/en/account/confirm", { password: PASSWORD })).status, 303);
});
