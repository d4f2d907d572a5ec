/** How many numbers of 32 bits hold the signs of a vector. */
export const signWords = (dimensions: number) => Math.ceil(dimensions / 32);

/** A bit for each part of a vector: whether it is above zero. Vectors that point the same way agree in most of them. */
export function writeSigns(vector: Float32Array, into: Uint32Array, at: number): void {
	for (let part = 0; part < vector.length; part++) if (vector[part]! > 0) into[at + (part >> 5)]! |= 1 << (part & 31);
}

/** In how many bits each vector of a block differs from one. */
export function countDifferences(signs: Uint32Array, wanted: Uint32Array, into: Uint16Array, from: number): void {
	const words = wanted.length;
	for (let vector = 0, at = 0; at < signs.length; vector++) {
		let differences = 0;
		for (let word = 0; word < words; word++, at++) {
			let bits = signs[at]! ^ wanted[word]!;
			bits -= (bits >>> 1) & 0x55555555;
			bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
			differences += Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
		}
		into[from + vector] = differences;
	}
}
