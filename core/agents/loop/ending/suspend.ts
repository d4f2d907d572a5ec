import type { PendingDecision, RunState } from '../../agent-outcome';
import { isReal } from '../../agent-parts';
import type { PendingCall } from '../tools/plan-call';
import { keepVault } from './waiting-vaults';
import { ownRuns } from '../run/own-runs';
import type { Run } from '../run/run';
import { computeExpiry, signState } from '../run/run-state';

export interface Suspension {
	reason: 'approval' | 'question';
	/** Personal data is restored for the person. */
	pending: PendingDecision[];
	state: RunState;
}

/** Records what the run waits for, and creates the state that continues it. */
export async function suspend(run: Run, step: number, waiting: PendingCall[]): Promise<Suspension> {
	const pending = waiting.map(({ shown }) => shown);
	const reason = pending.some(({ kind }) => kind === 'approval') ? 'approval' : 'question';
	const { trail, id: runId, conversationId, person, parts } = run;
	const { id, version } = parts.definition;
	const { expiresAt, id: suspension } = await trail.step('suspended', step, async () => ({
		step,
		// Equal for every process that reaches this point of the run, so that it is resumed only once.
		id: `${runId}:${step}`,
		expiresAt: computeExpiry(parts.clock.now()),
		pending: waiting.map(({ record: kept }) => kept),
		sources: waiting.map(({ source }) => source),
	}));
	if (!parts.runs) keepVault(suspension, run.context.vault);
	const agent = { id, version, sha256: parts.definitionSha256 };
	const store = await (parts.runs ?? ownRuns).identity();
	const unsigned = {
		version: 1,
		runId,
		id: suspension,
		agent,
		conversationId,
		person,
		expiresAt,
		store,
		trail: [...trail.entries],
	} as const;
	const state = await signState(JSON.parse(JSON.stringify(unsigned)) as Omit<RunState, 'signature'>, parts);
	if (!isReal(parts)) return { reason, pending, state };
	await parts.runs?.suspend({
		...{ runId, suspension, agent: { id, version }, agentFile: parts.file, conversationId, person, expiresAt, state },
		pending: pending.map((each) => (each.kind === 'approval' ? { kind: 'approval', tool: each.tool } : { kind: 'question' })),
	});
	return { reason, pending, state };
}
