import type { Recognizer } from '../../recognizer';
import { digitAt, digitsIn, isOneDigitRepeated, modulo11, weightedSum } from '../check-digits';
import words from './words/br-nis.json';

const weights = [3, 2, 9, 8, 7, 6, 5, 4, 3, 2];

/** PIS, PASEP, NIT and NIS of workers and recipients of benefits are one series (Caixa, modulo 11). */
export const brNis: Recognizer = {
	type: 'BR_NIS',
	name: { en: 'NIS (PIS/PASEP)', pt: 'NIS (PIS/PASEP)' },
	label: 'NIS',
	...words,
	numbers: {
		shapes: [
			{ written: '000.00000.00-0', score: 0.97, sloppyScore: 0.75 },
			{ written: '000.00000.000', score: 0.7, sloppyScore: 0.6 },
			{ written: '00000.00000-0', score: 0.45, sloppyScore: 0.45 },
			{ written: '0.000.000.000-0', score: 0.45, sloppyScore: 0.4 },
			{ written: '000.000.000-00', score: 0.3, sloppyScore: 0.3 },
			{ written: '0000000000-0', score: 0.55 },
			{ written: '00000000000', score: 0.51 },
		],
		valid: isNis,
		rare: (digits) => digits[0] !== '1' && digits[0] !== '2',
		checked: true,
	},
	canonical: digitsIn,
	partialMask: (value) => `***.${digitsIn(value).slice(3, 8)}.**-*`,
};

/** RENAVAM numbers have the same check digit. */
export function isNis(digits: string): boolean {
	return digits.length === 11 && modulo11(weightedSum(digits, weights)) === digitAt(digits, 10) && !isOneDigitRepeated(digits);
}
