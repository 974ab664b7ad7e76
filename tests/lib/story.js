// A small invented story for pictures: in a country that does not exist a focal point and a team
// write a good practice together, an organisation proposes another, the Secretariat examines both.

import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseCsv, writeCsv } from "./csv.js";
import { root, run, sql, startServer, temporaryPath } from "./jalon.js";
import { addUser, formOf, signedIn } from "./people.js";

const ORGANISATION = "01JSTRYSTRYSTRYSTRYSTRYSTR", PARTY = "XSC";

// ---- what is told, in the language of the pictures

const WORDS = {
	en: {
		party: "Seven Capes (invented)",
		names: { nora: "Nora Field", tom: "Tom Reed", ada: "Ada Winter", cleo: "Cleo Marsh" },
		organisation: "Open Waves",
		radio: {
			title: "An online radio for the languages of the seven capes",
			draft: "Five small studios share a radio.",
			summary: "Five small studios share one online radio. Each speaks its own language.",
			place: "The seven capes",
		},
		songs: {
			title: "Village songs that find their listeners",
			summary: "Old recordings of songs stand on a page. Their singers are named.",
			hers: "Old recordings of songs stand on a page, free to hear. Their singers are named.",
			his: "Old recordings of songs stand on a page. Their singers are named. "
				+ "They decide what may be heard.",
		},
		library: {
			title: "A library that lends microphones",
			summary: "Young musicians borrow microphones for a week, free of charge, and learn "
				+ "how to use them.",
			counted: "Young musicians borrow microphones for a week, free of charge, and learn "
				+ "how to use them. Forty did so last year.",
			question: "How many are borrowed in a year? Please say it in the summary.",
			answer: "Forty; the summary says so now.",
			note: "We know this library and are glad of it.",
			reason: "It began in 2021, not in 2020.",
			place: "The harbour town of the third cape",
			ask: "Who repairs the microphones?",
		},
		label: {
			title: "A label for small studios",
			summary: "A label tells listeners which studios pay their musicians.",
		},
		van: {
			title: "A studio in a van",
			summary: "A van with a small studio visits each village twice a year.",
		},
	},
	fr: {
		party: "Sept-Caps (inventé)",
		names: { nora: "Nora Deschamps", tom: "Thomas Roseau", ada: "Adèle Hiver",
			cleo: "Cléo Marais" },
		organisation: "Ondes ouvertes",
		radio: {
			title: "Une radio en ligne pour les langues des sept caps",
			draft: "Cinq petits studios se partagent une radio.",
			summary: "Cinq petits studios se partagent une radio en ligne. Chacun parle sa langue.",
			place: "Les sept caps",
		},
		songs: {
			title: "Des chants de village qui trouvent leurs auditeurs",
			summary: "D’anciens enregistrements sont sur une page. Leurs chanteurs sont nommés.",
			hers: "D’anciens enregistrements sont sur une page, en libre écoute. Leurs chanteurs "
				+ "sont nommés.",
			his: "D’anciens enregistrements sont sur une page. Leurs chanteurs sont nommés. "
				+ "Ils décident de ce qui s’écoute.",
		},
		library: {
			title: "Une bibliothèque qui prête des micros",
			summary: "De jeunes musiciens empruntent gratuitement des micros pour une semaine, et "
				+ "apprennent à s’en servir.",
			counted: "De jeunes musiciens empruntent gratuitement des micros pour une semaine, et "
				+ "apprennent à s’en servir. Quarante l’ont fait l’an dernier.",
			question: "Combien de prêts par an ? Dites-le dans le résumé, s’il vous plaît.",
			answer: "Quarante ; le résumé le dit à présent.",
			note: "Nous connaissons cette bibliothèque et nous en réjouissons.",
			reason: "Elle a commencé en 2021, et non en 2020.",
			place: "Le port du troisième cap",
			ask: "Qui répare les micros ?",
		},
		label: {
			title: "Un label pour les petits studios",
			summary: "Un label dit aux auditeurs quels studios paient leurs musiciens.",
		},
		van: {
			title: "Un studio dans une camionnette",
			summary: "Une camionnette équipée d’un petit studio visite chaque village deux fois "
				+ "par an.",
		},
	},
};

// ---- the house

const otherThan = (lang) => (lang === "en" ? "fr" : "en");
const at = (who) => `${who}@example.org`;

function addParty(db) {
	const [header] = parseCsv(readFileSync(join(root, "data/parties.csv"), "utf8"));
	const cells = { iso3: PARTY, iso2: "XS", m49: "999", name_en: WORDS.en.party,
		name_fr: WORDS.fr.party, electoral_group: "III", sources: "invented" };
	const file = temporaryPath("party.csv");

	writeFileSync(file, writeCsv([header, header.map((name) => cells[name] ?? "")]));
	const done = run(["load", "parties", file, "--db", db]);
	assert.equal(done.status, 0, done.stderr + done.stdout);
}

function newHouse(words, lang) {
	const db = `sqlite:${temporaryPath(`story-${lang}.db`)}`;
	const done = run(["init", "--db", db]);
	const roles = { nora: { role: "focal_point", party: PARTY },
		tom: { role: "team_member", party: PARTY }, ada: { role: "secretariat" },
		cleo: { role: "cso", organisation: ORGANISATION } };

	assert.equal(done.status, 0, done.stderr);
	addParty(db);
	sql(db, `INSERT INTO organisation (id, name, name_key, party, created_at) VALUES
		('${ORGANISATION}', '${words.organisation}', '${words.organisation.toLowerCase()}',
		'${PARTY}', 1750000000000)`);
	for (const [who, role] of Object.entries(roles))
		addUser(db, at(who), { ...role, name: words.names[who], lang });
	return db;
}

