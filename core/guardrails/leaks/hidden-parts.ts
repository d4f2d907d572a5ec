import type { Match } from '../../ports/guardrails/match';
import { allMatches } from '../all-matches';
import { decodeRuns } from '../injection/decode-runs';
import { lookAlike } from '../injection/look-alikes';
import { hiddenMarkup } from '../injection/rules/hidden-markup';

/** Invisible Markdown notes: `[//]: # (…)`, `[note]: <> "…"`. */
const note = /(?:^|\n)[ \t]{0,3}\[[^\]\n]{1,40}\]:\s{0,5}(?:#|<>)(?=[\s("'])/g;
/** Backticked code shows markup as it is. */
const code = /(`{1,3})(?!`)[^`]{1,20000}?\1/g;
const word = /[\p{L}\p{M}]{4,}/gu;
const foreign = /(?!\p{Script=Latin})\p{L}/gu;
/** Shorter runs are names and numbers; words decode to something by chance. */
const isRun = (encoded: string): boolean => encoded.length >= 24 && !/\S\s+\S/.test(encoded);

export function findHiddenParts(text: string): Match[] {
	const shown = text.replace(code, (whole) => ' '.repeat(whole.length));
	const markup = [...hiddenMarkup.shapes.map(({ expression }) => expression), note].flatMap((shape) => allMatches(shown, shape));
	const encoded = decodeRuns(text).filter(({ disguise, start, end }) => disguise.startsWith('encoded-') && isRun(text.slice(start, end)));
	return [
		...markup.map(({ 0: { length }, index }) => ({ type: 'HIDDEN_MARKUP', start: index, end: index + length, score: 1 })),
		...allMatches(text, word)
			.filter(({ 0: letters }) => isDisguised(letters))
			.map(({ 0: { length }, index }) => ({ type: 'LOOK_ALIKE_LETTERS', start: index, end: index + length, score: 1 })),
		...encoded.map(({ start, end }) => ({ type: 'ENCODED_TEXT', start, end, score: 1 })),
	];
}

function isDisguised(letters: string): boolean {
	const others = letters.match(foreign) ?? [];
	return others.length > 0 && /\p{Script=Latin}/u.test(letters) && others.every((one) => lookAlike(one.toLowerCase()) !== undefined);
}
