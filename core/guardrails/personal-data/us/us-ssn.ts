import { normalize } from '../reading/normalize';
import type { Recognizer } from '../recognizer';
import words from './words/us-ssn.json';

/** Printed in advertisements, thus unassigned (SSA, "Social Security numbers invalidated"). */
const invalidated = new Set(['078051120', '219099999']);

/** Area, group and serial, none of them zeros, no area 666 or from 900 on (SSA, POMS RM 10201.035). */
export const usSsn: Recognizer = {
	type: 'US_SSN',
	name: { en: 'social security number', pt: 'número de seguro social dos EUA' },
	label: 'SSN',
	...words,
	numbers: {
		checked: false,
		valid: isSocialSecurityNumber,
		shapes: [
			{ written: '000-00-0000', score: 0.75, sloppyScore: 0.4 },
			{ written: '000 00 0000', score: 0.65, sloppyScore: 0.4 },
			{ written: '000000000', score: 0.35 },
		],
	},
	canonical: (value) => readDigits(value),
	partialMask: (value) => `***-**-${readDigits(value).slice(-4)}`,
};

function isSocialSecurityNumber(digits: string): boolean {
	return /^(?!000|666|9)\d{3}(?!00)\d{2}(?!0000)\d{4}$/.test(digits) && !/^(\d)\1{8}$/.test(digits) && !invalidated.has(digits);
}

function readDigits(value: string): string {
	return normalize(value).text.replace(/\D/g, '');
}
