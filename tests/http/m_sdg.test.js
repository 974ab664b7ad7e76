// The Sustainable Development Goals: the framework from the side of the 2030 Agenda.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { parseTable } from "../lib/csv.js";
import { root } from "../lib/jalon.js";
import { attribute, Page, squash, textOf } from "../lib/page.js";
import { expectedIds } from "../lib/practices.js";
import { connection } from "../lib/served.js";

const targets = parseTable(readFileSync(join(root, "data/sdg.csv"), "utf8"));
const framework = JSON.parse(readFileSync(join(root, "data/framework.json"), "utf8"));
const LANGUAGES = ["fr", "en"];

function serving(list, code) {
	return list.filter((one) => one.sdg_targets.includes(code));
}

async function open(path, status = 200) {
	const answer = await connection.get(path);
	assert.equal(answer.status, status, path);
	return new Page(answer.text);
}

test("every_target_stands_under_its_goal_with_the_activities_that_serve_it", async () => {
	for (const lang of LANGUAGES) {
		const page = await open(`/${lang}/sdg`);
		const rows = page.all("ol", "outline").flatMap((list) => list.childNodes)
			.filter((node) => node.tagName === "li").map(textOf);
		assert.equal(rows.length, targets.length);
		for (const [i, t] of targets.entries()) {
			const codes = serving(framework.activities, t.target).map((a) => a.code);
			assert.equal(rows[i], squash([t.target, t[`label_${lang}`], ...codes].join(" ")));
			assert.ok(page.links.includes(`/${lang}/sdg/${t.target}`));
		}
		const goals = [...new Set(targets.map((t) => t.target.split(".")[0]))];
		const headings = page.all("h2").filter((h) => attribute(h, "id")?.startsWith("goal-"));
		assert.deepEqual(headings.map((h) => attribute(h, "id")), goals.map((g) => `goal-${g}`));
		for (const [i, h] of headings.entries())
			assert.match(textOf(h), new RegExp(`^\\p{Lu}\\p{Ll}+ ${goals[i]} – \\p{L}`, "u"));
	}
});

test("every_target_tells_what_serves_it_and_with_which_examples", async () => {
	for (const { target } of targets) {
		const facts = (await open(`/en/sdg/${target}`)).facts;
		const activities = serving(framework.activities, target).map((a) => a.code);
		const outputs = serving(framework.outputs, target).map((o) => o.id);
		assert.deepEqual(facts["Activities that serve it"]?.links ?? [],
			activities.map((code) => `/en/framework/${code}`), target);
		assert.deepEqual(facts["Outputs that serve it"]?.links ?? [],
			outputs.map((code) => `/en/framework/${code}`), target);
		const examples = facts["Good practices of these activities"];
		assert.equal(Boolean(examples), activities.length > 0, target);
		if (!examples) continue;
		const query = activities.map((code) => `activity=${code}`).join("&");
		assert.deepEqual(examples.links, [`/en/practices?${query}`], target);
		const n = expectedIds(query).length;
		assert.equal(examples.words, n === 1 ? "1 record" : `${n} records`, target);
	}
});

test("what_was_judged_is_said_to_be", async () => {
	for (const member of ["activities.sdg_targets", "outputs.sdg_targets"])
		assert.ok(framework.meta.basis.judged.includes(member), member);
	const facts = (await open("/en/sdg/8.3")).facts;
	for (const name of ["Activities that serve it", "Outputs that serve it"])
		assert.match(facts[name].words, /our reading/, name);
});

test("a_target_is_named_in_the_documents_that_name_it", async () => {
	const sources = new Map(framework.sources.map((source) => [source.doc, source]));

	for (const { target } of targets)
		for (const lang of LANGUAGES) {
			const named = framework.sdg_targets.find((one) => one.number === target);
			const fact = Object.values((await open(`/${lang}/sdg/${target}`)).facts)[1];
			assert.equal(fact.all("span", "unknown").length, named ? 0 : 1, target);
			for (const ref of named?.refs ?? []) {
				const source = sources.get(ref.split(" ")[0]);
				assert.ok(fact.words.includes(squash(source.title[lang])), `${target} ${ref}`);
				assert.ok(fact.words.includes(source.symbol), `${target} ${ref}`);
			}
		}
});

test("the_use_of_a_target_is_told_with_how_sure_it_is", async () => {
	for (const t of targets) {
		const fact = (await open(`/en/sdg/${t.target}`)).facts["In following up the Convention"];
		assert.ok(fact.words.startsWith(squash(t.convention_use)), t.target);
		const french = Object.values((await open(`/fr/sdg/${t.target}`)).facts).at(-1);
		assert.ok(french.words.startsWith(squash(t.convention_use_fr)), t.target);
		const source = /^https:\S+/.exec(t.source)?.[0];
		assert.deepEqual(fact.links, source ? [source] : [], t.target);
		assert.equal(fact.all("span", "unknown").length, t.use_checked === "memory" ? 1 : 0);
	}
});

test("one_goes_from_target_to_target", async () => {
	const seen = [];

	for (let place = `/fr/sdg/${targets[0].target}`, page; place; place = page.rel("next")) {
		page = await open(place);
		assert.equal(page.rel("prev"), seen.length ? `/fr/sdg/${seen.at(-1)}` : undefined);
		seen.push(place.split("/").at(-1));
	}
	assert.deepEqual(seen, targets.map((t) => t.target));
});

test("a_target_that_is_none_is_404", async () => {
	for (const code of ["1.1", "8", "8.", "8.A", "18.1", "4.4.4", "x"])
		for (const lang of LANGUAGES) await open(`/${lang}/sdg/${code}`, 404);
});

test("what_is_no_source_is_never_shown_as_one", async () => {
	for (const t of targets.filter((one) => one.use_checked === "memory"))
		assert.ok(!(await connection.get(`/en/sdg/${t.target}`)).text.includes(t.source), t.target);
});
