import { makeCnh, makeCpf, makeRgOfSaoPaulo, writeAs } from '../brazil-numbers';
import { gentleNoises, type Part, withNoise } from '../noise';
import type { Chance, Sample, SampleMaker } from '../sample';
import { negativeText, positiveText } from '../templates';
import texts from './texts/br-rg.json';

const { wording } = texts;

/** São Paulo's with its check digit, and the other states' without. */
function makeRg(chance: Chance): string {
	const right = makeRgOfSaoPaulo(chance);
	switch (chance.below(8)) {
		case 0:
			return right;
		case 1:
			return `${right.slice(0, 8)}-${right.slice(8)}`;
		case 2:
			return writeAs('0.000.000', `1${chance.digits(6)}`);
		case 3:
			return `MG-${writeAs('00.000.000', chance.pick(['1', '2']) + chance.digits(7))}`;
		case 4:
			return chance.pick(['1', '2', '3', '4']) + chance.digits(6);
		case 5:
			return writeAs('00.000.000-0', chance.pick(['1', '2']) + chance.digits(8));
		default:
			return `${writeAs('00.000.000', right)}-${chance.once(6) ? right.slice(8).toLowerCase() : right.slice(8)}`;
	}
}

const { counted } = texts;

export const samples: SampleMaker = {
	type: 'BR_RG',
	positive: (chance) =>
		positiveText(wording, chance, (): Part => ({ type: 'BR_RG', value: withNoise(makeRg(chance), chance, gentleNoises) }), true),
	negative,
};

function negative(chance: Chance): Sample {
	const number = writeAs(chance.pick(['0.000.000', '00.000.000', '0000000', '00000000', '000000000']), `1${chance.digits(9)}`);
	switch (chance.below(4)) {
		case 0:
			return negativeText('other', wording, chance, () => number);
		case 1:
			return negativeText('misleading', wording, chance, () => number);
		case 2: {
			const other: Part = chance.once(2)
				? { type: 'BR_CPF', value: writeAs('000.000.000-00', makeCpf(chance)) }
				: { type: 'BR_CNH', value: makeCnh(chance) };
			const label = other.type === 'BR_CPF' ? 'CPF' : 'CNH';
			return negativeText('labelled', { ...wording, labels: [label], keys: [label.toLowerCase()] }, chance, () => other);
		}
		default: {
			const template = chance.pick(counted);
			return { text: template.replace('{}', writeAs(chance.pick(['0.000.000', '00.000.000']), `1${chance.digits(9)}`)), spans: [] };
		}
	}
}
