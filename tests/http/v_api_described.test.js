// What programs that write are told of the API, held against what it does.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import Ajv2020 from "ajv/dist/2020.js";
import { root, run } from "../lib/jalon.js";
import { assertStatus, asked, call, change, create, get, made, published, server, step, tokens,
	took, WHOLE } from "../lib/programs.js";

const LIST = "/api/v1/practices", RECORD = `${LIST}/{id}`, STEP = `${RECORD}/{action}`;
const document = (await get("nobody", "/openapi.json?lang=en")).body;
const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true });
ajv.addSchema(document, "openapi");

function assertFits(schema, value, what = schema) {
	const fits = ajv.compile({ $ref: `openapi#/components/schemas/${schema}` });
	assert.ok(fits(value), `${what}: ${ajv.errorsText(fits.errors)}`);
}

const bodySchema = (operation) =>
	operation.requestBody.content["application/json"].schema.$ref.split("/").at(-1);

// That status is foreseen, and the answer as it is foreseen.
function assertForeseen(operation, answer, status) {
	assertStatus(answer, status);
	const { $ref, content } = operation.responses[status] ?? {};
	const told = $ref ? document.components.responses[$ref.split("/").at(-1)].content : content;
	assert.ok(told, `${status} is not foreseen`);
	assertFits(told["application/json"].schema.$ref.split("/").at(-1), answer.body,
		`${operation.operationId} ${status}`);
}

const operations = { create: document.paths[LIST].post, change: document.paths[RECORD].patch,
	step: document.paths[STEP].post };

test("notes_fit_the_schemas", async () => {
	const { get: reads, post: writes } = document.paths[`${RECORD}/notes`];
	const { id } = await made("fra"), path = `/practices/${id}/notes`;
	const body = { text: "Is it so?", field: "summary", readers: "between", thread: null };

	assertFits(bodySchema(writes), body);
	assert.ok(!ajv.validate({ $ref: `openapi#/components/schemas/${bodySchema(writes)}` }, {}));
	assertForeseen(writes, await call("fra", "POST", path, body), 201);
	assertForeseen(writes, await call("fra", "POST", path, {}), 422);
	assertForeseen(reads, await get("fra", path), 200);
	assertForeseen(reads, await get("sen", path), 404);
	assert.deepEqual(reads.security, [{ token: [] }]);
	assert.deepEqual(writes.security, [{ token: [] }]);
	assert.ok(!("200" in writes.responses));
});

test("what_is_sent_and_answered_fits_the_schemas", async () => {
	const { create: creates, change: changes, step: steps } = operations;
	const body = { ...WHOLE, start_year: 2020, amount: 5, currency: "EUR", credits: "Mia",
		id: "01KAAAAAAAAAAAAAAAAAAAAAAA", lang: "en", owner_party: "FRA" };
	const changed = { title: { fr: "Scènes", en: null }, activities: ["2.4"], amount: null,
		currency: null, credits: null, reason: "So", output: null };

	assertFits(bodySchema(creates), body);
	assertForeseen(creates, await create("fra", body), 201);
	assertForeseen(creates, await create("fra", body), 200);
	const now = (await get("fra", "/practices/01KAAAAAAAAAAAAAAAAAAAAAAA")).body;
	assertFits(bodySchema(changes), changed);
	assertForeseen(changes, await change("fra", now, changed), 200);
	assertFits(bodySchema(steps), { note: "x", agree: true, party_note: { en: "x" },
		names_organisation: true });
	assertForeseen(steps, await step("fra", now, "discard"), 200);
	for (const [schema, wrong] of [[bodySchema(creates), { start_year: "x" }],
		[bodySchema(creates), { id: "x" }], [bodySchema(changes), { title: "x" }],
		[bodySchema(changes), { activities: ["9.9"] }], [bodySchema(steps), { agree: "yes" }]])
		assert.ok(!ajv.validate({ $ref: `openapi#/components/schemas/${schema}` }, wrong),
			JSON.stringify(wrong));
});

test("refusals_are_foreseen_with_their_schemas", async () => {
	const { create: creates, change: changes, step: steps } = operations;
	const record = await made("fra"), path = `/practices/${record.id}`;
	assertStatus(await change("fra", record, { partners: "A" }), 200);

	assertForeseen(creates, await call("fra", "POST", "/practices", "["), 400);
	assertForeseen(creates, await call("nobody", "POST", "/practices", {}), 401);
	assertForeseen(creates, await create("fra", { owner_party: "SEN" }), 403);
	assertForeseen(creates, await create("fra", "x".repeat((1 << 20) + 1)), 413);
	assertForeseen(creates, await call("fra", "POST", "/practices", "{}",
		{ "Content-Type": "text/plain" }), 415);
	assertForeseen(creates, await create("fra", { lang: "xx" }), 422);
	assertForeseen(changes, await call("fra", "PATCH", path, {}), 400);
	assertForeseen(changes, await change("sen", record, {}), 404);
	assertForeseen(changes, await change("tom", record, { partners: "B" }), 409);
	assertForeseen(steps, await step("fra", record, "publish"), 409);
	assertForeseen(steps, await step("tom", record, "submit"), 403);
	assertForeseen(steps, await step("fra", record, "nothing"), 404);
	for (const { responses } of Object.values(operations)) {
		assert.ok(responses[429] && responses[500] && responses[503]);
		assert.deepEqual(Object.keys(responses).filter((status) => status < 300),
			!responses[201] ? ["200"] : responses[200] ? ["200", "201"] : ["201"]);
	}
});

