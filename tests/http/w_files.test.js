// Files that people attach to records: taken and refused, shown, described, taken away, gathered
// for a correction, read by those alone who may, held by backups and by verify.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { assertRestored, backUp, restore } from "../lib/backups.js";
import { chunk, docx, exif, gif, jpeg, pdf, PLACE, png, REFUSED, TAKEN, webp }
	from "../lib/attached.js";
import { at, db, faultsOf, her, server } from "../lib/cast.js";
import { engine, freshStore, run, sql, startServer } from "../lib/jalon.js";
import { attribute, textOf } from "../lib/page.js";
import { formOf, signedIn, visitor } from "../lib/people.js";
import { ask, tokenOf } from "../lib/writers.js";

const nobody = visitor(server.url);
const tokens = {};
for (const who of ["fra", "tom", "sen", "sol"]) {
	const added = run(["token", "add", at(who), "--db", db]);
	tokens[who] = added.stdout.trim().split("\n").at(-1);
}

async function begin(who, title) {
	const { status, body } = await ask(server.url, tokens[who], "POST", "/practices", {
		title: { en: title }, summary: { en: "It pays artists." }, output: ["2"],
		activities: ["2.4"], parties: ["FRA"] });
	assert.equal(status, 201, JSON.stringify(body));
	return body.id;
}

async function published(who, title) {
	const id = await begin(who, title);
	for (const [by, action] of [[who, "submit"], ["sol", "publish"]])
		assert.equal((await ask(server.url, tokens[by], "POST", `/practices/${id}/${action}`))
			.status, 200);
	return id;
}

const base = (id) => `/en/practices/${id}`;

// As the browser sends the form of the page.
async function attach(who, id, name, content, about = "") {
	const path = `${base(id)}/files/new?field=files`;
	const { page } = await her[who].get(path);
	const fields = formOf(page, path);
	assert.ok(fields, page.text("main"));
	const body = new FormData();
	for (const [key, value] of fields) if (key !== "file") body.set(key, value);
	body.set("about.en", about);
	body.set("file", new File([content], name));
	return her[who].ask("POST", path, { body });
}

async function attached(who, id, name, content, about) {
	const answer = await attach(who, id, name, content, about);
	assert.equal(answer.status, 303, answer.page.text("main"));
	return answer;
}

async function upload(who, id, name, content, fields = {}) {
	const body = new FormData();
	for (const [key, value] of Object.entries(fields)) body.set(key, value);
	if (content) body.set("file", new File([content], name));
	const answer = await fetch(`${server.url}/api/v1/practices/${id}/files`, { method: "POST", body,
		headers: { Authorization: `Bearer ${tokens[who]}`, "Accept-Language": "en" } });
	return { status: answer.status, headers: answer.headers, body: await answer.json() };
}

const filesOf = async (who, id) =>
	(await ask(server.url, tokens[who], "GET", `/practices/${id}`)).body.files;
const namesOf = async (who, id) => (await filesOf(who, id)).map(({ name }) => name);

const cookiesOf = (she) => [...she.cookies].map((pair) => pair.join("=")).join("; ");

async function bytesAt(url, who = "fra", headers = {}) {
	const cookie = who ? { Cookie: cookiesOf(her[who]) } : {};
	const answer = await fetch(server.url + url, { headers: { ...cookie, ...headers } });
	return { status: answer.status, headers: answer.headers,
		bytes: Buffer.from(await answer.arrayBuffer()) };
}

const told = async (who, path) => (await her[who].open(path)).page.text("main");
const count = (table) => Number(sql(db, `SELECT count(*) FROM ${table}`));

// The server goes on working on the one that is copied.
function copyOf(store) {
	const copy = freshStore();
	assertRestored(restore(backUp(store).path, copy));
	return copy;
}

// ---- what is taken

