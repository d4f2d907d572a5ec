import type { PendingDecision, RunState } from '../../agent-outcome';
import { isReal } from '../../agent-parts';
import type { PendingCall } from '../tools/plan-call';
import { keepVault } from './waiting-vaults';
import { ownRuns } from '../run/own-runs';
import type { Run } from '../run/run';
import { computeExpiry, signState } from '../run/run-state';
import type { MemberWaiting } from '../team/caller';
import { identifyStep, type TrailEntry } from '../trail/trail-entry';

export interface Suspension {
	kind: 'needs-human';
	reason: 'approval' | 'question';
	/** Personal data is restored for the person. */
	pending: PendingDecision[];
	state: RunState;
}

/** Records what the run waits for, and creates the state that continues it. What a called agent waits for, its caller waits for too. */
export async function suspend(run: Run, step: number, waiting: PendingCall[]): Promise<Suspension | MemberWaiting> {
	const pending = waiting.map(({ shown }) => shown);
	const reason = pending.some(({ kind }) => kind === 'approval') ? 'approval' : 'question';
	const { id: runId, conversationId, person, parts, trail } = run;
	const { id, version } = parts.definition;
	const { expiresAt, id: suspension } = await record(run, step, waiting);
	if (!parts.runs) keepVault(suspension, run.context.vault);
	if (run.caller) return { kind: 'waiting', waiting };
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
	if (!isReal(parts)) return { kind: 'needs-human', reason, pending, state };
	await parts.runs?.suspend({
		...{ runId, suspension, agent: { id, version }, agentFile: parts.file, conversationId, person, expiresAt, state },
		pending: pending.map((each) => (each.kind === 'approval' ? { kind: 'approval', tool: each.tool } : { kind: 'question' })),
	});
	return { kind: 'needs-human', reason, pending, state };
}

/** Records a suspension once, however often a run comes to it. An agent that is called again after a decision can wait for another one in the same step. */
async function record({ trail, id: runId, parts }: Run, step: number, waiting: PendingCall[]): Promise<TrailEntry<'suspended'>> {
	const ids = waiting.map(({ record: { id } }) => id).join();
	for (let round: number | undefined; ; round = (round ?? 1) + 1) {
		const which = identifyStep({ step, round });
		const recorded = trail.peek('suspended', which);
		if (recorded && recorded.pending.map(({ id }) => id).join() !== ids) continue;
		return trail.step('suspended', which, async () => ({
			step,
			...(round !== undefined && { round }),
			// Equal for every process that reaches this point of the run, so that it is resumed only once.
			id: `${runId}:${which}`,
			expiresAt: computeExpiry(parts.clock.now()),
			pending: waiting.map(({ record: kept }) => kept),
			sources: waiting.map(({ source }) => source),
		}));
	}
}
