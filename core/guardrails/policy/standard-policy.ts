import type { CheckId, GuardrailPolicy } from './guardrail-policy';

const standardChecks = ['hidden-characters', 'secrets', 'injection', 'prompt-leak', 'odd-behaviour'] as const satisfies readonly CheckId[];

/** Parts of the standard policy that can be switched off: its checks, links to unknown hosts, and images and files in messages. */
export const standardParts = [...standardChecks, 'unknown-link', 'files'] as const;

export type StandardPart = (typeof standardParts)[number];

/**
 * The policy of every agent and every guarded model. It protects data and machines, and judges neither the wording nor the truth of a reply. It decides
 * by rules alone and has few false alarms: documents are stopped from a higher score than the check's own (decision 295). No stage needs the end of a
 * reply.
 */
export const standardPolicy: GuardrailPolicy = {
	id: 'standard',
	// Another one for other checks: violations name it.
	version: '2.0.0',
	onFailure: 'block',
	checks: [
		{ check: 'hidden-characters', action: 'rewrite' },
		{ check: 'secrets', stages: ['input', 'output'], action: 'rewrite' },
		{ check: 'injection', stages: ['input'], action: 'ask-person', threshold: 0.5 },
		{ check: 'injection', stages: ['tool-result', 'knowledge'], action: 'block', indirectThreshold: 0.55 },
		{ check: 'prompt-leak', action: 'block' },
		{ check: 'odd-behaviour', action: 'log', onFailure: 'pass' },
	],
};