test("every_action_that_a_record_names_is_described_and_no_other_is_there", async () => {
	const { schema } = operations.step.parameters.find(({ name }) => name === "action");
	const draft = await made("fra");

	for (const action of draft.actions) assert.ok(schema.enum.includes(action));
	assert.deepEqual(schema.enum, [...new Set(schema.enum)]);
	assert.ok(!schema.enum.includes("lapse"));
	for (const action of schema.enum)
		assert.notEqual((await step("ann", draft, action)).status, 404, action);
});

test("each_address_of_the_api_answers_programs_of_each_role_as_it_should", async () => {
	const routes = run(["manual", "routes"]).stdout.trim().split("\n")
		.map((line) => line.split("\t")).filter(([, pattern]) => pattern.startsWith("/api/v1/"));
	const writers = ["sol", "sam", "fra", "tom", "sen", "cso", "oth", "con"], wrong = [];

	assert.equal(routes.filter(([, , verb]) => verb === "write").length, 6);
	for (const who of ["nobody", ...Object.keys(tokens)])
		for (const [method, pattern, verb] of routes) {
			const path = pattern.replace("/api/v1", "").replace(/:\w+/g, "nothing");
			const { status } = await call(who, method, path, method === "GET" ? undefined : "{}");
			const isTurnedAway = who === "nobody" ? status === 401 : status === 403;
			const may = verb === "read" || writers.includes(who) ||
				(verb === "own" && who !== "nobody");
			if (status >= 500 || isTurnedAway === may)
				wrong.push(`${who}: ${method} ${path}: ${status}`);
		}
	assert.deepEqual(wrong, []);
});

test("if_match_is_described_where_it_counts", () => {
	const match = ({ parameters }) => parameters.find(({ name }) => name === "If-Match");

	assert.deepEqual([match(operations.change).in, match(operations.change).required],
		["header", true]);
	assert.equal(match(operations.step).required, false);
	assert.equal(match(operations.create), undefined);
});

test("records_of_every_state_and_histories_fit_for_all_who_read_them", async () => {
	const draft = await made("fra"), shown = await published("fra"), sent = await asked("cso");
	await took("fra", sent, "object", { note: "No" });
	assertStatus(await change("sol", shown, { start_year: 2020, activities: ["1.1"],
		amount: 7.5, currency: "EUR" }), 200);

	for (const [who, record] of [["fra", draft], ["tom", draft], ["ann", draft], ["fra", shown],
		["sol", shown], ["nobody", shown], ["cso", sent], ["fra", sent], ["sol", sent]]) {
		const one = (await get(who, `/practices/${record.id}`)).body;
		assertFits("practice", one);
		assertFits("practice_worked_on", one);
		const history = assertStatus(await get(who, `/practices/${record.id}/history`), 200);
		assertFits("practice_history", history);
		const { practice_version, practice_history } = document.components.schemas;
		assert.deepEqual(Object.keys(history), Object.keys(practice_history.properties));
		for (const version of history.versions) {
			assert.deepEqual(Object.keys(version), Object.keys(practice_version.properties));
			const past = version.record?.slice("/api/v1".length);
			if (past) assertFits("practice", assertStatus(await get(who, past), 200));
		}
	}
	const members = Object.keys(document.components.schemas.practice_worked_on.allOf[1].properties);
	const all = (await get("fra", `/practices/${draft.id}`)).body;
	for (const name of members) assert.ok(name in all, name);
	assert.deepEqual(Object.keys(all).filter((name) => !members.includes(name)).sort(),
		Object.keys(document.components.schemas.practice.properties).sort());
});

test("the_examples_of_the_documentation_run", () => {
	const text = readFileSync(join(root, "docs/api.md"), "utf8");
	const [, script] = /```sh\n([^`]*)```/.exec(text.slice(text.indexOf("## Writing")));
	const done = spawnSync("bash", ["-euc", script.replaceAll("curl ", "curl -sS -w '\\n' ")], {
		encoding: "utf8", env: { ...process.env, JALON: server.url, TOKEN: tokens.fra } });

	assert.deepEqual([done.status, done.stderr], [0, ""]);
	const [made_, changed, sent, history] = done.stdout.trim().split("\n").map((line) =>
		JSON.parse(line));
	assert.deepEqual([made_.version, made_.state, made_.title.en], [1, "draft", "Open stages"]);
	assert.deepEqual([changed.version, changed.summary.en, changed.start_year],
		[2, "Stages for all.", 2020]);
	assert.equal(sent.state, "submitted");
	assert.deepEqual(history.versions.map((v) => v.action), ["create", "edit", "submit"]);
});

test("both_values_of_a_conflict_are_as_the_documentation_tells", async () => {
	const record = await made("fra");
	assertStatus(await change("tom", record, { title: { en: "Open stages for all" } }), 200);
	const answer = await change("fra", record, { title: { en: "Open doors" } });
	const { error } = assertStatus(answer, 409);
	const text = readFileSync(join(root, "docs/api.md"), "utf8");
	const [json] = /\{"error": \{"code": "conflict"[^`]*/.exec(text);
	const told = JSON.parse(json).error;

	assert.deepEqual(Object.keys(error), Object.keys(told));
	assert.deepEqual(Object.keys(error.fields[0]), Object.keys(told.fields[0]));
	for (const name of ["field", "code", "base", "current", "yours"])
		assert.equal(error.fields[0][name], told.fields[0][name]);
});
