import type { Recognizer } from '../../recognizer';
import { digitAt, digitsIn, isOneDigitRepeated, modulo11, weightedSum } from '../check-digits';
import words from './words/br-cpf.json';

const first = [10, 9, 8, 7, 6, 5, 4, 3, 2];
const second = [11, ...first];

/** A person's taxpayer number: eleven digits, the last two check digits (Receita Federal, modulo 11). */
export const brCpf: Recognizer = {
	type: 'BR_CPF',
	name: { en: 'CPF', pt: 'CPF' },
	label: 'CPF',
	...words,
	numbers: {
		shapes: [
			{ written: '000.000.000-00', score: 1, sloppyScore: 0.85 },
			{ written: '000000000-00', score: 0.95, sloppyScore: 0.75 },
			{ written: '000000.000-00', score: 0.9, sloppyScore: 0.7 },
			{ written: '000.000000-00', score: 0.9, sloppyScore: 0.7 },
			{ written: '000.000.00000', score: 0.9, sloppyScore: 0.7 },
			{ written: '00000000000', score: 0.75 },
		],
		valid: isCpf,
		checked: true,
	},
	canonical: digitsIn,
	partialMask(value) {
		const digits = digitsIn(value);
		return `***.${digits.slice(3, 6)}.${digits.slice(6, 9)}-**`;
	},
};

export function isCpf(digits: string): boolean {
	if (digits.length !== 11 || modulo11(weightedSum(digits, first)) !== digitAt(digits, 9)) return false;
	return modulo11(weightedSum(digits, second)) === digitAt(digits, 10) && !isOneDigitRepeated(digits);
}
