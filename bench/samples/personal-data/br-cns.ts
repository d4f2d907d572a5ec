import { isCns } from '../../../core/guardrails/personal-data/pt-br/people/br-cns';
import { makeCns } from '../brazil-numbers';
import { createNumberSamples } from '../brazil-samples';
import texts from './texts/br-cns.json';

export const samples = createNumberSamples({
	type: 'BR_CNS',
	make: makeCns,
	isRight: isCns,
	forms: [
		'000 0000 0000 0000',
		'000000000000000',
		'000.0000.0000.0000',
		'000-0000-0000-0000',
		'00000000000 0000',
		'000 000 000 000 000',
		'00000 00000 00000',
	],
	wording: texts.wording,
});
