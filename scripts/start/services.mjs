/** The process groups that this start began, on disk: a start that was killed outright could not stop them, so the next one does. */
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
		if (endLeftover(pid, marker)) progress(`Stopped process ${pid}, left over by a start that was killed`);
	}
	forgetServices(home);
}

/** Gives `start` a signal that is heard while it starts: afterwards services are stopped in order, not cut off. */
export async function whileStarting(signal, start) {
	signal.throwIfAborted();
	const starting = new AbortController();
	const abort = () => starting.abort(new Error('Stopped while it started.'));
	signal.addEventListener('abort', abort);
	try {
		return await start(starting.signal);
	} finally {
		signal.removeEventListener('abort', abort);
	}
}

/** The port asked for, which must be free; or the default one, or the next one that is. */
export async function choosePort(name, asked, usual, progress) {
	if (asked !== undefined) {
		if (await isPortFree(asked)) return asked;
		throw new SetupError(`Port ${asked}, wanted for ${name}, is in use.`, 'Stop what listens there, or choose another port.');
	}
	for (let port = usual; port < usual + 100; port++) {
		if (!(await isPortFree(port))) continue;
		if (port !== usual) progress(`${name}: port ${usual} is in use, taking ${port}`);
		return port;
	}
	throw new SetupError(
		`No port from ${usual} to ${usual + 99} is free for ${name}.`,
		'Choose one yourself: see the options in scripts/start.mjs.',
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
