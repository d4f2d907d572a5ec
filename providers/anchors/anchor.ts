import { createHash } from 'node:crypto';
import { isAbsolute } from 'node:path';
import { hasSameText } from '../../core/audit/signed-note';
import { TroupeError } from '../../core/base/errors';
import { type Anchored, appendToFile, readAnchorFile, readAnchorTail } from './file-anchor';
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

/** What became of a checkpoint in an anchor. `stamped`: it was added with a timestamp. `there`: the anchor had it. */
export type Added = 'added' | 'stamped' | 'there';

/**
 * Adds a signed checkpoint, unless it is the newest of its log there.
 * @param stamp asked for a timestamp of it where the anchor has none; undefined where it could not be had
 * @throws TroupeError INPUT_INVALID, STORAGE_…
 */
export async function addToAnchor(
	anchor: Anchor,
	checkpoint: string,
	at: number,
	stamp?: () => Promise<Buffer | undefined>,
): Promise<Added> {
	const newest = await readNewest(anchor, checkpoint);
	const isThere = newest !== undefined && hasSameText(newest.checkpoint, checkpoint);
	if (isThere && (newest.timestamp || !stamp)) return 'there';
	const timestamp = await stamp?.();
	if (isThere && !timestamp) return 'there';
	const anchored: Anchored = { checkpoint, ...(timestamp && { timestamp }) };
	await (anchor.kind === 'file'
		? appendToFile(anchor.path, anchored, at)
		: commitAnchor(anchor.path, nameLog(readOrigin(checkpoint)), anchored));
	return timestamp ? 'stamped' : 'added';
}

/** Returns the newest checkpoint of the log of a note, without reading all that an anchor has had. */
async function readNewest({ kind, path }: Anchor, note: string): Promise<Anchored | undefined> {
	if (kind === 'git') return readNewestCommitted(path, nameLog(readOrigin(note)));
	return (await readAnchorTail(path)).findLast(({ checkpoint }) => readOrigin(checkpoint) === readOrigin(note));
}

/** Returns the checkpoints of a log that an anchor has, the oldest first. @throws TroupeError INPUT_INVALID */
export async function readAnchored({ kind, path }: Anchor, origin: string): Promise<Anchored[]> {
	const anchored = kind === 'file' ? await readAnchorFile(path) : await readCommitted(path, nameLog(origin));
	return anchored.filter(({ checkpoint }) => readOrigin(checkpoint) === origin);
}

const readOrigin = (note: string): string => note.slice(0, note.indexOf('\n'));

/** Files for each log: an origin can have any characters. */
const nameLog = (origin: string): string => `audit-${createHash('sha256').update(origin).digest('hex')}`;
