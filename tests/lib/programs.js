// Programs of people in each of the roles that write good practices, for all tests of the file that
// imports this: each file is a process of its own.

import assert from "node:assert/strict";
import { after } from "node:test";
import { initialisedStore, sql, startServer } from "./jalon.js";
import { tokenOf } from "./writers.js";

export const ORG = "01JAAAAAAAAAAAAAAAAAAAAAAA", OTHER_ORG = "01JBBBBBBBBBBBBBBBBBBBBBBB";

export const db = initialisedStore();
sql(db, `INSERT INTO organisation (id, name, name_key, party, created_at) VALUES
	('${ORG}', 'Arts for All', 'arts for all', 'FRA', 1750000000000),
	('${OTHER_ORG}', 'Other House', 'other house', NULL, 1750000000000)`);

// To add one: a row. The key is how the tests call the person.
const CAST = {
	sol: ["secretariat", "--name", "Solange Diop"],
	sam: ["secretariat", "--name", "Sam Okafor"],
	fra: ["focal_point", "--party", "FRA", "--name", "Flore Petit"],
	tom: ["team_member", "--party", "FRA", "--name", "Tom Roux"],
	ann: ["authority", "--party", "FRA", "--name", "Ann Leduc"],
	sen: ["focal_point", "--party", "SEN", "--name", "Awa Ndiaye"],
	cso: ["cso", "--organisation", ORG, "--name", "Cleo Marsh"],
	oth: ["cso", "--organisation", OTHER_ORG, "--name", "Otto Brand"],
	con: ["contributor", "--name", "Conrad Silva"],
	eva: ["evaluator", "--name", "Eva Stern"],
};
export const tokens = {}, at = (who) => `${who}@example.org`;
for (const [who, [role, ...options]] of Object.entries(CAST))
	tokens[who] = tokenOf(db, at(who), role, ...options);
sql(db, "UPDATE account SET state = 'active', lang = 'en'");

export const server = await startServer(db, { args: ["--smtp", "smtp://127.0.0.1:1"] });
after(() => server.stop());

// ---- one request, as whoever; "nobody" sends no token

export async function call(who, method, path, body, headers = {}) {
	const token = who === "nobody" ? {} : { Authorization: `Bearer ${tokens[who] ?? who}` };
	const answer = await fetch(`${server.url}/api/v1${path}`, { method, headers: {
		...body === undefined ? {} : { "Content-Type": "application/json" },
		"Accept-Language": "en", ...token, ...headers },
	body: body === undefined || typeof body === "string" || body instanceof Uint8Array
		? body : JSON.stringify(body) });
	const text = await answer.text();

	return { status: answer.status, headers: answer.headers, text,
		body: text ? JSON.parse(text) : null };
}

export const get = (who, path) => call(who, "GET", path);
export const create = (who, body) => call(who, "POST", "/practices", body);
export const change = (who, record, body, version = record.version) =>
	call(who, "PATCH", `/practices/${record.id ?? record}`, body,
		version === undefined ? {} : { "If-Match": `"${version}"` });
export const step = (who, record, action, body, headers) =>
	call(who, "POST", `/practices/${record.id ?? record}/${action}`, body, headers);

// ---- what is there in the end

// All that can be sent in.
export const WHOLE = { title: { en: "Open stages" }, summary: { en: "Stages for all." },
	output: ["2"], activities: ["2.4"], parties: ["FRA"] };

export function assertStatus(answer, status) {
	assert.equal(answer.status, status, answer.text);
	return answer.body;
}

export const made = async (who, body = {}) =>
	assertStatus(await create(who, { ...WHOLE, ...body }), 201);
export const took = async (who, record, action, body) =>
	assertStatus(await step(who, record, action, body), 200);

// One that is published, and how it came there.
export async function published(who = "fra", body = {}) {
	const record = await made(who, body);
	await took(who, record, "submit");
	return took("sol", record, "publish");
}

// What an organisation has sent in: its Party is asked.
export async function asked(who = "cso", body = {}) {
	const record = await made(who, body);
	await took(who, record, "submit", { agree: true });
	return record;
}

// The faults of a refusal: {field: code}.
export function faults(answer, status = 422) {
	const { error } = assertStatus(answer, status);
	assert.ok(error.code && error.message, answer.text);
	return Object.fromEntries(error.fields.map(({ field, code }) => [field, code]));
}

export const history = async (who, record, query = "") =>
	assertStatus(await get(who, `/practices/${record.id ?? record}/history${query}`), 200);

// A ULID that nobody has used.
let n_ulids = 0;
export const newUlid = () => `01K${String(Date.now()).padStart(13, "0")}${
	String(++n_ulids).padStart(10, "0")}`;

export { sql };