test("each_type_is_told_by_its_bytes_and_comes_back_as_it_is_safe_to_open", async () => {
	const id = await begin("fra", "All types");

	for (const [name, content, type] of TAKEN) {
		const { status, body } = await upload("fra", id, name, content);
		assert.deepEqual([status, body.name, body.type], [201, name, type], JSON.stringify(body));
		const { headers, bytes } = await bytesAt(body.url);
		assert.equal(headers.get("content-type"), type);
		assert.equal(headers.get("x-content-type-options"), "nosniff");
		assert.match(headers.get("content-security-policy"), /^default-src 'none'/);
		assert.doesNotMatch(headers.get("content-security-policy"), /script-src/);
		assert.equal(headers.get("cache-control"), "private, no-store");
		assert.match(headers.get("content-disposition"),
			/^(image|audio|video)|pdf/.test(type) ? /^inline; / : /^attachment; /);
		assert.equal(createHash("sha256").update(bytes).digest("hex"), body.sha256);
		assert.equal(bytes.length, body.bytes);
		if (!type.startsWith("image/")) assert.deepEqual(bytes, Buffer.from(content));
	}
	assert.deepEqual(await namesOf("fra", id), TAKEN.map(([name]) => name));
});

test("pictures_lose_where_and_by_whom_they_were_taken_and_keep_which_side_is_up", async () => {
	const id = await begin("fra", "Pictures");
	const secret = png({ extra: [chunk("tEXt", `Comment\0${PLACE}`), chunk("eXIf", exif(8)),
		chunk("iCCP", "colours"), chunk("teSt", PLACE)] });

	for (const [name, content, turned] of [["a.jpg", jpeg(1), false], ["b.jpg", jpeg(6), true],
		["c.png", secret, true], ["d.gif", gif(), false], ["e.webp", webp(), false]]) {
		assert.ok(content.includes(PLACE), name);
		const { status, body } = await upload("fra", id, name, content);
		assert.equal(status, 201, JSON.stringify(body));
		const { bytes } = await bytesAt(body.url);
		assert.ok(!bytes.includes("Ana Lima"), name);
		assert.ok(!bytes.includes("xmpmeta") && !bytes.includes("Photoshop"), name);
		assert.deepEqual([body.width, body.height], turned ? [12, 24] : [24, 12], name);
		assert.equal(bytes.includes("MM\0*\0\0\0\x08\0\x01\x01\x12"), turned, name);
		if (/jpg|png/.test(name)) assert.equal(bytes.includes("colours"), name !== "c.jpg", name);
	}
});

test("what_could_do_harm_is_refused_with_what_would_be_taken_and_nothing_is_kept", async () => {
	const id = await begin("fra", "Harm"), before = [count("file"), count("content")];

	for (const [name, content, words] of REFUSED) {
		const answer = await attach("fra", id, name, content, "What it says");
		const said = faultsOf(answer);
		assert.match(said, words, name);
		// What was typed stays.
		assert.match(answer.text, /What it says<\/textarea>/);
		const { status, body } = await upload("fra", id, name, content);
		assert.equal(status, 422, name);
		assert.match(body.error.fields[0].message, words, name);
	}
	assert.match(faultsOf(await attach("fra", id, "", "")), /Choose a file|empty/);
	assert.equal((await upload("fra", id, "", null)).status, 422);
	assert.deepEqual([count("file"), count("content")], before);
	assert.deepEqual(await filesOf("fra", id), []);
});

test("too_large_is_413_and_just_too_large_is_said_beside_the_field", async () => {
	const id = await begin("fra", "Large");

	assert.equal((await attach("fra", id, "a.txt", Buffer.alloc(30 << 20, "x"))).status, 413);
	assert.match(faultsOf(await attach("fra", id, "a.txt", Buffer.alloc((25 << 20) + 1, "x"))),
		/larger than 25 MB/);
	await attached("fra", id, "a.txt", Buffer.alloc(3 << 20, "x"));
	const [file] = await filesOf("fra", id);
	assert.ok((await bytesAt(file.url)).bytes.equals(Buffer.alloc(3 << 20, "x")));
});

test("a_name_leads_nowhere_and_looks_like_nothing_else", async () => {
	const id = await begin("fra", "Names");

	for (const [given, kept] of [["../../etc/passwd", "passwd.pdf"],
		["C:\\x\\report.pdf", "report.pdf"],
		["report.html", "report.html.pdf"], ["gnp.\u202efdp.exe", "gnp.fdp.exe.pdf"],
		["a;b\"c<d>.pdf", "a-b-c-d-.pdf"], [".htaccess", "htaccess.pdf"], ["Été à l’œuvre.PDF",
			"Été à l’œuvre.PDF"], [`${"é".repeat(300)}.pdf`, `${"é".repeat(100)}.pdf`]]) {
		const { status, body } = await upload("fra", id, given, pdf(given));
		assert.deepEqual([status, body.name], [201, kept], JSON.stringify(body));
		const answer = await bytesAt(body.url);
		assert.equal(answer.status, 200, body.url);
		assert.equal(decodeURIComponent(answer.headers.get("content-disposition").split("''")[1]),
			kept);
		// Another name at the same id leads to the one it has.
		const other = await her.fra.get(body.url.replace(/[^/]*$/, "x.html"));
		assert.deepEqual([other.status, other.location], [302, body.url]);
	}
});

