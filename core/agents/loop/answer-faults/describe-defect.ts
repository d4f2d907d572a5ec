import type { Language } from '../../../base/text/languages';
import type { Violation } from '../../../guardrails/policy/guard';
import { groundedPolicy } from '../../../guardrails/policy/grounded-policy';
import { sayWhyWithheld } from '../../../prompt-texts/answers';
import { type AnswerDefect, partOfDefect } from './answer-defect';

/** Returns why a person answers in place of the model, for all who read of the run: by the part of the policy, and without the answer. */
export function describeDefect(defect: AnswerDefect | 'loop', language: Language): Violation {
	const { id, version } = groundedPolicy;
	return {
		...(defect === 'call' ? { guardrail: 'written-call' } : { guardrail: partOfDefect[defect], policy: { id, version } }),
		code: 'ANSWER',
		stage: 'output',
		action: 'ask-person',
		matches: [],
		reason: sayWhyWithheld(defect, language),
	};
}
