import { isCnpj } from '../../../core/guardrails/personal-data/pt-br/br-cnpj';
import { makeAlphanumericCnpj, makeCnpj, writeAs } from '../brazil-numbers';
import { createNumberSamples } from '../brazil-samples';
import { gentleNoises, withNoise } from '../noise';
import type { Chance, SampleMaker } from '../sample';
import { negativeText, positiveText } from '../templates';
import texts from './texts/br-cnpj.json';

const { wording } = texts;

const numeric = createNumberSamples({
	type: 'BR_CNPJ',
	make: makeCnpj,
	isRight: isCnpj,
	wording,
	forms: texts.forms,
});

const letteredForms = [
	'00.000.000/0000-00',
	'00.000.000/0000-00',
	'00000000000000',
	'00000000/0000-00',
	'00 000 000/0000-00',
	'00.000.000/000000',
];

/** A fourth of them are alphanumeric. */
export const samples: SampleMaker = {
	type: 'BR_CNPJ',
	positive: (chance) => (chance.below(4) > 0 ? numeric.positive(chance) : lettered(chance)),
	negative: (chance) => (chance.below(4) > 0 ? numeric.negative(chance) : letteredLookalike(chance)),
};

function lettered(chance: Chance): ReturnType<SampleMaker['positive']> {
	return positiveText(wording, chance, () => {
		const value = writeAs(chance.pick(letteredForms), makeAlphanumericCnpj(chance));
		return { type: 'BR_CNPJ', value: withNoise(chance.once(8) ? value.toLowerCase() : value, chance, gentleNoises) };
	});
}

/** A letter or digit exchanged, or a code of that length. */
function letteredLookalike(chance: Chance): ReturnType<SampleMaker['negative']> {
	const right = makeAlphanumericCnpj(chance);
	const wrong = right.slice(0, 12) + chance.digits(2);
	const value = writeAs(chance.pick(letteredForms), isCnpj(wrong) ? right.slice(0, 13) + 'X' : wrong);
	return negativeText(chance.pick(['labelled', 'other', 'misleading']), wording, chance, () => value);
}
