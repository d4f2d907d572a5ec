/** Cosignatures by witnesses: C2SP tlog-cosignature, Ed25519. */

export const timestampBytes = 8;

/** @param text the note's, with its final newline @param time in seconds since the epoch */
export function cosignedMessage(text: string, time: bigint): Buffer {
	return Buffer.from(`cosignature/v1\ntime ${time}\n${text}`);
}
