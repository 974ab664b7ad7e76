// The Open Roadmap: its pages say what data/framework.json does, with what is known of each
// activity.

import assert from "node:assert/strict";
import { test } from "node:test";
import { coded, shipped, shippedText } from "../lib/editions.js";
import { attribute, Page, squash, textOf } from "../lib/page.js";
import { parties, partiesOf } from "../lib/practices.js";
import { connection } from "../lib/served.js";

const languages = ["fr", "en"];

async function page(path) {
	const answer = await connection.get(path);
	assert.equal(answer.status, 200, path);
	return new Page(answer.text);
}

function linksTo(found, path) {
	return found.all("a").filter((link) => attribute(link, "href") === path);
}

test("the roadmap shows every goal, output and activity, each once, as a door", async () => {
	for (const lang of languages) {
		const found = await page(`/${lang}/framework`);
		const [poster] = found.all("ol", "roadmap");
		const text = textOf(poster);
		for (const entry of [...shipped.goals, ...shipped.outputs, ...shipped.activities])
			assert.ok(text.includes(squash(entry.title[lang])), entry.title[lang]);
		const inPoster = new Page(`<body>${found.html.split('<ol class="roadmap">')[1]
			.split('<div class="around">')[0]}`);
		for (const { code } of shipped.activities)
			assert.equal(linksTo(inPoster, `/${lang}/framework/${code}`).length, 1, code);
	}
});

test("the roadmap says how many examples each activity has, and that there is none", async () => {
	const found = await page("/en/framework");
	for (const { code, title } of shipped.activities) {
		const n = coded(code).length;
		const said = n > 1 ? `${n} examples` : n ? "1 example" : "no example yet";
		const line = found.all("li").map(textOf)
			.find((text) => text.startsWith(`${code} ${title.en}`));
		assert.equal(line, `${code} ${title.en} ${said}`);
	}
});

test("documents are named by their official symbols", async () => {
	const found = await page("/en/framework");
	const terms = found.all("dt").map(textOf);
	for (const { symbol } of shipped.sources)
		if (symbol) assert.ok(terms.includes(symbol), symbol);
});

test("an activity tells what it asks and what it rests on", async () => {
	for (const lang of languages) {
		for (const activity of shipped.activities) {
			const found = await page(`/${lang}/framework/${activity.code}`);
			assert.equal(found.text("h1"), squash(`${activity.code} ${activity.title[lang]}`));
			assert.equal(found.text("p", "lede"), squash(activity.description[lang]));
			for (const number of activity.guideline_paragraphs)
				assert.equal(linksTo(found, `/${lang}/guidelines/${number}`).length, 1);
			for (const number of activity.sdg_targets)
				assert.equal(linksTo(found, `/${lang}/sdg/${number}`).length, 1);
			const terms = found.all("dd").map(textOf).join("\n");
			const step = shipped.methodology_steps[activity.methodology_step - 1];
			assert.ok(terms.includes(`${step.number} – ${step.title[lang]}`));
			assert.ok(terms.includes(squash(activity.step_reason[lang])));
			const items = found.all("li").map(textOf);
			for (const stage of shipped.value_chain_stages)
				assert.equal(items.includes(stage.label[lang]),
					activity.value_chain_stages.includes(stage.code), stage.code);
			for (const theme of shipped.priority_themes)
				assert.equal(terms.includes(squash(theme.title[lang])),
					theme.related_activities.includes(activity.code), theme.code);
		}
	}
});

test("what was judged is marked, what is stated is not", async () => {
	const found = await page("/en/framework/2.4");
	const judged = found.all("dt").filter((term) => textOf(term).endsWith("judged")).map(textOf);
	assert.deepEqual(judged, ["Guidelines judged", "SDG targets judged",
		"Step of the method judged", "Stages of the value chain judged", "Priority themes judged"]);
});

test("who does it: groups with their examples, Parties by name, never counted", async () => {
	const found = await page("/en/framework/2.4");
	for (const group of shipped.electoral_groups) {
		const n = coded("2.4").filter((id) => partiesOf(id)
			.some((code) => parties.get(code).electoral_group === group.code)).length;
		const [link] = linksTo(found,
			`/en/practices?activity=2.4&group=${group.code}`);
		assert.equal(link && textOf(link), n ? `${n} example${n > 1 ? "s" : ""}` : undefined);
	}
	const shown = found.all("a").map((link) => attribute(link, "href"))
		.map((href) => /^\/en\/practices\?activity=2\.4&party=(\w+)$/.exec(href)?.[1])
		.filter(Boolean);
	const doing = new Set(coded("2.4").flatMap(partiesOf));
	assert.deepEqual([...shown].sort(), [...doing].sort());
	assert.ok(linksTo(found, "/en/practices?activity=2.4").length >= 1);
});