// ---- in the record

test("two_who_attach_at_the_same_moment_both_succeed", async () => {
	const id = await begin("fra", "Together");
	const all = await Promise.all([...Array(4)].flatMap((_, i) => [
		attach("fra", id, `f${i}.txt`, `of Flore ${i}`),
		attach("tom", id, `t${i}.txt`, `of Tom ${i}`),
		upload("tom", id, `p${i}.txt`, `of a program ${i}`)]));

	assert.deepEqual(all.map(({ status }) => status), [...Array(4)].flatMap(() => [303, 303, 201]));
	assert.equal((await namesOf("fra", id)).length, 12);
	// So it is when both change the list they had before them.
	const { version, files } = (await ask(server.url, tokens.fra, "GET", `/practices/${id}`)).body;
	const without = (n) => files.filter((_, i) => i !== n);
	for (const [who, n] of [["fra", 0], ["tom", 1]]) {
		const answer = await ask(server.url, tokens[who], "PATCH", `/practices/${id}`,
			{ files: without(n) }, { "If-Match": `"${version}"` });
		assert.equal(answer.status, 200, JSON.stringify(answer.body));
	}
	assert.deepEqual((await filesOf("fra", id)).map((f) => f.id), files.slice(2).map((f) => f.id));
});

test("a_file_is_described_and_taken_away_and_the_history_tells_it_by_name", async () => {
	const id = await begin("fra", "Described"), section = `${base(id)}/edit/files`;

	await attached("fra", id, "stage.png", png());
	assert.match(await told("tom", section), /stage\.png \(PNG, \d+ bytes\) Nothing is said yet/);
	assert.match(await told("tom", `${base(id)}/edit`), /Files: say what “stage.png” shows/);
	const [first] = await filesOf("fra", id), about = `${base(id)}/files/${first.id}`;
	const sent = await her.tom.post(about, { "about.en": "A stage.", "about.fr": "Une scène." });
	assert.equal(sent.status, 303, sent.page.text("main"));
	const [second] = await filesOf("fra", id);
	assert.notEqual(second.id, first.id);
	assert.deepEqual(second.about, { fr: "Une scène.", en: "A stage." });
	assert.equal(second.sha256, first.sha256);
	assert.match(await told("fra", section), /A stage\. Change the description stage\.png/);
	assert.doesNotMatch(await told("fra", `${base(id)}/edit`), /say what/);
	const { page } = await her.fra.open(`/fr/practices/${id}`);
	const [picture] = page.all("img").filter((img) => attribute(img, "src").startsWith("/files/"));
	assert.deepEqual(["alt", "width", "height", "loading"].map((name) => attribute(picture, name)),
		["Une scène.", "24", "12", "lazy"]);
	await her.fra.post(`${base(id)}/files/${second.id}/remove`);
	assert.deepEqual(await filesOf("fra", id), []);
	const history = await told("tom", `${base(id)}/history`);
	assert.match(history, 
		/Tom Roux changed it.*Files.*before: stage\.png.*now: stage\.png \(A stage\.\)/);
	// Who is told the history reads what stood in it; others never did.
	assert.equal((await bytesAt(first.url, "tom")).status, 200);
	assert.equal((await bytesAt(first.url, "sen")).status, 404);
	assert.equal((await her.fra.get(about)).status, 404);
	// An earlier version is restored with its file.
	await her.fra.post(`${base(id)}/history/3/restore`);
	assert.deepEqual((await filesOf("fra", id)).map((f) => f.id), [second.id]);
});

