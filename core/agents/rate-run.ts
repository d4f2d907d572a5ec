import { isTroupeError } from '../errors';
import type { AgentOutcome } from './agent-outcome';
import type { AgentParts } from './agent-parts';

/** What says nothing of the version that ran: who asked, the host, or the gate was the reason. */
const notItsFault = new Set<string>([
	'CANCELLED',
	'INPUT_INVALID',
	'RUN_STATE_INVALID',
	'RUN_ALREADY_RESUMED',
	'RUN_TAKEN',
	'BUDGET_EXCEEDED',
	'TRUST_ROOT_MISSING',
	'TOKEN_INVALID',
]);

/**
 * Tells a rollout how a run of its version ended: a reply is a success, a fault, a blocked message and a limit are failures. A run that waits
 * for a person, or was handed over to one as it should be, says neither.
 */
export function rateOutcome({ mode = 'run', report }: AgentParts, { kind }: Pick<AgentOutcome, 'kind'>): void {
	if (mode !== 'run' || kind === 'needs-human') return;
	report?.(kind === 'reply' ? 'succeeded' : 'failed');
}

export function rateFault({ mode = 'run', report }: AgentParts, error: unknown): void {
	const code = isTroupeError(error) ? error.code : 'INTERNAL';
	if (mode !== 'run' || notItsFault.has(code) || code.startsWith('MANIFEST_')) return;
	report?.('failed');
}
