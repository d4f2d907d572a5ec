import type { ToolCall } from '../../../ports/models/models';
import type { ReadyCall } from '../../../tools/read-call';
import type { AskReason } from '../../../tools/ask-reason';
import { needsStatement } from '../../approvals/approval-rules';
import type { TeamMember } from '../../agent-parts';
import type { Run } from '../run/run';
import { listBefore } from '../trail/list-before';
import { hasReadOrders, hasReadOthers, judgeFlow } from './judge-flow';

/**
 * Requires a person before an agent that asks nobody itself: for calls that foreign text could have chosen, after a declined tool in this run,
 * or by the host's rules.
 */
export async function demandPerson(run: Run, read: ReadyCall): Promise<ReadyCall> {
	const rules = run.parts.approvals ?? {};
	const { irreversible, results } = rules;
	const { effect } = read.tool;
	if (wasDeclined(run, read)) return askWithoutSilence(read, 'declined');
	const member = findMember(run, read);
	if (member) return (await mayCallUnasked(run, read, member)) ? read : { ...read, ...askedBecause(read, 'agent') };
	if (effect !== 'reads' && results === 'ask' && hasReadOthers(run, read.callId)) return askWithoutSilence(read, 'results');
	if (judgeFlow(run, read) === 'ask') return askWithoutSilence(read, 'values');
	const isDemanded = (irreversible === 'ask' && effect === 'irreversible') || needsStatement(effect, rules);
	return isDemanded ? { ...read, ...askedBecause(read, 'operator') } : read;
}

/** The first reason is reported: a call that asks anyway needs no other. */
const askedBecause = ({ permission, because }: ReadyCall, reason: AskReason) => ({
	permission: 'ask' as const,
	...((permission === 'allow' || because) && { because: because ?? reason }),
});

/** Silence does not approve the call. */
export function askWithoutSilence(read: ReadyCall, because: AskReason): ReadyCall {
	const { whenTimedOut } = read.approval;
	return {
		...read,
		...askedBecause(read, because),
		approval: { ...read.approval, ...(whenTimedOut === 'approve' && { whenTimedOut: 'decline' as const }) },
	};
}

/**
 * A called agent is judged by its most serious unasked call. A made decision counts. After foreign text, a rule must say that it still holds.
 */
async function mayCallUnasked(run: Run, { callId, isRuled, afterResults }: ReadyCall, member: TeamMember): Promise<boolean> {
	if (isRuled && (afterResults || !hasReadOrders(run, callId))) return true;
	return !run.trail.has('decision', callId) && (await member.reach?.())?.unasked === 'reads';
}

/** Returns whether an earlier call of this tool was not approved: a model could ask for less, below a rule's amount. */
function wasDeclined(run: Run, { callId, tool }: ReadyCall): boolean {
	const before = listBefore(run, callId);
	const declined = new Set(before.flatMap((entry) => (entry.kind === 'decision' && !entry.approved ? [entry.callId] : [])));
	const isSame = ({ id, name }: ToolCall) => declined.has(id) && name === tool.name;
	return before.some((entry) => entry.kind === 'model' && entry.response?.toolCalls?.some(isSame) === true);
}

export const findMember = ({ parts: { members } }: Run, { tool }: ReadyCall): TeamMember | undefined =>
	members?.find((one) => one.tool === tool.tool);
