import { remainderBy97 } from '../../mod-97';
import { normalize } from '../../reading/normalize';
import type { Recognizer } from '../../recognizer';
import words from './words/br-cnm.json';

/**
 * A property's national registration code CCCCCC.L.NNNNNNN-DD: registry, book 2 (general) or 3 (auxiliary), number, check digits (CNJ, Provision
 * 143/2023, article 1; now Provision 149/2023, article 330). It leads to the owner.
 */
export const brCnm: Recognizer = {
	type: 'BR_CNM',
	name: { en: 'national property registration code (CNM)', pt: 'código nacional de matrícula (CNM)' },
	label: 'CNM',
	...words,
	numbers: {
		shapes: [
			{ written: '000000.0.0000000-00', score: 1, sloppyScore: 0.9 },
			{ written: '0000000000000000', score: 0.6 },
		],
		checked: true,
		valid: isRegistrationCode,
	},
	canonical: (value) => normalize(value).text.replace(/\D/g, ''),
	partialMask(value) {
		const digits = normalize(value).text.replace(/\D/g, '');
		return `${digits.slice(0, 6)}.${digits[6]}.*******-**`;
	},
};

/** Provision 143/2023, article 1, paragraph 2: modulo 97 base 10 as in ISO 7064. */
function isRegistrationCode(digits: string): boolean {
	return (
		digits.length === 16 && (digits[6] === '2' || digits[6] === '3') && !/^0+$/.test(digits.slice(7, 14)) && remainderBy97(digits) === 1
	);
}
