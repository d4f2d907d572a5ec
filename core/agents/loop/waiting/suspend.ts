import { randomBytes } from 'node:crypto';
import type { RunState, Suspension } from '../../agent-outcome';
import { isReal } from '../../agent-parts';
import type { WaitingDecision } from '../../../ports/runs/runs';
import { startOutside } from '../tools/outside-call';
import { keepVault } from './waiting-vaults';
import { ownRuns } from '../run/own-runs';
import type { Run, MemberWaiting } from '../run/run';
import { signState } from '../run/run-state';
import { listCallers } from '../team/caller';
import type { TrailEntry } from '../trail/trail-entry';
import { askAtLevel, computeTerms, withNonce } from './waiting-terms';
import type { RecordedDecision } from '../../approvals/recorded-decision';
import type { OutsideWork, PendingCall } from '../tools/planned-work';
import { identifyStep } from '../trail/identify-entry';
import { unwrapEntry } from '../trail/unwrap-entry';

/**
 * Records the pending items, and creates the state to continue with. A called agent's items are its caller's, too. @param outside calls to be
 * performed outside, without any of persons
 */
export async function suspend(
	run: Run,
	step: number,
	calls: PendingCall[],
	outside: OutsideWork[] = [],
): Promise<Suspension | MemberWaiting> {
	const entry = await record(run, step, calls, outside);
	await startOutside(run, step, outside);
	const waiting = calls.map((call, index) => withNonce(run, askAtLevel(run, call, entry.level ?? 0), entry.pending[index]!));
	const pending = waiting.map(({ shown }) => shown);
	const reason = pending.some(({ kind }) => kind === 'approval') ? 'approval' : 'question';
	const { id: runId, conversationId, person, parts, trail } = run;
	const { id, version, name } = parts.definition;
	const { expiresAt, decideBy = expiresAt, whenTimedOut = 'end', id: suspension } = entry;
	if (!parts.runs) keepVault(suspension, run.context.vault);
	if (run.caller) return { kind: 'waiting', waiting };
	const agent = { id, version, name, sha256: parts.definitionSha256 };
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
	const handed = outside.map(({ record: asked, input }) => ({ ...asked, arguments: input }));
	const answer = { kind: 'needs-human', reason, pending, decideBy: new Date(decideBy).toISOString(), whenTimedOut, state } as const;
	const ended = handed.length > 0 ? { ...answer, outside: handed } : answer;
	if (!isReal(parts)) return ended;
	if (handed.length > 0) {
		// Only the performer of the calls can continue.
		await parts.runs?.settle(runId);
		return ended;
	}
	await parts.runs?.suspend({
		runId,
		suspension,
		agent: { id, version },
		agentFile: parts.file,
		waker: parts.waker,
		conversationId,
		person,
		expiresAt,
		decideBy,
		whenTimedOut,
		host: parts.host,
		state,
		pending: entry.pending.map(describeWaiting),
	});
	return ended;
}

/**
 * Records a suspension once, however often a run reaches it. A repeated agent call can wait again in the same step, and the next person is asked
 * after a missed deadline.
 */
async function record(run: Run, step: number, waiting: PendingCall[], outside: OutsideWork[]): Promise<TrailEntry<'suspended'>> {
	const { trail, id: runId, parts } = run;
	const ids = listIds({ pending: waiting.map((call) => call.record), outside: outside.map((call) => call.record) });
	let latest: TrailEntry<'suspended'> | undefined;
	let round: number | undefined;
	for (; ; round = (round ?? 1) + 1) {
		const recorded = trail.peek('suspended', identifyStep({ step, round }));
		if (!recorded) break;
		if (listIds(recorded) === ids) latest = recorded;
	}
	const isAgreed = latest !== undefined && wasAgreed(run, latest);
	if (latest && !isAgreed && !findEscalated(run).has(latest.id)) return trail.recorded('suspended', identifyStep(latest))!;
	const level = latest ? (latest.level ?? 0) + (isAgreed ? 0 : 1) : 0;
	const asked = waiting.map((call) => askAtLevel(run, call, level));
	const which = identifyStep({ step, round });
	return trail.step('suspended', which, async () => ({
		step,
		...(round !== undefined && { round }),
		...(level > 0 && { level }),
		id: `${runId}:${which}`,
		...computeTerms(parts.clock.now(), outside.length > 0 ? [{}] : waiting.map(({ approval }) => approval), level),
		pending: asked.map(({ record: kept }) => (kept.kind === 'question' ? kept : { nonce: randomBytes(16).toString('base64url'), ...kept })),
		sources: waiting.map(({ source }) => source),
		...(waiting.some(({ pin }) => pin !== undefined) && { pins: waiting.map(({ pin }) => pin ?? null) }),
		...(outside.length > 0 && { outside: outside.map((call) => call.record) }),
	}));
}

const listIds = ({ pending, outside = [] }: Pick<TrailEntry<'suspended'>, 'pending' | 'outside'>): string =>
	[pending, outside].map((calls) => calls.map(({ id }) => id).join()).join(' ');

const wasAgreed = ({ trail }: Run, latest: TrailEntry<'suspended'>): boolean =>
	trail.entries.slice(trail.entries.indexOf(latest) + 1).some((entry) => unwrapEntry(entry).kind === 'agreed');

function findEscalated(run: Run): ReadonlySet<string> {
	return [run, ...listCallers(run)].at(-1)!.escalated;
}

function describeWaiting(recorded: RecordedDecision): WaitingDecision {
	const { approver } = recorded;
	const asked = approver === undefined ? {} : { approver };
	if (recorded.kind === 'question') return { kind: 'question', ...asked };
	const { tool, message } = recorded;
	return { kind: 'approval', tool, ...asked, ...(message !== undefined && { message }) };
}
