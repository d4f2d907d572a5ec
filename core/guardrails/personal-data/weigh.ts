import type { ReadableText } from './reading/readable-text';
import { BETWEEN } from './digit-groups';
import { THRESHOLD } from './recognizer';
import type { PersonalDataType } from './types';

/** How much words can add to a shape's own score, or subtract from it. */
const WORDS_FOR = 0.4;
const WORDS_AGAINST = 0.4;
const LIKELY = 0.6;
const MONEY = 0.4;
const PART_OF_A_LONGER_NUMBER = 0.3;
const STUCK_TO_LETTERS = 0.3;

/** Adjusts a shape's score by the words around it, 0 to 1. `checked` if check digits confirm it. */
export function weigh(text: ReadableText, type: PersonalDataType, start: number, end: number, score: number, checked = false): number {
	const say = text.words.sayFor(type, start, end);
	// Words of another type decide the label; a number with valid check digits is masked either way.
	const least = checked && score >= LIKELY && !say.nobodys ? THRESHOLD : 0;
	return Math.max(least, Math.min(1, score + say.for * WORDS_FOR - say.against * WORDS_AGAINST));
}

/** Returns a penalty, 0 or less, for signs against a number: money, a part of a longer number, letters that make it a code. */
export function circumstances(text: string, start: number, end: number, separatorBefore: number, separatorAfter: number): number {
	let score = 0;
	if (isTight(separatorBefore) || isTight(separatorAfter)) score -= PART_OF_A_LONGER_NUMBER;
	if (LETTER.test(text[end] ?? '') || (LETTER.test(text[start - 1] ?? '') && LETTER.test(text[end] ?? ''))) score -= STUCK_TO_LETTERS;
	if (CURRENCY.test(text.slice(Math.max(0, start - 5), start)) || PERCENT.test(text.slice(end, end + 2))) score -= MONEY;
	return score;
}

/**
 * Whether a dot or dash without a space joins a number to its neighbor. A comma, bar or underscore separates the columns of a table or the
 * parts of a name.
 */
const isTight = (separator: number): boolean =>
	(separator & (BETWEEN.dot | BETWEEN.dash)) !== 0 && (separator & (BETWEEN.space | BETWEEN.newline)) === 0;

const LETTER = /[\p{L}_]/u;
const CURRENCY = /(?:[$€£]|\b(?:R|US)\$|\b(?:BRL|USD|EUR)) ?$/;
const PERCENT = /^ ?%/;
