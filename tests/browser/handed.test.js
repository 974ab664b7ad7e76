// A link on a phone, without scripts: what a browser itself sends is taken.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { openPlace, PHONE, startSite } from "../lib/browser.js";

let site;

before(async () => {
	site = await startSite();
});

after(() => site.stop());

const placeOf = (lang) => site.pages.find((place) =>
	place.name === "handed-link" && place.lang === lang);

test("somebody_answers_by_a_link_on_a_phone_and_finishes", async () => {
	const page = await site.open({ size: PHONE });
	const errors = [];

	page.on("pageerror", (error) => errors.push(error.message));
	await openPlace(page, placeOf("en"));
	await page.getByLabel("Start").fill("2019");
	await page.getByLabel("Where", { exact: false }).first().fill("By the river");
	await page.getByLabel("Music").check();
	await page.getByRole("button", { name: "Save" }).click();
	await page.getByText("Saved. You can go on now").waitFor();
	assert.equal(await page.getByLabel("Start").inputValue(), "2019");
	assert.ok(await page.getByLabel("Music").isChecked());
	await page.getByRole("link", { name: "Français" }).click();
	assert.equal(await page.getByLabel("Début").inputValue(), "2019");
	await page.getByRole("link", { name: "English" }).click();
	await page.getByRole("button", { name: "It is finished" }).click();
	await page.getByRole("heading", { name: /Thank you, Amina Ndiaye/ }).waitFor();
	assert.match(await page.locator("main").innerText(), /By the river[^]*2019/);
	assert.equal((await page.context().cookies()).length, 0);
	await page.goto(placeOf("en").address);
	await page.getByRole("heading", { name: "This is finished" }).waitFor();
	assert.deepEqual(errors, []);
	await page.close();
});
