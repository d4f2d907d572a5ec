import { checkPixels } from './check-pixels';
import { type CleanImage, Damaged, type ImageForm } from './image-form';

/** Keeps the first picture and its transparency: no EXIF, XMP, profiles or bytes after the end. */
export const webp: ImageForm = {
	mediaType: 'image/webp',
	begins: (bytes) => bytes.toString('latin1', 0, 4) === 'RIFF' && bytes.toString('latin1', 8, 12) === 'WEBP',
	clean(bytes): CleanImage {
		const end = 8 + bytes.readUInt32LE(4);
		if (end > bytes.length) throw new Damaged('ends too early');
		let chunks = readChunks(bytes.subarray(12, end));
		const frame = chunks.find(({ type }) => type === 'ANMF');
		if (frame) chunks = readChunks(frame.data.subarray(16));
		const drawn = chunks.find(({ type }) => type === 'VP8 ' || type === 'VP8L');
		if (!drawn) throw new Damaged('has no picture');
		const { width, height } = drawn.type === 'VP8 ' ? readLossy(drawn.data) : readLossless(drawn.data);
		checkPixels(width, height);
		const alpha = drawn.type === 'VP8 ' ? chunks.find(({ type }) => type === 'ALPH') : undefined;
		const parts = alpha ? [toChunk('VP8X', extend(width, height)), toChunk('ALPH', alpha.data)] : [];
		const body = Buffer.concat([Buffer.from('WEBP'), ...parts, toChunk(drawn.type, drawn.data)]);
		return { bytes: toChunk('RIFF', body), width, height };
	},
};

interface Chunk {
	type: string;
	data: Buffer;
}

function readChunks(bytes: Buffer): Chunk[] {
	const chunks: Chunk[] = [];
	for (let at = 0; at + 8 <= bytes.length;) {
		const length = bytes.readUInt32LE(at + 4);
		if (at + 8 + length > bytes.length) throw new Damaged('ends too early');
		chunks.push({ type: bytes.toString('latin1', at, at + 4), data: bytes.subarray(at + 8, at + 8 + length) });
		at += 8 + length + (length % 2);
	}
	return chunks;
}

/** A key frame: three bytes, a start code, and two sizes of 14 bits (RFC 6386, 9.1). */
function readLossy(data: Buffer): { width: number; height: number } {
	if (data.readUIntBE(3, 3) !== 0x9d012a) throw new Damaged('has no picture');
	return { width: data.readUInt16LE(6) & 0x3fff, height: data.readUInt16LE(8) & 0x3fff };
}

/** A signature and two sizes of 14 bits, less one (RFC 9649, 3.4). */
function readLossless(data: Buffer): { width: number; height: number } {
	if (data.readUInt8(0) !== 0x2f) throw new Damaged('has no picture');
	const bits = data.readUInt32LE(1);
	return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
}

/** For a picture with transparency (RFC 9649, 2.7). */
function extend(width: number, height: number): Buffer {
	const header = Buffer.alloc(10);
	header[0] = 0x10;
	header.writeUIntLE(width - 1, 4, 3);
	header.writeUIntLE(height - 1, 7, 3);
	return header;
}

function toChunk(type: string, data: Buffer): Buffer {
	const chunk = Buffer.alloc(8 + data.length + (data.length % 2));
	chunk.write(type, 0, 'latin1');
	chunk.writeUInt32LE(data.length, 4);
	data.copy(chunk, 8);
	return chunk;
}
