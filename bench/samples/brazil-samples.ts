import type { PersonalDataType } from '../../core/guardrails/personal-data/types';
import * as numbers from './brazil-numbers';
import { numberNoises, type Part, withNoise } from './noise';
import type { Chance, Sample, SampleMaker } from './sample';
import { negativeText, positiveText, type Wording } from './templates';

/** What the samples of one of Brazil's numbers are made from. */
export interface NumberSamples {
	type: PersonalDataType;
	wording: Wording;
	/** Bare digits with right check digits. */
	make(chance: Chance): string;
	/** As documents and people write it, `0` for a digit; the more usual ones more often. */
	forms: readonly string[];
	/** By the definition; wrong digits are made until it says no. */
	isRight(digits: string): boolean;
	/** Templates without the type's name are left out: the value by itself tells nothing. */
	needsWords?: boolean;
}

/** Values of other types under their own names: these are spans, of that type. */
const neighbours: ReadonlyArray<{ type: PersonalDataType; label: string; value: (chance: Chance) => string }> = [
	{ type: 'BR_CPF', label: 'CPF', value: (chance) => numbers.writeAs('000.000.000-00', numbers.makeCpf(chance)) },
	{ type: 'BR_CNPJ', label: 'CNPJ', value: (chance) => numbers.writeAs('00.000.000/0000-00', numbers.makeCnpj(chance)) },
	{ type: 'BR_NIS', label: 'PIS', value: (chance) => numbers.writeAs('000.00000.00-0', numbers.makeNis(chance)) },
	{ type: 'BR_CNS', label: 'cartão do SUS', value: (chance) => numbers.writeAs('000 0000 0000 0000', numbers.makeCns(chance)) },
	{ type: 'BR_CNH', label: 'CNH', value: numbers.makeCnh },
	{ type: 'BR_VOTER_ID', label: 'título de eleitor', value: (chance) => numbers.writeAs('0000 0000 0000', numbers.makeVoterId(chance)) },
	{ type: 'BR_PLATE', label: 'placa', value: numbers.makeNewPlate },
];

/** Samples of a number with check digits. */
export function createNumberSamples(of: NumberSamples): SampleMaker {
	const { type, wording, needsWords } = of;
	return {
		type,
		positive: (chance) =>
			positiveText(wording, chance, (): Part => ({ type, value: withNoise(written(of, chance), chance, numberNoises) }), needsWords),
		negative: (chance) => negative(of, chance),
	};
}

function written({ forms, make }: NumberSamples, chance: Chance): string {
	const form = chance.once(2) ? forms[0]! : chance.pick(forms);
	return numbers.writeAs(form, make(chance));
}

function negative(of: NumberSamples, chance: Chance): Sample {
	const wrong = (): string => numbers.writeAs(chance.pick(of.forms), wrongDigits(of, chance));
	const bare = (): string => wrongDigits(of, chance);
	switch (chance.below(6)) {
		case 0:
		case 1:
			return negativeText('labelled', of.wording, chance, wrong);
		case 2:
			return negativeText('other', of.wording, chance, bare);
		case 3:
			return negativeText('misleading', of.wording, chance, bare);
		case 4:
			return neighbour(of, chance);
		default:
			return negativeText('labelled', of.wording, chance, () => numbers.writeAs(of.forms[0]!, chance.pick([...'0123456789']).repeat(20)));
	}
}

function neighbour({ type, wording }: NumberSamples, chance: Chance): Sample {
	const other = chance.pick(neighbours.filter((candidate) => candidate.type !== type));
	const named = {
		...wording,
		labels: [other.label],
		keys: [other.label.normalize('NFD').replace(/\p{M}/gu, '').replace(/ /g, '_').toLowerCase()],
	};
	return negativeText('labelled', named, chance, (): Part => ({ type: other.type, value: other.value(chance) }));
}

/** Digits that are nobody's under any name: not the type's, not another's of that length, no phone. */
function wrongDigits({ make, isRight }: NumberSamples, chance: Chance): string {
	for (;;) {
		const digits = numbers.withWrongDigit(make(chance), chance, isRight);
		if (!isRightOfAny(digits) && !/^(?:55)?[1-9][1-9](?:9\d{8}|[2-5]\d{7})$/.test(digits)) return digits;
	}
}

function isRightOfAny(digits: string): boolean {
	return numbers.passesElevenDigits(digits);
}
