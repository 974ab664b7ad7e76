/*
 * What one types is not lost: it is kept in this browser from the first key on, sent as a draft
 * every few seconds, saved as one leaves a field; without a connection it waits, also for the next
 * visit. Every page works without this.
 */
const DRAFT_MS = 3000, QUIET_MS = 60000, TRIES_MS = [2000, 5000, 15000, 30000, 60000];
const TIMEOUT_MS = 20000, OTHER_TAB_MS = 10000, LOOK_MS = 1000, KEPT_MS = 60 * 24 * 3600e3;

const { account, unsaved } = document.body.dataset, { lang } = document.documentElement;
const form = document.querySelector("form.writing"), record = form && form.dataset.record;
const line = document.querySelector(".saving"), words = line ? line.dataset : {};

// ---- what waits: in localStorage, one entry for each field and tab; else in memory alone

const memory = new Map(), prefix = `jalon:${account}:`, SAVED = "jalon:saved";
const keyOf = (entry) => `${prefix}${entry.record}:${entry.path}:${entry.tab}`;
let tab = Math.random().toString(36).slice(2, 14), keeps = true;

function stored(act) {
	try {
		return act(localStorage);
	} catch (_) {
		keeps = false;
	}
}

stored(() => { tab = sessionStorage.jalonTab = sessionStorage.jalonTab || tab; });

function put(entry) {
	memory.set(keyOf(entry), entry);
	stored((store) => {
		store.setItem(keyOf(entry), JSON.stringify(entry));
		keeps = true;
	});
}

function drop(entry) {
	memory.delete(keyOf(entry));
	stored((store) => store.removeItem(keyOf(entry)));
}

// All of this account, oldest first. What nobody came back for, whosever it was, is forgotten.
function waiting() {
	const all = new Map(memory);

	stored((store) => Object.keys(store).forEach((key) => {
		if (!key.startsWith("jalon:") || key === SAVED) return;
		const entry = JSON.parse(store.getItem(key));
		if (Date.now() - entry.at > KEPT_MS) store.removeItem(key);
		else if (key.startsWith(prefix)) all.set(key, entry);
	}));
	return [...all.values()].sort((a, b) => a.at - b.at);
}

const own = (path) => memory.get(keyOf({ record, path, tab }));

// ---- fields: several inputs of one name are one field

const isField = ({ name, type }) => name && type !== "hidden" && type !== "submit";
const isBox = ({ type }) => type === "checkbox" || type === "radio";
const inputs = (path) => [...form.elements].filter(({ name }) => name === path);
const read = (path) => inputs(path).filter((input) => !isBox(input) || input.checked)
	.map(({ value }) => value).filter(Boolean).join(";");

function write(path, text) {
	const all = inputs(path), isMany = all.some(isBox), values = text.split(";");

	for (const input of all)
		if (isBox(input)) input.checked = values.includes(input.value);
		else if (!isMany && !input.closest(".more")) input.value = text;
		else if (input.tagName === "SELECT")
			values.forEach((value) => { input.value = value; addBox(input); });
		else input.value = values.filter((v) =>
			!all.some((o) => isBox(o) && o.value === v)).join(";");
	count(path);
}

// What was chosen from a long list becomes a box, as it will be when the page comes again.
function addBox(select) {
	const [option] = select.selectedOptions;
	if (!option || !option.value) return;
	const box = make("label", { className: "choice" });

	box.append(make("input", { type: "checkbox", name: select.name, value: option.value,
		checked: true }), option.textContent);
	select.closest(".more").before(box);
	option.remove();
	select.value = "";
}

const make = (tag, members) => Object.assign(document.createElement(tag), members);
const addHidden = (name) => form.appendChild(make("input", { type: "hidden", name }));

// The version that a field was made from: its own, or that of the page.
const version = (path) => (form.elements[`version:${path}`] || form.elements.version).value;

function setVersion(path, value) {
	const name = `version:${path}`;
	(form.elements[name] || addHidden(name)).value = value;
}

// ---- what is said

function show(at, text, href, label) {
	if (!at || (at.textContent === text && !href)) return;
	at.textContent = text;
	if (!href) return;
	at.append(" ", make("a", { href, textContent: label, target: at === line ? "_blank" : "" }));
}

// Beside the field; an empty text takes it away.
function sayWhy(path, why, href) {
	const at = document.getElementById(`why-${path}`);
	if (!at) return;
	show(at, why, href, words.both);
	at.closest(".field").classList.toggle("wrong", Boolean(why));
	inputs(path).forEach((input) => input.setAttribute("aria-invalid", Boolean(why)));
}

