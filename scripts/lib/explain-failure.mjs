/** Turns the failure of a command into a reason and a fix. */
import { statfs } from 'node:fs/promises';
import { run } from './processes.mjs';
import { SetupError } from './setup-error.mjs';

const again = 'start again; it continues where it stopped.';
const diskFull = /ENOSPC|EDQUOT|no space left|disk quota|disk is full/i;
const reasons = [
	[diskFull, 'the disk is full', `Free some space and ${again}`],
	[
		/EAI_AGAIN|ENOTFOUND|ENETUNREACH|EHOSTUNREACH|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ERR_SOCKET_TIMEOUT|ENOTCACHED/,
		'the package registry could not be reached',
		`Check the network and npm's registry and proxy settings, then ${again}`,
	],
	[/EADDRINUSE|already in use/, 'a port is in use', 'Stop the process that uses it, or choose another port.'],
	// The last pattern is how Node reports a folder that cannot be created on a read-only disk.
	[
		/EACCES|EPERM|EROFS|ENOENT: no such file or directory, mkdir/,
		'a file or folder cannot be written',
		`Allow your user to write there, then ${again}`,
	],
	[/spawn (\S+) ENOENT/, 'a command was not found', 'Install it, then start again.'],
];

/** @param {string} what such as `Installing the dependencies` @param {string} text of the error or the command's output @param {unknown} [cause] @returns {SetupError} */
export function explain(what, text, cause) {
	const [, reason, fix] = reasons.find(([pattern]) => pattern.test(text)) ?? [null, 'it failed', 'Read the lines above, then start again.'];
	return new SetupError(`${what} stopped: ${reason}.\n${lastLines(text)}`, fix, cause);
}

/** Detects only a full disk, for commands whose output mentions other faults, such as n8n with unreachable hosts. */
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

/** Prints a failure and its fix; the stack only for an unexpected error. */
export function printFailure(error) {
	console.error(`\n${error instanceof SetupError ? error.message : (error?.stack ?? error)}`);
	if (error?.fix) console.error(`fix: ${error.fix}`);
}

function lastLines(text) {
	return text.trim().split('\n').slice(-25).join('\n');
}
