// The store or the memory fails while people look after each other: the answer is right or an
// error, and what an error leaves behind is what was there.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { dumpOf, sql, startServer } from "../lib/jalon.js";
import { storeNaming } from "../lib/links.js";
import { addUser, formOf, signedIn } from "../lib/people.js";

const ORG = "01JAAAAAAAAAAAAAAAAAAAAAAA", REQUEST = "01JBBBBBBBBBBBBBBBBBBBBBBB";
const DEAD = "https://gone.example/";
const TABLES = ["account", "account_role", "organisation", "access_request", "one_time_link",
	"mail", "account_event", "attempt"];

let db, server, her, tom, role, n_before = 0;

before(async () => {
	db = storeNaming({ "L-1": DEAD });
	addUser(db, "ada@example.org", { role: "admin", name: "Ada" });
	addUser(db, "eve@example.org", { role: "admin", name: "Eve" });
	addUser(db, "fra@example.org", { role: "focal_point", party: "FRA", name: "Flore" });
	sql(db, `INSERT INTO organisation (id, name, name_key, created_at)
		VALUES ('${ORG}', 'Arts', 'arts', 1)`);
	addUser(db, "cleo@example.org", { role: "cso", organisation: ORG });
	tom = addUser(db, "tom@example.org", { role: "team_member", party: "FRA", name: "Tom" });
	role = sql(db, `SELECT id FROM account_role WHERE account_id = '${tom}'`);
	sql(db, `INSERT INTO access_request (id, email, name, lang, role, party, reason, made_at)
		VALUES ('${REQUEST}', 'rosa@example.org', 'Rosa', 'en', 'team_member', 'FRA', 'Why', 1)`);
	sql(db, `INSERT INTO link_check (address, host, due_at, fails, fails_since, dead_at, checked_at,
		fault) VALUES ('${DEAD}', 'gone.example', 0, 3, 1, 1, 1, 'gone')`);
	server = await startServer(db);
	her = await signedIn(server.url, "ada@example.org");
});

after(() => server.stop());

// All of the first ones, fewer and fewer of the later.
function* rising(step = 1.4) {
	for (let n = 1; ; n = n < 12 ? n + 1 : Math.ceil(n * step)) yield n;
}

// The answer tells how many failures there were so far.
function hasFired(answer) {
	const n = Number(answer.headers.get("jalon-fault")), fired = n > n_before;
	n_before = n;
	return fired;
}

const kept = () => dumpOf(db, TABLES);

for (const fault of ["db", "arena"])
	test(`pages_of_people_when_${fault}_fails`, async () => {
		const pages = ["/people", "/people?q=tom&role=team_member", "/people/vacant",
			"/people/invite", "/people/invite?role=cso", "/people/hand-over", "/people/requests",
			`/people/requests/${REQUEST}`, "/people/organisations",
			`/people/organisations/${ORG}`, `/people/${tom}`, `/people/${tom}/account/close`,
			`/people/${tom}/roles/${role}/end`, "/ask", "/todo", "/dead-links"];

		for (const page of pages) {
			const path = `/en${page}`;
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

// Where a form is sent, what is filled in, and the page it stands on if that is another.
const FORMS = [
	["/people/invite", { email: "new@example.org", name: "New", party: "FRA" },
		"/people/invite?role=team_member"],
	[`/people/requests/${REQUEST}/grant`, {}, `/people/requests/${REQUEST}`],
	["/people/hand-over", { email: "heir@example.org", name: "Heir" }],
	["/people/organisations/new", { name: "Other" }],
	[`/people/organisations/${ORG}/close`, {}],
	["/ask", { name: "Ben", email: "ben@example.org", role: "contributor", why: "Because." }],
	[() => `/people/${tom}/roles/${role}/end`, {}],
	[() => `/people/${tom}/account/close`, {}],
];

// Sends the form until nothing fails any more; how many errors that gave.
async function sendUntilDone(path, on, fields, fault) {
	let n_errors = 0;

	for (const n of rising()) {
		const form = formOf((await her.open(on)).page, path), was = kept();
		for (const [name, value] of Object.entries(fields)) form.set(name, value);
		const answer = await her.send(path, [...form], { "Jalon-Fault": `${fault}:${n}` });
		const fired = hasFired(answer);
		if (answer.status < 400) {
			assert.notEqual(kept(), was, path);
			return n_errors;
		}
		assert.ok(fired && [500, 503].includes(answer.status), `${path} ${n} ${answer.status}`);
		assert.equal(kept(), was, `${path} ${fault}:${n}`);
		n_errors++;
	}
}

test("forms_of_people_are_done_whole_or_not_at_all", async (t) => {
	for (const [where, fields, on] of FORMS) {
		const path = `/en${typeof where === "string" ? where : where()}`;
		const n = await sendUntilDone(path, on ? `/en${on}` : path, fields, "db");
		t.diagnostic(`${path}: ${n} failures`);
		assert.ok(n > 5, `${path}: ${n}`);
	}
});
