#!/usr/bin/env node
/*
 * Pictures of Jalon's pages.
 *
 *   node tools/screenshots.js OUTDIR [URL]          every page, both languages and widths
 *   node tools/screenshots.js --readme FILE [URL]   the one picture of the README
 *
 * Without a URL, a Jalon of its own with the good practices is started (JALON names the
 * executable). `npm ci` in tests/ comes first.
 */
"use strict";

const { mkdirSync } = require("node:fs");
const { dirname, join } = require("node:path");

const WIDTHS = [{ width: 390, height: 844 }, { width: 1280, height: 900 }];
const README_SIZE = { width: 1280, height: 800 };
const ALSO_IN_THE_DARK = ["home", "list", "record"];

// Every picture of one page, as {file, size, scheme}.
function picturesOf({ name, lang }) {
	const stem = `${name}-${lang}`;
	const pictures = WIDTHS.map((size) => {
		return { file: `${stem}-${size.width}.png`, size, scheme: "light" };
	});

	if (ALSO_IN_THE_DARK.includes(name)) {
		const size = WIDTHS.at(-1);
		pictures.push({ file: `${stem}-${size.width}-dark.png`, size, scheme: "dark" });
	}
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

async function main(args) {
	const isReadme = args[0] === "--readme";
	const [target, url] = isReadme ? args.slice(1) : args;

	if (!target || target.startsWith("-")) {
		console.error("usage: screenshots.js OUTDIR [URL]");
		console.error("       screenshots.js --readme FILE [URL]");
		return 2;
	}
	const { startSite } = await import("../tests/lib/browser.js");
	const site = await startSite({ url: url && new URL(url).origin });
	try {
		await (isReadme ? takeReadme(site, target) : takeAll(site, target));
	} finally {
		await site.stop();
	}
	return 0;
}

main(process.argv.slice(2)).then((status) => { process.exitCode = status; });
