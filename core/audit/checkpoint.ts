/** Checkpoints: C2SP tlog-checkpoint. */
import { emptyRoot, hashBytes, isEqualHash } from './hashes';
import type { NoteSigner } from './note-key';
import { formatNote, parseNote, type SignedNote, signNote } from './signed-note';
import { decodeBase64, parseUint64, refuseLine } from './text-lines';

const document = 'checkpoint';

export interface Checkpoint {
	origin: string;
	size: bigint;
	root: Buffer;
	/** Unused here; kept so that signatures hold. */
	extensions: string[];
}

export const formatCheckpoint = ({ origin, size, root, extensions }: Checkpoint): string =>
	[origin, String(size), root.toString('base64'), ...extensions, ''].join('\n');

/** @param text of the note @throws TroupeError INPUT_INVALID, which names the line */
export function parseCheckpoint(text: string): Checkpoint {
	const checkpoint = readCheckpoint(text);
	if (!hasPossibleRoot(checkpoint)) throw refuseLine(document, 3, 'is not the root of an empty log');
	return checkpoint;
}

/** Returns whether an empty log has the only possible root. */
export const hasPossibleRoot = ({ size, root }: Pick<Checkpoint, 'size' | 'root'>): boolean => size > 0n || isEqualHash(root, emptyRoot());

/** Reads a checkpoint, also an empty log's with a wrong root. @throws TroupeError INPUT_INVALID, which names the line */
export function readCheckpoint(text: string): Checkpoint {
	const lines = text.split('\n');
	if (lines.pop() !== '') throw refuseLine(document, lines.length + 1, 'does not end with a newline');
	const [origin = '', count = '', encoded = '', ...extensions] = lines;
	if (origin === '') throw refuseLine(document, 1, 'is empty, expected the origin of the log');
	const size = parseUint64(count);
	if (size === undefined) throw refuseLine(document, 2, 'is not a tree size: a decimal without leading zeros');
	const root = decodeBase64(encoded);
	if (root?.length !== hashBytes) throw refuseLine(document, 3, `is not a root: ${hashBytes} bytes in base64`);
	const empty = extensions.indexOf('');
	if (empty >= 0) throw refuseLine(document, 4 + empty, 'is empty');
	return { origin, size, root, extensions };
}

export function signCheckpoint(checkpoint: Omit<Checkpoint, 'extensions'>, signer: NoteSigner): string {
	const text = formatCheckpoint({ ...checkpoint, extensions: [] });
	return formatNote({ text, signatures: [signNote(text, signer)] });
}

/** Reads a checkpoint with unverified signatures. @throws TroupeError INPUT_INVALID, which names the line */
export function parseSignedCheckpoint(note: string | Uint8Array): { checkpoint: Checkpoint; note: SignedNote } {
	const parsed = parseNote(note);
	return { checkpoint: parseCheckpoint(parsed.text), note: parsed };
}
