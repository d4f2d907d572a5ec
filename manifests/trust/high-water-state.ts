import { readFileSync } from 'node:fs';
import { getErrorMessage } from '../../core/base/errors';
import { refusal } from '../refusal';
import type { AcceptedRoot } from './root/root-demand';

/** Newest accepted documents of one source. Older ones are refused, even after a restart. */
export interface Marks {
	root?: { version: number; sha256: string };
	snapshot?: SnapshotMark;
}

export interface SnapshotMark {
	version: number;
	sha256: string;
	/** Signing key and root edition. If the key is no longer trusted, the mark is not evidence (TUF specification, section 5.3.11). */
	keyId: string;
	rootVersion: number;
}

export interface State {
	version: 1;
	/** Time of the latest decision, in milliseconds since the epoch. */
	lastSeen: number;
	sources: Record<string, Marks & { at: number }>;
	root?: AcceptedRoot;
}

const maxSources = 200;
const maxBytes = 1024 * 1024;
export const empty = (): State => ({ version: 1, lastSeen: 0, sources: {} });

export function merge(one: State, other: State): State {
	const sources = { ...one.sources };
	for (const [source, marks] of Object.entries(other.sources)) {
		const mine = sources[source] ?? { at: 0 };
		sources[source] = {
			at: Math.max(mine.at, marks.at),
			root: pickHigher(mine.root, marks.root, (mark) => [mark.version]),
			snapshot: pickHigher(mine.snapshot, marks.snapshot, (mark) => [mark.rootVersion, mark.version]),
		};
	}
	const root = { pinned: Boolean(one.root?.pinned || other.root?.pinned), real: Boolean(one.root?.real || other.root?.real) };
	return { version: 1, lastSeen: Math.max(one.lastSeen, other.lastSeen), sources, root };
}

/** Returns the higher mark. Of two equal ones the first wins: a second document of the same version must not replace it. */
function pickHigher<Mark>(one: Mark | undefined, other: Mark | undefined, rank: (mark: Mark) => number[]): Mark | undefined {
	if (one === undefined || other === undefined) return one ?? other;
	const mine = rank(one);
	const theirs = rank(other);
	const at = mine.findIndex((value, index) => value !== theirs[index]);
	return at === -1 || (mine[at] ?? 0) > (theirs[at] ?? 0) ? one : other;
}

export const isSameRoot = (one: AcceptedRoot = {}, other: AcceptedRoot = {}) =>
	Boolean(one.pinned) === Boolean(other.pinned) && Boolean(one.real) === Boolean(other.real);

export const areSameMarks = (one: Marks | undefined, other: Marks | undefined) =>
	one?.root?.sha256 === other?.root?.sha256 && one?.snapshot?.sha256 === other?.snapshot?.sha256;

/** Drops the least recently used sources. */
export function dropOldSources(state: State): State {
	const sources = Object.entries(state.sources)
		.sort(([, one], [, other]) => other.at - one.at)
		.slice(0, maxSources);
	return { ...state, sources: Object.fromEntries(sources) };
}

/** @throws TroupeError MANIFEST_INVALID when the file cannot be read */
export function readState(file: string): State {
	try {
		const bytes = readIfThere(file);
		if (bytes === null) return empty();
		if (bytes.length > maxBytes) throw new Error(`it has ${bytes.length} bytes`);
		const state = JSON.parse(bytes.toString()) as Partial<State> | null;
		if (state?.version !== 1 || !Number.isSafeInteger(state.lastSeen) || typeof state.sources !== 'object' || state.sources === null)
			throw new Error('its format is unknown');
		return state as State;
	} catch (cause) {
		throw refusal({
			code: 'MANIFEST_INVALID',
			message: `The marks against rollback in ${file} cannot be read: ${getErrorMessage(cause)}`,
			fix: 'Allow the user that runs Troupe to read it. If it is damaged, run `troupe manifest trust reset` to create it again.',
			details: { document: file, reason: 'unreadable', expected: 'marks in the format of Troupe', actual: getErrorMessage(cause) },
			cause,
		});
	}
}

export function readIfThere(path: string): Buffer | null {
	try {
		return readFileSync(path);
	} catch (error) {
		const { code } = error as NodeJS.ErrnoException;
		if (code === 'ENOENT' || code === 'ENOTDIR') return null;
		throw error;
	}
}