test("an activity without an example says so", async () => {
	const none = shipped.activities.map((one) => one.code).filter((code) => !coded(code).length);
	assert.ok(none.length);
	for (const code of none) {
		const found = await page(`/en/framework/${code}`);
		assert.match(found.text("p", "unknown"), /^No example is known/);
		assert.equal(found.recordIds.length, 0);
	}
});

test("similar activities come by what they share", async () => {
	const both = (one, other, member) => one[member].filter((code) => other[member].includes(code));
	const themes = (code) => shipped.priority_themes
		.filter((theme) => theme.related_activities.includes(code)).map((theme) => theme.code);
	const [one] = shipped.activities.filter((activity) => activity.code === "2.4");
	const scored = shipped.activities.filter((other) => other !== one).map((other) => ({
		code: other.code,
		close: 3 * both(one, other, "guideline_paragraphs").length +
			2 * both(one, other, "sdg_targets").length +
			2 * themes("2.4").filter((code) => themes(other.code).includes(code)).length,
		score: both(one, other, "value_chain_stages").length,
	})).filter((other) => other.close)
		.map((other) => ({ ...other, score: other.score + other.close }));
	scored.sort((a, b) => b.score - a.score);
	const found = await page("/en/framework/2.4");
	const shown = found.all("ul", "alike").flatMap((list) => [...textOf(list)
		.matchAll(/(\d\.\d) [A-Z]/g)].map((match) => match[1]));
	assert.equal(shown[0], scored[0].code);
	assert.deepEqual(shown.map((code) => scored.find((other) => other.code === code).score),
		scored.slice(0, shown.length).map((other) => other.score));
});

test("from one activity to the next, through all twenty", async () => {
	let path = "/fr/framework/1.1";
	const met = [];
	while (path) {
		met.push(path.split("/").at(-1));
		const found = await page(path);
		path = found.rel("next");
		if (met.length > 1)
			assert.equal(found.rel("prev"), `/fr/framework/${met.at(-2)}`);
	}
	assert.deepEqual(met, shipped.activities.map((one) => one.code));
});

test("an output has a page: its activities, its targets, who does it", async () => {
	for (const lang of languages) {
		for (const output of shipped.outputs) {
			const found = await page(`/${lang}/framework/${output.id}`);
			assert.equal(found.text("h1"), squash(`${output.id} ${output.title[lang]}`));
			assert.equal(found.text("p", "lede"), squash(output.description[lang]));
			for (const number of output.sdg_targets)
				assert.equal(linksTo(found, `/${lang}/sdg/${number}`).length, 1);
			for (const { code } of shipped.activities)
				assert.equal(linksTo(found, `/${lang}/framework/${code}`).length,
					Number(code.startsWith(`${output.id}.`)), code);
			assert.ok(linksTo(found, `/${lang}/practices?output=${output.id}`).length);
		}
	}
	const terms = (await page("/en/framework/2")).all("li").map(textOf);
	assert.ok(terms.includes("DCE/19/7.CP/13 ¶14"));
});

test("goals are places of the roadmap; unknown codes are nowhere", async () => {
	const found = await page("/en/framework");
	const answer = await connection.get("/en/framework/G3");
	assert.deepEqual([answer.status, answer.headers.location], [302, "/en/framework#goal-G3"]);
	assert.equal(found.elements.filter((one) => attribute(one, "id") === "goal-G3").length, 1);
	for (const code of ["9.9", "2.4@2019", "2.", "x".repeat(500), "%2e%2e"])
		assert.equal((await connection.get(`/en/framework/${code}`)).status, 404, code);
});

test("with one edition, the page of editions says so in a sentence", async () => {
	const found = await page("/en/framework/editions");
	assert.ok(found.all("p").map(textOf).includes(
		"There is one edition, that of 2019: nothing has changed since."));
	assert.equal(found.all("table").length, 0);
});

test("the framework is open data, as it was loaded", async () => {
	for (const query of ["", "?edition=2019"]) {
		const answer = await connection.get(`/data/framework.json${query}`);
		assert.equal(answer.status, 200);
		assert.match(answer.headers["content-type"], /^application\/json/);
		assert.equal(answer.text, shippedText);
	}
	assert.equal((await connection.get("/data/framework.json?edition=1789")).status, 404);
});
