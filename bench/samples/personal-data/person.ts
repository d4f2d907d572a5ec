import { fillTemplate, type Part, softHyphen, withNoise, withNoiseAround, zeroWidth } from '../noise';
import type { Chance, Sample, SampleMaker } from '../sample';
import texts from './texts/person.json';

const { first, last, sentences, noNames } = texts;

function makeName(chance: Chance): string {
	const name = `${chance.pick(first)} ${chance.pick(last)}`;
	return chance.once(6) ? name.toUpperCase() : name;
}

export const samples: SampleMaker = {
	type: 'PERSON',
	positive(chance): Sample {
		return fillTemplate(chance.pick(sentences), chance, (): Part => ({
			type: 'PERSON',
			value: withNoise(makeName(chance), chance, [zeroWidth, softHyphen]),
		}));
	},
	negative: (chance): Sample =>
		withNoiseAround(
			fillTemplate(chance.pick(noNames), chance, () => ''),
			chance,
		),
};
