#!/usr/bin/env node
/*
 * Pictures of Jalon's pages.
 *
 *   node tools/screenshots.js OUTDIR [URL]          every page, both languages and widths
 *   node tools/screenshots.js --readme FILE [URL]   the one picture of the README
 *   node tools/screenshots.js --guides OUTDIR       those of docs/guide, NAME.LANG.png
 *
 * Without a URL, a Jalon of its own with the good practices is started (JALON names the
 * executable); for the guides one with an invented story. `npm ci` in tests/ comes first.
 */
"use strict";

const { spawnSync } = require("node:child_process");
const { mkdirSync, writeFileSync } = require("node:fs");
const { dirname, join } = require("node:path");

const PHONE = { width: 390, height: 844 }, DESKTOP = { width: 1280, height: 900 };
const README_SIZE = { width: 1280, height: 800 };
const GUIDE_SIZE = { width: 900, height: 900 };
const ALSO_IN_THE_DARK = ["home", "list", "record"];

// ---- pages worth looking at

// Every picture of one page, as {file, size, scheme}.
function picturesOf({ name, lang }) {
	const stem = `${name}-${lang}`;
	const pictures = [PHONE, DESKTOP].map((size) => {
		return { file: `${stem}-${size.width}.png`, size, scheme: "light" };
	});

	if (ALSO_IN_THE_DARK.includes(name))
		pictures.push({ file: `${stem}-${DESKTOP.width}-dark.png`, size: DESKTOP, scheme: "dark" });
	return pictures;
}

async function takePicture(site, address, path, { isWhole, ...options }) {
	const page = await site.open(options);

	await page.goto(address);
	await page.screenshot({ path, fullPage: isWhole });
	await page.close();
}

async function takeAll(site, folder) {
	mkdirSync(folder, { recursive: true });
	for (const place of site.pages) {
		for (const { file, size, scheme } of picturesOf(place)) {
			const path = join(folder, file);
			const options = { size, scheme, isWhole: true };
			await takePicture(site, place.address, path, options);
			console.log(path);
		}
	}
}

async function takeReadme(site, path) {
	mkdirSync(dirname(path), { recursive: true });
	const address = `${site.url}/en/framework`;
	await takePicture(site, address, path, { size: README_SIZE, isWhole: false });
}

// ---- guides

const COLOURS = 64, MARGIN = 24, GUIDE_PICTURE_MAX_BYTES = 80_000;

// Of which practice of the story, at what address of it, who sees it. `before`: the first thing
// that is no longer in the picture; `width`, `height`: no more than that of it; `{other}`: the
// language that the story is translated into. To add one: a row, and the picture in a guide.
const GUIDE_PICTURES = [
	{ name: "overview", of: "radio", path: "/edit", who: "nora" },
	{ name: "section", of: "radio", path: "/edit/what", who: "nora", types: true,
		size: { width: GUIDE_SIZE.width, height: 1200 } }, // above its end nothing floats
	{ name: "translation", of: "radio", path: "/translate/{other}", who: "nora" },
	{ name: "conflict", of: "songs", path: "/conflicts", who: "nora" },
	{ name: "history", of: "radio", path: "/history", who: "nora", height: 900 },
	{ name: "send-to-the-party", of: "van", path: "/do/submit", who: "cleo" },
	{ name: "asked", of: "label", path: "/edit", who: "nora" },
	{ name: "published", of: "library", path: "", before: "h2:has(+ .similar)",
		width: 572 },
	{ name: "erratum", of: "library", path: "/do/erratum", who: "ada" },
	{ name: "section-on-a-phone", of: "radio", path: "/edit/where", who: "tom", size: PHONE,
		height: PHONE.height },
	{ name: "what-i-must-do", who: "nora", size: PHONE },
];

// Something is typed and left, so that the page says that it is saved; nothing is changed by it.
async function type(page) {
	await page.locator("textarea").first().press("Control+End");
	await page.keyboard.type(" ");
	await page.locator("h1").click();
	await page.locator(".saving:not(:empty)").waitFor();
}

// What of the page is in the picture: the content, to its end or to what is no longer in it.
async function frameOf(page, picture) {
	const { before, size = GUIDE_SIZE, width = size.width, height = Infinity } = picture;
	const main = await page.locator("main").boundingBox();
	const end = before ? (await page.locator(before).boundingBox()).y : main.y + main.height;

	return { x: 0, y: main.y, width,
		height: Math.min(end - main.y + (before ? 0 : MARGIN), height) };
}

// Few colours are enough for a page, and make the file a third as long.
function withFewColours(png) {
	const done = spawnSync("pngquant", ["--speed=1", "--strip", COLOURS, "-"], { input: png });

	if (done.status !== 0) throw new Error(`pngquant: ${done.error ?? done.stderr}`);
	return done.stdout;
}

async function takeOfGuide(site, story, lang, picture) {
	const page = await site.open({ size: picture.size ?? GUIDE_SIZE, scripts: true });
	const { of, path, who } = picture, value = story.sessionOf(who);

	if (value) await page.context().addCookies([{ name: "jalon", value, url: story.url }]);
	await page.goto(story.url + (of
		? `/${lang}/practices/${story.idOf[of]}${path.replace("{other}", story.other)}`
		: `/${lang}/todo`));
	if (picture.types) await type(page);
	const png = await page.screenshot({ fullPage: true, clip: await frameOf(page, picture) });
	await page.close();
	return withFewColours(png);
}

async function takeGuides(folder) {
	const { languages, startSite } = await import("../tests/lib/browser.js");
	const { tellStory } = await import("../tests/lib/story.js");

	mkdirSync(folder, { recursive: true });
	for (const lang of languages) {
		const story = await tellStory(lang), site = await startSite({ url: story.url });
		for (const picture of GUIDE_PICTURES) {
			const file = join(folder, `${picture.name}.${lang}.png`);
			const png = await takeOfGuide(site, story, lang, picture);
			writeFileSync(file, png);
			console.log(`${file} ${png.length}`);
			if (png.length > GUIDE_PICTURE_MAX_BYTES) throw new Error(`${file} is too long`);
		}
		await site.stop();
		await story.stop();
	}
}

// ---- what is asked for

async function takeOfSite(option, target, url) {
	const { startSite } = await import("../tests/lib/browser.js");
	const site = await startSite({ url: url && new URL(url).origin });

	try {
		await (option === "--readme" ? takeReadme(site, target) : takeAll(site, target));
	} finally {
		await site.stop();
	}
}

async function main(args) {
	const option = args[0]?.startsWith("--") ? args.shift() : "";
	const [target, url] = args;

	if (!target || !["", "--readme", "--guides"].includes(option)) {
		console.error("usage: screenshots.js OUTDIR [URL]");
		console.error("       screenshots.js --readme FILE [URL]");
		console.error("       screenshots.js --guides OUTDIR");
		return 2;
	}
	await (option === "--guides" ? takeGuides(target) : takeOfSite(option, target, url));
	return 0;
}

main(process.argv.slice(2)).then((status) => { process.exitCode = status; });
