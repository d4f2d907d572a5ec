const latin = 0x250;
/** Maps Latin letters and digits to lower case without accent; 0 outside of words. */
const folded = Uint16Array.from({ length: latin }, (_, code) => {
	const character = String.fromCharCode(code);
	return /[\p{L}\p{N}]/u.test(character) ? character.toLowerCase().normalize('NFD').charCodeAt(0) : 0;
});

/** Word characters: letters and digits; outside of Latin all but marks and blanks. */
export const isWordCode = (code: number): boolean => foldCode(code) > 0;

function foldCode(code: number): number {
	if (code < latin) return folded[code]!;
	const isMark = (code >= 0x2000 && code <= 0x2bff) || (code >= 0x3000 && code <= 0x303f) || (code >= 0xfe10 && code <= 0xff0f);
	return isMark ? 0 : code;
}

export const withoutAccents = (text: string): string =>
	text.replaceAll(/[\u00c0-\u024f]/g, (letter) => String.fromCharCode(folded[letter.charCodeAt(0)] || letter.charCodeAt(0)));

const basis = 0x811c9dc5 | 0;
const prime = 0x01000193;
/** Combining accents belong to the letter before. */
const firstAccent = 0x300;
const lastAccent = 0x36f;

const addCode = (hash: number, code: number): number => (code >= firstAccent && code <= lastAccent ? hash : Math.imul(hash ^ code, prime));

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
