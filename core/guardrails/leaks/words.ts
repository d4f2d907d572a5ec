/** A word as it is compared, with its place. */
interface Word {
	text: string;
	start: number;
	end: number;
	/** It begins a sentence or a line, also after a bullet or a quote. */
	begins: boolean;
}

/** Words in a row that are compared. */
const shingle = 4;
const word = /[\p{L}\p{N}\p{M}]+/gu;
const ending = /[.!?:;…\n"“«]/;

/** Splits a text into words, without accents and capitals. */
export function splitWords(text: string): Word[] {
	let from = 0;
	return [...text.matchAll(word)].map(({ 0: written, index }) => {
		const begins = from === 0 || ending.test(text.slice(from, index));
		from = index + written.length;
		return { text: written.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase(), start: index, end: from, begins };
	});
}

/** Lists the runs of words, by their first word. */
export const listShingles = (words: readonly string[]): string[] =>
	words.slice(shingle - 1).map((_, index) => words.slice(index, index + shingle).join(' '));
