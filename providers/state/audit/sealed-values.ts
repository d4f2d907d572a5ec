import type { PartName } from '../../../core/audit/audit-leaf';

export interface SealedValue {
	part: PartName;
	keyId: number;
	sealed: Uint8Array;
}

const parts: readonly PartName[] = ['details', 'object', 'who'];
/** Layout: the part, six bytes of key id, and the length of the value. */
const keyBytes = 6;
const headBytes = 11;

export function encodeSealed(values: readonly SealedValue[]): Buffer {
	let bytes = 0;
	for (const { sealed } of values) bytes += headBytes + sealed.length;
	const encoded = Buffer.allocUnsafe(bytes);
	let at = 0;
	for (const { part, keyId, sealed } of values) {
		encoded[at] = parts.indexOf(part);
		encoded.writeUIntBE(keyId, at + 1, keyBytes);
		encoded.writeUInt32BE(sealed.length, at + 1 + keyBytes);
		encoded.set(sealed, at + headBytes);
		at += headBytes + sealed.length;
	}
	return encoded;
}

/** Returns the values up to the first incomplete one: tampering can only remove values, which the leaf still commits to. */
export function decodeSealed(bytes: Uint8Array): SealedValue[] {
	const encoded = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	const values: SealedValue[] = [];
	for (let at = 0; at + headBytes <= encoded.length;) {
		const part = parts[encoded[at]!];
		const end = at + headBytes + encoded.readUInt32BE(at + 1 + keyBytes);
		if (part === undefined || end > encoded.length) break;
		values.push({ part, keyId: encoded.readUIntBE(at + 1, keyBytes), sealed: encoded.subarray(at + headBytes, end) });
		at = end;
	}
	return values;
}
