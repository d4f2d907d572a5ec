/** Pending items of called agents have ids of the form `<call>/<id>` in the caller's run. */
import type { Decision, MadeDecision } from '../../agent-request';
import type { Run } from '../run/run';
import type { AgentCall, PendingCall } from '../tools/planned-work';

export function listMemberDecisions({ decisions }: Pick<Run, 'decisions'>, callId: string): MadeDecision[] {
	const prefix = `${callId}/`;
	return decisions.filter(({ id }) => id.startsWith(prefix)).map((decision) => ({ ...decision, id: decision.id.slice(prefix.length) }));
}

export const isForMember = ({ id }: Pick<Decision, 'id'>): boolean => id.includes('/');

export function toCallerPending({ callId, member }: Pick<AgentCall, 'callId' | 'member'>, pending: PendingCall): PendingCall {
	const id = `${callId}/${pending.record.id}`;
	const agent = pending.record.agent ?? member.definition.agent;
	return { ...pending, shown: { ...pending.shown, id, agent }, record: { ...pending.record, id, agent } };
}
