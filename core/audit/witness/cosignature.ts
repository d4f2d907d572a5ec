/** Cosignatures by witnesses: C2SP tlog-cosignature, Ed25519. */
import { TroupeError } from '../../base/errors';
import { type NoteSignature, type NoteSigner, signBytes } from '../note-key';

export const timestampBytes = 8;
const maxTime = 2n ** 63n - 1n;

/** @param text the note's, with its final newline @param time in seconds since the epoch */
export function cosignedMessage(text: string, time: bigint): Buffer {
	return Buffer.from(`cosignature/v1\ntime ${time}\n${text}`);
}

/** States that the witness saw the checkpoint at a time. @throws TroupeError INPUT_INVALID for a time outside of the format */
export function cosignNote(text: string, time: bigint, witness: NoteSigner): NoteSignature {
	if (time < 0n || time > maxTime)
		throw new TroupeError({
			code: 'INPUT_INVALID',
			message: `A cosignature cannot have the time ${time}, expected seconds from 0 to 2^63-1.`,
			fix: 'Correct the clock.',
		});
	const stamp = Buffer.alloc(timestampBytes);
	stamp.writeBigUInt64BE(time);
	const { name, id } = witness.key;
	return { name, id, signature: Buffer.concat([stamp, signBytes(cosignedMessage(text, time), witness)]) };
}
