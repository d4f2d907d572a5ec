import { hash } from 'node:crypto';

/** SHA-256: RFC 2104, 2. */
const blockBytes = 64;
const hashBytes = 32;
/** A UTF-16 code unit takes at most three bytes. */
const bytesOfUnit = 3;

/** HMAC-SHA-256 (RFC 2104) without an object for each text, which takes longer than the hashes. @param key of 32 bytes */
export function createKeyedHash(key: Uint8Array): (text: string) => Buffer {
	const pad = (byte: number, more: number) => {
		const block = Buffer.alloc(blockBytes + more, byte);
		for (let at = 0; at < key.length; at += 1) block[at]! ^= key[at]!;
		return block;
	};
	const outer = pad(0x5c, hashBytes);
	const shared = pad(0x36, 4_096);
	return (text) => {
		const inner = blockBytes + bytesOfUnit * text.length <= shared.length ? shared : pad(0x36, bytesOfUnit * text.length);
		const end = blockBytes + inner.write(text, blockBytes);
		outer.write(hash('sha256', inner.subarray(0, end), 'binary'), blockBytes, 'binary');
		return Buffer.from(hash('sha256', outer, 'binary'), 'binary');
	};
}
