const start = 0x811c9dc5;
const prime = 0x01000193;

export function hashText(text: string, hash = start): number {
	for (let at = 0; at < text.length; at++) hash = extendHash(hash, text.charCodeAt(at));
	return hash;
}

export function extendHash(hash: number, unit: number): number {
	return Math.imul(hash ^ unit, prime);
}

/** Order matters. */
export function mixHashes(first: number, second: number): number {
	const mixed = Math.imul(first ^ (second >>> 15) ^ (second << 7), 0x85ebca6b);
	return Math.imul(mixed ^ (mixed >>> 13) ^ second, 0xc2b2ae35);
}

export function toBucket(hash: number, bits: number): number {
	return (hash ^ (hash >>> 15)) & ((1 << bits) - 1);
}
