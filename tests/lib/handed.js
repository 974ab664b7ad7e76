// What is handed to somebody by a link, in few words: records to hand out, the link, its answers.

import assert from "node:assert/strict";
import { db, her, server } from "./cast.js";
import { filled, formOn } from "./forms.js";
import { sql } from "./jalon.js";
import { visitor } from "./people.js";

export const idOf = (base) => base.split("/").pop();
export const told = async (who, path) => (await her[who].open(path)).page.text("main");
export const recordOf = (base, what) => sql(db,
	`SELECT ${what} FROM record WHERE public_id = '${idOf(base)}'`);
export const versionOf = (base) => Number(recordOf(base, "version"));
export const textIn = (base, field, lang = "en") => sql(db, `SELECT t.text FROM record_text t
	JOIN record r ON r.seq = t.seq WHERE r.public_id = '${idOf(base)}' AND t.field = '${field}'
	AND t.lang = '${lang}'`);
export const answersTo = (id) => sql(db, `SELECT field, text FROM handed_answer
	WHERE handed_id = '${id}' ORDER BY field`).split("\n").filter(Boolean);
export const changed = (id, column, days) => sql(db, `UPDATE handed
	SET ${column} = ${column} + ${days * 86_400_000} WHERE id = '${id}'`);
export const without = (entries, name) => entries.filter(([one]) => one !== name);

export async function write(who, base, section, values) {
	const path = `${base}/edit/${section}`;
	return her[who].send(path, filled(formOn((await her[who].get(path)).page, path),
		{ go: "stay", ...values }));
}

export async function begin(who, title, lang = "en") {
	const answer = await her[who].post("/en/practices/new", { title, lang });
	assert.equal(answer.status, 303, answer.page.text("main"));
	return answer.location.replace("/edit?done=begun", "");
}

export async function whole(who, title) {
	const base = await begin(who, title);
	await write(who, base, "what", { "summary.en": "It pays artists." });
	await write(who, base, "about", { output: "2", activities: ["2.4"], sectors: ["music"] });
	await write(who, base, "where", { "place.en": "Lyon", start_year: "2021", parties: "FRA" });
	return base;
}

export async function published(title) {
	const base = await whole("fra", title);
	for (const [who, action] of [["fra", "submit"], ["sol", "publish"]])
		assert.equal((await her[who].post(`${base}/do/${action}`)).status, 303);
	return base;
}

// Hands the fields over: {id, path}, the page of it and the address of the link.
export async function hand(who, base, fields, values = {}) {
	const path = `${base}/hand`, { page } = await her[who].get(path);
	const answer = await her[who].send(path, filled(formOn(page, path), { person: "Amina Ndiaye",
		question: "Who pays for it?", fields, ...values }));
	assert.equal(answer.status, 200, answer.page.text("main"));
	const link = new URL(answer.page.text("p", "secret")).pathname;
	const id = sql(db, `SELECT h.id FROM handed h JOIN record r ON r.seq = h.seq
		WHERE r.public_id = '${idOf(base)}' ORDER BY h.made_at DESC, h.id DESC LIMIT 1`);
	return { answer, link, id, path: `${base}/handed/${id}` };
}

// Without cookies; `page`: as it was looked at before.
export async function reply(link, values, { go = "save", page } = {}) {
	const him = visitor(server.url);
	const seen = page ?? (await him.get(link)).page;
	const answer = await him.send(link, filled(formOn(seen, link), { go, ...values }));
	assert.equal(him.cookies.size, 0);
	return answer;
}

// What is chosen: {"summary.en": "take"}.
export async function decide(who, handed, choices, { page, texts = {} } = {}) {
	const seen = page ?? (await her[who].get(handed.path)).page;
	const values = Object.fromEntries([
		...Object.entries(choices).map(([path, choice]) => [`choice:${path}`, choice]),
		...Object.entries(texts).map(([path, text]) => [`text:${path}`, text])]);
	return her[who].send(handed.path, filled(formOn(seen, handed.path), values));
}
