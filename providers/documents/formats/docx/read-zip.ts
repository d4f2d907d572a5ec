import { inflateRawSync } from 'node:zlib';

export class ZipRefused extends Error {
	constructor(readonly reason: 'corrupt' | 'too_large' | 'needs_password') {
		super(reason);
		this.name = 'ZipRefused';
	}
}

interface ZipBounds {
	entries: number;
	/** Max unpacked bytes of all files. */
	bytes: number;
}

/** Unpacks each file on demand within the limits, whatever the zip declares. */
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

/** APPNOTE 4.3, without zip64: no file here is that large. */
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
			const content = unpackEntry(zip, entry, left);
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
		// The first file of a name counts.
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

function unpackEntry(zip: Buffer, entry: Entry, maxBytes: number): Buffer {
	if (entry.flags & 1) throw new ZipRefused('needs_password');
	if (entry.offset + 30 > zip.length || zip.readUInt32LE(entry.offset) !== 0x04034b50) throw new ZipRefused('corrupt');
	const start = entry.offset + 30 + zip.readUInt16LE(entry.offset + 26) + zip.readUInt16LE(entry.offset + 28);
	if (start + entry.packed > zip.length) throw new ZipRefused('corrupt');
	const packed = zip.subarray(start, start + entry.packed);
	if (entry.method === 0 && packed.length === entry.size) return packed;
	if (entry.method !== 8) throw new ZipRefused('corrupt');
	return inflated(packed, entry.size, maxBytes);
}

/** Refuses a file that unpacks to more than declared. */
function inflated(packed: Buffer, size: number, maxBytes: number): Buffer {
	try {
		const content = inflateRawSync(packed, { maxOutputLength: Math.max(1, Math.min(size, maxBytes)) });
		if (content.length === size) return content;
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw new ZipRefused('too_large');
		if (!(error as NodeJS.ErrnoException).code?.startsWith('Z_')) throw error;
	}
	throw new ZipRefused('corrupt');
}
