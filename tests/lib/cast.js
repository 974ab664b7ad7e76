// A house with somebody in each of the roles that look after others, signed in, for all tests of
// the file that imports this: each file is a process of its own.

import assert from "node:assert/strict";
import { after, beforeEach } from "node:test";
import { dumpOf, initialisedStore, sql, startServer } from "./jalon.js";
import { textOf } from "./page.js";
import { addUser, signedIn } from "./people.js";

export const ORG = "01JAAAAAAAAAAAAAAAAAAAAAAA", OTHER_ORG = "01JBBBBBBBBBBBBBBBBBBBBBBB";

export const db = initialisedStore("--bare");
sql(db, `INSERT INTO organisation (id, name, name_key, party, website, created_at) VALUES
	('${ORG}', 'Arts for All', 'arts for all', 'FRA', 'https://arts.example', 1750000000000),
	('${OTHER_ORG}', 'Other House', 'other house', NULL, NULL, 1750000000000)`);

// To add one: a row. The key is how the tests call the person.
export const CAST = {
	ada: { role: "admin", name: "Ada Lovell" },
	sol: { role: "secretariat", name: "Solange Diop" },
	fra: { role: "focal_point", party: "FRA", name: "Flore Petit" },
	tom: { role: "team_member", party: "FRA", name: "Tom Roux" },
	ann: { role: "authority", party: "FRA", name: "Ann Leduc" },
	sen: { role: "focal_point", party: "SEN", name: "Awa Ndiaye" },
	mod: { role: "team_member", party: "SEN", name: "Modou Fall" },
	dak: { role: "field_office", region: "Va", name: "Dakar Office" },
	one: { role: "field_office", region: "Va", party: "MLI", name: "Bamako Office" },
	cso: { role: "cso", organisation: ORG, name: "Cleo Marsh" },
	eva: { role: "evaluator", name: "Eva Stern" },
};
export const ids = {}, at = (who) => `${who}@example.org`;
for (const [who, options] of Object.entries(CAST)) ids[who] = addUser(db, at(who), options);

// The mail server is not there: letters are for it all the same.
export const server = await startServer(db, { args: ["--smtp", "smtp://127.0.0.1:1"] });
after(() => server.stop());

export const come = (who) => signedIn(server.url, at(who));
export const her = {};
for (const who of Object.keys(CAST)) her[who] = await come(who);

beforeEach(() => sql(db, "DELETE FROM attempt"));

// ---- in few words

export const holdings = (account, store = db) => sql(store, `SELECT role, COALESCE(party, ''),
	CASE WHEN ended_at IS NULL THEN 'held' ELSE 'ended' END FROM account_role
	WHERE account_id = '${account}' ORDER BY given_at, id`).split("\n").filter(Boolean);
export const holding = (account, role, store = db) => sql(store, `SELECT id FROM account_role
	WHERE account_id = '${account}' AND role = '${role}' AND ended_at IS NULL`);
export const trace = (account, store = db) => sql(store, `SELECT what, COALESCE(by_account, '')
	FROM account_event WHERE account_id = '${account}' ORDER BY id`).split("\n");
export const letters = (to, store = db) => sql(store, `SELECT subject FROM mail
	WHERE to_address = '${to}' ORDER BY seq`).split("\n").filter(Boolean);
export const lastLetter = (to, store = db) => sql(store, `SELECT text FROM mail
	WHERE to_address = '${to}' ORDER BY seq DESC LIMIT 1`);
export const linkIn = (text) => new URL(/https?:\/\/\S+\/link\/\S+/.exec(text)[0]).pathname;

// Who stands on a page of the list, in its order, without those who stand apart.
export function namesOn(page) {
	const isApart = (element) => element.tagName === "details" ||
		Boolean(element.parentNode && isApart(element.parentNode));
	return page.all("h3").filter((element) => !isApart(element)).map(textOf);
}

export async function listed(who, query = "") {
	const answer = await her[who].get(`/en/people${query}`);
	assert.equal(answer.status, 200);
	return namesOn(answer.page);
}

export async function invite(who, fields, role = "team_member") {
	return her[who].post("/en/people/invite", { name: "Somebody", ...fields },
		{ on: `/en/people/invite?role=${role}` });
}

// What is wrong, as the summary at the top of a form says.
export function faultsOf(answer) {
	assert.equal(answer.status, 422, answer.page.text("main"));
	return answer.page.all("div", "faults").flatMap((box) => textOf(box)).join();
}

// Letters are tried again and again: that they are there is what counts.
export const everything = () => dumpOf(db, ["account", "account_role", "one_time_link",
	"organisation", "access_request", "(SELECT seq, to_address, subject FROM mail) m"]);
