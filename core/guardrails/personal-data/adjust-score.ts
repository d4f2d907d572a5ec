import type { ReadableText } from './reading/readable-text';
import { gapKind } from './digit-groups';
import { threshold } from './recognizer';
import type { PersonalDataType } from './types';

/** Max effect of words on a shape's score. */
const wordsFor = 0.4;
const wordsAgainst = 0.4;
const likely = 0.6;
const money = 0.4;
const partOfALongerNumber = 0.3;
const stuckToLetters = 0.3;

/** Adjusts a score by the surrounding words, 0 to 1. `checked`: check digits confirm it. */
export function adjustScore(
	text: ReadableText,
	type: PersonalDataType,
	start: number,
	end: number,
	score: number,
	checked = false,
): number {
	const say = text.words.sayFor(type, start, end);
	// Words decide the label; a number with valid check digits is masked anyway.
	const least = checked && score >= likely && !say.nobodys ? threshold : 0;
	return Math.max(least, Math.min(1, score + say.for * wordsFor - say.against * wordsAgainst));
}

export function circumstances(text: string, start: number, end: number, separatorBefore: number, separatorAfter: number): number {
	let score = 0;
	if (isTight(separatorBefore) || isTight(separatorAfter)) score -= partOfALongerNumber;
	if (letter.test(text[end] ?? '') || (letter.test(text[start - 1] ?? '') && letter.test(text[end] ?? ''))) score -= stuckToLetters;
	if (currency.test(text.slice(Math.max(0, start - 5), start)) || percent.test(text.slice(end, end + 2))) score -= money;
	return score;
}

/** A dot or dash without space joins a number to its neighbor. Comma, bar or underscore separates columns or name parts. */
const isTight = (separator: number): boolean =>
	(separator & (gapKind.dot | gapKind.dash)) !== 0 && (separator & (gapKind.space | gapKind.newline)) === 0;

const letter = /[\p{L}_]/u;
const currency = /(?:[$€£]|\b(?:R|US)\$|\b(?:BRL|USD|EUR)) ?$/;
const percent = /^ ?%/;
