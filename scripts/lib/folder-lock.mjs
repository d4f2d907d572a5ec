import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';

const touchMs = 5_000;
/** An owner that has not touched its lock for this long is dead, or its process id was reused. */
const staleMs = 60_000;

/**
 * Runs `work` while no other process holds the lock file; the lock of a dead process is taken over.
 * @template T
 * @param {string} file
 * @param {{ onWait?: (owner: string) => void, signal?: AbortSignal, pollMs?: number }} options
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(file, options, work) {
	const token = JSON.stringify({ pid: process.pid, host: hostname(), id: randomUUID() });
	await acquire(file, token, options);
	const touch = setInterval(() => void utimes(file, new Date(), new Date()).catch(() => undefined), touchMs);
	try {
		return await work();
	} finally {
		clearInterval(touch);
		await rm(file, { force: true });
	}
}

async function acquire(file, token, { onWait, signal, pollMs = 500 }) {
	let reported = false;
	for (;;) {
		signal?.throwIfAborted();
		try {
			return await writeFile(file, token, { flag: 'wx' });
		} catch (error) {
			if (error.code !== 'EEXIST') throw error;
		}
		const owner = await readOwner(file);
		if (owner && (await isStale(file, owner))) await remove(file, owner, token);
		else if (!reported) reported = (onWait?.(owner ?? 'another process'), true);
		await sleep(pollMs);
	}
}

async function readOwner(file) {
	return readFile(file, 'utf8').catch(() => undefined);
}

async function isStale(file, owner) {
	const touched = await stat(file).then(
		(entry) => entry.mtimeMs,
		() => Date.now(),
	);
	if (Date.now() - touched > staleMs) return true;
	const { pid, host } = parse(owner);
	return host === hostname() && !isAlive(pid);
}

/** Renamed first, because between reading and removing another process may have taken the lock over. */
async function remove(file, owner, token) {
	const aside = `${file}.${parse(token).id}`;
	const moved = await rename(file, aside).then(
		() => true,
		() => false,
	);
	if (!moved) return;
	if ((await readOwner(aside)) === owner) await rm(aside, { force: true });
	else await rename(aside, file);
}

function parse(text) {
	try {
		return JSON.parse(text);
	} catch {
		return {}; // The file is incomplete: only its age counts.
	}
}

function isAlive(pid) {
	try {
		return process.kill(pid, 0) && !isZombie(pid);
	} catch (error) {
		return error.code === 'EPERM';
	}
}

/** A dead process that its parent has not collected stays a zombie in a container without an init process. */
function isZombie(pid) {
	const file = `/proc/${pid}/stat`;
	return existsSync(file) && /\) Z /.test(readFileSync(file, 'utf8'));
}
