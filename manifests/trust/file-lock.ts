import { closeSync, openSync, rmSync, statSync, writeSync } from 'node:fs';

/** A lock that its owner left behind when it was killed is taken over after this long. */
const abandonedAfterMs = 15_000;
const waitStepMs = 5;

/** Takes a lock that all processes of this machine see; undefined while another holds it. The result lets go of it. */
export function tryLock(path: string): (() => void) | undefined {
	try {
		const file = openSync(path, 'wx', 0o600);
		writeSync(file, String(process.pid));
		closeSync(file);
		return () => rmSync(path, { force: true });
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
	}
	const status = statSync(path, { throwIfNoEntry: false });
	// The clock may have been set back since: a lock from the future is as old as one from the past.
	if (status !== undefined && Math.abs(Date.now() - status.mtimeMs) > abandonedAfterMs) rmSync(path, { force: true });
	return undefined;
}

/**
 * Does short work while no other process does it.
 * @throws Error when the lock cannot be had within `patienceMs`
 */
export function withLock<Result>(path: string, work: () => Result, patienceMs = 2_000): Result {
	const deadline = performance.now() + patienceMs;
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
