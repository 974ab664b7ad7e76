// What a reader does with the keyboard alone, and what a writer does with a form.

import assert from "node:assert/strict";

const STOPS_MAX = 120;

export const FILTERS = "form.facets";
export const APPLY = `${FILTERS} button`;
export const NEXT = "a[rel=next]";
export const PREVIOUS = "a[rel=prev]";

// Runs `steps(page)` on a new page that shows `path`.
export async function at(site, path, steps, options = {}) {
	const page = await site.open(options);

	try {
		await page.goto(site.url + path);
		await steps(page);
	} finally {
		await page.close();
	}
}

export function hasFocus(page, selector) {
	return page.evaluate((s) => document.activeElement.matches(s), selector);
}

// Presses Tab until `selector` has the focus.
export async function tabTo(page, selector) {
	for (let i = 0; i < STOPS_MAX; i++) {
		await page.keyboard.press("Tab");
		if (await hasFocus(page, selector)) return;
	}
	assert.fail(`Tab never reaches ${selector} on ${page.url()}`);
}

// Presses Enter and waits for the page it leads to.
export async function enter(page) {
	await Promise.all([page.waitForEvent("framenavigated"), page.keyboard.press("Enter")]);
	await page.waitForLoadState();
}

export async function follow(page, selector) {
	await tabTo(page, selector);
	await enter(page);
}

// ---- filters

export function boxOf(name, value) {
	return `${FILTERS} input[name="${name}"][value="${value}"]`;
}

// Opens the filter with Enter, unless it stands open because it is in use.
export async function openFilter(page, name) {
	const filter = page.locator(`${FILTERS} details:has([name="${name}"])`);
	const isOpen = () => filter.evaluate((details) => details.open);

	await tabTo(page, `${FILTERS} details:has([name="${name}"]) > summary`);
	if (!await isOpen()) await page.keyboard.press("Enter");
	assert.ok(await isOpen(), `${name} does not open`);
}

export async function tick(page, name, value) {
	await openFilter(page, name);
	await tabTo(page, boxOf(name, value));
	await page.keyboard.press("Space");
}

// Types as people do: the first letters find the term in the drop-down.
export async function choose(page, name, letters) {
	await openFilter(page, name);
	await tabTo(page, `${FILTERS} select[name=${name}]`);
	await page.keyboard.type(letters);
}

// ---- what a list shows

// {count, n_chips, records}: the number in the bar, the filters in use, the records' names.
export async function readList(page) {
	return {
		count: parseInt(await page.locator("#results").innerText(), 10),
		n_chips: await page.locator(".chips a:has(.hidden)").count(),
		records: await page.$$eval(".results h3 a",
			(links) => links.map((link) => link.pathname.split("/").pop())),
	};
}

export function has(page, selector) {
	return page.locator(selector).count();
}

// ---- forms

export const told = (page) => page.getByRole("main").innerText();

// Fills the form of the page: boxes and circles by their value, lists, texts.
export async function fill(page, values) {
	for (const [name, value] of Object.entries(values)) {
		const field = page.locator(`main form [name="${name}"]:not([type=hidden])`);
		const type = await field.first().evaluate((element) => element.type);
		if (type === "checkbox" || type === "radio")
			await page.locator(`main form [name="${name}"][value="${value}"]`).check();
		else if (type === "select-one") await field.selectOption(value);
		else await field.last().fill(value);
	}
}

// Types letter by letter, and leaves the field.
export async function typeIn(field, text) {
	await field.pressSequentially(text);
	await field.blur();
}
