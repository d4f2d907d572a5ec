import type { PersonalDataType } from '../../core/guardrails/personal-data/types';
import { gentleNoises, fillTemplate, type Noise, type Part, withNoise, withNoiseAround } from './noise';
import type { Chance, SampleMaker } from './sample';
import { negativeText, positiveText, type Wording } from './templates';

/** What the samples of a type that every country has are made from. */
export interface ValueSamples {
	type: PersonalDataType;
	wording: Wording;
	/** A value by the standard's own definition, as people write it. */
	value(chance: Chance): string;
	/** Looks like one and is none, also behind the type's name. */
	wrong(chance: Chance): Part;
	/** Is nobody's beside the name of another thing: an order's number. Default: what is wrong anyway. */
	elsewhere?(chance: Chance): Part;
	/** Sentences in which nothing is of the type; `#` is a digit by chance. */
	others: readonly string[];
	needsWords?: boolean;
	noises?: readonly Noise[];
}

export function createValueSamples(of: ValueSamples): SampleMaker {
	const { type, wording, noises = gentleNoises, needsWords } = of;
	const value = (chance: Chance) => (): Part => ({
		type,
		value: noises.length > 0 ? withNoise(of.value(chance), chance, noises) : of.value(chance),
	});
	return {
		type,
		positive: (chance) => positiveText(wording, chance, value(chance), needsWords),
		negative(chance) {
			const kind = chance.pick(['own', 'own', 'labelled', 'other', 'misleading'] as const);
			if (kind === 'own')
				return withNoiseAround(
					fillTemplate(chance.pick(of.others), chance, () => of.wrong(chance)),
					chance,
				);
			const elsewhere = kind === 'labelled' ? of.wrong : (of.elsewhere ?? of.wrong);
			return negativeText(kind, wording, chance, () => elsewhere(chance));
		},
	};
}

/** Digits for each `#` of a form, `X` for a letter from A to Z, `h` for a hexadecimal digit. */
export function fromForm(form: string, chance: Chance): string {
	return form
		.replace(/#/g, () => chance.digits(1))
		.replace(/X/g, () => chance.pick([...'ABCDEFGHIJKLMNOPQRSTUVWXYZ']))
		.replace(/h/g, () => chance.pick([...'0123456789abcdef']));
}
