import { numberNoises } from '../noise';
import type { Chance } from '../sample';
import { createValueSamples, fromForm } from '../value-samples';
import texts from './texts/us-ssn.json';

function number(chance: Chance): { area: string; group: string; serial: string } {
	const area = 1 + chance.below(898);
	return {
		area: String(area === 666 ? 667 : area).padStart(3, '0'),
		group: String(1 + chance.below(99)).padStart(2, '0'),
		serial: String(1 + chance.below(9998)).padStart(4, '0'),
	};
}

function value(chance: Chance): string {
	const { area, group, serial } = number(chance);
	return [area, group, serial].join(chance.pick(['-', '-', '-', ' ', '']));
}

export const samples = createValueSamples({
	type: 'US_SSN',
	value,
	noises: numberNoises.filter(({ name }) => name !== 'ocrSlip'),
	needsWords: true,
	wrong: (chance) => fromForm(chance.pick(texts.wrong), chance),
	elsewhere: (chance) => Object.values(number(chance)).join(''),
	wording: texts.wording,
	others: texts.others,
});
