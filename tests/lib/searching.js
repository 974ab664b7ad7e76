// What a search must find, worked out from the shipped files alone: no stems and no thesaurus, so
// for exact phrases and beginnings of words only.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseTable } from "./csv.js";
import { root } from "./jalon.js";
import { practices } from "./practices.js";

const parties = parseTable(readFileSync(join(root, "data/parties.csv"), "utf8"));
const framework = JSON.parse(readFileSync(join(root, "data/framework.json"), "utf8"));
const partyNames = new Map(parties.map((p) => [p.iso3, [p.name_fr, p.name_en]]));
const sectorNames = new Map(framework.cultural_sectors
	.map((s) => [s.code, [s.label.fr, s.label.en]]));

// "L’œuvre" is ["l", "oeuvre"].
export function wordsOf(text) {
	const plain = text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase()
		.replaceAll("œ", "oe").replaceAll("æ", "ae").replaceAll("ß", "ss");

	return plain.match(/[\p{L}\p{N}]+/gu) ?? [];
}

function named(cell, names) {
	return cell ? cell.split(";").flatMap((code) => names.get(code)) : [];
}

// The texts of a practice that are searched, those of its title first.
export function textsOf(p) {
	return {
		title: [p.title_fr, p.title_en],
		others: [p.place_fr, p.place_en, p.summary_fr, p.summary_en, p.note_fr, p.note_en,
			p.partners, p.id, ...named(p.parties, partyNames), ...named(p.sectors, sectorNames)],
	};
}

const searched = practices.map((p) => {
	const { title, others } = textsOf(p);
	return { id: p.id, title: title.map(wordsOf), others: others.map(wordsOf) };
});

function stands(words, phrase) {
	return words.some((_, at) => phrase.every((word, i) => words[at + i] === word));
}

// Ids of the practices in which `test(words of a text)` holds: of those in whose title it does,
// then of the others, newest first in each.
function inOrder(test) {
	const found = searched.filter((p) => [...p.title, ...p.others].some(test)).reverse();
	const inTitle = found.filter((p) => p.title.some(test));

	return [...inTitle, ...found.filter((p) => !inTitle.includes(p))].map((p) => p.id);
}

// Of the exact phrase.
export function phraseIds(text) {
	const phrase = wordsOf(text);

	return inOrder((words) => stands(words, phrase));
}

// Of words that begin so.
export function prefixIds(text) {
	const [prefix] = wordsOf(text);

	return inOrder((words) => words.some((word) => word.startsWith(prefix)));
}

// ---- chance, the same in every run

export function chance(seed) {
	let state = seed;
	const below = (n) => (state = (state * 48271) % 2147483647) % n;
	const one = (values) => values[below(values.length)];

	return { below, one, oneIn: (n) => below(n) === 0 };
}

// All texts of the shipped practices, one after another.
export const allTexts = practices.flatMap((p) => {
	const { title, others } = textsOf(p);
	return [...title, ...others];
}).filter(Boolean);

// A few words that stand side by side in some text, as they are written there.
export function phraseBy(random, n) {
	for (;;) {
		const text = random.one(allTexts);
		const words = [...text.matchAll(/[\p{L}\p{N}]+/gu)];
		if (words.length < n) continue;
		const at = random.below(words.length - n + 1), last = words[at + n - 1];
		return text.slice(words[at].index, last.index + last[0].length);
	}
}
