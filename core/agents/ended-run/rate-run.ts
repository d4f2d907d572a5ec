import { isTroupeError } from '../../base/errors';
import type { AgentOutcome } from '../agent-outcome';
import type { AgentParts } from '../agent-parts';

/** Faults of the requester, host or gate, not of the version. */
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
 * Reports a run to the rollout of its version: a reply is a success; a fault, a limit, or a block of the agent's own output is a failure. Unreported:
 * waiting or correctly handed-over runs, quotes in place of an unusable answer, messages blocked before the agent, and an exhausted budget of the
 * host. Neither users nor the payer must be able to roll a version back.
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
			// Customers can cause an unusable answer, such as a repetitive one.
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
