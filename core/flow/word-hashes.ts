const latin = 0x250;
/** By the code of a Latin letter or a digit: that of the letter in lower case without its accent; 0 for what is not part of a word. */
const folded = Uint16Array.from({ length: latin }, (_, code) => {
	const character = String.fromCharCode(code);
	return /[\p{L}\p{N}]/u.test(character) ? character.toLowerCase().normalize('NFD').charCodeAt(0) : 0;
});

/** Returns whether a UTF-16 code unit is part of a word: a letter or a digit, and outside the Latin ones all but marks and blanks. */
export const isWordCode = (code: number): boolean => foldCode(code) > 0;

function foldCode(code: number): number {
	if (code < latin) return folded[code]!;
	const isMark = (code >= 0x2000 && code <= 0x2bff) || (code >= 0x3000 && code <= 0x303f) || (code >= 0xfe10 && code <= 0xff0f);
	return isMark ? 0 : code;
}

/** Takes the accents off Latin letters, one letter for one. */
export const withoutAccents = (text: string): string =>
	text.replaceAll(/[\u00c0-\u024f]/g, (letter) => String.fromCharCode(folded[letter.charCodeAt(0)] || letter.charCodeAt(0)));

const [basis, prime] = [0x811c9dc5 | 0, 0x01000193];
/** An accent of its own belongs to the letter before it. */
const [firstAccent, lastAccent] = [0x300, 0x36f];

const addCode = (hash: number, code: number): number => (code >= firstAccent && code <= lastAccent ? hash : Math.imul(hash ^ code, prime));

/** Calls for each word of a text with its hash (FNV-1a), which is the same in another case and without accents. */
export function visitWords(text: string, visit: (hash: number) => void): void {
	let hash = basis;
	for (let at = 0; at < text.length; at += 1) {
		const code = foldCode(text.charCodeAt(at));
		if (code !== 0) hash = addCode(hash, code);
		else if (hash !== basis) {
			visit(hash);
			hash = basis;
		}
	}
	if (hash !== basis) visit(hash);
}

/** Lists the hashes of the words that can begin at a place of a text, by the number of characters; none if a mark is there. */
export function hashBeginnings(text: string, start: number): number[] {
	const hashes: number[] = [];
	let hash = basis;
	for (let at = start; at < text.length; at += 1) {
		const code = foldCode(text.charCodeAt(at));
		if (code === 0) break;
		hashes.push((hash = addCode(hash, code)));
	}
	return hashes;
}
