import type { Recognizer } from '../../recognizer';
import { digitAt, digitsIn, weightedSum } from '../check-digits';
import words from './words/br-voter-id.json';

const firstWeights = [2, 3, 4, 5, 6, 7, 8, 9];
const second = [7, 8];
const saoPaulo = 1;
const minasGerais = 2;
const maxState = 28;

/**
 * Voter registration: eight digits (sometimes nine in São Paulo and Minas), two of the state, two check digits (TSE, resolution 21.538, modulo 11).
 */
export const brVoterId: Recognizer = {
	type: 'BR_VOTER_ID',
	name: { en: 'voter registration', pt: 'título de eleitor' },
	label: 'VOTER',
	...words,
	numbers: {
		shapes: [
			{ written: '0000 0000 0000', score: 0.85, sloppyScore: 0.75 },
			{ written: '00000000 00 00', score: 0.8 },
			{ written: '000000000000', score: 0.62 },
			{ written: '0000000000/00', score: 0.62 },
			{ written: '0000000000-00', score: 0.62 },
			{ written: '00000000/00-00', score: 0.75 },
			{ written: '00000000/0000', score: 0.6, sloppyScore: 0.5 },
			{ written: '0000000000000', score: 0.3 },
		],
		valid: isVoterId,
		checked: true,
	},
	canonical: digitsIn,
	partialMask: (value) => `**** ${digitsIn(value).slice(4, 8)} ****`,
};

/** Twelve digits; thirteen in the two states that ran out of eight. */
export function isVoterId(digits: string): boolean {
	const at = digits.length - 4;
	const state = digitAt(digits, at) * 10 + digitAt(digits, at + 1);
	if (state < 1 || state > maxState || (digits.length !== 12 && (digits.length !== 13 || state > minasGerais))) return false;
	const first = digitAt(digits, at + 2);
	return (
		checks(weightedSum(digits, firstWeights), state, first) &&
		checks(weightedSum(digits, second, at) + first * 9, state, digitAt(digits, at + 3))
	);
}

/** The remainder; 10 is written 0, and 0 is written 1 in São Paulo and Minas Gerais, but not in every register. */
function checks(sum: number, state: number, written: number): boolean {
	const rest = sum % 11;
	if (rest === 0 && (state === saoPaulo || state === minasGerais)) return written < 2;
	return written === rest % 10;
}
