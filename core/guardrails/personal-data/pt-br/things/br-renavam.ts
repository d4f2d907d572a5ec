import type { Recognizer } from '../../recognizer';
import { digitsIn } from '../check-digits';
import { isNis } from '../people/br-nis';
import words from './words/br-renavam.json';

/** Vehicle register: eleven digits, nine until 2013, the last a check digit (Denatran, modulo 11). */
export const brRenavam: Recognizer = {
	type: 'BR_RENAVAM',
	name: { en: 'RENAVAM', pt: 'RENAVAM' },
	label: 'RENAVAM',
	...words,
	numbers: {
		shapes: [
			{ written: '0000000000-0', score: 0.48 },
			{ written: '00000000000', score: 0.45 },
			{ written: '0000.000000-0', score: 0.48, sloppyScore: 0.4 },
			{ written: '000000000 00', score: 0.4 },
			{ written: '00 000000000', score: 0.4 },
			{ written: '00.000.000.000', score: 0.45, sloppyScore: 0.4 },
			{ written: '000.000.000', score: 0.15, sloppyScore: 0.12 },
			{ written: '00000000-0', score: 0.25 },
			{ written: '000000000', score: 0.2 },
		],
		valid: isRenavam,
		rare: (digits) => digits.length === 11 && digits[0] !== '0' && digits[0] !== '1',
		checked: true,
	},
	canonical: (value) => digitsIn(value).padStart(11, '0'),
	partialMask: (value) => `*******${digitsIn(value).slice(-4)}`,
};

/** Old numbers lack the leading `00`; the sum is the NIS's. */
export function isRenavam(digits: string): boolean {
	return (digits.length === 11 || digits.length === 9) && isNis(digits.padStart(11, '0'));
}
