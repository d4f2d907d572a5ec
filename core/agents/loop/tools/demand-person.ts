import type { ToolCall } from '../../../ports/models/models';
import type { ReadyCall } from '../../../tools/read-call';
import type { AskReason } from '../../../tools/ask-reason';
import { needsStatement } from '../../approvals/approval-rules';
import type { TeamMember } from '../../agent-parts';
import type { Run } from '../run/run';
import { listBefore } from '../trail/list-before';
import { hasReadOrders, hasReadOthers, judgeFlow } from './judge-flow';

/**
 * Lets a person decide before an agent that asks nobody itself, where a text of others could have ordered the call or chosen its values, where a person
 * declined the tool in this run, and where the rules of the host demand it, whatever the rules of the agent allow.
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

/** The first reason is the one that is told: what asks by itself needs no other. */
const askedBecause = ({ permission, because }: ReadyCall, reason: AskReason) => ({
	permission: 'ask' as const,
	...((permission === 'allow' || because) && { because: because ?? reason }),
});

/** Returns the call with the permission `ask`; silence does not approve it. */
export function askWithoutSilence(read: ReadyCall, because: AskReason): ReadyCall {
	const { whenTimedOut } = read.approval;
	return {
		...read,
		...askedBecause(read, because),
		approval: { ...read.approval, ...(whenTimedOut === 'approve' && { whenTimedOut: 'decline' as const }) },
	};
}

/**
 * A called agent is judged by its most serious call that no person is asked about. What it asks about itself is not asked twice. A
 * decision that was made counts, whatever the agent may do by now. A rule holds after a text of others only if it says so, as for any tool.
 */
async function mayCallUnasked(run: Run, { callId, isRuled, afterResults }: ReadyCall, member: TeamMember): Promise<boolean> {
	if (isRuled && (afterResults || !hasReadOrders(run, callId))) return true;
	return !run.trail.has('decision', callId) && (await member.reach?.())?.unasked === 'reads';
}

/** Returns whether nobody approved an earlier call of this tool: a model could ask for less, below the amount that a rule allows. */
function wasDeclined(run: Run, { callId, tool }: ReadyCall): boolean {
	const before = listBefore(run, callId);
	const declined = new Set(before.flatMap((entry) => (entry.kind === 'decision' && !entry.approved ? [entry.callId] : [])));
	const isSame = ({ id, name }: ToolCall) => declined.has(id) && name === tool.name;
	return before.some((entry) => entry.kind === 'model' && entry.response?.toolCalls?.some(isSame) === true);
}

/** Finds the called agent of a call. */
export const findMember = ({ parts: { members } }: Run, { tool }: ReadyCall): TeamMember | undefined =>
	members?.find((one) => one.tool === tool.tool);
