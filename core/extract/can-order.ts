import { tokenShape } from '../base/text/masked-token';

/** Longer than letter prefixes of codes, such as `DE` or `NF`. */
const shortestWord = 3;
/** A longer run of letters can be several joined words. */
const longestWord = 8;
const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

/** Lists runs of letters. Vault tokens have none. */
export function listWords(value: string): string[] {
	const spaced = value.replace(tokenShape, ' ').replaceAll(/(\p{Ll})(?=\p{Lu})/gu, '$1 ');
	const runs = spaced.toLowerCase().match(/\p{L}+/gu) ?? [];
	return [...new Set(runs.flatMap(splitRun))];
}

function splitRun(run: string): string[] {
	// Each character can be a word.
	if (unspaced.test(run)) return [...run];
	if (run.length > longestWord) return [run.slice(0, longestWord), run.slice(longestWord)];
	return run.length >= shortestWord ? [run] : [];
}

/** A single word, such as the letters of a code, cannot give an order; two can, wherever they are. */
export const canOrder = (words: readonly string[]): boolean => new Set(words).size > 1;
