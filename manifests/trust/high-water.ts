import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf, TroupeError } from '../../core/base/errors';
import { systemClock, type Clock } from '../../core/ports';
import { writeWhole } from '../write-file';
import { tryLock, withLock } from './file-lock';
import { refusal } from '../refusal';

/** The newest that was accepted of one source of trust. Whatever is older is refused from then on, also after a restart. */
interface Marks {
	root?: { version: number; /** Of the payload, hex. */ sha256: string };
	snapshot?: SnapshotMark;
}

export interface SnapshotMark {
	version: number;
	/** Of the token, hex. */
	sha256: string;
	/** Who signed it, under which edition of the root: once that key is trusted no more, the mark is no evidence (TUF specification, section 5.3.11). */
	keyId: string;
	rootVersion: number;
}

interface State {
	version: 1;
	/** Milliseconds since the epoch: the latest time at which something was decided. */
	lastSeen: number;
	sources: Record<string, Marks & { at: number }>;
}

const maximumSources = 200;
const maximumBytes = 1024 * 1024;
/** The time is written down this often: a clock set back gains no more than that. */
const timeStepMs = 60_000;
/** Another process had the lock: it may have been noting something else than the time. */
const nextTryMs = 1_000;

const empty = (): State => ({ version: 1, lastSeen: 0, sources: {} });

/** What this machine has seen, kept in `<home>/high-water.json`. All processes share it; nothing in it ever falls, but by `forgetMarks`. */
export class HighWater {
	readonly #home: string;
	/** What could not be written, so that it holds in this process at least. */
	#unsaved = empty();
	#problem?: string;
	/** Milliseconds since the epoch: before that, nothing is to be written down of the time. */
	#noteTimeFrom = -Infinity;

	constructor(home: string) {
		this.#home = home;
	}

