import { randomUUID } from 'node:crypto';
import { linkSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { isRunning } from '../../core/base/is-running';

/** Takes over a lock after this time if its owner cannot be checked, as on another machine with a shared folder. */
const abandonedAfterMs = 15_000;
const waitStepMs = 5;

/** Locks across all processes of this machine; undefined if taken. The result releases it. */
export function tryLock(path: string): (() => void) | undefined {
	const content = `${hostname()} ${process.pid} ${findStart(process.pid)} ${randomUUID()}`;
	try {
		writeFileSync(path, content, { flag: 'wx', mode: 0o600 });
		return () => {
			if (readIfThere(path) === content) rmSync(path, { force: true });
		};
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
	}
	const other = readIfThere(path);
	if (other !== undefined && isAbandoned(path, other)) removeLock(path, other);
	return undefined;
}

/** True if the owner process has ended. A living one keeps its lock, even when suspended. */
function isAbandoned(path: string, content: string): boolean {
	const [host, pid = '', start] = content.split(' ');
	if (host === hostname() && /^[1-9]\d{0,9}$/.test(pid)) return !isSameProcess(Number(pid), start);
	const status = statSync(path, { throwIfNoEntry: false });
	// The clock may have been set back, so a lock from the future counts like one from the past. An empty lock is being written.
	return status !== undefined && Math.abs(Date.now() - status.mtimeMs) > abandonedAfterMs;
}

/** Process ids are reused. The start time tells them apart. */
function isSameProcess(pid: number, start: string | undefined): boolean {
	if (!isRunning(pid)) return false;
	return start === undefined || start === '' || start === findStart(pid);
}

/** In ticks since boot (proc(5), field 22 of stat); empty on other systems. */
function findStart(pid: number): string {
	// The program's name, in parentheses, can contain spaces.
	return readIfThere(`/proc/${pid}/stat`)?.split(') ').at(-1)?.split(' ')[19] ?? '';
}

/** Restores the lock if another process has replaced it meanwhile. */
function removeLock(path: string, content: string): void {
	const moved = `${path}.${randomUUID()}`;
	try {
		renameSync(path, moved);
		if (readIfThere(moved) !== content) linkSync(moved, path);
	} catch (error) {
		const { code } = error as NodeJS.ErrnoException;
		if (code !== 'ENOENT' && code !== 'EEXIST') throw error;
	} finally {
		rmSync(moved, { force: true });
	}
}

function readIfThere(path: string): string | undefined {
	try {
		return readFileSync(path, 'utf8');
	} catch (error) {
		if (['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
		throw error;
	}
}

/** Does short work under the lock. @throws Error when the lock is not free within `timeoutMs` */
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
