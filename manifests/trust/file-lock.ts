import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';

/** A lock whose owner cannot be checked, on another machine that shares the folder, is taken over after this time. */
const abandonedAfterMs = 15_000;
const waitStepMs = 5;

/** Takes a lock that all processes of this machine see; undefined while another holds it. The result releases it. */
export function tryLock(path: string): (() => void) | undefined {
	try {
		writeFileSync(path, owner, { flag: 'wx', mode: 0o600 });
		return () => rmSync(path, { force: true });
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
	}
	if (isAbandoned(path)) rmSync(path, { force: true });
	return undefined;
}

const owner = `${hostname()} ${process.pid}`;

/** Returns whether the process that held the lock was killed. */
function isAbandoned(path: string): boolean {
	const status = statSync(path, { throwIfNoEntry: false });
	if (status === undefined) return false;
	// The clock may have been set back since, so a lock from the future is treated like one from the past.
	if (Math.abs(Date.now() - status.mtimeMs) > abandonedAfterMs) return true;
	try {
		const [host, pid] = readFileSync(path, 'utf8').split(' ');
		// A lock that is still empty is being written.
		if (host !== hostname() || !Number.isSafeInteger(Number(pid)) || Number(pid) <= 0) return false;
		process.kill(Number(pid), 0);
		return false;
	} catch (error) {
		return (error as NodeJS.ErrnoException).code === 'ESRCH';
	}
}

/**
 * Does short work while no other process does it.
 * @throws Error when the lock is not free within `timeoutMs`
 */
export function withLock<Result>(path: string, work: () => Result, timeoutMs = 2_000): Result {
	const deadline = performance.now() + timeoutMs;
	const pause = new Int32Array(new SharedArrayBuffer(4));
	for (;;) {
		const release = tryLock(path);
		if (release !== undefined) {
			try {
				return work();
			} finally {
				release();
			}
		}
		if (performance.now() >= deadline) throw new Error(`${path} is held by another process`);
		Atomics.wait(pause, 0, 0, waitStepMs);
	}
}
