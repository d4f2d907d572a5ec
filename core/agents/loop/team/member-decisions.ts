/** What called agents wait for has ids of the form `<call>/<id>` in the run of their caller. */
import type { Decision, MadeDecision } from '../../agent-request';
import type { Run } from '../run/run';
import type { AgentCall, PendingCall } from '../tools/planned-work';

/** Returns the decisions on what a called agent waits for, by its own ids. */
export function listMemberDecisions({ decisions }: Pick<Run, 'decisions'>, callId: string): MadeDecision[] {
	const prefix = `${callId}/`;
	return decisions.filter(({ id }) => id.startsWith(prefix)).map((decision) => ({ ...decision, id: decision.id.slice(prefix.length) }));
}

/** Returns whether a decision is for an agent that the run called, not for the run itself. */
export const isForMember = ({ id }: Pick<Decision, 'id'>): boolean => id.includes('/');

/** Describes what a called agent waits for, as its caller shows and records it. */
export function toCallerPending({ callId, member }: Pick<AgentCall, 'callId' | 'member'>, pending: PendingCall): PendingCall {
	const id = `${callId}/${pending.record.id}`;
	const agent = pending.record.agent ?? member.definition.agent;
	return { ...pending, shown: { ...pending.shown, id, agent }, record: { ...pending.record, id, agent } };
}
