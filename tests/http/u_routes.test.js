// Every address, asked as a stranger, as each role, and as the same role of another Party.

import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { after, test } from "node:test";
import { dumpOf, initialisedStore, run, sql, startServer } from "../lib/jalon.js";
import { accountId, addUser, visitor } from "../lib/people.js";

// ---- who may do what, said once more: how far it goes is for the tests of each room

const HOUSE = ["admin", "secretariat"];
const TEAM = ["focal_point", "team_member", "authority", "national_commission"];
const ROLES = [...HOUSE, ...TEAM, "field_office", "evaluator", "expert", "cso", "contributor",
	"donor", "committee", "partner", "programme_evaluator"];
const STRANGER = "stranger";
const MAY = {
	read: [STRANGER, ...ROLES],
	come: [STRANGER, ...ROLES],
	own: ROLES,
	write: [...HOUSE, "focal_point", "team_member", "cso", "contributor"],
	review: HOUSE,
	contact: ROLES,
	see_people: [...HOUSE, ...TEAM, "field_office", "cso", "donor", "partner"],
	invite: [...HOUSE, "focal_point"],
	answer: [...HOUSE, "focal_point"],
	hand_over: [...HOUSE, "focal_point"],
	organise: HOUSE,
	administer: ["admin"],
	write: [...HOUSE, "focal_point", "team_member", "cso", "contributor"],
	review: HOUSE,
	contact: ROLES,
};

// ---- the house: two of each role, in two Parties, and something of the first at every address

const db = initialisedStore("--bare");
const PARTIES = ["FRA", "SEN"];
const people = new Map(); // "focal_point FRA" -> account

function addPeople() {
	for (const role of ROLES) {
		const done = run(["user", "add", `${role}@fra.example`, "--role", role, "--db", db,
			"--party", "FRA"]);
		assert.equal(done.status, 0, done.stderr);
		assert.equal(run(["user", "add", `${role}@sen.example`, "--role", role, "--db", db,
			"--party", "SEN"]).status, 0);
	}
	sql(db, "UPDATE account SET state = 'active', name = email");
	for (const role of ROLES)
		for (const party of PARTIES)
			people.set(`${role} ${party}`,
				accountId(db, `${role}@${party.toLowerCase()}.example`));
}

addPeople();
const server = await startServer(db);
after(() => server.stop());

// Those that end sessions come last.
const ENDS_SESSIONS = /sign-out|sessions/;
const routes = run(["manual", "routes"]).stdout.trim().split("\n").map((line) => {
	const [method, pattern, verb] = line.split("\t");
	return { method, pattern, verb };
}).sort((a, b) => ENDS_SESSIONS.test(a.pattern) - ENDS_SESSIONS.test(b.pattern));

// What stands at ":name" of an address: something of France. To add one: a row.
const REQUEST = "01J00000000000000000000001", ORGANISATION = "01J00000000000000000000002";
const DRAFT = "01J00000000000000000000003", HANDED = "01J00000000000000000000004";
const SECRET = randomBytes(32).toString("base64url");
sql(db, `INSERT INTO access_request (id, email, name, lang, role, party, made_at) VALUES
	('${REQUEST}', 'new@fra.example', 'New', 'en', 'team_member', 'FRA', 1)`);
sql(db, `INSERT INTO organisation (id, name, name_key, party, created_at) VALUES
	('${ORGANISATION}', 'Ensemble', 'ensemble', 'FRA', 1)`);
sql(db, `UPDATE account_role SET organisation = '${ORGANISATION}'
	WHERE role = 'cso' AND party = 'FRA'`);
const PLACES = [
	["/{lang}/practices/:id", DRAFT], ["/api/v1/practices/:id", DRAFT],
	["/{lang}/parties/:id", "FRA"], ["/api/v1/parties/:id", "FRA"],
	["/{lang}/guidelines/:", "14"], ["/api/v1/guidelines/:", "14"],
	["/{lang}/people/requests/:", REQUEST],
	["/{lang}/people/organisations/:", ORGANISATION],
	["/{lang}/people/:", people.get("team_member FRA")],
	["/{lang}/handed/:secret", SECRET],
	["/{lang}/admin/mail/:", sql(db, "SELECT id FROM mail ORDER BY seq LIMIT 1")],
	["/", "nothing"],
];

// Below a record, the same for all.
const PARTS = { ":section": "what", ":action": "submit", ":version": "1", ":handed": HANDED,
	":act": "back", ":thread": "01J00000000000000000000005",
	":note": "01J00000000000000000000006" };

function addressOf(pattern) {
	const [, value] = PLACES.find(([start]) => pattern.startsWith(start));
	return pattern.replace("{lang}", "en").replace(/:\w+/g, (name) => PARTS[name] ?? value);
}

// ---- coming in without the door, which takes its time on purpose

const tokens = new Map();

function makeSessions(n, wanted = [...people.keys()]) {
	const rows = [];

	for (const who of wanted) {
		const account = people.get(who);
		const own = Array.from({ length: n }, () => randomBytes(32).toString("base64url"));
		tokens.set(who, own);
		for (const token of own) {
			const digest = createHash("sha256").update(token).digest("hex"), now = Date.now();
			rows.push(`('${digest}', '${account}', '${digest.slice(0, 26)}', ${now}, ${now}, ${now},
				${now + 3_600_000}, 0, 'test')`);
		}
	}
	while (rows.length)
		sql(db, `INSERT INTO session (digest, account_id, id, began_at, seen_at, confirmed_at,
			ends_at, awaits_code, device) VALUES ${rows.splice(0, 200).join()}`);
}