test("readers_read_the_files_of_what_is_public_and_of_nothing_else", async () => {
	const id = await begin("fra", "Public");

	await attached("fra", id, "report.pdf", pdf(), "The report of the year");
	const [{ url }] = await filesOf("fra", id);
	for (const who of ["sen", "mod", "sol", "cso", "eva", null])
		assert.equal((await bytesAt(url, who)).status, 404, who);
	for (const who of ["fra", "tom", "ann"])
		assert.equal((await bytesAt(url, who)).status, 200, who);
	for (const [by, action] of [["fra", "submit"], ["sol", "publish"]])
		assert.equal((await ask(server.url, tokens[by], "POST", `/practices/${id}/${action}`))
			.status, 200);
	const { status, headers } = await bytesAt(url, null);
	assert.deepEqual([status, headers.get("cache-control")], [200, "public, max-age=60"]);
	assert.equal((await bytesAt(url, null, { "If-None-Match": headers.get("etag") })).status, 304);
	assert.equal((await bytesAt(url, null, { "If-None-Match": '"other"' })).status, 200);
	const { page } = await nobody.get(base(id));
	const link = page.all("a").find((a) => attribute(a, "href") === url);
	assert.match(textOf(link), /^report\.pdf \(PDF, \d+ bytes\)$/);
	assert.match(page.text("main"), /The report of the year/);
	await ask(server.url, tokens.sol, "POST", `/practices/${id}/withdraw`, { note: "Over." });
	assert.equal((await bytesAt(url, null)).status, 404);
	assert.equal((await bytesAt("/files/01JAAAAAAAAAAAAAAAAAAAAAAA/x.pdf", "fra")).status, 404);
	assert.equal((await bytesAt("/files/x/y", "fra")).status, 404);
});

test("in_a_published_record_a_file_waits_for_the_correction", async () => {
	const id = await published("fra", "Corrected");

	const answer = await attached("sol", id, "proof.pdf", pdf("1"), "The proof");
	assert.match(answer.location, /done=gathered/);
	await attached("sol", id, "second.pdf", pdf("2"), "Another");
	assert.deepEqual(await filesOf("sol", id), []);
	assert.match(await told("sol", `${base(id)}/edit`),
		/Gathered for a correction.*Files.*proof\.pdf \(The proof\), second\.pdf/);
	const waiting = sql(db, "SELECT id, name FROM file ORDER BY id DESC LIMIT 2").split("\n").sort()
		.map((line) => `/files/${line.split("|")[0]}/${line.split("|")[1]}`);
	for (const url of waiting) {
		assert.equal((await bytesAt(url, "sol")).status, 200);
		for (const who of ["fra", "ann", null]) assert.equal((await bytesAt(url, who)).status, 404);
	}
	const sent = await her.sol.post(`${base(id)}/do/erratum`, { note: "Proof is added." });
	assert.equal(sent.status, 303, sent.page.text("main"));
	assert.deepEqual(await namesOf("fra", id), ["proof.pdf", "second.pdf"]);
	for (const url of waiting) assert.equal((await bytesAt(url, null)).status, 200);
	// What a correction takes away is read on where the version before is told.
	const [first, second] = await filesOf("fra", id);
	const { version } = (await ask(server.url, tokens.sol, "GET", `/practices/${id}`)).body;
	assert.equal((await ask(server.url, tokens.sol, "PATCH", `/practices/${id}`,
		{ files: [second.id], reason: "One is enough." }, { "If-Match": `"${version}"` })).status,
	200);
	assert.equal((await bytesAt(first.url, null)).status, 200);
	assert.deepEqual(await namesOf("fra", id), ["second.pdf"]);
});

test("nobody_lists_a_file_of_another_record_nor_one_that_is_not_there", async () => {
	const one = await begin("fra", "One"), other = await begin("fra", "Other");

	await attached("fra", one, "a.txt", "of one");
	const [file] = await filesOf("fra", one);
	for (const id of [file.id, "01JAAAAAAAAAAAAAAAAAAAAAAA", "x"]) {
		const { status, body } = await ask(server.url, tokens.fra, "PATCH", `/practices/${other}`,
			{ files: [id] }, { "If-Match": '"1"' });
		assert.equal(status, 422, id);
		assert.deepEqual(body.error.fields.map(({ field, code }) => [field, code]),
			[["files", "unknown_file"]]);
	}
	const created = await ask(server.url, tokens.fra, "POST", "/practices",
		{ title: { en: "New" }, files: [{ id: file.id }] });
	assert.equal(created.status, 422);
	// Twice the same is one too many.
	const { body: { version } } = await ask(server.url, tokens.fra, "GET", `/practices/${one}`);
	assert.equal((await ask(server.url, tokens.fra, "PATCH", `/practices/${one}`,
		{ files: [file.id, file.id] }, { "If-Match": `"${version}"` })).status, 422);
});

