// Forms of many fields, as a browser sends them: boxes of one name are several.

import assert from "node:assert/strict";
import { attribute, textOf } from "./page.js";

function isInside(element, form) {
	for (let at = element.parentNode; at; at = at.parentNode) if (at === form) return true;
	return false;
}

function entriesOf(element) {
	const name = attribute(element, "name"), type = attribute(element, "type");
	if (!name || type === "submit") return [];
	if (element.tagName === "textarea") return [[name, element.childNodes[0]?.value ?? ""]];
	if (element.tagName === "select") {
		const options = element.childNodes.filter(({ tagName }) => tagName === "option");
		const first = options.find((o) => attribute(o, "selected") !== undefined) ?? options[0];
		return [[name, attribute(first, "value")]];
	}
	if (element.tagName !== "input") return [];
	if (["radio", "checkbox"].includes(type) && attribute(element, "checked") === undefined)
		return [];
	return [[name, attribute(element, "value") ?? ""]];
}

// What a browser would send of the form for that address.
export function formOn(page, action) {
	const form = page.all("form").find((one) => attribute(one, "action") === action);
	assert.ok(form, `no form for ${action} on “${page.text("h1")}”`);
	return page.elements.filter((element) => isInside(element, form)).flatMap(entriesOf);
}

export function filled(entries, values) {
	const others = entries.filter(([name]) => !(name in values));
	const own = Object.entries(values).flatMap(([name, value]) =>
		[value].flat().map((one) => [name, one]));
	return [...others, ...own];
}

export const valueOn = (page, name) => {
	const [field] = page.elements.filter((element) => attribute(element, "name") === name &&
		attribute(element, "type") !== "hidden");
	return field.tagName === "textarea" ? field.childNodes[0]?.value ?? ""
		: attribute(field, "value") ?? "";
};
export const chosenOn = (page, name) => page.all("input").filter((input) =>
	attribute(input, "name") === name && attribute(input, "checked") !== undefined)
	.map((input) => attribute(input, "value"));
export const whyOn = (page, name) => page.elements.filter((element) =>
	attribute(element, "id") === `why-${name}`).map(textOf).join();
