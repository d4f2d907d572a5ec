/** Turns what stopped a command into a reason a person knows and something to do about it. */
import { statfs } from 'node:fs/promises';
import { run } from './processes.mjs';
import { SetupError } from './setup-error.mjs';

const again = 'start again: it goes on where it stopped.';
const diskFull = /ENOSPC|EDQUOT|no space left|disk quota|disk is full/i;
const reasons = [
	[diskFull, 'the disk is full', `Free some space and ${again}`],
	[
		/EAI_AGAIN|ENOTFOUND|ENETUNREACH|EHOSTUNREACH|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ERR_SOCKET_TIMEOUT|ENOTCACHED/,
		'the package registry could not be reached',
		`Check the network and npm's registry and proxy settings, then ${again}`,
	],
	[/EADDRINUSE|already in use/, 'a port is in use', 'Stop what listens there, or choose another port.'],
	// The last is how Node reports a folder that it cannot make on a read-only disk.
	[
		/EACCES|EPERM|EROFS|ENOENT: no such file or directory, mkdir/,
		'a file or folder may not be written',
		`Give your user the right to write there, then ${again}`,
	],
	[/spawn (\S+) ENOENT/, 'a command was not found', 'Install it, then start again.'],
];

/** @param {string} what such as `Installing the dependencies` @param {string} text of the error or the command's output @param {unknown} [cause] @returns {SetupError} */
export function explain(what, text, cause) {
	const [, reason, fix] = reasons.find(([pattern]) => pattern.test(text)) ?? [null, 'it failed', 'Read the lines above, then start again.'];
	return new SetupError(`${what} stopped: ${reason}.\n${lastLines(text)}`, fix, cause);
}

/** The same for a command whose output speaks of much else, such as n8n's of the hosts that it misses: a full disk alone is told from it. */
export function explainDisk(what, text, fix = 'Read the lines above, then start again.') {
	return diskFull.test(text) ? explain(what, text) : new SetupError(`${what} stopped: it failed.\n${lastLines(text)}`, fix);
}

/** Runs a command to its end. @throws {SetupError} with the reason and the last lines of its output */
export async function mustRun(what, command, args, options) {
	const { code, output, tail } = await run(command, args, options);
	options?.signal?.throwIfAborted();
	if (code !== 0) throw explain(what, tail);
	return output;
}

/** @throws {SetupError} before a disk fills up halfway */
export async function assertSpace(folder, gigabytes, what) {
	const { bavail, bsize } = await statfs(folder);
	const free = (bavail * bsize) / 1e9;
	if (free >= gigabytes) return;
	throw new SetupError(
		`${what} needs about ${gigabytes} GB; the disk of ${folder} has ${free.toFixed(1)} GB free.`,
		`Free some space, then ${again}`,
	);
}

/** Prints a failure the way a person needs it; the stack only of one that nobody foresaw. */
export function printFailure(error) {
	console.error(`\n${error instanceof SetupError ? error.message : (error?.stack ?? error)}`);
	if (error?.fix) console.error(`What to do: ${error.fix}`);
}

function lastLines(text) {
	return text.trim().split('\n').slice(-25).join('\n');
}
