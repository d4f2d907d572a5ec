import type { Recognizer } from '../../recognizer';
import { digitAt, digitsIn, isOneDigitRepeated, weightedSum } from '../check-digits';
import words from './words/br-cnh.json';

const firstWeights = [9, 8, 7, 6, 5, 4, 3, 2, 1];
const secondWeights = [1, 2, 3, 4, 5, 6, 7, 8, 9];

/** Driver's licence: eleven digits, the last two check digits (Denatran, modulo 11); nine before 1994 (PGU), without a published check. */
export const brCnh: Recognizer = {
	type: 'BR_CNH',
	name: { en: "driver's license (CNH)", pt: 'CNH' },
	label: 'CNH',
	...words,
	numbers: {
		shapes: [
			{ written: '00000000000', score: 0.6 },
			{ written: '000000000-00', score: 0.7 },
			{ written: '000 000 000 00', score: 0.55, sloppyScore: 0.45 },
			{ written: '0000 0000 000', score: 0.5, sloppyScore: 0.4 },
			{ written: '000000000', score: 0.13 },
		],
		valid: isCnh,
		checked: true,
	},
	canonical: digitsIn,
	partialMask: (value) => `*******${digitsIn(value).slice(-4)}`,
};

/**
 * A first sum of 10 is written 0 and subtracts 2 from the second. Registers differ for results below zero, and some omit the 2: accepts all variants.
 * Nine digits can be an old licence.
 */
export function isCnh(digits: string): boolean {
	if (digits.length === 9) return !isOneDigitRepeated(digits);
	if (digits.length !== 11 || isOneDigitRepeated(digits)) return false;
	const first = weightedSum(digits, firstWeights) % 11;
	const second = weightedSum(digits, secondWeights) % 11;
	if (digitAt(digits, 9) !== first % 10) return false;
	const written = digitAt(digits, 10);
	return written === second % 10 || (first === 10 && written === ((second + 9) % 11) % 10);
}
