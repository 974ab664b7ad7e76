// A server over the shipped records, and a connection to it, for all tests of the file that imports
// this: each file is a process of its own.

import { after, before } from "node:test";
import { initialisedStore, keepAlive, startServer } from "./jalon.js";

export let server, connection;

before(async () => {
	server = await startServer(initialisedStore());
	connection = await keepAlive(server.port);
});

after(async () => {
	connection.close();
	await server.stop();
});
