/** Chunk numbers per block, within a collection: an index has one row for each term and block. */
export const blockSize = 4096;

/** Chunk numbers, each once, in no order, and the count in each. */
export interface Postings {
	numbers: Uint32Array;
	counts: Uint32Array;
}

/**
 * For each chunk of a block, its position in two bytes, and the count in groups of seven bits. Encodings can be concatenated, so a database appends
 * without reading.
 */
export function encodePostings(entries: Iterable<readonly [number: number, count: number]>): Uint8Array {
	const bytes: number[] = [];
	for (const [number, count] of entries) {
		const place = number % blockSize;
		bytes.push(place & 0xff, place >> 8);
		let rest = count;
		for (; rest > 0x7f; rest >>>= 7) bytes.push((rest & 0x7f) | 0x80);
		bytes.push(rest);
	}
	return Uint8Array.from(bytes);
}

export function decodePostings(blocks: Array<{ block: number; bytes: Uint8Array }>): Postings {
	const max = blocks.reduce((sum, { bytes }) => sum + Math.floor(bytes.length / 3), 0);
	const numbers = new Uint32Array(max);
	const counts = new Uint32Array(max);
	let size = 0;
	for (const { block, bytes } of blocks) {
		for (let at = 0; at + 2 < bytes.length; size++) {
			numbers[size] = block * blockSize + (bytes[at]! | (bytes[at + 1]! << 8));
			at += 2;
			let count = 0;
			for (let shift = 0; ; shift += 7) {
				const byte = bytes[at++]!;
				count |= (byte & 0x7f) << shift;
				if (byte < 0x80 || at >= bytes.length) break;
			}
			counts[size] = count;
		}
	}
	return { numbers: numbers.slice(0, size), counts: counts.slice(0, size) };
}

/** `from` is included, `to` is not. */
export function withoutChunks(block: number, bytes: Uint8Array, from: number, to: number): Uint8Array {
	const { numbers, counts } = decodePostings([{ block, bytes }]);
	const remaining: Array<[number, number]> = [];
	numbers.forEach((number, index) => {
		if (number < from || number >= to) remaining.push([number, counts[index]!]);
	});
	return encodePostings(remaining);
}
