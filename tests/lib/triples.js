// What Turtle and JSON-LD say, as another program reads them (rdflib of Debian).

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { root } from "./jalon.js";

const SPACES = {
	dcat: "http://www.w3.org/ns/dcat#", dct: "http://purl.org/dc/terms/",
	dcatap: "http://data.europa.eu/r5r/", foaf: "http://xmlns.com/foaf/0.1/",
	vcard: "http://www.w3.org/2006/vcard/ns#", xsd: "http://www.w3.org/2001/XMLSchema#",
	rdf: "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
};

// "dct:title" written out.
export function whole(name) {
	const [prefix, rest] = name.split(":");
	return SPACES[prefix] + rest;
}

// Every [subject, predicate, object] of the text; `form` is "turtle" or "json-ld".
function triplesOf(text, form, base) {
	const done = spawnSync("/usr/bin/python3", [join(root, "tests/lib/triples.py"), form, base],
		{ input: text, encoding: "utf8", maxBuffer: 1 << 26 });
	assert.equal(done.status, 0, done.stderr);
	return JSON.parse(done.stdout);
}

export class Triples {
	constructor(text, form, base = "http://test/") {
		this.all = triplesOf(text, form, base);
	}

	// All statements as sorted lines: the same for the same statements.
	get lines() {
		return this.all.map((triple) => JSON.stringify(triple)).sort();
	}

	// What is said of a thing by that predicate: {iri} or {value, lang, type}.
	of(subject, predicate) {
		return this.all.filter(([s, p]) => s === subject && p === whole(predicate))
			.map(([, , object]) => object);
	}

	iris(subject, predicate) {
		return this.of(subject, predicate).map(({ iri }) => iri);
	}

	// Things of that class.
	things(type) {
		return this.all.filter(([, p, { iri }]) => p === whole("rdf:type") && iri === whole(type))
			.map(([s]) => s);
	}
}
