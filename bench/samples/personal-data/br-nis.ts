import { isNis } from '../../../core/guardrails/personal-data/pt-br/people/br-nis';
import { makeNis } from '../brazil-numbers';
import { createNumberSamples } from '../brazil-samples';
import texts from './texts/br-nis.json';

export const samples = createNumberSamples({
	type: 'BR_NIS',
	make: makeNis,
	isRight: isNis,
	forms: ['000.00000.00-0', '00000000000', '000 00000 00 0', '000.00000.000', '0000000000-0', '000.00000.00.0', '000-00000-00-0'],
	wording: texts.wording,
});
