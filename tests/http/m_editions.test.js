// A later edition of the framework: loaded beside the earlier one, told apart, and what was coded
// under the earlier one is found under what it became.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { coded, GONE, laterEdition, loadEdition, MOVED, NEW_TITLE, RENAMED, shippedText,
	SPLIT } from "../lib/editions.js";
import { initialisedStore, keepAlive, run, sql, startServer } from "../lib/jalon.js";
import { exported, load, summary, traces } from "../lib/loading.js";
import { attribute, Page, textOf } from "../lib/page.js";
import { practices } from "../lib/practices.js";

let db, server, connection;

// The server runs on while the edition is loaded.
before(async () => {
	db = initialisedStore();
	server = await startServer(db);
	connection = await keepAlive(server.port);
	await connection.get("/api/v1/practices?activity=3.3");
	const was = traces(db);
	assert.deepEqual(loadEdition(db, laterEdition(), "--dry-run"),
		{ status: 0, stdout: summary(1, 0, 0, 0), stderr: "" });
	assert.equal(traces(db), was);
	assert.deepEqual(loadEdition(db, laterEdition()),
		{ status: 0, stdout: summary(1, 0, 0, 0), stderr: "" });
});

after(async () => {
	connection.close();
	await server.stop();
});

async function ids(query) {
	const answer = await connection.get(`/api/v1/practices?limit=100&${query}`);
	assert.equal(answer.status, 200, query);
	return JSON.parse(answer.text).items.map((item) => item.id).sort();
}

async function activitiesOf(id) {
	return JSON.parse((await connection.get(`/api/v1/practices/${id}`)).text).activities;
}

async function page(path) {
	const answer = await connection.get(path);
	assert.equal(answer.status, 200, path);
	return new Page(answer.text);
}

test("a code that was split is found under each of its parts", async () => {
	for (const part of SPLIT[1]) assert.deepEqual(await ids(`activity=${part}`), coded("2.4"));
	assert.deepEqual(await ids("activity=2.4@2019"), coded("2.4"));
});

test("a code that another has now is not taken for it", async () => {
	assert.ok(coded(MOVED[0]).length);
	assert.deepEqual(await ids(`activity=${MOVED[1]}`), coded(MOVED[0]));
	assert.deepEqual(await ids(`activity=${MOVED[0]}@2019`), coded(MOVED[0]));
	assert.equal((await connection.get(`/api/v1/practices?activity=${MOVED[0]}`)).status, 400);
});

test("a code that is gone is no filter, but what was coded so can still be found", async () => {
	assert.ok(coded(GONE).length);
	assert.equal((await connection.get(`/api/v1/practices?activity=${GONE}`)).status, 400);
	assert.deepEqual(await ids(`activity=${GONE}@2019`), coded(GONE));
});

test("a code with another title is the same code", async () => {
	assert.deepEqual(await ids(`activity=${RENAMED}`), coded(RENAMED));
	const found = await page(`/fr/practices?activity=${RENAMED}`);
	assert.ok(found.html.includes(NEW_TITLE.fr));
});

test("what stands above a code still finds what was coded before", async () => {
	const expected = practices.filter((one) => [one.output, ...one.activities.split(";")
		.map((code) => code.split(".")[0])].includes("4")).map((one) => one.id).sort();
	assert.deepEqual(await ids("output=4"), expected);
});

test("every earlier record reads as what its codes have become", async () => {
	const became = { 2.4: ["2.4", "2.5"], 3.3: ["3.2"], 4.2: ["4.2@2019"] };
	for (const one of practices) {
		const codes = one.activities.split(";").filter(Boolean);
		assert.deepEqual(await activitiesOf(one.id),
			codes.flatMap((code) => became[code] ?? [code]));
		assert.equal((await connection.get(`/en/practices/${one.id}`)).status, 200);
	}
});

test("a record with a code that is gone shows it with its edition", async () => {
	const [id] = coded(GONE);
	const found = await page(`/en/practices/${id}`);
	assert.ok(found.all("a").map(textOf).includes("4.2 (2019) – Train professionals"));
});

// The codes of GP-1-01 as the store has them.
function storedCodes(store) {
	return sql(store, `SELECT t.code, t.edition FROM record_term t JOIN record r ON r.seq = t.seq
		WHERE t.vocabulary = 'activity' AND r.public_id = 'GP-1-01' ORDER BY t.position`);
}

test("a record whose codes became others tells what it was coded", async () => {
	const said = "Coded under an earlier edition";
	const split = await page("/en/practices/GP-1-01");
	assert.ok(split.all("h2").map(textOf).includes(said));
	const items = split.all("li").map(textOf);
	for (const shown of ["2.4 (2019) – Regulate access, pay and algorithms",
		"2.4 – Regulate access, pay and algorithms", "2.5 – Hold algorithms to account"])
		assert.ok(items.includes(shown), shown);
	const [same] = practices.filter((one) => one.activities === "1.1");
	const as = await page(`/en/practices/${same.id}`);
	assert.ok(!as.all("h2").map(textOf).includes(said));
});

