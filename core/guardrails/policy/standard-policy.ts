import type { CheckId, GuardrailPolicy } from './guardrail-policy';

/** The checks of the standard policy. */
const standardChecks = [
	'hidden-characters',
	'secrets',
	'injection',
	'harmful-content',
	'prompt-leak',
	'backend-data',
	'claimed-effect',
	'language',
	'odd-behaviour',
	'support',
] as const satisfies readonly CheckId[];

/**
 * The parts of the standard policy, by which it can be switched off: its checks, links to hosts that nobody named, images and files in messages, and
 * emergencies that go to a person at once.
 */
export const standardParts = [...standardChecks, 'unknown-link', 'files', 'emergency'] as const;

export type StandardPart = (typeof standardParts)[number];

/** Only what the word lists are sure of. Despair counts from their usual score: it is answered with help. */
const sure = { threshold: 0.7 };
const surelyHarmful = { hate: sure, harassment: sure, violence: sure, sexual: sure, 'dangerous-acts': sure };

/**
 * The policy of every agent and every guarded model. It decides by rules alone and has few false alarms: documents are stopped from a higher score than
 * the check's own, and lists of words only from a high one (decision 295). No stage needs the end of a reply.
 */
export const standardPolicy: GuardrailPolicy = {
	id: 'standard',
	// Another one for other checks: violations name it.
	version: '1.3.0',
	onFailure: 'block',
	checks: [
		{ check: 'hidden-characters', action: 'rewrite' },
		{ check: 'secrets', stages: ['input', 'output'], action: 'rewrite' },
		{ check: 'injection', stages: ['input'], action: 'ask-person', threshold: 0.5 },
		{ check: 'injection', stages: ['tool-result', 'knowledge'], action: 'block', indirectThreshold: 0.55 },
		{
			check: 'harmful-content',
			stages: ['input'],
			action: 'block',
			judge: 'never',
			kinds: { ...surelyHarmful, harassment: { ...sure, action: 'log' } },
		},
		{ check: 'harmful-content', stages: ['output'], action: 'block', judge: 'never', kinds: surelyHarmful },
		{ check: 'prompt-leak', action: 'block' },
		{ check: 'backend-data', action: 'block' },
		{ check: 'claimed-effect', action: 'ask-person' },
		{ check: 'language', allowed: ['customer'], action: 'ask-person' },
		// Workflows send equal texts in the name of one person, and nobody waits for a count.
		{ check: 'odd-behaviour', action: 'log', onFailure: 'pass' },
		{ check: 'support', action: 'ask-person' },
	],
};
