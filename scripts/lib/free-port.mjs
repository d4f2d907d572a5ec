import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/**
 * Ports outside the ephemeral ranges: Linux assigns ports from 32768 on to outgoing connections, other systems from 49152 on. A connection
 * could take such a port before it is bound, or while a server restarts.
 */
const first = 10_240;
const end = 32_768;

/** Returns a free port of the loopback address. @returns {Promise<number>} */
export async function freePort() {
	for (let attempt = 0; attempt < 100; attempt += 1) {
		const port = randomInt(first, end);
		if (await isPortFree(port)) return port;
	}
	throw new Error(`None of a hundred ports between ${first} and ${end} of the loopback address is free.`);
}

/** Returns distinct free ports. @param {number} count @returns {Promise<number[]>} */
export async function freePorts(count) {
	const ports = new Set();
	while (ports.size < count) ports.add(await freePort());
	return [...ports];
}

/** @param {number} port @returns {Promise<boolean>} whether this process could listen on it */
export async function isPortFree(port) {
	const server = createServer();
	const free = await new Promise((resolve) => {
		server.once('error', () => resolve(false));
		server.listen(port, '127.0.0.1', () => resolve(true));
	});
	if (free) await new Promise((resolve) => server.close(resolve));
	return free;
}
