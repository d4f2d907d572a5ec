import type { Recognizer } from '../../recognizer';
import { digitAt, digitsIn, weightedSum } from '../check-digits';
import words from './words/br-cns.json';

const weights = [15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1];

/** Health card: fifteen digits, definitive (1, 2) based on a PIS, provisional (7, 8, 9) independent (DATASUS, modulo 11). */
export const brCns: Recognizer = {
	type: 'BR_CNS',
	name: { en: 'health card (CNS)', pt: 'cartão do SUS (CNS)' },
	label: 'CNS',
	...words,
	numbers: {
		shapes: [
			{ written: '000 0000 0000 0000', score: 0.97, sloppyScore: 0.8 },
			{ written: '00000000000 0000', score: 0.6 },
			{ written: '0000 0000 0000 000', score: 0.6, sloppyScore: 0.5 },
			{ written: '000 0000 00000000', score: 0.6, sloppyScore: 0.5 },
			{ written: '000 000 000 000 000', score: 0.7, sloppyScore: 0.6 },
			{ written: '00000 00000 00000', score: 0.7, sloppyScore: 0.6 },
			{ written: '000000000000000', score: 0.65 },
		],
		valid: isCns,
		checked: true,
	},
	canonical: digitsIn,
	partialMask: (value) => `*** **** **** ${digitsIn(value).slice(-4)}`,
};

/** All sums are multiples of eleven; a definitive one has 000 or 001 after its PIS. */
export function isCns(digits: string): boolean {
	if (digits.length !== 15) return false;
	const first = digitAt(digits, 0);
	if (first < 3 ? first === 0 || !/^00[01]$/.test(digits.slice(11, 14)) : first < 7) return false;
	return weightedSum(digits, weights) % 11 === 0;
}
