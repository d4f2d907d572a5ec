import { isVoterId } from '../../../core/guardrails/personal-data/pt-br/people/br-voter-id';
import { makeVoterId } from '../brazil-numbers';
import { createNumberSamples } from '../brazil-samples';
import texts from './texts/br-voter-id.json';

export const samples = createNumberSamples({
	type: 'BR_VOTER_ID',
	make: makeVoterId,
	isRight: isVoterId,
	forms: texts.forms,
	wording: texts.wording,
});
