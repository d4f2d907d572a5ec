import { tokenShape } from '../base/text/masked-token';

/** Longer than the letters that most codes begin with, such as `DE` or `NF`. */
const shortestWord = 3;
/** A longer run of letters can be several words, written together. */
const longestWord = 8;
const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

/** Lists the words of a value: runs of letters. A token of the vault has none, since nobody can write in it. */
export function listWords(value: string): string[] {
	const spaced = value.replace(tokenShape, ' ').replaceAll(/(\p{Ll})(?=\p{Lu})/gu, '$1 ');
	const runs = spaced.toLowerCase().match(/\p{L}+/gu) ?? [];
	return [...new Set(runs.flatMap(splitRun))];
}

function splitRun(run: string): string[] {
	// Each sign can be a word.
	if (unspaced.test(run)) return [...run];
	if (run.length > longestWord) return [run.slice(0, longestWord), run.slice(longestWord)];
	return run.length >= shortestWord ? [run] : [];
}

/** Returns whether values can say an order: one word, such as the letters of a code, cannot; two can, wherever they are. */
export const canOrder = (words: readonly string[]): boolean => new Set(words).size > 1;
