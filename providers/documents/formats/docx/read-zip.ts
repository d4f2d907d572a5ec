import { inflateRawSync } from 'node:zlib';

/** Why a zip is not read; the reader of what is in it makes a failure of it. */
export class ZipRefused extends Error {
	constructor(readonly reason: 'corrupt' | 'too_large' | 'needs_password') {
		super(reason);
		this.name = 'ZipRefused';
	}
}

interface ZipBounds {
	/** Files in it. */
	entries: number;
	/** Of all that is taken out, together, once it is inflated. */
	bytes: number;
}

/** The files in a zip, each inflated when it is asked for and not before, never beyond the bounds, whatever the zip says of itself. */
export interface ZipParts {
	has(name: string): boolean;
	/** @throws ZipRefused */
	read(name: string): Buffer;
}

interface Entry {
	method: number;
	flags: number;
	packed: number;
	size: number;
	offset: number;
}

/** By its directory, as APPNOTE 4.3 describes it; no zip64, as nothing that is read here is that large. */
export function openZip(bytes: Uint8Array, bounds: ZipBounds): ZipParts {
	const zip = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	const entries = readDirectory(zip, bounds);
	let left = bounds.bytes;
	return {
		has: (name) => entries.has(name),
		read(name) {
			const entry = entries.get(name);
			if (!entry) throw new ZipRefused('corrupt');
			if (entry.size > left) throw new ZipRefused('too_large');
			const content = contentOf(zip, entry, left);
			left -= content.length;
			return content;
		},
	};
}

function readDirectory(zip: Buffer, bounds: ZipBounds): Map<string, Entry> {
	const end = zip.lastIndexOf('PK\x05\x06', undefined, 'latin1');
	if (end < 0 || end + 22 > zip.length) throw new ZipRefused('corrupt');
	const count = zip.readUInt16LE(end + 10);
	if (count > bounds.entries) throw new ZipRefused('too_large');
	const entries = new Map<string, Entry>();
	let at = zip.readUInt32LE(end + 16);
	for (let index = 0; index < count; index += 1) {
		if (at + 46 > end || zip.readUInt32LE(at) !== 0x02014b50) throw new ZipRefused('corrupt');
		const nameEnd = at + 46 + zip.readUInt16LE(at + 28);
		// The first of one name counts: a second would be read by other programs only.
		const name = zip.toString('utf8', at + 46, nameEnd);
		if (!entries.has(name)) entries.set(name, entryAt(zip, at));
		at = nameEnd + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
	}
	return entries;
}

function entryAt(zip: Buffer, at: number): Entry {
	return {
		flags: zip.readUInt16LE(at + 8),
		method: zip.readUInt16LE(at + 10),
		packed: zip.readUInt32LE(at + 20),
		size: zip.readUInt32LE(at + 24),
		offset: zip.readUInt32LE(at + 42),
	};
}

function contentOf(zip: Buffer, entry: Entry, most: number): Buffer {
	if (entry.flags & 1) throw new ZipRefused('needs_password');
	if (entry.offset + 30 > zip.length || zip.readUInt32LE(entry.offset) !== 0x04034b50) throw new ZipRefused('corrupt');
	const start = entry.offset + 30 + zip.readUInt16LE(entry.offset + 26) + zip.readUInt16LE(entry.offset + 28);
	if (start + entry.packed > zip.length) throw new ZipRefused('corrupt');
	const packed = zip.subarray(start, start + entry.packed);
	if (entry.method === 0 && packed.length === entry.size) return packed;
	if (entry.method !== 8) throw new ZipRefused('corrupt');
	return inflated(packed, entry.size, most);
}

/** What inflates to more than the directory says is no honest zip; it is found out within its bounds. */
function inflated(packed: Buffer, size: number, most: number): Buffer {
	try {
		const content = inflateRawSync(packed, { maxOutputLength: Math.max(1, Math.min(size, most)) });
		if (content.length === size) return content;
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw new ZipRefused('too_large');
		if (!(error as NodeJS.ErrnoException).code?.startsWith('Z_')) throw error;
	}
	throw new ZipRefused('corrupt');
}
