import { tokenShape } from '../base/text/masked-token';

/** Longer than the letters that most codes begin with, such as `DE` or `NF`. */
const shortestWord = 3;

/** Lists the words of a value: runs of letters. A token of the vault has none, since nobody can write in it. */
export function listWords(value: string): string[] {
	const letters =
		value
			.replace(tokenShape, ' ')
			.toLowerCase()
			.match(/\p{L}+/gu) ?? [];
	return [...new Set(letters.filter((word) => word.length >= shortestWord))];
}

/** Returns whether values can say an order: one word, such as the letters of a code, cannot; two can, wherever they stand. */
export const canOrder = (words: readonly string[]): boolean => new Set(words).size > 1;