// ---- what people do

class Story {
	constructor(lang, people) {
		Object.assign(this, { lang, people });
	}

	path(id, rest = "") {
		return `/${this.lang}/practices/${id}${rest}`;
	}

	// Begins a practice; its id.
	async begin(who, title) {
		const sent = await this.people[who].post(`/${this.lang}/practices/new`,
			{ title, lang: this.lang, owner: "0" });
		assert.equal(sent.status, 303, sent.text);
		return /\/practices\/([^/]+)\/edit/.exec(sent.location)[1];
	}

	// Types in fields of a section and leaves each; `version` is what was seen then, if not the
	// last.
	async write(who, id, section, fields, version) {
		const her = this.people[who], on = this.path(id, `/edit/${section}`);
		for (const [path, text] of Object.entries(fields)) {
			const form = formOf((await her.open(on)).page, on);
			const answer = await her.send(this.path(id, "/draft"), { path, text, left: "yes",
				token: form.get("token"), version: version ?? form.get("version") });
			assert.ok([200, 409].includes(answer.status), answer.text);
		}
	}

	// Which version a form of that section is made from.
	async versionSeen(who, id, section) {
		const on = this.path(id, `/edit/${section}`);
		return formOf((await this.people[who].open(on)).page, on).get("version");
	}

	// Proposes texts in the other language, by field; `reviewed`: one that then enters the record.
	async translate(who, id, texts, reviewed) {
		const her = this.people[who], other = otherThan(this.lang);
		const on = this.path(id, `/translate/${other}`);
		const form = formOf((await her.open(on)).page, on);

		for (const [field, text] of Object.entries(texts)) form.set(`${field}.${other}`, text);
		for (const button of ["go", "review"]) form.delete(button);
		if (reviewed) form.set("review", reviewed);
		const sent = await her.send(on, form);
		assert.equal(sent.status, 303, sent.text);
	}

	async step(who, id, action, fields = {}) {
		const sent = await this.people[who].post(this.path(id, `/do/${action}`), fields);
		assert.equal(sent.status, 303, sent.page.text("main"));
	}
}

// A draft of the Party to which something is missing; its translation is older than its summary.
async function writeRadio(story, { radio }) {
	const { lang } = story, theirs = WORDS[otherThan(lang)].radio;
	const id = await story.begin("nora", radio.title);

	await story.write("tom", id, "what", { [`summary.${lang}`]: radio.draft });
	await story.write("tom", id, "where", { [`place.${lang}`]: radio.place, start_year: "2022" });
	await story.translate("tom", id, { title: theirs.title, summary: theirs.draft });
	await story.translate("nora", id, {}, "summary");
	await story.write("nora", id, "what", { [`summary.${lang}`]: radio.summary });
	return id;
}

// Two write the summary at the same time: one of them has to choose.
async function writeSongs(story, { songs }) {
	const name = `summary.${story.lang}`, id = await story.begin("nora", songs.title);

	await story.write("nora", id, "what", { [name]: songs.summary });
	const seen = await story.versionSeen("nora", id, "what");
	await story.write("tom", id, "what", { [name]: songs.his });
	await story.write("nora", id, "what", { [name]: songs.hers }, seen);
	return id;
}

// A draft of the organisation that can be sent in.
async function propose(story, { title, summary }) {
	const id = await story.begin("cleo", title);

	await story.write("cleo", id, "what", { [`summary.${story.lang}`]: summary });
	await story.write("cleo", id, "where", { parties: PARTY, start_year: "2020" });
	await story.write("cleo", id, "about", { output: "1", activities: "1.4", sectors: "music" });
	return id;
}

// It goes all the way, with a question, a correction and the beginning of another.
async function publishLibrary(story, { library }) {
	const { lang } = story, id = await propose(story, library);

	await story.step("cleo", id, "submit", { agree: "yes", names_organisation: "yes" });
	await story.step("nora", id, "comment", { [`party_note.${lang}`]: library.note });
	await story.step("ada", id, "ask", { note: library.question });
	await story.write("cleo", id, "what", { [`summary.${lang}`]: library.counted });
	await story.step("cleo", id, "submit", { note: library.answer });
	await story.step("ada", id, "publish");
	await story.write("ada", id, "where", { start_year: "2021" });
	await story.step("ada", id, "erratum", { note: library.reason });
	await story.write("ada", id, "where", { [`place.${lang}`]: library.place });
	const ask = story.path(id, "/ask");
	await story.people.nora.post(ask, { words: library.ask });
	return id;
}

// The story in that language, on a server of its own: {url, other, sessionOf(who), idOf: {radio,
// songs, library, label, van}, stop()}; `other`: the language it is translated into.
export async function tellStory(lang) {
	const words = WORDS[lang], db = newHouse(words, lang), server = await startServer(db);
	const people = {}, story = new Story(lang, people);

	for (const who of Object.keys(words.names))
		people[who] = await signedIn(server.url, at(who), undefined, { lang });
	const idOf = {
		library: await publishLibrary(story, words),
		songs: await writeSongs(story, words),
		radio: await writeRadio(story, words),
		van: await propose(story, words.van),
		label: await propose(story, words.label),
	};
	await story.step("cleo", idOf.label, "submit", { agree: "yes" });
	return { url: server.url, other: otherThan(lang), idOf,
		sessionOf: (who) => people[who]?.session, stop: () => server.stop() };
}
