/** Stores the process groups of this start on disk. A killed start cannot stop them, so the next one does. */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { endLeftover } from '../lib/leftovers.mjs';
import { isPortFree } from '../lib/free-port.mjs';
import { SetupError } from '../lib/setup-error.mjs';

/** @param {string} home @param {number} pid of the group's leader @param {string} marker that its command line holds */
export function rememberService(home, pid, marker) {
	writeFileSync(file(home), JSON.stringify([...read(home), { pid, marker }]));
}

export function forgetServices(home) {
	rmSync(file(home), { force: true });
}

/** @param {{ home: string, progress: (line: string) => void }} options */
export async function stopLeftovers({ home, progress }) {
	for (const { pid, marker } of read(home)) {
		if (endLeftover(pid, marker)) progress(`Stopped process ${pid}, left over from a killed start`);
	}
	forgetServices(home);
}

/** Passes `start` a signal for the startup only. Afterwards services are stopped in order. */
export async function whileStarting(signal, start) {
	signal.throwIfAborted();
	const starting = new AbortController();
	const abort = () => starting.abort(new Error('Stopped during startup.'));
	signal.addEventListener('abort', abort);
	try {
		return await start(starting.signal);
	} finally {
		signal.removeEventListener('abort', abort);
	}
}

/** Returns the requested port, which must be free; otherwise the default one, or the next free one. */
export async function choosePort(name, requested, usual, progress) {
	if (requested !== undefined) {
		if (await isPortFree(requested)) return requested;
		throw new SetupError(`Port ${requested} for ${name} is in use.`, 'Stop the process that uses it, or choose another port.');
	}
	for (let port = usual; port < usual + 100; port++) {
		if (!(await isPortFree(port))) continue;
		if (port !== usual) progress(`${name}: port ${usual} is in use, using ${port}`);
		return port;
	}
	throw new SetupError(
		`No port from ${usual} to ${usual + 99} is free for ${name}.`,
		'Choose a port: see the options in scripts/start.mjs.',
	);
}

function read(home) {
	if (!existsSync(file(home))) return [];
	try {
		return JSON.parse(readFileSync(file(home), 'utf8'));
	} catch {
		return []; // cut while it was written
	}
}

function file(home) {
	return join(home, 'services.json');
}
