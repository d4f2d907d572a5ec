import { createHash } from 'node:crypto';
import { isAbsolute } from 'node:path';
import { hasSameText } from '../../core/audit/signed-note';
import { TroupeError } from '../../core/base/errors';
import { appendToFile, readAnchorFile, readAnchorTail } from './file-anchor';
import { commitAnchor, readCommitted, readNewestCommitted } from './git-anchor';

/** A place where checkpoints are kept apart from the log: `file:/srv/anchors.jsonl` or `git:/srv/anchors`. */
export interface Anchor {
	kind: 'file' | 'git';
	/** Absolute. */
	path: string;
}

/** @throws TroupeError INPUT_INVALID */
export function parseAnchor(text: string, what: string): Anchor {
	const [, kind, path = ''] = /^(file|git):(.*)$/.exec(text) ?? [];
	if (kind !== undefined && isAbsolute(path)) return { kind: kind as Anchor['kind'], path };
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `${what} has ${JSON.stringify(text.slice(0, 200))}, expected file: or git: and an absolute path.`,
		fix: 'Write it as file:/srv/audit/anchors.jsonl, or git:/srv/audit for a repository.',
	});
}

export const formatAnchor = ({ kind, path }: Anchor): string => `${kind}:${path}`;

/** Adds a signed checkpoint, unless it is the newest of its log there. @returns whether it was added @throws TroupeError INPUT_INVALID, STORAGE_… */
export async function addToAnchor({ kind, path }: Anchor, note: string, at: number): Promise<boolean> {
	const newest = await readNewest({ kind, path }, note);
	if (newest !== undefined && hasSameText(newest, note)) return false;
	await (kind === 'file'
		? appendToFile(path, { at: new Date(at).toISOString(), checkpoint: note })
		: commitAnchor(path, fileOf(note), note));
	return true;
}

/** Returns the newest checkpoint of the log of a note, without reading all that an anchor has had. */
async function readNewest({ kind, path }: Anchor, note: string): Promise<string | undefined> {
	if (kind === 'git') return readNewestCommitted(path, fileOf(note));
	return (await readAnchorTail(path)).findLast((one) => readOrigin(one) === readOrigin(note));
}

/** Returns the checkpoints of a log that an anchor has, the oldest first. @throws TroupeError INPUT_INVALID */
export async function readNotes({ kind, path }: Anchor, origin: string): Promise<string[]> {
	const notes = kind === 'file' ? await readAnchorFile(path) : await readCommitted(path, fileOf(`${origin}\n`));
	return notes.filter((note) => readOrigin(note) === origin);
}

const readOrigin = (note: string): string => note.slice(0, note.indexOf('\n'));

/** A file for each log: an origin can have any characters. */
const fileOf = (note: string): string => `audit-${createHash('sha256').update(readOrigin(note)).digest('hex')}.checkpoint`;