	/** The time to decide by: a clock that was set back does not bring back what has expired. @throws TroupeError MANIFEST_INVALID */
	now(clockMs: number): number {
		return Math.max(clockMs, this.#state().lastSeen);
	}

	/** @throws TroupeError MANIFEST_INVALID when the file cannot be read: no marks and unreadable marks are not the same */
	marks(source: string): Marks {
		return this.#state().sources[source] ?? {};
	}

	/** The names of all that were noted and begin like this. @throws TroupeError MANIFEST_INVALID */
	sources(prefix: string): string[] {
		return Object.keys(this.#state().sources).filter((source) => source.startsWith(prefix));
	}

	/** The token of the last accepted snapshot, to compare the next one with; null when it is not there. */
	acceptedSnapshot(source: string): Buffer | null {
		const mark = this.marks(source).snapshot;
		if (mark === undefined) return null;
		const bytes = readIfThere(acceptedFile(this.#home, source));
		return bytes !== null && createHash('sha256').update(bytes).digest('hex') === mark.sha256 ? bytes : null;
	}

	/** Notes what was accepted, and when. A disk that takes no more is told of in `problem`; the marks then hold for this process. */
	advance(source: string, accepted: Marks & { snapshotToken?: Uint8Array }, nowMs: number): void {
		const { snapshotToken, ...marks } = accepted;
		const state = this.#state();
		const next = merge(state, { version: 1, lastSeen: nowMs, sources: { [source]: { ...marks, at: nowMs } } });
		if (sameMarks(state.sources[source], next.sources[source]) && nowMs - state.lastSeen < timeStepMs) return;
		try {
			mkdirSync(this.#home, { recursive: true });
			withLock(`${this.#file}.lock`, () => {
				const merged = merge(this.#state(), next);
				// The token first: a mark without it would compare nothing.
				const takesOver = merged.sources[source]?.snapshot?.sha256 === marks.snapshot?.sha256;
				if (snapshotToken !== undefined && takesOver)
					writeWhole(acceptedFile(this.#home, source), Buffer.from(snapshotToken).toString('latin1'), 0o600);
				writeWhole(this.#file, `${JSON.stringify(bounded(merged))}\n`, 0o600);
			});
			this.#unsaved = empty();
			this.#problem = undefined;
		} catch (error) {
			this.#unsaved = merge(this.#unsaved, next);
			this.#problem = this.#unwritten(error);
		}
	}

	/**
	 * Notes that something was decided now, by what was verified before: once a minute, of whatever processes, and never waiting for another.
	 * Where there are no marks, people forgot them or nothing was accepted, and the next verification begins them.
	 */
	noteTime(nowMs: number): void {
		if (nowMs < this.#noteTimeFrom) return;
		this.#noteTimeFrom = nowMs + timeStepMs;
		try {
			const { lastSeen } = readState(this.#file);
			if (lastSeen === 0) return;
			// Another process did, or the verification.
			if (nowMs - lastSeen < timeStepMs) this.#noteTimeFrom = lastSeen + timeStepMs;
			else if (!this.#writeTime(nowMs)) this.#noteTimeFrom = nowMs + nextTryMs;
		} catch (error) {
			this.#unsaved = merge(this.#unsaved, { ...empty(), lastSeen: nowMs });
			this.#problem = this.#unwritten(error);
		}
	}

	/** Says whether the lock was to be had. */
	#writeTime(nowMs: number): boolean {
		const release = tryLock(`${this.#file}.lock`);
		if (release === undefined) return false;
		try {
			const state = readState(this.#file);
			const forgotten = state.lastSeen === 0;
			if (!forgotten) writeWhole(this.#file, `${JSON.stringify(merge(state, { ...empty(), lastSeen: nowMs }))}\n`, 0o600);
			return true;
		} finally {
			release();
		}
	}

	/** For people: why the marks hold for this process only. */
	get problem(): string | undefined {
		return this.#problem;
	}

	/** A clock for decisions: it goes on while the wall's is set back. Marks that cannot be read are for the trust store to refuse. */
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

	#unwritten(error: unknown): string {
		return `${this.#file} cannot be written (${messageOf(error)}), so a restart forgets what was accepted`;
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

/** Every mark, the last one that rose first. @throws TroupeError MANIFEST_INVALID */
export function listMarks(home: string): { file: string; lastSeen: number; sources: Array<Marks & { source: string; at: number }> } {
	const file = highWaterFile(home);
	const { lastSeen, sources } = readState(file);
	const marks = Object.entries(sources).map(([source, mark]) => ({ source, ...mark }));
	return { file, lastSeen, sources: marks.sort((one, other) => other.at - one.at) };
}

/**
 * Forgets every mark and the last seen time: what people do on purpose, after they put back an older trust folder or a registry's backup,
 * or after the clock was far ahead. Processes that run keep to their clock until they are started again.
 */
export function forgetMarks(home: string): { file: string; sources: string[] } {
	const file = highWaterFile(home);
	let sources: string[] = [];
	try {
		sources = Object.keys(readState(file).sources);
	} catch (error) {
		if (!(error instanceof TroupeError)) throw error; // unreadable is a reason to forget it, too
	}
	rmSync(file, { force: true });
	rmSync(acceptedFolder(home), { recursive: true, force: true });
	return { file, sources };
}

function merge(one: State, other: State): State {
	const sources = { ...one.sources };
	for (const [source, marks] of Object.entries(other.sources)) {
		const mine = sources[source] ?? { at: 0 };
		sources[source] = {
			at: Math.max(mine.at, marks.at),
			root: higher(mine.root, marks.root, (mark) => [mark.version]),
			snapshot: higher(mine.snapshot, marks.snapshot, (mark) => [mark.rootVersion, mark.version]),
		};
	}
	return { version: 1, lastSeen: Math.max(one.lastSeen, other.lastSeen), sources };
}

/** Of equals the first: a second one of the same version is not to take its place. */
function higher<Mark>(one: Mark | undefined, other: Mark | undefined, orderOf: (mark: Mark) => number[]): Mark | undefined {
	if (one === undefined || other === undefined) return one ?? other;
	const [mine, theirs] = [orderOf(one), orderOf(other)];
	const at = mine.findIndex((value, index) => value !== theirs[index]);
	return at === -1 || (mine[at] ?? 0) > (theirs[at] ?? 0) ? one : other;
}

const sameMarks = (one: Marks | undefined, other: Marks | undefined) =>
	one?.root?.sha256 === other?.root?.sha256 && one?.snapshot?.sha256 === other?.snapshot?.sha256;

/** Folders that nobody asked for in a long time go first. */
function bounded(state: State): State {
	const sources = Object.entries(state.sources)
		.sort(([, one], [, other]) => other.at - one.at)
		.slice(0, maximumSources);
	return { ...state, sources: Object.fromEntries(sources) };
}

function readState(file: string): State {
	try {
		const bytes = readIfThere(file);
		if (bytes === null) return empty();
		if (bytes.length > maximumBytes) throw new Error(`it has ${bytes.length} bytes`);
		const state = JSON.parse(bytes.toString()) as Partial<State> | null;
		if (state?.version !== 1 || !Number.isSafeInteger(state.lastSeen) || typeof state.sources !== 'object' || state.sources === null)
			throw new Error('it is not what Troupe writes');
		return state as State;
	} catch (cause) {
		throw refusal({
			code: 'MANIFEST_INVALID',
			message: `The marks against rollback in ${file} cannot be read: ${messageOf(cause)}`,
			fix: 'Give the user that runs Troupe the right to read it; if it is damaged, `troupe manifest trust reset` makes it anew.',
			details: { document: file, reason: 'unreadable', expected: 'the marks as Troupe writes them', actual: messageOf(cause) },
			cause,
		});
	}
}

function readIfThere(path: string): Buffer | null {
	try {
		return readFileSync(path);
	} catch (error) {
		const { code } = error as NodeJS.ErrnoException;
		if (code === 'ENOENT' || code === 'ENOTDIR') return null;
		throw error;
	}
}
