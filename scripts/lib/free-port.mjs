import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/**
 * Ports that no system gives by itself: Linux gives those from 32768 on to whoever connects, others from 49152 on. What is given so may be
 * taken by any connection between its being found free and its being bound, and again while a server is down that is to come back.
 */
const [first, end] = [10_240, 32_768];

/** A port of the loopback address that nothing listens on now. @returns {Promise<number>} */
export async function freePort() {
	for (let attempt = 0; attempt < 100; attempt += 1) {
		const port = randomInt(first, end);
		if (await isPortFree(port)) return port;
	}
	throw new Error(`None of a hundred ports between ${first} and ${end} of the loopback address is free.`);
}

/** They differ. @param {number} count @returns {Promise<number[]>} */
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