test("who_may_not_write_the_record_attaches_nothing", async () => {
	const draft = await begin("fra", "Closed"), open = await published("fra", "Open");

	assert.deepEqual([(await upload("sen", draft, "a.txt", "x")).status,
		(await upload("sen", open, "a.txt", "x")).status,
		(await upload("fra", open, "a.txt", "x")).status], [404, 403, 403]);
	for (const path of ["files/new?field=files", "files/new", "files/x", "files/x/remove"])
		assert.equal((await her.sen.get(`${base(draft)}/${path}`)).status, 404, path);
	assert.equal((await her.fra.get(`${base(draft)}/files/new?field=title`)).status, 404);
	const body = new FormData();
	body.set("file", new File(["x"], "a.txt"));
	const sent = await her.fra.ask("POST", `${base(draft)}/files/new?field=files`, { body });
	assert.equal(sent.status, 403);
	assert.deepEqual(await filesOf("fra", draft), []);
});

test("a_record_holds_so_many_and_a_person_sends_so_much", async () => {
	const id = await begin("tom", "Many");

	for (let i = 0; i < 20; i++)
		assert.equal((await upload("tom", id, `${i}.txt`, `text ${i}`)).status, 201);
	assert.match(faultsOf(await attach("tom", id, "21.txt", "one more")), /at most 20 files/);
	const refusal = async (...what) =>
		(await upload("tom", ...what)).body.error.fields[0].code;
	assert.equal(await refusal(id, "21.txt", "one more"), "too_many");
	const other = await begin("tom", "Much");
	sql(db, `UPDATE file SET bytes = 209715190 WHERE name = '0.txt'`);
	assert.match(faultsOf(await attach("tom", other, "a.txt", "more than ten bytes")), /200 MB/);
	assert.equal(await refusal(other, "a.txt", "more than ten bytes"), "too_much");
	// On the next day it goes on.
	sql(db, "UPDATE file SET sent_at = sent_at - 86400001 WHERE name = '0.txt'");
	assert.equal((await upload("tom", other, "a.txt", "more than ten bytes")).status, 201);
	sql(db, "UPDATE file SET bytes = 6 WHERE name = '0.txt'");
});

// ---- kept, and not kept

test("the_same_content_is_kept_once_and_goes_with_the_last_version_that_had_it", async () => {
	const one = await begin("fra", "Erased"), other = await begin("fra", "Kept");
	const secret = "a letter that should never have been here", before = count("content");
	const erase = async (id) => {
		const path = `${base(id)}/history/erase?field=files`;
		const { page } = await her.sol.open(path);
		const form = page.all("form").find((f) => attribute(f, "action").includes("/erase"));
		const sent = await her.sol.post(attribute(form, "action"), { sure: "yes", agree: "yes" },
			{ on: path });
		assert.equal(sent.status, 303, sent.page.text("main"));
	};

	for (const id of [one, other]) {
		await attached("fra", id, "letter.txt", secret);
		await ask(server.url, tokens.fra, "POST", `/practices/${id}/submit`);
	}
	assert.equal(count("content"), before + 1);
	const [{ url, id: file }] = await filesOf("sol", one);
	for (const id of [one, other]) {
		const [{ id: listed }] = await filesOf("sol", id);
		const gone = await her.sol.post(`${base(id)}/files/${listed}/remove`);
		assert.equal(gone.status, 303, gone.page.text("main"));
	}
	assert.equal((await bytesAt(url, "sol")).status, 200);
	await erase(one);
	assert.equal((await bytesAt(url, "sol")).status, 404);
	assert.equal(sql(db, `SELECT count(*) FROM file WHERE id = '${file}'`), "0");
	assert.equal(count("content"), before + 1);
	await erase(other);
	assert.equal(count("content"), before);
	assert.equal(sql(db, `SELECT count(*) FROM content_piece p WHERE NOT EXISTS
		(SELECT 1 FROM content c WHERE c.hash = p.hash)`), "0");
	const verified = run(["verify", "--db", db]);
	assert.equal(verified.status, 0, verified.stdout);
});

