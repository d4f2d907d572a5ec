/** Receipts: C2SP tlog-proof, in `.tlog-proof` files. */
import { type Checkpoint, parseSignedCheckpoint } from './checkpoint';
import { hashBytes, hashLeaf } from './hashes';
import type { VerifierKey } from './note-key';
import { type SignedNote, type VerifiedSignature, verifyNote } from './signed-note';
import { decodeBase64, decodeText, parseUint64, refuseLine } from './text-lines';
import { verifyInclusion } from './verify-proof';

const document = 'proof';
const header = 'c2sp.org/tlog-proof@v1';
const maxProofBytes = 2_000_000;
const maxHashes = 64;

export interface TlogProof {
	/** Not authenticated. */
	extra?: Buffer;
	index: bigint;
	proof: Buffer[];
	checkpoint: string;
}

export function formatTlogProof({ extra, index, proof, checkpoint }: TlogProof): string {
	const lines = [header, ...(extra ? [`extra ${extra.toString('base64')}`] : []), `index ${index}`];
	return [...lines, ...proof.map((hash) => hash.toString('base64')), '', checkpoint].join('\n');
}

/** @throws TroupeError INPUT_INVALID, which names the line; INPUT_TOO_LARGE */
export function parseTlogProof(text: string | Uint8Array): TlogProof {
	const all = decodeText(document, text, maxProofBytes);
	const end = all.indexOf('\n\n');
	const lines = (end < 0 ? all : all.slice(0, end)).split('\n');
	if (lines[0] !== header) throw refuseLine(document, 1, `is not "${header}"`);
	if (end < 0) throw refuseLine(document, lines.length, 'is not followed by a blank line and a checkpoint');
	let line = 1;
	const extra = lines[line]?.startsWith('extra ') ? decodeBase64(lines[line]!.slice(6)) : undefined;
	if (lines[line]?.startsWith('extra ')) {
		if (!extra) throw refuseLine(document, line + 1, 'is not "extra" and base64');
		line += 1;
	}
	const index = /^index /.test(lines[line] ?? '') ? parseUint64(lines[line]!.slice(6)) : undefined;
	if (index === undefined) throw refuseLine(document, line + 1, 'is not "index" and a decimal without leading zeros');
	const hashes = lines.slice(line + 1);
	if (hashes.length > maxHashes) throw refuseLine(document, line + 2 + maxHashes, `is one of more than ${maxHashes} hashes`);
	const proof = hashes.map((encoded, place) => {
		const hash = decodeBase64(encoded);
		if (hash?.length !== hashBytes) throw refuseLine(document, line + 2 + place, `is not a hash: ${hashBytes} bytes in base64`);
		return hash;
	});
	return { ...(extra && { extra }), index, proof, checkpoint: all.slice(end + 2) };
}

interface VerifiedProof {
	checkpoint: Checkpoint;
	note: SignedNote;
	signatures: VerifiedSignature[];
	/** Undefined if the entry is proven. */
	problem?: string;
}

/**
 * Verifies offline that an entry is in a log. @param keys the log's key, and those of witnesses @throws TroupeError INPUT_INVALID for a file or a
 * signature that is wrong
 */
export function verifyTlogProof({ index, proof, checkpoint }: TlogProof, entry: Uint8Array, keys: readonly VerifierKey[]): VerifiedProof {
	const read = parseSignedCheckpoint(checkpoint);
	const signatures = verifyNote(read.note, keys);
	const { size, root } = read.checkpoint;
	const problem = verifyInclusion({ index, size, root, leafHash: hashLeaf(entry), proof });
	return { ...read, signatures, ...(problem !== undefined && { problem }) };
}
