import type { CheckId, GuardrailPolicy } from './guardrail-policy';

/** The parts of the standard policy, by which it can be switched off. Each is a check. */
export const standardParts = ['hidden-characters', 'secrets', 'injection', 'harmful-content'] as const satisfies readonly CheckId[];

export type StandardPart = (typeof standardParts)[number];

/** Only what the word lists are sure of. */
const sureOfHarm = 0.7;

/**
 * The policy of every agent and every guarded model. It decides by rules alone and has few false alarms: documents are stopped from a higher score than
 * the check's own, and lists of words only from a high one (decision 295). No stage needs the end of a reply.
 */
export const standardPolicy: GuardrailPolicy = {
	id: 'standard',
	onFailure: 'block',
	checks: [
		{ check: 'hidden-characters', action: 'rewrite' },
		{ check: 'secrets', stages: ['input', 'output'], action: 'rewrite' },
		{ check: 'injection', stages: ['input'], action: 'ask-person', threshold: 0.5, modelThreshold: 1 },
		{ check: 'injection', stages: ['tool-result', 'knowledge'], action: 'block', indirectThreshold: 0.55, modelThreshold: 1 },
		{
			check: 'harmful-content',
			stages: ['input', 'output'],
			action: 'block',
			judge: 'never',
			kinds: {
				hate: { threshold: sureOfHarm },
				harassment: { threshold: sureOfHarm },
				violence: { threshold: sureOfHarm },
				sexual: { threshold: sureOfHarm },
				'dangerous-acts': { threshold: sureOfHarm },
			},
		},
	],
};
