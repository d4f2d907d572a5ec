/** Requests to witnesses and their answers: C2SP tlog-witness. */
import { isTroupeError } from '../../base/errors';
import { readCheckpoint } from '../checkpoint';
import type { NoteSignature, VerifierKey } from '../note-key';
import { parseSignature, verifyNote } from '../signed-note';
import { decodeText, parseUint64 } from '../text-lines';

export const maxAnswerBytes = 65_536;
const maxTime = 2n ** 63n - 1n;

export interface AddCheckpoint {
	/** The size that the witness cosigned last. */
	old: bigint;
	proof: Buffer[];
	checkpoint: string;
}

export const formatAddCheckpoint = ({ old, proof, checkpoint }: AddCheckpoint): string =>
	[`old ${old}`, ...proof.map((hash) => hash.toString('base64')), '', checkpoint].join('\n');

export type WitnessAnswer =
	| { outcome: 'cosigned'; signature: NoteSignature; time: bigint }
	/** The witness cosigned another size last. */
	| { outcome: 'behind'; size: bigint }
	| { outcome: 'refused'; reason: string }
	/** The witness's operator must list the log, or its new key. */
	| { outcome: 'unlisted'; reason: string }
	/** No answer, or not a witness's. */
	| { outcome: 'failed'; reason: string; retryAfterMs?: number };

export interface ReceivedAnswer {
	status: number;
	contentType: string | null;
	body: Uint8Array;
}

interface AskedCheckpoint {
	text: string;
	old: bigint;
	key: VerifierKey;
}

export function readWitnessAnswer({ status, contentType, body }: ReceivedAnswer, { text, old, key }: AskedCheckpoint): WitnessAnswer {
	if (status === 200) return readCosignature(body, text, key);
	if (status === 409) {
		const size = /^text\/x\.tlog\.size\s*(?:;|$)/i.test(contentType ?? '') ? readSize(body) : undefined;
		// It cosigned this size, so only the root can differ.
		if (old === readCheckpoint(text).size && (size ?? old) === old) return { outcome: 'refused', reason: '409' };
		return size === undefined ? { outcome: 'failed', reason: '409 without a size' } : { outcome: 'behind', size };
	}
	if (status === 422) return { outcome: 'refused', reason: '422' };
	if (status === 403 || status === 404) return { outcome: 'unlisted', reason: String(status) };
	return { outcome: 'failed', reason: String(status) };
}

function readSize(body: Uint8Array): bigint | undefined {
	const line = Buffer.from(body).toString('latin1');
	return line.endsWith('\n') ? parseUint64(line.slice(0, -1)) : undefined;
}

/** Ignores cosignatures by other keys, as the protocol demands. */
function readCosignature(body: Uint8Array, text: string, key: VerifierKey): WitnessAnswer {
	try {
		const lines = decodeText('answer', body, maxAnswerBytes).split('\n');
		if (lines.pop() !== '') return { outcome: 'failed', reason: 'a line without an end' };
		const signatures = lines.map((line, index) => parseSignature(line, index + 1));
		const signature = signatures.find(({ name, id }) => name === key.name && id === key.id);
		const [{ time = 0n } = {}] = verifyNote({ text, signatures }, [key]);
		if (!signature || time === 0n || time > maxTime) return { outcome: 'failed', reason: 'a cosignature without a time' };
		return { outcome: 'cosigned', signature, time };
	} catch (error) {
		if (!isTroupeError(error)) throw error;
		return { outcome: 'failed', reason: 'no cosignature that its key verifies' };
	}
}