test("what_never_stood_in_a_record_is_dropped_after_a_day", async () => {
	const store = copyOf(db);
	const id = sql(store, "SELECT id FROM file ORDER BY id LIMIT 1");
	const copy = (name, day) => sql(store, `INSERT INTO file (id, seq, hash, name, type, bytes,
		sent_at) SELECT '${name}', seq, hash, 'x.txt', type, bytes, ${Date.now() - day * 86500000}
		FROM file WHERE id = '${id}'`);

	copy("01J0000000000000000000AAA0", 1);
	copy("01J0000000000000000000BBB0", 0);
	copy("01J0000000000000000000CCC0", 1);
	sql(store, `INSERT INTO record_draft (seq, field, account_id, base_version, text, written_at)
		SELECT seq, 'files', 'x', 1, '01J0000000000000000000CCC0', 1 FROM file WHERE id = '${id}'`);
	sql(store, `UPDATE file SET sent_at = 1 WHERE id = '${id}'`);
	const others = () => sql(store, "SELECT count(*) FROM file WHERE id NOT LIKE '01J000%'");
	const were = others(), own = await startServer(store, { env: { JALON_CHORES_MS: "50" } });
	const left = () => sql(store, "SELECT id FROM file WHERE id LIKE '01J000%' ORDER BY id");
	for (let i = 0; i < 100 && left().includes("AAA0"); i++)
		await new Promise((end) => setTimeout(end, 50));
	await own.stop();
	assert.equal(left(), "01J0000000000000000000BBB0\n01J0000000000000000000CCC0");
	assert.equal(others(), were);
});

test("backups_hold_files_and_verify_reads_each", async () => {
	const id = await begin("fra", "Backed up"), content = docx(["word/a.xml", "é".repeat(2000)]);
	const large = Buffer.alloc(900_000, "0123456789 abcdefghijklmnopqrstuvwxyz\n");

	await attached("fra", id, "letter.docx", content, "A letter");
	await attached("fra", id, "long.txt", large);
	const [{ url }, { url: longUrl, sha256 }] = await filesOf("fra", id);
	const { path } = backUp(db);
	for (const on of ["sqlite", ...engine === "postgres" ? ["postgres"] : []]) {
		const store = freshStore(on);
		assertRestored(restore(path, store));
		const own = await startServer(store), she = await signedIn(own.url, at("fra"));
		for (const [address, expected] of [[url, content], [longUrl, large]]) {
			const answer = await fetch(own.url + address, { headers: {
				Cookie: cookiesOf(she) } });
			assert.ok(Buffer.from(await answer.arrayBuffer()).equals(expected), on);
		}
		await own.stop();
	}
	const verified = run(["verify", "--db", db]);
	assert.equal(verified.status, 0, verified.stdout + verified.stderr);
	for (const [change, complaint] of [
		[`UPDATE content_piece SET bytes = (SELECT p.bytes FROM content_piece p
			WHERE p.hash = '${sha256}' AND p.position = 3)
			WHERE hash = '${sha256}' AND position = 1`,
		`content ${sha256}: it is not what was kept`],
		[`DELETE FROM content_piece WHERE hash = '${sha256}' AND position = 2`,
			`content ${sha256}: it is not what was kept`],
		[`DELETE FROM file_text WHERE 1 = 1; DELETE FROM file WHERE hash = '${sha256}'`,
			`practice ${id}: there is no file`],
		[`UPDATE file SET bytes = bytes + 1 WHERE hash = '${sha256}'`, "its size is not"],
	]) {
		const store = copyOf(db);
		sql(store, change);
		const done = run(["verify", "--db", store]);
		assert.equal(done.status, 1);
		assert.ok(done.stdout.includes(complaint), done.stdout);
	}
});

test("exports_name_files_and_take_them_back", async () => {
	const id = await published("fra", "Exported");

	assert.equal((await upload("sol", id, "a.txt", "exported", { reason: "More." })).status, 201);
	const [file] = await filesOf("fra", id);
	const csv = await (await fetch(`${server.url}/api/v1/practices?format=csv`)).text();
	assert.match(csv, new RegExp(`${file.id}\\r?\\n`));
	const jsonl = await (await fetch(`${server.url}/api/v1/practices?format=jsonl`)).text();
	assert.deepEqual(jsonl.trim().split("\n").map(JSON.parse).find((one) => one.id === id).files,
		[file]);
	const short = await nobody.get(`/files/${file.id}`);
	assert.deepEqual([short.status, short.location], [302, file.url]);
});
