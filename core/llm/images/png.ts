import { crc32, createInflate } from 'node:zlib';
import { checkPixels } from './check-pixels';
import { type CleanImage, Damaged, type ImageForm } from './image-form';

const signature = Buffer.from('89504e470d0a1a0a', 'hex');
const samples: Record<number, number> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };
/** Start and step of each interlace pass, across and down (PNG, 8.2). */
const passes = [
	[0, 8, 0, 8],
	[4, 8, 0, 8],
	[0, 4, 4, 8],
	[2, 4, 0, 4],
	[0, 2, 2, 4],
	[1, 2, 0, 2],
	[0, 1, 1, 2],
] as const;

/** Keeps header, colours and pixels: no texts, profiles, further frames or bytes after the end or the pixels. */
export const png: ImageForm = {
	mediaType: 'image/png',
	begins: (bytes) => bytes.subarray(0, 8).equals(signature),
	async clean(bytes): Promise<CleanImage> {
		const chunks = readChunks(bytes);
		const header = chunks.find(({ type }) => type === 'IHDR');
		if (header !== chunks[0] || header?.data.length !== 13) throw new Damaged('has no header');
		const width = header.data.readUInt32BE(0);
		const height = header.data.readUInt32BE(4);
		checkPixels(width, height);
		const pixels = Buffer.concat(chunks.filter(({ type }) => type === 'IDAT').map(({ data }) => data));
		const length = await measurePixels(pixels, countBytes(header.data, width, height));
		const colours = ['PLTE', 'tRNS'].flatMap((wanted) => chunks.find(({ type }) => type === wanted)?.whole ?? []);
		const parts = [signature, header.whole, ...colours, toChunk('IDAT', pixels.subarray(0, length)), toChunk('IEND', Buffer.alloc(0))];
		return { bytes: Buffer.concat(parts), width, height };
	},
};

interface Chunk {
	type: string;
	data: Buffer;
	whole: Buffer;
}

function readChunks(bytes: Buffer): Chunk[] {
	const chunks: Chunk[] = [];
	for (let at = signature.length; at < bytes.length;) {
		const end = at + 12 + bytes.readUInt32BE(at);
		if (end > bytes.length) throw new Damaged('ends too early');
		const type = bytes.toString('latin1', at + 4, at + 8);
		if (type === 'IEND') return chunks;
		chunks.push({ type, data: bytes.subarray(at + 8, end - 4), whole: bytes.subarray(at, end) });
		at = end;
	}
	throw new Damaged('ends too early');
}

function countBytes(header: Buffer, width: number, height: number): number {
	const depth = header[8]!;
	const colour = header[9]!;
	const interlaced = header[12] === 1;
	if (!(colour in samples) || ![1, 2, 4, 8, 16].includes(depth)) throw new Damaged('has a header that is not valid');
	const rows = (across: number, down: number): number => (across > 0 ? down * (1 + Math.ceil((across * depth * samples[colour]!) / 8)) : 0);
	const part = (size: number, start: number, step: number): number => Math.max(0, Math.ceil((size - start) / step));
	if (!interlaced) return rows(width, height);
	return passes.reduce((sum, [left, right, top, down]) => sum + rows(part(width, left, right), part(height, top, down)), 0);
}

/** Bytes after these are not part of the picture. */
async function measurePixels(pixels: Buffer, expected: number): Promise<number> {
	const inflate = createInflate({ chunkSize: 1_000_000 });
	inflate.end(pixels);
	let length = 0;
	try {
		for await (const part of inflate) {
			length += (part as Buffer).length;
			if (length > expected) break;
		}
	} catch (cause) {
		throw new Damaged('has pixels that cannot be read', { cause });
	}
	if (length !== expected) throw new Damaged('has other pixels than its header says');
	return inflate.bytesWritten;
}

function toChunk(type: string, data: Buffer): Buffer {
	const chunk = Buffer.alloc(data.length + 12);
	chunk.writeUInt32BE(data.length, 0);
	chunk.write(type, 4, 'latin1');
	data.copy(chunk, 8);
	chunk.writeUInt32BE(crc32(chunk.subarray(4, -4)), data.length + 8);
	return chunk;
}
