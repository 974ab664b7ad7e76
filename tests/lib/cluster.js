// A PostgreSQL of a test's own, which it may stop.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chownSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

const VERSIONS = "/usr/lib/postgresql";

function programs() {
	const newest = readdirSync(VERSIONS).sort((a, b) => Number(a) - Number(b)).at(-1);
	return join(VERSIONS, newest, "bin");
}

function freePort() {
	return new Promise((found) => {
		const server = createServer().listen(0, "127.0.0.1", () => {
			const { port } = server.address();
			server.close(() => found(port));
		});
	});
}

function accountId(flag) {
	return Number(spawnSync("id", [flag, "postgres"], { encoding: "utf8" }).stdout);
}

const isRoot = process.getuid() === 0;

function asPostgres(program, ...args) {
	const command = [join(programs(), program), ...args];
	const done = isRoot ? spawnSync("runuser", ["-u", "postgres", "--", ...command], quiet())
		: spawnSync(command[0], command.slice(1), quiet());
	assert.equal(done.status, 0, `${program}: ${done.stderr}`);
}

const quiet = () => ({ encoding: "utf8", cwd: "/", stdio: ["ignore", "ignore", "pipe"] });

// {url, restart(), stop()}: durable, as an operator would run it.
export async function startCluster() {
	const folder = mkdtempSync(join(tmpdir(), "jalon-cluster-"));
	const port = await freePort(), data = join(folder, "data");

	if (isRoot) chownSync(folder, accountId("-u"), accountId("-g"));
	asPostgres("initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8",
		"--locale=C", "--no-sync");
	const control = (...args) => asPostgres("pg_ctl", "-D", data, "-w", "-s",
		"-l", join(folder, "log"), ...args);
	control("start", "-o", `-p ${port} -c listen_addresses=127.0.0.1 \
		-c unix_socket_directories=${folder} -c max_connections=100`);
	return {
		url: `postgresql://postgres@127.0.0.1:${port}/postgres`,
		restart: (mode = "fast") => control("restart", "-m", mode),
		stop() {
			control("stop", "-m", "immediate");
			rmSync(folder, { recursive: true, force: true });
		},
	};
}
