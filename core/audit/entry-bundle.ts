/** Bundles of entries: C2SP tlog-tiles. A big-endian uint16 length precedes each entry. */
import { TroupeError } from '../base/errors';
import { tileWidth } from './tile-path';

const maxEntryBytes = 65_535;
const lengthBytes = 2;

/** @throws TroupeError INPUT_TOO_LARGE */
export function encodeBundle(entries: readonly Uint8Array[]): Buffer {
	return Buffer.concat(entries.flatMap((entry) => [encodeLength(entry), entry]));
}

/** @throws TroupeError INPUT_INVALID, which names the entry */
export function decodeBundle(bundle: Uint8Array, width: number): Buffer[] {
	const bytes = Buffer.from(bundle.buffer, bundle.byteOffset, bundle.byteLength);
	const entries: Buffer[] = [];
	for (let at = 0; at < bytes.length;) {
		const place = `entry ${entries.length}`;
		if (entries.length === width) throw invalid(`has ${bytes.length - at} bytes after its ${width} entries`);
		if (at + lengthBytes > bytes.length) throw invalid(`ends within the length of ${place}`);
		const start = at + lengthBytes;
		at = start + bytes.readUInt16BE(at);
		if (at > bytes.length) throw invalid(`ends within ${place}`);
		entries.push(bytes.subarray(start, at));
	}
	if (entries.length < width || width > tileWidth) throw invalid(`has ${entries.length} entries, expected ${width}`);
	return entries;
}

/** @throws TroupeError INPUT_TOO_LARGE */
export function checkEntryBytes(count: number): void {
	if (count <= maxEntryBytes) return;
	throw new TroupeError({
		code: 'INPUT_TOO_LARGE',
		message: `An entry of the audit log has ${count} bytes, expected at most ${maxEntryBytes}.`,
		fix: 'Shorten its details, or refer to them by their hash.',
	});
}

function encodeLength({ length }: Uint8Array): Buffer {
	checkEntryBytes(length);
	const bytes = Buffer.alloc(lengthBytes);
	bytes.writeUInt16BE(length);
	return bytes;
}

const invalid = (problem: string) =>
	new TroupeError({
		code: 'INPUT_INVALID',
		message: `The bundle of entries ${problem}.`,
		fix: 'Use the bundle and its width as the log published them.',
	});