function count(path) {
	const at = document.getElementById(`count-${path}`);
	if (!at) return;
	const n = [...read(path)].length;
	at.textContent = at.dataset.left.replace("{1}", n.toLocaleString(lang));
	at.classList.toggle("over", n > at.dataset.max);
}

// ---- sending: one at a time, in order

const queue = new Map(), dirty = new Set(), timers = new Map();
let isBusy = false, tries = 0, again = 0, idle = Promise.resolve();

function enqueue(entry, isLeft) {
	const before = queue.get(keyOf(entry)) || {};
	queue.set(keyOf(entry), { entry, isLeft: isLeft || before.isLeft });
	pump();
}

function later(ms) {
	clearTimeout(again);
	again = setTimeout(pump, ms);
}

function pump() {
	if (isBusy || !queue.size) return;
	const [key, next] = queue.entries().next().value;

	isBusy = true;
	idle = send(next.entry, next.isLeft).then((isDone) => {
		isBusy = false;
		if (!isDone) return later(TRIES_MS[Math.min(tries++, TRIES_MS.length - 1)]);
		tries = 0;
		if (queue.get(key) === next) queue.delete(key);
		later(0);
	});
}

const tokenOf = (page) => (page.querySelector('input[name="token"]') || {}).value;

// False: it is to be tried again.
async function send(entry, isLeft) {
	const { draft, path, text, version: base } = entry, stop = new AbortController();
	const body = new URLSearchParams({ token: tokenOf(document), path, text, version: base,
		left: isLeft ? "yes" : "" });
	const timer = setTimeout(() => stop.abort(), TIMEOUT_MS);

	try {
		const answer = await fetch(draft, { method: "POST", body, signal: stop.signal,
			keepalive: text.length < 6000 });
		if (answer.status === 401 || answer.status === 403) return await renew();
		if (answer.status >= 500 || answer.status === 429) throw answer;
		const isJson = /json/.test(answer.headers.get("Content-Type"));
		take(entry, isJson ? await answer.json() : {});
		return true;
	} catch (_) {
		show(line, keeps ? words.offline : words.none);
		return false;
	} finally {
		clearTimeout(timer);
	}
}

function take(entry, { end, version: now, saved_at: at, why = "" }) {
	const { path } = entry, isHere = entry.record === record, newest = isHere && own(path);
	const isTaken = end === "taken" || end === "same", isConflict = end === "conflict";

	// It is no longer there to be written; the text stays in this browser.
	if (!end) return isHere && show(line, words.refused);
	if (isHere && isTaken) setVersion(path, now);
	if (newest && entry.tab === tab && newest.text !== entry.text)
		put({ ...newest, version: version(path) });
	else {
		drop(entry);
		if (end !== "draft") dirty.delete(path);
	}
	const time = new Date(at).toLocaleTimeString(lang, { hour: "2-digit", minute: "2-digit" });
	if (line) show(line, end === "closed" ? why : words.saved.replace("{1}", time));
	if (isHere && end !== "draft")
		sayWhy(path, isTaken ? "" : why, isConflict && entry.draft.replace(/draft$/, "conflicts"));
	if (end === "taken") tell({ ...entry, account, version: now });
}

// The session may have ended, or begun anew in another tab: forms get the token of now, unless it
// is somebody else's.
async function renew() {
	const answer = await fetch(location.href);
	const page = new DOMParser().parseFromString(await answer.text(), "text/html");
	const who = page.body.dataset.account, token = tokenOf(page);

	if (who && who !== account) show(line, words.other);
	else if (!who || token === tokenOf(document))
		show(line, words.away, words.door, words.signIn);
	else document.querySelectorAll('input[name="token"]').forEach((at) => { at.value = token; });
	return false;
}

// ---- other tabs of the same form: what they saved stands here too, unless one types in it

function tell(entry) {
	stored((store) => {
		store.setItem(SAVED, JSON.stringify(entry));
		store.removeItem(SAVED);
	});
}

addEventListener("storage", ({ key, newValue }) => {
	const saved = key === SAVED && newValue && form ? JSON.parse(newValue) : {}, { path } = saved;

	if (saved.account !== account || saved.record !== record || dirty.has(path)) return;
	if (!inputs(path).length) return;
	write(path, saved.text);
	setVersion(path, saved.version);
});

// ---- typing

let last = "";

function touch(path) {
	dirty.add(path);
	put({ record, path, tab, text: read(path), version: version(path), at: Date.now(),
		draft: form.dataset.draft });
}

