import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { createFolder } from '../../core/base/create-folder';
import { getErrorMessage, TroupeError } from '../../core/base/errors';
import { type Clock, systemClock } from '../../core/ports/host';
import { writeAtomically } from '../write-file';
import { tryLock, withLock } from './file-lock';
import { areSameMarks, dropOldSources, empty, isSameRoot, merge, readIfThere, readState, type Marks, type State } from './high-water-state';
import type { AcceptedRoot } from './root/root-demand';

/** Interval of time writes: the max gain of a clock that is set back. */
const timeStepMs = 60_000;
/** Delay after another process had the lock: it may have noted something other than the time. */
const nextTryMs = 1_000;

/** Accepted documents, in `<home>/high-water.json`, shared by all processes. Values never decrease, except by `forgetMarks`. */
export class HighWater {
	readonly #home: string;
	#unsaved = empty();
	#problem?: string;
	/** Earliest next time write, in milliseconds since the epoch. */
	#noteTimeFrom = -Infinity;

	/** @param readOnly writes nothing: new marks hold for this process only */
	constructor(
		home: string,
		private readonly readOnly = false,
	) {
		this.#home = home;
	}

	/** Returns the time for decisions: setting the clock back does not revive expired documents. @throws TroupeError MANIFEST_INVALID */
	now(clockMs: number): number {
		return Math.max(clockMs, this.#state().lastSeen);
	}

	/** @throws TroupeError MANIFEST_INVALID when the file cannot be read: unreadable marks are not the same as no marks */
	marks(source: string): Marks {
		return this.#state().sources[source] ?? {};
	}

	/** @throws TroupeError MANIFEST_INVALID */
	sources(prefix: string): string[] {
		return Object.keys(this.#state().sources).filter((source) => source.startsWith(prefix));
	}

	/** The best kind of root accepted so far. @throws TroupeError MANIFEST_INVALID */
	acceptedRoot(): AcceptedRoot {
		const { root = {}, sources } = this.#state();
		return {
			...root,
			pinned: root.pinned || Object.entries(sources).some(([source, marks]) => source.startsWith('pinned ') && marks.root),
		};
	}

	/** Never decreases. If the disk is not writable, holds for this process only. */
	noteRoot(root: AcceptedRoot): void {
		const state = this.#state();
		const next = merge(state, { ...empty(), root });
		if (isSameRoot(state.root, next.root)) return;
		this.#save(next, () => undefined);
	}

	/** For comparison with the next snapshot; null if missing. */
	acceptedSnapshot(source: string): Buffer | null {
		const mark = this.marks(source).snapshot;
		if (mark === undefined) return null;
		const bytes = readIfThere(acceptedFile(this.#home, source));
		return bytes !== null && createHash('sha256').update(bytes).digest('hex') === mark.sha256 ? bytes : null;
	}

	/** If the disk is not writable, `problem` says why, and the marks hold for this process only. */
	advance(source: string, accepted: Marks & { snapshotToken?: Uint8Array }, nowMs: number): void {
		const { snapshotToken, ...marks } = accepted;
		const state = this.#state();
		const next = merge(state, { version: 1, lastSeen: nowMs, sources: { [source]: { ...marks, at: nowMs } } });
		if (areSameMarks(state.sources[source], next.sources[source]) && nowMs - state.lastSeen < timeStepMs) return;
		this.#save(next, (merged) => {
			// Token first: a mark without its token could not be compared.
			const takesOver = merged.sources[source]?.snapshot?.sha256 === marks.snapshot?.sha256;
			if (snapshotToken !== undefined && takesOver)
				writeAtomically(acceptedFile(this.#home, source), Buffer.from(snapshotToken).toString('latin1'), 0o600);
		});
	}

	#save(next: State, writeFirst: (merged: State) => void): void {
		if (this.readOnly) {
			this.#unsaved = merge(this.#unsaved, next);
			return;
		}
		try {
			createFolder(this.#home, 0o700);
			withLock(`${this.#file}.lock`, () => {
				const merged = merge(this.#state(), next);
				writeFirst(merged);
				writeAtomically(this.#file, `${JSON.stringify(dropOldSources(merged))}\n`, 0o600);
			});
			this.#unsaved = empty();
			this.#problem = undefined;
		} catch (error) {
			this.#unsaved = merge(this.#unsaved, next);
			this.#problem = this.#describeWriteFault(error);
		}
	}

	/**
	 * Notes a decision based on verified documents. Writes at most once a minute for all processes, and never waits. Does nothing without marks: a
	 * person reset them or nothing was accepted yet; the next verification creates them.
	 */
	noteTime(nowMs: number): void {
		if (this.readOnly || nowMs < this.#noteTimeFrom) return;
		this.#noteTimeFrom = nowMs + timeStepMs;
		try {
			const { lastSeen } = readState(this.#file);
			if (lastSeen === 0) return;
			if (nowMs - lastSeen < timeStepMs) this.#noteTimeFrom = lastSeen + timeStepMs;
			else if (!this.#writeTime(nowMs)) this.#noteTimeFrom = nowMs + nextTryMs;
		} catch (error) {
			this.#unsaved = merge(this.#unsaved, { ...empty(), lastSeen: nowMs });
			this.#problem = this.#describeWriteFault(error);
		}
	}

	/**
	 * Notes an expired snapshot, so that setting the clock back does not revive it. Notes its end, not the clock's time, which could be far ahead by
	 * mistake and refuse the next snapshot too.
	 */
	noteExpired(endMs: number): void {
		if (this.readOnly) return;
		try {
			const { lastSeen } = readState(this.#file);
			if (lastSeen !== 0 && lastSeen < endMs) this.#writeTime(endMs);
		} catch (error) {
			this.#unsaved = merge(this.#unsaved, { ...empty(), lastSeen: endMs });
			this.#problem = this.#describeWriteFault(error);
		}
	}

	#writeTime(nowMs: number): boolean {
		const release = tryLock(`${this.#file}.lock`);
		if (release === undefined) return false;
		try {
			const state = readState(this.#file);
			const forgotten = state.lastSeen === 0;
			if (!forgotten) writeAtomically(this.#file, `${JSON.stringify(merge(state, { ...empty(), lastSeen: nowMs }))}\n`, 0o600);
			return true;
		} finally {
			release();
		}
	}

	/** Why the marks hold for this process only. For people. */
	get problem(): string | undefined {
		return this.#problem;
	}

	/** Continues when the system clock is set back. The trust store refuses unreadable marks. */
	clock(wall: Clock = systemClock): Clock {
		let start: { ms: number; at: number } | undefined;
		const begin = () => ({ ms: Math.max(wall.now(), this.#lastSeenIfReadable()), at: performance.now() });
		return {
			now: () => {
				start ??= begin();
				return Math.max(wall.now(), Math.floor(start.ms + performance.now() - start.at));
			},
		};
	}

	#lastSeenIfReadable(): number {
		try {
			return this.#state().lastSeen;
		} catch (error) {
			if (error instanceof TroupeError) return 0;
			throw error;
		}
	}

	#describeWriteFault(error: unknown): string {
		return `${this.#file} cannot be written (${getErrorMessage(error)}), so accepted documents are forgotten after a restart`;
	}

	get #file(): string {
		return highWaterFile(this.#home);
	}

	#state(): State {
		return merge(readState(this.#file), this.#unsaved);
	}
}

export const highWaterFile = (home: string): string => join(home, 'high-water.json');
const acceptedFolder = (home: string) => join(home, 'accepted-snapshots');
const acceptedFile = (home: string, source: string) =>
	join(acceptedFolder(home), `${createHash('sha256').update(source).digest('hex').slice(0, 32)}.jwt`);

/** Latest change first. @throws TroupeError MANIFEST_INVALID */
export function listMarks(home: string): { file: string; lastSeen: number; sources: Array<Marks & { source: string; at: number }> } {
	const file = highWaterFile(home);
	const { lastSeen, sources } = readState(file);
	const marks = Object.entries(sources).map(([source, mark]) => ({ source, ...mark }));
	return { file, lastSeen, sources: marks.sort((one, other) => other.at - one.at) };
}

/**
 * For people, after restoring an older trust folder or registry backup, or after the clock was far ahead. Running processes keep their clock until
 * restarted.
 */
export function forgetMarks(home: string): { file: string; sources: string[] } {
	const file = highWaterFile(home);
	let sources: string[] = [];
	try {
		sources = Object.keys(readState(file).sources);
	} catch (error) {
		if (!(error instanceof TroupeError)) throw error; // An unreadable file is also deleted.
	}
	rmSync(file, { force: true });
	rmSync(acceptedFolder(home), { recursive: true, force: true });
	return { file, sources };
}
