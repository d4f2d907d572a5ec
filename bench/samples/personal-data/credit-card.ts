import { isCardNumber } from '../../../core/guardrails/personal-data/intl/credit-card';
import { numberNoises } from '../noise';
import type { Chance } from '../sample';
import { createValueSamples } from '../value-samples';
import texts from './texts/credit-card.json';

const issuers = [
	...['4', '4', '51', '53', '55', '2221', '2720'].map((prefix) => ({ prefix, length: 16 })),
	...['34', '37', '37'].map((prefix) => ({ prefix, length: 15 })),
	...['300', '305', '36', '38'].map((prefix) => ({ prefix, length: 14 })),
	...['6011', '644', '65', '3528', '3589', '62', '2200', '509012', '636368', '506731', '606282', '637095'].map((prefix) => ({
		prefix,
		length: 16,
	})),
];

/** ISO/IEC 7812-1: the sum with every second digit doubled, from the right, is a multiple of ten. */
function luhnDigit(body: string): string {
	const sum = [...body].reverse().reduce((total, character, at) => {
		const doubled = Number(character) * (at % 2 === 0 ? 2 : 1);
		return total + (doubled > 9 ? doubled - 9 : doubled);
	}, 0);
	return String((10 - (sum % 10)) % 10);
}

function number(chance: Chance): string {
	const { prefix, length } = chance.pick(issuers);
	const body = prefix + chance.digits(length - prefix.length - 1);
	return body + luhnDigit(body);
}

function write(digits: string, chance: Chance): string {
	const groups = digits.length === 16 ? /(.{4})(.{4})(.{4})(.{4})/ : digits.length === 15 ? /(.{4})(.{6})(.{5})/ : /(.{4})(.{6})(.{4})/;
	const [, ...parts] = groups.exec(digits)!;
	return parts.join(chance.pick([' ', ' ', ' ', '-', '', '.']));
}

function wrong(chance: Chance): string {
	for (;;) {
		const digits = number(chance);
		const changed = digits.slice(0, -1) + String((Number(digits.at(-1)) + 1 + chance.below(9)) % 10);
		if (!isCardNumber(changed)) return write(changed, chance);
	}
}

export const samples = createValueSamples({
	type: 'CREDIT_CARD',
	value: (chance) => write(number(chance), chance),
	noises: numberNoises,
	wrong: (chance) =>
		chance.once(5)
			? chance.pick(['**** **** **** 1234', '4111 **** **** 1111', 'final 1234', '0000 0000 0000 0000', '4111 1111 1111'])
			: wrong(chance),
	wording: texts.wording,
	elsewhere: (chance) => wrong(chance).replace(/\D/g, ''),
	others: texts.others,
});
