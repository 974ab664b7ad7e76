/*
 * The one script of a file that was taken along: fills the form, says what is wrong with it as the
 * server will, keeps what is typed in this browser, and gives the whole file anew with it. It asks
 * nothing of any network.
 */
(() => {
"use strict";

const byId = (id) => document.getElementById(id);
const all = (selector, of = document) => [...of.querySelectorAll(selector)];
const make = (tag, members) => Object.assign(document.createElement(tag), members);
const { seal, record } = JSON.parse(byId("jalon-record").textContent);
const form = byId("jalon-form"), fields = form.querySelector("fieldset");
const line = byId("jalon-said"), sum = byId("jalon-sum"), words = line.dataset;
const { lang } = document.documentElement, { body } = document;
const entries = new Map(all(".entry").map((entry) => [entry.dataset.path, entry]));

// ---- fields: several inputs of one name are one field

const isBox = ({ type }) => type === "checkbox" || type === "radio";
const inputs = (path) => [...form.elements].filter(({ name }) => name === path);
const read = (path) => inputs(path).filter((input) => !isBox(input) || input.checked)
	.map(({ value }) => value.trim()).filter(Boolean).join(";");

function write(path, text) {
	const own = inputs(path), isMany = own.some(isBox), values = text.split(";");

	for (const input of own)
		if (isBox(input)) input.checked = values.includes(input.value);
		else if (!input.closest(".more")) input.value = text;
		else if (input.tagName === "SELECT")
			values.forEach((value) => { input.value = value; addBox(input); });
		else input.value = values.filter((value) => !isMany ||
			!own.some((box) => isBox(box) && box.value === value)).join(";");
}

// What was chosen from a long list becomes a box.
function addBox(select) {
	const [option] = select.selectedOptions;
	if (!option || !option.value) return;
	const box = make("input", { type: "checkbox", name: select.name, value: option.value,
		checked: true, id: `${select.id}-${option.value}` });
	const choice = make("div", { className: "choice" });

	choice.append(box, make("label", { htmlFor: box.id, textContent: option.textContent }));
	select.closest(".more").before(choice);
	option.remove();
	select.value = "";
}

// What says how long a text may be says so on paper, too.
const limits = new Map(all(".count").map((at) => [at, at.textContent]));

// ---- what is typed: other than it was when the file was made, or a draft of then

const first = new Map(), drafts = record.drafts;
const isTyped = (path) => read(path) !== first.get(path) || path in drafts;

function typed() {
	const texts = {};

	for (const path of entries.keys()) if (isTyped(path)) texts[path] = read(path);
	return texts;
}

// ---- what is wrong, as the server says it

const WEB = /^https?:\/\/[^/\\?#:@\x00-\x20"<>\x7f][^\x00-\x20"<>\x7f]*$/i;

function isDay(text) {
	const [, year, month = "01", day = "01"] =
		/^([1-9]\d{3})(?:-(\d\d)(?:-(\d\d))?)?$/.exec(text) || [];
	const at = new Date(Date.UTC(year, month - 1, day));

	return Boolean(year) && at.getUTCMonth() === month - 1 && at.getUTCDate() === Number(day);
}

// To add a type: a row; its message is data-TYPE of the line that tells.
const RULES = {
	year: (text) => /^[1-9]\d{3}$/.test(text),
	date: isDay,
	url: (text) => WEB.test(text),
	amount: (text) => /^\d{1,16}(\.\d{1,4})?$/.test(text),
	currency: (text) => /^[A-Z]{3}$/.test(text),
};
const told = (message, text) => message.replace("{1}", text);
const length = (text) => [...text].length;
const siblings = ({ field }) => [...entries.values()].filter((e) => e.dataset.field === field);

function pairFault({ type, field }, text) {
	const other = siblings({ field }).map(({ dataset }) => dataset)
		.find((data) => data.type !== type);
	const otherText = other ? read(other.path) : text;

	if (type === "currency" && !text && otherText) return words.noCurrency;
	return type === "amount" && !text && otherText ? told(words.noAmount, otherText) : "";
}

function faultOf({ type, max, after }, text) {
	if (text && RULES[type] && !RULES[type](text)) return told(words[type], text);
	if (length(text) > Number(max)) return words.long;
	if (type === "amount" || type === "currency") return "";
	return after && /^\d{4}$/.test(text) && text < read(after) ? words.order : "";
}

// Asked of the first column of a field, for all its languages.
function isMissing(data) {
	return data.required && siblings(data)[0].dataset.path === data.path &&
		!siblings(data).some(({ dataset }) => read(dataset.path));
}

const left = new Set(); // fields somebody has been in: what is missing there is said

function check(path) {
	const { dataset } = entries.get(path), text = read(path);
	let why = faultOf(dataset, text) || pairFault(dataset, text);

	if (!why && isMissing(dataset) && left.has(path))
		why = siblings(dataset).length > 1 ? words.missingText : words.missing;
	say(path, why);
	count(path, text);
	return why;
}

function say(path, why) {
	const at = byId(`why-${path}`);

	if (at.textContent !== why) at.textContent = why;
	at.closest(".field").classList.toggle("wrong", Boolean(why));
	inputs(path).filter((input) => !isBox(input)).forEach((input) =>
		input.setAttribute("aria-invalid", Boolean(why)));
}

function count(path, text) {
	const at = byId(`count-${path}`);
	if (!at) return;
	const n = length(text);
	at.textContent = told(at.dataset.left, n.toLocaleString(lang));
	at.classList.toggle("over", n > at.dataset.max);
}

// Fields that depend on each other are asked together. The sum leads to the first.
function checkAll() {
	if (isOnPaper) return;
	const wrong = [...entries.keys()].filter((path) => check(path));

	sum.textContent = "";
	if (!wrong.length) return;
	sum.append(make("a", { href: `#f-${wrong[0]}`,
		textContent: told(wrong.length > 1 ? words.wrongs : words.wrong, wrong.length) }));
}

// ---- kept in this browser, by the seal: each text with its time

const key = `jalon-offline:${seal}`, kept = new Map();
const savedAt = Number(body.dataset.saved);
let keeps = true, isUnsaved = false, isOnPaper = false;

function stored(act) {
	try {
		return act(localStorage);
	} catch (_) {
		keeps = false;
		return null;
	}
}

function keep(path) {
	kept.set(path, { text: read(path), at: Date.now() });
	stored((store) => store.setItem(key, JSON.stringify([...kept])));
}

function drop() {
	kept.clear();
	stored((store) => store.removeItem(key));
}

// What was typed here and stands in no file, or in an older one, comes back.
function restore(own) {
	let n = 0;

	for (const [path, { text, at }] of JSON.parse(stored((s) => s.getItem(key)) || "[]")) {
		if (!entries.has(path) || text === read(path)) continue;
		if (path in own && at <= savedAt) continue;
		kept.set(path, { text, at });
		write(path, text);
		n++;
	}
	return n;
}

// ---- the file anew

// What inputs hold becomes what their elements say, here as on paper.
function freeze() {
	for (const input of form.elements)
		if (isBox(input)) input.toggleAttribute("checked", input.checked);
		else if (input.tagName === "TEXTAREA") input.textContent = input.value;
		else if (input.tagName === "SELECT")
			for (const option of input.options)
				option.toggleAttribute("selected", option.selected);
		else if (input.type === "text") input.setAttribute("value", input.value);
	for (const [path, entry] of entries) paper(path, entry);
	limits.forEach((text, at) => { at.textContent = text; });
}

function paper(path, entry) {
	const at = entry.querySelector(".paper .written"), own = inputs(path);
	if (!at) return;
	const [input] = own.filter((one) => !isBox(one));
	const text = input.tagName !== "SELECT" ? input.value
		: input.value ? input.selectedOptions[0].textContent.trim() : "";

	at.textContent = text;
	all("li", entry).forEach((item) =>
		item.classList.toggle("chosen", item.dataset.value === input.value));
}

const escape = (json) => json.replace(/[<>&\u2028\u2029]/g, (c) =>
	`\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`);

function asFile() {
	const open = all("details:not([open])");

	freeze();
	byId("jalon-typed").textContent = escape(JSON.stringify(typed()));
	body.dataset.saved = Date.now();
	open.forEach((details) => { details.open = true; });
	fields.disabled = true;
	body.classList.remove("live");
	const html = `<!doctype html>\n${document.documentElement.outerHTML}\n`;
	body.classList.add("live");
	fields.disabled = false;
	open.forEach((details) => { details.open = false; });
	return new Blob([html], { type: "text/html" });
}

const two = (n) => String(n).padStart(2, "0");

function fileName() {
	const now = new Date(), month = two(now.getMonth() + 1);
	return `${record.id}-${now.getFullYear()}-${month}-${two(now.getDate())}.html`;
}

function save() {
	const href = URL.createObjectURL(asFile()), name = fileName();

	make("a", { href, download: name }).click();
	setTimeout(() => URL.revokeObjectURL(href), 60000);
	isUnsaved = false;
	entries.forEach((_, path) => left.add(path));
	checkAll();
	line.textContent = told(words.saved, name);
}

// ---- typing

function took(path) {
	isUnsaved = true;
	keep(path);
	checkAll();
	line.textContent = keeps ? words.kept : words.none;
}

function begin() {
	const own = JSON.parse(byId("jalon-typed").textContent);

	for (const [path, text] of Object.entries(record.base)) {
		if (!entries.has(path)) continue;
		write(path, text);
		first.set(path, read(path));
	}
	for (const [path, text] of Object.entries(own)) if (entries.has(path)) write(path, text);
	const n = restore(own), back = byId("jalon-back");
	if (n) {
		isUnsaved = true;
		line.textContent = words.back;
		back.hidden = false;
	}
	back.addEventListener("click", () => {
		for (const path of kept.keys()) write(path, path in own ? own[path] : record.base[path]);
		drop();
		isUnsaved = false;
		back.hidden = true;
		line.textContent = "";
		checkAll();
	});
	all("details").forEach((details) => {
		details.open = all(".entry", details).some(({ dataset }) => read(dataset.path));
	});
	stored((store) => store.getItem(key));
	if (!keeps) line.textContent = words.none;
	fields.disabled = false;
	body.classList.add("live");
	checkAll();
}

form.addEventListener("input", ({ target }) => {
	if (target.closest(".more") && target.tagName === "SELECT") addBox(target);
	took(target.name);
});
form.addEventListener("focusout", ({ target }) => {
	if (!entries.has(target.name)) return;
	left.add(target.name);
	checkAll();
});
form.addEventListener("submit", (event) => event.preventDefault());
byId("jalon-save").addEventListener("click", save);
addEventListener("beforeprint", () => {
	isOnPaper = true;
	freeze();
	all("details").forEach((details) => { details.open = true; });
});
addEventListener("afterprint", () => {
	isOnPaper = false;
	checkAll();
});
addEventListener("beforeunload", (event) => {
	if (isUnsaved) event.preventDefault();
});
begin();
})();
