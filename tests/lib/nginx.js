// nginx in front, with the configuration that docs/operator.md gives.

import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { Agent, get } from "node:https";
import { createServer } from "node:net";
import { join } from "node:path";
import { root, temporaryPath } from "./jalon.js";

export const HOST = "jalon.example";

export function freePort() {
	return new Promise((found) => {
		const server = createServer().listen(0, "127.0.0.1", () => {
			const { port } = server.address();
			server.close(() => found(port));
		});
	});
}

function makeCertificate(folder) {
	const done = spawnSync("openssl", ["req", "-x509", "-newkey", "rsa:2048", "-nodes",
		"-days", "2",
		"-subj", `/CN=${HOST}`, "-addext", `subjectAltName=DNS:${HOST}`,
		"-keyout", join(folder, "privkey.pem"), "-out", join(folder, "fullchain.pem")],
	{ encoding: "utf8" });
	assert.equal(done.status, 0, done.stderr);
}

function replaced(text, from, to) {
	assert.ok(text.includes(from), `docs/operator.md has ${from}`);
	return text.replaceAll(from, to);
}

// The text between ```nginx and ```, for these ports and that folder.
function documented(folder, port, ports) {
	let text = /^```nginx\n([^]*?)^```$/m.exec(
		readFileSync(join(root, "docs/operator.md"), "utf8"))[1];
	text = replaced(text, "listen 443 ", `listen 127.0.0.1:${port} `);
	text = replaced(text, "/etc/ssl/jalon/", `${folder}/`);
	ports.forEach((each, i) => {
		text = replaced(text, `127.0.0.1:${8081 + i}`, `127.0.0.1:${each}`);
	});
	return text;
}

function configuration(folder, port, ports) {
	const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
		.map((name) => `${name}_temp_path ${folder}/${name};`).join(" ");
	return `daemon off; pid ${folder}/nginx.pid; worker_processes 1;
${process.getuid() === 0 ? "user root;" : ""}
events { worker_connections 512; }
http {
access_log off; ${temporary}
${documented(folder, port, ports)}}
`;
}

async function isListening(server) {
	for (let i = 0; i < 200; i++) {
		if ((await server.ask("/healthz")).status) return;
		await new Promise((end) => setTimeout(end, 20));
	}
	assert.fail("nginx does not answer");
}

// nginx before the servers on these ports. ask(path): {status, text, etag, begun, ended}; status 0
// with `error`, when no whole answer came. stop() ends it.
export async function startNginx(ports) {
	const folder = temporaryPath("nginx"), port = await freePort();
	mkdirSync(folder);
	makeCertificate(folder);
	writeFileSync(join(folder, "nginx.conf"), configuration(folder, port, ports));
	const child = spawn("/usr/sbin/nginx", ["-p", folder, "-c", join(folder, "nginx.conf"), "-e",
		"stderr"], { stdio: ["ignore", "ignore", "pipe"] });
	const agent = new Agent({ keepAlive: true, maxSockets: 64,
		ca: readFileSync(join(folder, "fullchain.pem")), servername: HOST });
	let said = "";

	process.on("exit", () => child.kill("SIGTERM"));
	child.stderr.on("data", (text) => { said += text; });
	const server = {
		said: () => said,
		ask: (path) => new Promise((end) => {
			const begun = Date.now(), fail = (error) =>
				end({ status: 0, error: String(error), text: "", begun, ended: Date.now() });
			get({ agent, host: "127.0.0.1", port, path, headers: { Host: HOST } }, (answer) => {
				const parts = [];
				answer.on("data", (part) => parts.push(part));
				answer.on("error", fail);
				answer.on("end", () => end({ status: answer.statusCode, begun,
					ended: Date.now(), etag: answer.headers.etag,
					text: Buffer.concat(parts).toString() }));
			}).on("error", fail);
		}),
		stop: () => new Promise((end) => {
			agent.destroy();
			child.on("close", end);
			child.kill("SIGTERM");
		}),
	};
	await isListening(server);
	return server;
}
