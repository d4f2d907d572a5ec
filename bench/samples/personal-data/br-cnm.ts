import { createNumberSamples } from '../brazil-samples';
import type { Chance } from '../sample';
import texts from './texts/br-cnm.json';

const checkDigits = (rest: string): string => String(98n - ((BigInt(rest) * 100n) % 97n)).padStart(2, '0');

function makeCode(chance: Chance): string {
	const rest =
		chance.pick(['0', '1']) + chance.digits(5) + chance.pick(['2', '2', '2', '3']) + String(1 + chance.below(399_999)).padStart(7, '0');
	return rest + checkDigits(rest);
}

export const samples = createNumberSamples({
	type: 'BR_CNM',
	make: makeCode,
	isRight: (digits) => digits.slice(14) === checkDigits(digits.slice(0, 14)),
	forms: [
		'000000.0.0000000-00',
		'000000.0.0000000-00',
		'0000000000000000',
		'000000.0.0000000.00',
		'000000 0 0000000 00',
		'000000-0-0000000-00',
	],
	needsWords: true,
	wording: texts.wording,
});
