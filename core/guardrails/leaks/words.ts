interface Word {
	text: string;
	start: number;
	end: number;
	/** At the start of a sentence or line, also after a bullet or quote. */
	begins: boolean;
}

const shingle = 4;
const word = /[\p{L}\p{N}\p{M}]+/gu;
const ending = /[.!?:;…\n"“«]/;

export function splitWords(text: string): Word[] {
	let from = 0;
	return [...text.matchAll(word)].map(({ 0: written, index }) => {
		const begins = from === 0 || ending.test(text.slice(from, index));
		from = index + written.length;
		return { text: written.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase(), start: index, end: from, begins };
	});
}

export const listShingles = (words: readonly string[]): string[] =>
	words.slice(shingle - 1).map((_, index) => words.slice(index, index + shingle).join(' '));
