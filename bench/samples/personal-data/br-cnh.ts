import { isCnh } from '../../../core/guardrails/personal-data/pt-br/people/br-cnh';
import { makeCnh } from '../brazil-numbers';
import { createNumberSamples } from '../brazil-samples';
import texts from './texts/br-cnh.json';

export const samples = createNumberSamples({
	type: 'BR_CNH',
	make: makeCnh,
	isRight: isCnh,
	// By itself it may be a CPF or a phone number as well.
	needsWords: true,
	forms: ['00000000000', '00000000000', '000000000-00', '000 000 000 00', '000.000.000-00', '0000 0000 000', '000.000.000.00'],
	wording: texts.wording,
});