function leave(path) {
	if (!dirty.has(path)) return;
	if (!own(path)) touch(path);
	clearTimeout(timers.get(path));
	timers.delete(path);
	enqueue(own(path), true);
}

let quiet = 0;

function typed(path) {
	if (last && last !== path) leave(last);
	last = path;
	touch(path);
	count(path);
	clearTimeout(quiet);
	quiet = setTimeout(leave, QUIET_MS, path);
	if (timers.has(path)) return;
	timers.set(path, setTimeout(() => {
		timers.delete(path);
		if (own(path)) enqueue(own(path), false);
	}, DRAFT_MS));
}

// What is under way comes first, or one's own text would meet itself as another's.
function waitToSubmit(event) {
	if (!isBusy) return;
	event.preventDefault();
	const { name, value = "next" } = event.submitter || {};
	addHidden(name || "go").value = value;
	Promise.race([idle, new Promise((done) => setTimeout(done, DRAFT_MS))])
		.then(() => form.submit());
}

function watch() {
	form.addEventListener("input", ({ target }) => {
		if (!isField(target)) return;
		if (target.closest(".more") && target.tagName === "SELECT") addBox(target);
		typed(target.name);
	});
	form.addEventListener("focusout", ({ target, relatedTarget: next }) => {
		if (isField(target) && !(next && next.name === target.name)) leave(target.name);
	});
	form.addEventListener("submit", waitToSubmit);
	[...form.elements].forEach(({ name }) => count(name));
}

// What was typed and never reached the house stands in its field again, and is sent; unless another
// tab is about to.
function restore() {
	for (const entry of waiting()) {
		const { path, text } = entry, isHere = entry.record === record && inputs(path).length;

		if (entry.tab !== tab && Date.now() - entry.at < OTHER_TAB_MS)
			setTimeout(restore, OTHER_TAB_MS);
		else if (isHere && !dirty.has(path) && text !== read(path)) {
			drop(entry);
			setVersion(path, entry.version);
			write(path, text);
			touch(path);
			enqueue(own(path), false);
		} else if (!dirty.has(path) || entry.tab !== tab) enqueue(entry, true);
	}
}

// ---- coming and going

addEventListener("online", () => later(0));
addEventListener("focus", () => later(0));
document.addEventListener("visibilitychange", () => {
	if (document.visibilityState === "hidden") dirty.forEach(leave);
});
addEventListener("pagehide", () =>
	memory.forEach((entry) => put({ ...entry, at: entry.at - OTHER_TAB_MS })));
addEventListener("beforeunload", (event) => {
	if (!keeps && queue.size + dirty.size) event.preventDefault();
});
document.querySelectorAll('form[action$="/sign-out"]').forEach((out) => {
	out.addEventListener("submit", (event) => {
		const all = waiting();
		if (all.length && !confirm(unsaved)) return event.preventDefault();
		[dirty, queue].forEach((each) => each.clear());
		all.forEach(drop);
	});
});

// ---- who else is here: told by the house as long as this page is open

const beside = document.getElementById("beside");
let place = "", moving = 0;

function showBeside(all) {
	const names = [...new Set(all.map(({ who }) => who || words.somebody))];

	show(beside, names.length ? words.beside.replace("{1}", names.join(", ")) : "");
	form.querySelectorAll(".in-field").forEach((mark) => mark.remove());
	for (const { who, field } of all) {
		const [at] = field ? inputs(field) : [], box = at && at.closest(".field");
		if (box) box.prepend(make("span", { className: "in-field",
			textContent: words.writing.replace("{1}", who || words.somebody) }));
	}
}

function listen() {
	const here = form.dataset.draft.replace(/draft$/, "here");
	let source;

	// Only while somebody looks: a browser keeps few connections to one host.
	const look = () => {
		if (source) source.close();
		source = document.hidden ? undefined : new EventSource(`${here}?tab=${tab}`);
		if (source) source.onmessage = ({ data }) => showBeside(JSON.parse(data));
	};
	setTimeout(look, LOOK_MS); // who only passes through is not told of
	document.addEventListener("visibilitychange", look);
	form.addEventListener("focusin", ({ target }) => {
		if (!isField(target) || target.name === place) return;
		place = target.name;
		clearTimeout(moving);
		moving = setTimeout(() => fetch(here, { method: "POST", body: new URLSearchParams({
			token: tokenOf(document), tab, field: place }) }).catch(() => {}), 500);
	});
}

if (form) watch();
if (form && beside && window.EventSource) listen();
restore();
