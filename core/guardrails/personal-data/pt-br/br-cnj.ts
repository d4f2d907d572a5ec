import { remainderBy97 } from '../mod-97';
import { normalize } from '../reading/normalize';
import type { Recognizer } from '../recognizer';
import words from './words/br-cnj.json';

const firstYear = 1900;
const lastYear = 2099;
/** States, regions and districts go up to 27; councils are 90, superior courts 00. */
const lastCourt = 27;
const council = 90;

/**
 * Court case number NNNNNNN-DD.AAAA.J.TR.OOOO: number, check digits, year, branch, court, unit of origin (CNJ, Resolution 65/2008, article 1). It
 * leads to the parties and the subject.
 */
export const brCnj: Recognizer = {
	type: 'BR_CNJ',
	name: { en: 'court case number', pt: 'número de processo judicial' },
	label: 'PROCESSO',
	...words,
	numbers: {
		shapes: [
			{ written: '0000000-00.0000.0.00.0000', score: 1, sloppyScore: 0.9 },
			{ written: '0000000-00.0000.000.0000', score: 0.95, sloppyScore: 0.85 },
			{ written: '00000000000000000000', score: 0.92 },
		],
		checked: true,
		valid: isCaseNumber,
	},
	canonical: (value) => normalize(value).text.replace(/\D/g, ''),
	partialMask(value) {
		const digits = normalize(value).text.replace(/\D/g, '');
		return `*******-**.${digits.slice(9, 13)}.${digits[13]}.${digits.slice(14, 16)}.****`;
	},
};

/**
 * Checks the digits (Resolution 65/2008, annex VIII: the number without them, followed by them, is 1 modulo 97), branch and court (annexes I to VII).
 */
function isCaseNumber(digits: string): boolean {
	const year = Number(digits.slice(9, 13));
	const court = Number(digits.slice(14, 16));
	return (
		digits.length === 20 &&
		digits[13] !== '0' &&
		year >= firstYear &&
		year <= lastYear &&
		(court <= lastCourt || court === council) &&
		remainderBy97(digits.slice(0, 7) + digits.slice(9) + digits.slice(7, 9)) === 1
	);
}
