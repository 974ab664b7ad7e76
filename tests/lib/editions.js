// A made-up later edition of the framework, and `jalon load framework` in few words.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root, run } from "./jalon.js";
import { fileOf } from "./loading.js";
import { practices } from "./practices.js";

export const shippedText = readFileSync(join(root, "data/framework.json"), "utf8");
export const shipped = JSON.parse(shippedText);

export function words(fr, en) {
	return { fr, en };
}

// What the edition of 2030 makes of that of 2019: 2.4 is split, 1.4 has another title, 4.2 and 3.2
// are gone, and 3.3 has the code that 3.2 had.
export const GONE = "4.2", SPLIT = ["2.4", ["2.4", "2.5"]], MOVED = ["3.3", "3.2"],
	RENAMED = "1.4", NEW_TITLE = words("Écrire avec les artistes", "Write with artists");

export function laterEdition() {
	const later = structuredClone(shipped);
	const activities = new Map(later.activities.map((one) => [one.code, one]));
	const algorithms = structuredClone(activities.get("2.4"));

	later.meta.edition = "2030";
	algorithms.code = "2.5";
	algorithms.title = words("Rendre les algorithmes comptables", "Hold algorithms to account");
	activities.get(RENAMED).title = NEW_TITLE;
	activities.delete("3.2");
	activities.get("3.3").code = "3.2";
	activities.delete(GONE);
	later.activities = [...activities.values()];
	later.activities.splice(later.activities.indexOf(activities.get("2.4")) + 1, 0, algorithms);
	for (const theme of later.priority_themes)
		theme.related_activities = theme.related_activities.filter((code) => code !== GONE);
	later.crosswalk = {
		from: "2019",
		changes: [
			{ list: "activities", from: "2.4", to: ["2.4", "2.5"],
				note: words("Les algorithmes à part.", "Algorithms stand apart.") },
			{ list: "activities", from: "3.2", to: [] },
			{ list: "activities", from: "3.3", to: ["3.2"] },
			{ list: "activities", from: GONE, to: [] },
		],
	};
	return later;
}

// Ids of the shipped practices that name the activity.
export function coded(activity) {
	return practices.filter((one) => one.activities.split(";").includes(activity))
		.map((one) => one.id).sort();
}

export function loadEdition(db, edition, ...options) {
	const text = typeof edition === "string" ? edition : JSON.stringify(edition, null, 1);
	return run(["load", "framework", fileOf(text, "edition.json"), "--db", db, ...options]);
}
