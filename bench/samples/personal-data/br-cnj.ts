import { createNumberSamples } from '../brazil-samples';
import type { Chance } from '../sample';
import texts from './texts/br-cnj.json';

/** By whole numbers, apart from the recogniser's own remainder. */
const checkDigits = (rest: string): string => String(98n - ((BigInt(rest) * 100n) % 97n)).padStart(2, '0');

/** Branches of the judiciary with how many courts each has; superior courts have the number 00. */
const courts: ReadonlyArray<readonly [branch: number, first: number, last: number]> = [
	[8, 1, 27],
	[8, 1, 27],
	[8, 26, 26],
	[5, 1, 24],
	[4, 1, 6],
	[6, 1, 27],
	[3, 0, 0],
	[9, 13, 13],
];

function makeCase(chance: Chance): string {
	const [branch, first, last] = chance.pick(courts);
	const court = String(first + chance.below(last - first + 1)).padStart(2, '0');
	const number = chance.digits(7);
	const year = String(1998 + chance.below(29));
	const unit = chance.digits(4);
	return `${number}${checkDigits(`${number}${year}${branch}${court}${unit}`)}${year}${branch}${court}${unit}`;
}

export const samples = createNumberSamples({
	type: 'BR_CNJ',
	make: makeCase,
	isRight: (digits) => digits.slice(7, 9) === checkDigits(digits.slice(0, 7) + digits.slice(9)),
	forms: [
		'0000000-00.0000.0.00.0000',
		'0000000-00.0000.0.00.0000',
		'00000000000000000000',
		'0000000-00.0000.000.0000',
		'0000000.00.0000.0.00.0000',
		'0000000 00 0000 0 00 0000',
	],
	wording: texts.wording,
});
