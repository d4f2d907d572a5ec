import type { Match } from '../../../ports/guardrails/match';
import { isPartlyHidden } from '../partly-hidden';
import { feature, type ReadableText } from '../reading/readable-text';
import { type Recognizer, threshold } from '../recognizer';
import { adjustScore } from '../adjust-score';
import { charactersIn, digitAt, isDigit, isLetter, isOneDigitRepeated, modulo11, weightedSum } from './check-digits';
import words from './words/br-cnpj.json';

const first = [5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2];
const second = [6, ...first];

/**
 * A company's number: root of eight, order of four, two check digits (Receita Federal, modulo 11). As of July 2026, root and order can have letters,
 * counted as ASCII minus 48 (IN RFB 2.229/2024).
 */
export const brCnpj: Recognizer = {
	type: 'BR_CNPJ',
	name: { en: 'CNPJ', pt: 'CNPJ' },
	label: 'CNPJ',
	...words,
	numbers: {
		shapes: [
			{ written: '00.000.000/0000-00', score: 1, sloppyScore: 0.85 },
			{ written: '00000000/0000-00', score: 0.95, sloppyScore: 0.8 },
			{ written: '00.000.000/000000', score: 0.9, sloppyScore: 0.75 },
			{ written: '00000000/000000', score: 0.75, sloppyScore: 0.6 },
			{ written: '000000000000-00', score: 0.8 },
			{ written: '00000000000000', score: 0.65 },
		],
		valid: isCnpj,
		checked: true,
	},
	needs: ({ has, digits }) => digits > 1 && (has & feature.letter) !== 0,
	find: findWithLetters,
	canonical: charactersIn,
	partialMask(value) {
		const characters = charactersIn(value);
		return `**.***.${characters.slice(5, 8)}/${characters.slice(8, 12)}-**`;
	},
};

export function isCnpj(characters: string): boolean {
	if (characters.length !== 14 || modulo11(weightedSum(characters, first)) !== digitAt(characters, 12)) return false;
	return modulo11(weightedSum(characters, second)) === digitAt(characters, 13) && !isOneDigitRepeated(characters);
}

/** With letters, separators are standard or missing; a line can break after one. */
const writtenForm =
	/(?<![\p{L}\p{N}])([\dA-Z]{2})([. ]?)\s{0,3}([\dA-Z]{3})\2\s{0,3}([\dA-Z]{3})\s?([/. ]?)\s{0,3}([\dA-Z]{4})\s?([- /]?)\s{0,3}(\d\d)$/iu;
const maxLength = 28;

/** Searches back from the check digits, which end a group. */
function findWithLetters(text: ReadableText): Match[] {
	const matches: Match[] = [];
	const { starts, ends, count } = text.groups;
	for (let group = 0; group < count; group++) {
		const end = ends[group]!;
		if (!mayEndOne(text.text, starts[group]!, end)) continue;
		const written = writtenForm.exec(text.text.slice(Math.max(0, end - maxLength), end));
		if (!written || !/[a-z]/i.test(written[0]) || !isCnpj(charactersIn(written[0]))) continue;
		const start = end - written[0].length;
		if (isPartlyHidden(text.text, start, end)) continue;
		const score = adjustScore(text, 'BR_CNPJ', start, end, formScore(written), true);
		if (score >= threshold) matches.push({ type: 'BR_CNPJ', start, end, score });
	}
	return matches;
}

/** Two digits after a separator, or after enough letters and digits. */
function mayEndOne(text: string, groupStart: number, end: number): boolean {
	if (end - groupStart < 2 || isAlphanumeric(text.charCodeAt(end))) return false;
	const separated = !isAlphanumeric(text.charCodeAt(end - 3));
	if (separated) return end - groupStart === 2 && '-/ \n'.includes(text[end - 3]!) && isAlphanumeric(text.charCodeAt(end - 7));
	return !isAlphanumeric(text.charCodeAt(end - 15)) || !isAlphanumeric(text.charCodeAt(end - 7));
}

function formScore([value, , dot, , , slash, , dash]: RegExpExecArray): number {
	const shouted = value === value.toUpperCase();
	if (dot === '.' && slash === '/' && dash === '-') return 0.95;
	if (slash === '/') return 0.8;
	return (dot || slash || dash ? 0.6 : 0.62) - (shouted ? 0 : 0.3);
}

function isAlphanumeric(code: number): boolean {
	return isDigit(code) || isLetter(code);
}
