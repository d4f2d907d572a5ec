import { fullWidth, type Part, softHyphen, withNoise, zeroWidth } from '../noise';
import { fillTemplate, withNoiseAround } from '../noise';
import type { Chance, Sample, SampleMaker } from '../sample';
import { negativeText, positiveText } from '../templates';
import texts from './texts/br-matricula-imovel.json';

const noises = [fullWidth, zeroWidth, softHyphen];

const { wording } = texts;

function makeNumber(chance: Chance): string {
	const digits = String(
		chance.pick([1000 + chance.below(899), 2100 + chance.below(7000), 10_000 + chance.below(89_999), 100_000 + chance.below(299_999)]),
	);
	return digits.length > 3 && chance.below(5) > 1 ? digits.replace(/(?=\d{3}$)/, '.') : digits;
}

const { noProperty } = texts;

export const samples: SampleMaker = {
	type: 'BR_MATRICULA_IMOVEL',
	positive: (chance) =>
		positiveText(
			wording,
			chance,
			(): Part => ({ type: 'BR_MATRICULA_IMOVEL', value: withNoise(makeNumber(chance), chance, noises) }),
			true,
		),
	negative(chance): Sample {
		if (chance.below(4) > 0)
			return withNoiseAround(
				fillTemplate(chance.pick(noProperty), chance, () => ''),
				chance,
			);
		return negativeText(chance.pick(['other', 'misleading'] as const), wording, chance, () => makeNumber(chance));
	},
};
