// As whom the server runs, and what it has given up when it serves.

import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { chmodSync, chownSync, copyFileSync, mkdtempSync, readFileSync, readdirSync, rmSync,
	statSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { after, test } from "node:test";
import { apartFromInvitation, engine, executable, freshStore, initialisedStore, run, startServer,
	temporaryPath }
	from "../lib/jalon.js";

const isRoot = process.getuid() === 0;
const asRoot = { skip: isRoot ? false : "only root can become another" };
const nobody = { name: "nobody", uid: idOf("-u"), gid: idOf("-g") };

function idOf(which) {
	return Number(spawnSync("id", [which, "nobody"], { encoding: "utf8" }).stdout);
}

// A folder that is nobody's, where root's own would shut him out.
const folder = mkdtempSync(join(tmpdir(), "jalon-nobody-"));
if (isRoot) chownSync(folder, nobody.uid, nobody.gid);
chmodSync(folder, 0o755);
after(() => rmSync(folder, { recursive: true, force: true }));

// A database that nobody owns, with the options that say so.
let n_stores = 0;
function nobodysStore() {
	const db = engine === "sqlite" ? `sqlite:${folder}/${++n_stores}.db` : freshStore();
	const done = run(["init", "--bare", "--db", db, "--user", nobody.name]);
	assert.deepEqual([done.status, done.stderr], [0, ""]);
	return db;
}

// A server of one, with a key that is nobody's too.
function serveNobodys({ args = [], ...options }) {
	return startServer(nobodysStore(),
		{ args: [...args, "--key-file", `${folder}/jalon.key`], ...options });
}

// What the kernel says of the process: {Uid: "0 0 0 0", Seccomp: "2", ...}.
function statusOf(pid) {
	const lines = readFileSync(`/proc/${pid}/status`, "utf8").trim().split("\n");
	return Object.fromEntries(lines.map((line) => {
		const [name, ...values] = line.split(/:?\s+/);
		return [name, values.join(" ")];
	}));
}

async function assertServes(server) {
	for (const path of ["/healthz", "/en/practices", "/api/v1/practices?format=csv",
		"/api/v1/practices?format=xlsx"])
		assert.equal((await fetch(server.url + path)).status, 200, path);
}

// ---- the user

test("started_as_root_it_says_so", asRoot, async () => {
	const server = await startServer(initialisedStore("--bare"));
	assert.match((await server.stop()).stderr, /root.*--user NAME/);
});

test("user_takes_rootness_away_for_good", asRoot, async () => {
	const server = await serveNobodys({ args: ["--user", nobody.name] });
	const status = statusOf(server.pid);

	assert.equal(status.Uid, Array(4).fill(nobody.uid).join(" "));
	assert.equal(status.Gid, Array(4).fill(nobody.gid).join(" "));
	assert.ok(!status.Groups.split(" ").includes("0"), status.Groups);
	for (const set of ["CapPrm", "CapEff", "CapAmb"]) assert.match(status[set], /^0+$/, set);
	await assertServes(server);
	assert.equal(apartFromInvitation((await server.stop()).stderr), "");
});

test("user_may_be_named_by_the_environment", asRoot, async () => {
	const server = await serveNobodys({ env: { JALON_USER: nobody.name } });
	assert.equal(statusOf(server.pid).Uid.split(" ")[0], String(nobody.uid));
	await server.stop();
});

test("files_are_made_as_the_user", { skip: asRoot.skip || engine !== "sqlite" }, async () => {
	const server = await serveNobodys({ args: ["--user", nobody.name] });
	const names = readdirSync(folder).filter((name) => name.startsWith(`${n_stores}.db`));

	assert.ok(names.length > 1, "no log is beside the file");
	for (const name of names) assert.equal(statSync(join(folder, name)).uid, nobody.uid, name);
	await server.stop();
});

// One below 1024 that nobody listens at.
async function reservedPort() {
	for (let port = 1023; port > 600; port--) {
		const probe = createServer();
		const isFree = await new Promise((tell) => {
			probe.once("error", () => tell(false));
			probe.listen(port, "127.0.0.1", () => probe.close(() => tell(true)));
		});
		if (isFree) return port;
	}
	throw new Error("no reserved port is free");
}

test("a_port_kept_for_root_is_bound_before_rootness_goes", asRoot, async () => {
	const port = await reservedPort();
	const server = await serveNobodys(
		{ args: ["--user", nobody.name, "--listen", `127.0.0.1:${port}`] });

	assert.equal(server.port, port);
	assert.equal(statusOf(server.pid).Uid.split(" ")[0], String(nobody.uid));
	await assertServes(server);
	await server.stop();
});

function assertRefused(done, says) {
	assert.equal(done.status, 1, done.stdout + done.stderr);
	assert.equal(done.stdout, "");
	assert.match(done.stderr, says);
}

test("a_user_who_is_none_or_is_root_is_refused", () => {
	const serve = ["serve", "--db", initialisedStore("--bare"), "--listen", "127.0.0.1:0"];
	assertRefused(run([...serve, "--user", "no-such-user"]), /“no-such-user”/);
	assertRefused(run([...serve, "--user", "root"]), /“root” is root/);
	assertRefused(run(["init", "--db", freshStore(), "--user", "no-such-user"]), /no-such-user/);
});

test("a_store_that_the_user_may_not_open_is_refused",
	{ skip: asRoot.skip || engine !== "sqlite" }, () => {
		assertRefused(run(["serve", "--db", initialisedStore("--bare"), "--listen", "127.0.0.1:0",
			"--user", nobody.name]), /open/);
	});

// Jalon run by nobody, from a copy that he can reach.
function nobodyStarts(args) {
	const copy = join(folder, "jalon");
	copyFileSync(executable, copy);
	chmodSync(copy, 0o755);
	return spawn(copy, args, { uid: nobody.uid, gid: nobody.gid, cwd: folder,
		env: { ...process.env, LC_ALL: "C.UTF-8" } });
}

function ended(child) {
	const end = { stdout: "", stderr: "" };
	for (const name of ["stdout", "stderr"])
		child[name].on("data", (part) => { end[name] += part; });
	return new Promise((done) => child.on("close", (status) => done({ ...end, status })));
}

test("only_root_can_become_another", asRoot, async () => {
	const db = nobodysStore();
	const done = await ended(nobodyStarts(
		["serve", "--db", db, "--listen", "127.0.0.1:0", "--user", "daemon"]));
	assertRefused(done, /only root can become “daemon”/);
});

test("who_is_the_user_already_is_served_without_a_word", asRoot, async () => {
	const child = nobodyStarts(
		["serve", "--db", nobodysStore(), "--listen", "127.0.0.1:0", "--user", nobody.name]);
	const end = ended(child);

	child.stdout.once("data", () => child.kill("SIGTERM"));
	const { status, stdout, stderr } = await end;
	assert.match(stdout, /^jalon: listening on /);
	assert.deepEqual([status, apartFromInvitation(stderr)], [0, ""]);
});

// ---- calls of the system

async function filtersOf(options) {
	const server = await startServer(initialisedStore("--bare"), options);
	const { Seccomp, NoNewPrivs } = statusOf(server.pid);
	const threads = readdirSync(`/proc/${server.pid}/task`)
		.map((id) => statusOf(`${server.pid}/task/${id}`).Seccomp);

	await assertServes(server);
	await server.stop();
	assert.deepEqual(new Set(threads), new Set([Seccomp]), "threads differ");
	return [Seccomp, NoNewPrivs];
}

test("calls_are_given_up_unless_one_says_otherwise", async () => {
	const on = ["2", "1"], off = ["0", "0"];
	assert.deepEqual(await filtersOf({}), on);
	assert.deepEqual(await filtersOf({ env: { JALON_SECCOMP: "on" } }), on);
	assert.deepEqual(await filtersOf({ env: { JALON_SECCOMP: "" } }), on);
	assert.deepEqual(await filtersOf({ env: { JALON_SECCOMP: "off" } }), off);
	assert.deepEqual(await filtersOf({ args: ["--no-seccomp"] }), off);
});

test("neither_on_nor_off_is_wrong_usage", () => {
	const done = run(["serve", "--db", freshStore()], { env: { JALON_SECCOMP: "perhaps" } });
	assert.equal(done.status, 2);
	assert.match(done.stderr, /JALON_SECCOMP.*perhaps/);
});

// ---- the service manager

// One that listens as systemd does, and writes a line for each message.
const MANAGER = `
import socket, sys
s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
s.bind(sys.argv[1].replace("@", chr(0), 1))
print("bound", flush=True)
while True: print(s.recv(1000).decode(), flush=True)`;

// A manager at `address`: next() is the next line that it writes.
function startManager(address) {
	const child = spawn("python3", ["-c", MANAGER, address]);
	const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();

	return { next: async () => (await lines.next()).value, end: () => child.kill() };
}

test("a_service_manager_is_told_when_it_is_ready_and_when_it_stops", async () => {
	for (const address of [temporaryPath("notify"), `@jalon-test-${process.pid}`]) {
		const manager = startManager(address);
		assert.equal(await manager.next(), "bound");
		const server = await startServer(
			initialisedStore("--bare"), { env: { NOTIFY_SOCKET: address } });
		assert.equal(await manager.next(), "READY=1");
		await assertServes(server);
		await server.stop();
		assert.equal(await manager.next(), "STOPPING=1");
		manager.end();
	}
});
