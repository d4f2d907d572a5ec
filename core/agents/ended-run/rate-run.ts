import { isTroupeError } from '../../base/errors';
import type { AgentOutcome } from '../agent-outcome';
import type { AgentParts } from '../agent-parts';

/** Faults that are not caused by the version: the requester, the host or the gate caused them. */
const notItsFault = new Set<string>([
	'CANCELLED',
	'ACCESS_DENIED',
	'INPUT_INVALID',
	'RUN_STATE_INVALID',
	'RUN_ALREADY_RESUMED',
	'RUN_ENDED',
	'DECISION_REFUSED',
	'RUN_FOREIGN',
	'RUN_TAKEN',
	'RUN_STOPPED',
	'BUDGET_EXCEEDED',
	'TRUST_ROOT_MISSING',
	'TRUST_ROOT_REFUSED',
	'TOKEN_INVALID',
]);

/**
 * Reports to a rollout how a run of its version ended: a reply is a success; a fault, a limit, and a block of the agent's own output are failures.
 * Not reported: a run that waits for a person or was correctly handed over, one that quotes its documents in place of an answer that could not be used, a message that was blocked before the agent saw it, and an exhausted
 * budget of the host. Neither users nor the payer must be able to roll a version back.
 */
export function rateOutcome({ mode = 'run', report }: AgentParts, outcome: AgentOutcome): Rating | undefined {
	const rating = mode === 'run' ? rate(outcome) : undefined;
	if (rating !== undefined) report?.(rating);
	return rating;
}

type Rating = 'succeeded' | 'failed';

function rate(outcome: AgentOutcome): Rating | undefined {
	switch (outcome.kind) {
		case 'reply':
			// Customers can bring about an answer that cannot be used, such as one that repeats itself.
			return outcome.degraded?.code === 'MODEL_OUTPUT_INVALID' ? undefined : 'succeeded';
		case 'needs-human':
			return undefined;
		case 'blocked':
			return outcome.guardrails.at(-1)?.stage === 'input' ? undefined : 'failed';
		case 'limit-reached':
			return outcome.limit === 'budget' ? undefined : 'failed';
	}
}

export function rateFault({ mode = 'run', report }: AgentParts, error: unknown): Rating | undefined {
	const code = isTroupeError(error) ? error.code : 'INTERNAL';
	if (mode !== 'run' || notItsFault.has(code) || code.startsWith('MANIFEST_')) return undefined;
	report?.('failed');
	return 'failed';
}
