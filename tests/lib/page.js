// A page as a reader finds it: its language, its headings, its links.

import { parse, serialize } from "parse5";

function* descendants(node) {
	for (const child of node.childNodes ?? []) {
		yield child;
		yield* descendants(child);
	}
}

export function attribute(element, name) {
	return element.attrs?.find((attr) => attr.name === name)?.value;
}

// Runs of blanks, of whatever kind, made one space.
export function squash(text) {
	return text.replace(/\s+/g, " ").trim();
}

export function textOf(element) {
	let text = "";

	for (const node of descendants(element)) if (node.nodeName === "#text") text += node.value;
	return squash(text);
}

export class Page {
	constructor(html) {
		this.html = html;
		this.elements = [...descendants(parse(html))].filter((node) => node.tagName);
	}

	// Elements of that tag and, if given, class.
	all(tag, className) {
		return this.elements.filter((element) => element.tagName === tag && (!className ||
			(attribute(element, "class") ?? "").split(/\s+/).includes(className)));
	}

	// What a browser would run that is none of the files of this program: blocks of data are not
	// run, and each has to be JSON.
	get scripts() {
		const isData = (script) => attribute(script, "type") === "application/ld+json" &&
			JSON.parse(script.childNodes[0].value);
		const isOwn = (script) => !script.childNodes.length &&
			/^\/assets\/[\w.-]+\/[\w.-]+\.js$/.test(attribute(script, "src") ?? "");
		return this.all("script").filter((script) => !isOwn(script) && !isData(script));
	}

	// The text of the first such element; the empty text when there is none.
	text(tag, className) {
		const [first] = this.all(tag, className);
		return first ? textOf(first) : "";
	}

	get lang() {
		return attribute(this.all("html")[0], "lang");
	}

	// What a list of facts tells, by name, each a page of its own.
	get facts() {
		const values = this.all("dd");

		return Object.fromEntries(this.all("dt")
			.map((name, i) => [textOf(name), new Page(serialize(values[i]))]));
	}

	// All that it says.
	get words() {
		return this.text("body");
	}

	// Every address the page leads to or loads.
	get links() {
		return this.elements
			.filter((element) => ["a", "link", "form", "img", "script"].includes(element.tagName))
			.map((element) => attribute(element, "href") ?? attribute(element, "action") ??
				attribute(element, "src"))
			.filter((address) => address !== undefined);
	}

	// Where the link of that `rel` leads ("next"), or undefined.
	rel(rel) {
		const found = this.all("a").find((element) => attribute(element, "rel") === rel);
		return found && attribute(found, "href");
	}

	// Where the switch to that language leads.
	inLanguage(lang) {
		const found = this.all("a").find((element) => attribute(element, "hreflang") === lang);
		return found && attribute(found, "href");
	}

	// Ids of the records a list shows, in its order.
	get recordIds() {
		return this.all("h3").flatMap((heading) => {
			const link = [...descendants(heading)].find((node) => node.tagName === "a");
			const found = link && /\/practices\/([^/?#]+)$/.exec(attribute(link, "href"));
			return found ? [decodeURIComponent(found[1])] : [];
		});
	}
}
