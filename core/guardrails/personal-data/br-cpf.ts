import { CPF } from 'validation-br/cpf';
import type { Match } from '../../ports';
import { normalize } from './normalize';
import { contextBonus, type Recognizer } from './recognizer';

/** A line may break anywhere in a number; other separators stand between its groups only. */
const BREAK = '(?:[ \\t]{0,2}\\r?\\n[ \\t]{0,2})?';
const GROUP = `\\d${BREAK}\\d${BREAK}\\d`;
const SEPARATOR = '[\\s.\\-/]{0,3}';
const CANDIDATE = new RegExp(`(?<![\\d*])${GROUP}${SEPARATOR}${GROUP}${SEPARATOR}${GROUP}${SEPARATOR}\\d${BREAK}\\d(?![\\d*])`, 'g');
const WRITTEN_AS_CPF = /^\d{3}\.\d{3}\.\d{3}-\d{2}$/;
const CONTEXT = /\bC\.?P\.?F\b|\bcontribuinte\b|\btaxpayer\b|\btax (?:id|number)\b/gi;

/** Brazil's taxpayer number of a person: eleven digits whose last two check the rest (modulo 11). */
export const brCpf: Recognizer = {
	type: 'BR_CPF',
	name: { en: 'CPF', pt: 'CPF' },
	label: 'CPF',
	find(text) {
		const matches: Match[] = [];
		CANDIDATE.lastIndex = 0;
		for (let found = CANDIDATE.exec(text); found; found = CANDIDATE.exec(text)) {
			const [value] = found;
			const start = found.index;
			if (!hasCheckDigits(digitsOf(value))) {
				CANDIDATE.lastIndex = start + 1;
				continue;
			}
			const score = WRITTEN_AS_CPF.test(value) ? 1 : 0.7 + contextBonus(text, start, CONTEXT);
			matches.push({ type: 'BR_CPF', start, end: start + value.length, score });
		}
		return matches;
	},
	canonical: (value) => digitsOf(normalize(value).text),
	partialMask(value) {
		const digits = digitsOf(normalize(value).text);
		return `***.${digits.slice(3, 6)}.${digits.slice(6, 9)}-**`;
	},
};

/** Eleven equal digits pass the sum and are nobody's. By `checksum`, as `isCPF` throws inside for each number that is none. */
function hasCheckDigits(digits: string): boolean {
	return !/^(\d)\1+$/.test(digits) && CPF.checksum(digits.slice(0, 9)) === digits.slice(9);
}

function digitsOf(text: string): string {
	return text.replace(/\D/g, '');
}