makeSessions(1, ["focal_point FRA"]);

async function comeAs(who) {
	const her = visitor(server.url);
	if (who !== STRANGER) her.cookies.set("jalon", tokens.get(who).pop());
	return her;
}

async function send(her, method, path, isStranger) {
	if (method === "GET") return her.get(path);
	const isLink = path.includes(SECRET); // whose page has a form for whoever opens it
	const token = await her.token(isLink ? path : isStranger ? "/en/sign-in" : "/en/todo");
	return her.send(path, { token });
}

// A practice that France alone knows of.
const her = await comeAs("focal_point FRA");
const begun = await her.send("/en/practices/new",
	{ token: await her.token("/en/todo"), id: DRAFT, title: "A draft", lang: "en", owner: "0" });
assert.equal(begun.status, 303);
sql(db, `INSERT INTO handed (id, seq, digest, person, fields, question, word, lang, side, made_by,
	made_at, ends_at) SELECT '${HANDED}', seq, '${createHash("sha256").update(SECRET)
		.digest("hex")}', 'Amina', 'summary', '?', '', 'en', 'owners',
	'${people.get("focal_point FRA")}', 1, ${Date.now() + 86_400_000} FROM record
	WHERE public_id = '${DRAFT}'`);
makeSessions(routes.length);

// ---- the tests

test("every_verb_of_the_routes_is_judged_here", () => {
	assert.deepEqual([...new Set(routes.map(({ verb }) => verb))].sort(), Object.keys(MAY).sort());
});

for (const who of [STRANGER, ...ROLES]) {
	test(`each_address_answers_${who}_as_it_should`, async () => {
		const wrong = [];

		// Those before may have closed it, which ends the roles in it.
		sql(db, "UPDATE organisation SET closed_at = NULL");
		sql(db, "UPDATE account_role SET ended_at = NULL");
		for (const { method, pattern, verb } of routes) {
			if (pattern.startsWith("/api/")) continue; // programs come with tokens: below
			if (who === "cso" && pattern.endsWith("/new")) continue; // acts for none here
			const path = addressOf(pattern);
			if (who !== STRANGER && ENDS_SESSIONS.test(pattern)) makeSessions(1, [`${who} FRA`]);
			const her = await comeAs(who === STRANGER ? who : `${who} FRA`);
			const { status, location } = await send(her, method, path, who === STRANGER);
			const isTurnedAway = status === 403 || status === 401 ||
				Boolean(location?.startsWith("/en/sign-in?then="));
			if (status >= 500 || isTurnedAway === MAY[verb].includes(who))
				wrong.push(`${method} ${path} (${verb}): ${status} ${location ?? ""}`);
		}
		assert.deepEqual(wrong, []);
	});
}

// All that is kept of people, but for what a visit itself leaves.
const TOLD = ["account", "account_role", "organisation", "access_request", "one_time_link",
	"api_token", "recovery_code", "mail", "record", "record_revision", "record_draft", "handed",
	"handed_answer", "translation"];
const dump = () => dumpOf(db, TOLD);

// What asks for the room of `role` in another Party, one address after the other.
async function askAll(role, patterns, wrong) {
	for (const { method, pattern } of patterns) {
		const path = addressOf(pattern), her = await comeAs(`${role} SEN`);
		const { status } = await send(her, method, path);
		if (![403, 404].includes(status)) wrong.push(`${role}: ${method} ${path}: ${status}`);
	}
}

test("no_role_of_another_party_sees_or_changes_anything_of_this_one", async () => {
	makeSessions(routes.length);
	const wrong = [], own = [...TEAM, "field_office", "cso", "donor", "partner"];
	// Programs come with tokens: v_api_writes.
	const patterns = routes.filter(({ pattern, verb }) => pattern.includes(":") &&
		!["read", "come", "own"].includes(verb) && !pattern.startsWith("/api/"));

	for (const role of own) {
		const before = dump();
		await askAll(role, patterns, wrong);
		if (dump() !== before) wrong.push(`${role} changed something`);
	}
	assert.deepEqual(wrong, []);
});

test("no_form_is_taken_without_its_token", async () => {
	makeSessions(routes.length);
	const before = dump();

	for (const { method, pattern } of routes) {
		if (method !== "POST" || pattern.startsWith("/api/")) continue;
		const her = await comeAs("admin FRA");
		assert.equal((await her.send(addressOf(pattern), {})).status, 403, pattern);
	}
	assert.equal(dump(), before);
});

test("cookies_mean_nothing_to_the_api_nor_tokens_to_pages", async () => {
	makeSessions(1);
	const her = await comeAs("admin FRA");
	const token = run(["token", "add", "admin@fra.example", "--db", db]).stdout.trim();
	const answer = await her.get("/api/v1/parties?limit=1");

	assert.match(answer.headers.get("cache-control"), /public/);
	assert.equal((await visitor(server.url).get("/en/todo",
		{ Authorization: `Bearer ${token}` })).status, 302);
});

test("an_account_of_each_role_can_be_added", () => {
	for (const role of ROLES) addUser(db, `${role}@third.example`, { role, party: "MLI" });
});
