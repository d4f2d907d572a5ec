import { isRenavam } from '../../../core/guardrails/personal-data/pt-br/things/br-renavam';
import { makeRenavam } from '../brazil-numbers';
import { createNumberSamples } from '../brazil-samples';
import texts from './texts/br-renavam.json';

export const samples = createNumberSamples({
	type: 'BR_RENAVAM',
	make: makeRenavam,
	isRight: isRenavam,
	needsWords: true,
	forms: ['00000000000', '00000000000', '0000000000-0', '000000000 00', '0000.000000-0', '00 000000000'],
	wording: texts.wording,
});