test("records keep the edition they were coded under until their codes change", () => {
	const copy = initialisedStore();
	loadEdition(copy, laterEdition());
	const file = exported(copy);

	assert.equal(load(copy, file).stdout, summary(0, 0, practices.length, 0));
	assert.equal(storedCodes(copy), "1.4|2019\n2.4|2019");
	const changed = file.replace(/^(GP-1-01,.*?,)1\.4;2\.4;2\.5,/m, "$11.4;2.5,");
	assert.notEqual(changed, file);
	assert.equal(load(copy, changed).stdout, summary(0, 1, practices.length - 1, 0));
	assert.equal(storedCodes(copy), "1.4|2030\n2.5|2030");
	assert.equal(run(["verify", "--db", copy]).status, 0);
});

test("a file may name codes with their edition: they are saved as what they became", () => {
	const copy = initialisedStore();
	loadEdition(copy, laterEdition());
	const file = exported(copy);
	const named = file.replace(/^(GP-1-01,.*?,)1\.4;2\.4;2\.5,/m, "$13.3@2019,");
	assert.equal(load(copy, named).stdout, summary(0, 1, practices.length - 1, 0));
	assert.match(exported(copy), /^GP-1-01,.*,1,3\.2,/m);
});

test("the page of editions tells what became of what, and which records are touched", async () => {
	const found = await page("/en/framework/editions");
	const rows = found.all("tr").slice(1).map((row) => row.childNodes.filter((cell) => cell.tagName)
		.map(textOf));
	const title = (code) => JSON.parse(shippedText).activities
		.find((one) => one.code === code).title.en;
	const touched = (code) => `Good practices · ${coded(code).length}`;
	assert.deepEqual(rows.filter(([what]) => what.endsWith("Activity")), [
		["Another title Activity", `1.4 ${title("1.4")}`, `1.4 ${NEW_TITLE.en}`, touched("1.4")],
		["Split Activity", `2.4 ${title("2.4")}`,
			`2.4 ${title("2.4")} 2.5 Hold algorithms to account Algorithms stand apart.`,
			touched("2.4")],
		["Gone Activity", `3.2 ${title("3.2")}`, "–", "none"],
		["Another code Activity", `3.3 ${title("3.3")}`, `3.2 ${title("3.3")}`, touched("3.3")],
		["Gone Activity", `4.2 ${title("4.2")}`, "–", touched("4.2")],
	]);
	for (const code of ["2.4", "3.3", "4.2"]) {
		const link = found.all("a").map((one) => attribute(one, "href"))
			.find((href) => href === `/en/practices?activity=${code}%402019`);
		const list = await page(link);
		assert.match(list.text("h2"), new RegExp(`^${coded(code).length} result`));
	}
});

test("old addresses of activities lead on", async () => {
	const moved = await connection.get("/en/framework/3.3");
	assert.deepEqual([moved.status, moved.headers.location], [302, "/en/framework/3.2"]);
	const gone = await connection.get(`/en/framework/${GONE}`);
	assert.deepEqual([gone.status, gone.headers.location], [302, "/en/framework/editions"]);
	assert.equal((await page("/en/framework/2.5")).text("h1"), "2.5 Hold algorithms to account");
});

test("each edition is there as it was loaded", async () => {
	assert.equal((await connection.get("/data/framework.json?edition=2019")).text, shippedText);
	const now = JSON.parse((await connection.get("/data/framework.json")).text);
	assert.deepEqual(now, laterEdition());
});

test("the same again, the earlier again and init again change nothing", () => {
	const was = traces(db);
	assert.equal(loadEdition(db, laterEdition()).stdout, summary(0, 0, 1, 0));
	assert.equal(loadEdition(db, shippedText).stdout, summary(0, 0, 1, 0));
	assert.deepEqual(run(["init", "--db", db]), { status: 0, stdout: "", stderr: "" });
	assert.equal(traces(db), was);
	assert.equal(sql(db, "SELECT edition FROM vocabulary WHERE vocabulary = 'activity' " +
		"AND is_current = 1"), "2030");
});

test("a mended word of the edition in force updates it", async () => {
	const copy = initialisedStore();
	const later = laterEdition();
	loadEdition(copy, later);
	later.activities[0].title.en = "Map the whole sector";
	assert.equal(loadEdition(copy, later).stdout, summary(0, 1, 0, 0));
	assert.equal(sql(copy, `SELECT text FROM term_text WHERE vocabulary = 'activity' AND lang = 'en'
		AND edition = '2030' AND code = '1.1' AND field = 'label'`), "Map the whole sector");
});

test("the shipped practices may come after a later edition", () => {
	const copy = initialisedStore("--bare");
	loadEdition(copy, laterEdition());
	assert.equal(run(["init", "--db", copy]).status, 0);
	assert.equal(exported(copy), exported(db));
});
