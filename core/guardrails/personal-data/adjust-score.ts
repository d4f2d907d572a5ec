import type { ReadableText } from './reading/readable-text';
import { gapKind } from './digit-groups';
import { threshold } from './recognizer';
import type { PersonalDataType } from './types';

/** Max score that words can add to a shape's own score, or subtract from it. */
const wordsFor = 0.4;
const wordsAgainst = 0.4;
const likely = 0.6;
const money = 0.4;
const partOfALongerNumber = 0.3;
const stuckToLetters = 0.3;

/** Adjusts a shape's score by the words around it, 0 to 1. `checked` if check digits confirm it. */
export function adjustScore(
	text: ReadableText,
	type: PersonalDataType,
	start: number,
	end: number,
	score: number,
	checked = false,
): number {
	const say = text.words.sayFor(type, start, end);
	// Words of another type decide the label; a number with valid check digits is masked either way.
	const least = checked && score >= likely && !say.nobodys ? threshold : 0;
	return Math.max(least, Math.min(1, score + say.for * wordsFor - say.against * wordsAgainst));
}

/** Returns a penalty, 0 or less, for signs against a number: money, a part of a longer number, letters that make it a code. */
export function circumstances(text: string, start: number, end: number, separatorBefore: number, separatorAfter: number): number {
	let score = 0;
	if (isTight(separatorBefore) || isTight(separatorAfter)) score -= partOfALongerNumber;
	if (letter.test(text[end] ?? '') || (letter.test(text[start - 1] ?? '') && letter.test(text[end] ?? ''))) score -= stuckToLetters;
	if (currency.test(text.slice(Math.max(0, start - 5), start)) || percent.test(text.slice(end, end + 2))) score -= money;
	return score;
}

/**
 * Checks for a dot or dash without a space that joins a number to its neighbor. A comma, bar or underscore separates the columns of a table or the
 * parts of a name.
 */
const isTight = (separator: number): boolean =>
	(separator & (gapKind.dot | gapKind.dash)) !== 0 && (separator & (gapKind.space | gapKind.newline)) === 0;

const letter = /[\p{L}_]/u;
const currency = /(?:[$€£]|\b(?:R|US)\$|\b(?:BRL|USD|EUR)) ?$/;
const percent = /^ ?%/;
