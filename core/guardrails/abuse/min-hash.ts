/** MinHash slots: each is the smallest word hash under another function, and equal slots estimate shared words. */
const slots = 24;
const word = /\p{L}+|\p{N}+/gu;
/** Shorter texts are alike by chance: "yes, please". */
const fewestWords = 4;

/**
 * Returns an unreadable fingerprint for near-equal texts; undefined for few words. Numbers count as one word: enumerating questions are alike.
 */
export function minHash(text: string): string | undefined {
	const read = text.normalize('NFKC').toLowerCase().slice(0, maxRead);
	const words = read.match(word) ?? [];
	if (words.length < fewestWords) return undefined;
	const hashes = [...new Set(words.map((one) => (/\p{N}/u.test(one) ? '0' : one)))].map(hash);
	// The last letters hash the whole text: equal texts have equal marks.
	const whole = hash(words.join(' '));
	return String.fromCharCode(...Array.from({ length: slots }, (_, slot) => pick(hashes, slot)), toLetter(whole), toLetter(whole >>> 11));
}

const maxRead = 4_000;

export function compareMinHashes(one: string, other: string): number {
	let equal = 0;
	for (let slot = 0; slot < slots; slot += 1) equal += Number(one[slot] === other[slot]);
	return equal / slots;
}

function hash(text: string): number {
	let value = 0x811c9dc5;
	for (let at = 0; at < text.length; at += 1) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
	return value >>> 0;
}

function pick(hashes: readonly number[], slot: number): number {
	let smallest = Infinity;
	let letter = 0;
	for (const one of hashes) {
		let mixed = Math.imul(one ^ Math.imul(slot + 1, 0x9e3779b1), 0x85ebca6b) >>> 0;
		mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35) >>> 0;
		if (mixed >= smallest) continue;
		smallest = mixed;
		letter = toLetter(one);
	}
	return letter;
}

/** Keeps eleven bits of a hash, which many words share. */
const toLetter = (value: number): number => 0x100 + (value & 0x7ff);
