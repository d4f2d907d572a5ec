import { normalize } from '../reading/normalize';
import type { NumberShape, Recognizer } from '../recognizer';
import words from './words/credit-card.json';

/** Issuers' ranges and lengths with the check digit of ISO/IEC 7812-1, annex B (Luhn); other ranges only after card words. */
export const creditCard: Recognizer = {
	type: 'CREDIT_CARD',
	name: { en: 'card number', pt: 'número de cartão' },
	label: 'CARD',
	// Also words of other languages, for texts that quote them.
	...words,
	numbers: { checked: true, valid: isCardNumber, needsWords: (digits) => !isIssued(digits), shapes: shapes() },
	canonical: (value) => readDigits(value),
	partialMask: (value) => `**** **** **** ${readDigits(value).slice(-4)}`,
};

/** Groupings that issuers print. Ungrouped digits are just as often an order's or a parcel's. */
function shapes(): NumberShape[] {
	const grouped = ['0000 0000 0000 0000', '0000 000000 00000', '0000 000000 0000', '0000 0000 0000 0000 000', '000000 0000000000000'];
	return [
		...grouped.flatMap((written) => [{ written, score: 1, sloppyScore: 0.95 }]),
		{ written: '0000 0000 0000 000', score: 0.85 },
		{ written: '0000 0000 0000 00', score: 0.7 },
		{ written: '0000 000 000 000', score: 0.7 },
		{ written: '00000000 00000000', score: 0.85 },
		{ written: '0000 00000000 0000', score: 0.75 },
		...[16, 15, 14, 13, 12, 19, 18, 17].map((length) => ({ written: '0'.repeat(length), score: length > 14 && length < 17 ? 0.75 : 0.5 })),
	];
}

const ranges: ReadonlyArray<readonly [from: number, to: number, lengths: readonly number[]]> = [
	[4, 4, [13, 16, 19]],
	[51, 55, [16]],
	[222100, 272099, [16]],
	[34, 34, [15]],
	[37, 37, [15]],
	[300, 305, [14, 16, 19]],
	[3095, 3095, [14, 16, 19]],
	[36, 36, [14, 16, 19]],
	[38, 39, [14, 16, 19]],
	[6011, 6011, [16, 19]],
	[644, 649, [16, 19]],
	[65, 65, [16, 19]],
	[3528, 3589, [16, 19]],
	[62, 62, [16, 17, 18, 19]],
	[81, 81, [16, 17, 18, 19]],
	[2200, 2204, [16, 17, 18, 19]],
	[504175, 504175, [16]],
	[506699, 506778, [16]],
	[509000, 509999, [16]],
	[627780, 627780, [16]],
	[636297, 636297, [16]],
	[636368, 636368, [16]],
	[606282, 606282, [16, 19]],
	[637095, 637095, [16]],
	[637568, 637568, [16]],
	[637599, 637599, [16]],
	[637609, 637609, [16]],
	[637612, 637612, [16]],
	[384100, 384100, [16, 19]],
	[384140, 384140, [16, 19]],
	[384160, 384160, [16, 19]],
	[507860, 507860, [16, 19]],
	[604201, 604219, [16]],
	[5018, 5018, [13, 14, 15, 16, 18, 19]],
	[5020, 5020, [13, 14, 15, 16, 18, 19]],
	[5038, 5038, [13, 14, 15, 16, 18, 19]],
	[5893, 5893, [13, 14, 15, 16, 18, 19]],
	[6304, 6304, [13, 14, 15, 16, 18, 19]],
	[6759, 6759, [13, 14, 15, 16, 18, 19]],
	[6761, 6763, [13, 14, 15, 16, 18, 19]],
	[60, 60, [16]],
	[9792, 9792, [16]],
];

const byLength = new Map<number, Array<readonly [number, number]>>();
for (const [from, to, lengths] of ranges) {
	const range = [Number(String(from).padEnd(6, '0')), Number(String(to).padEnd(6, '9'))] as const;
	for (const length of lengths) byLength.set(length, [...(byLength.get(length) ?? []), range]);
}

export function isCardNumber(digits: string): boolean {
	return digits.length >= 12 && digits.length <= 19 && hasLuhnDigit(digits) && !same.test(digits);
}

function isIssued(digits: string): boolean {
	const first = Number(digits.slice(0, 6));
	return byLength.get(digits.length)?.some(([from, to]) => first >= from && first <= to) ?? false;
}

/** `4444444444444448` passes the check, but is not issued. */
const same = /^(\d)\1+$/;

function hasLuhnDigit(digits: string): boolean {
	let sum = 0;
	for (let at = digits.length - 1, doubled = false; at >= 0; at--, doubled = !doubled) {
		const digit = digits.charCodeAt(at) - 0x30;
		sum += doubled ? (digit > 4 ? 2 * digit - 9 : 2 * digit) : digit;
	}
	return sum % 10 === 0;
}

function readDigits(value: string): string {
	return normalize(value).text.replace(/\D/g, '');
}
