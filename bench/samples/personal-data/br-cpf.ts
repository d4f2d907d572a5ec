import { isCpf } from '../../../core/guardrails/personal-data/pt-br/people/br-cpf';
import { makeCpf } from '../brazil-numbers';
import { createNumberSamples } from '../brazil-samples';
import texts from './texts/br-cpf.json';

export const samples = createNumberSamples({
	type: 'BR_CPF',
	make: makeCpf,
	isRight: isCpf,
	forms: texts.forms,
	wording: texts.wording,
});
