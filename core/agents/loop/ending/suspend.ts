import type { PendingDecision, RecordedDecision, RunState, WaitingTerms } from '../../agent-outcome';
import { isReal } from '../../agent-parts';
import type { WaitingDecision } from '../../../ports';
import type { PendingCall } from '../tools/plan-call';
import { keepVault } from './waiting-vaults';
import { ownRuns } from '../run/own-runs';
import type { Run } from '../run/run';
import { computeTerms, signState } from '../run/run-state';
import type { MemberWaiting } from '../team/caller';
import { identifyStep, type TrailEntry } from '../trail/trail-entry';

export interface Suspension {
	kind: 'needs-human';
	reason: 'approval' | 'question';
	/** Personal data is restored for the person. */
	pending: PendingDecision[];
	/** ISO 8601. */
	decideBy: string;
	whenTimedOut: WaitingTerms['whenTimedOut'];
	state: RunState;
}

/** Records what the run waits for, and creates the state that continues it. What a called agent waits for, its caller waits for too. */
export async function suspend(run: Run, step: number, waiting: PendingCall[]): Promise<Suspension | MemberWaiting> {
	const pending = waiting.map(({ shown }) => shown);
	const reason = pending.some(({ kind }) => kind === 'approval') ? 'approval' : 'question';
	const { id: runId, conversationId, person, parts, trail } = run;
	const { id, version } = parts.definition;
	const entry = await record(run, step, waiting);
	const { expiresAt, decideBy = expiresAt, whenTimedOut = 'end', id: suspension } = entry;
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
		decideBy,
		whenTimedOut,
		store,
		trail: [...trail.entries],
	} as const;
	const state = await signState(JSON.parse(JSON.stringify(unsigned)) as Omit<RunState, 'signature'>, parts);
	const ended = { kind: 'needs-human', reason, pending, decideBy: new Date(decideBy).toISOString(), whenTimedOut, state } as const;
	if (!isReal(parts)) return ended;
	await parts.runs?.suspend({
		...{
			runId,
			suspension,
			agent: { id, version },
			agentFile: parts.file,
			conversationId,
			person,
			expiresAt,
			decideBy,
			whenTimedOut,
			state,
		},
		pending: entry.pending.map(describeWaiting),
	});
	return ended;
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
			...computeTerms(
				parts.clock.now(),
				waiting.map(({ approval }) => approval),
			),
			pending: waiting.map(({ record: kept }) => kept),
			sources: waiting.map(({ source }) => source),
		}));
	}
}

/** Leaves out what it is about: arguments, and what the model asks. */
function describeWaiting(recorded: RecordedDecision): WaitingDecision {
	const { approver } = recorded;
	const asked = approver === undefined ? {} : { approver };
	if (recorded.kind === 'question') return { kind: 'question', ...asked };
	const { tool, message } = recorded;
	return { kind: 'approval', tool, ...asked, ...(message !== undefined && { message }) };
}
