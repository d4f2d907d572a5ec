import type { AgentOutcome } from '../../agent-outcome';
import type { AgentParts } from '../../agent-parts';
import type { AgentRequest, MadeDecision } from '../../agent-request';
import type { CountedCall } from '../../../tools/judge-limits';
import type { PendingCall } from '../tools/plan-call';
import type { Run } from '../run/run';
import type { TrailLog } from '../trail/trail';
import type { TrailEntry } from '../trail/trail-entry';

/** The call that a run answers, and the run that made it. */
export interface Caller {
	run: Run;
	callId: string;
	/** Whether this run answers the customer, and not only its caller. */
	handsOver: boolean;
	/** What the caller tells an agent to which it hands over. */
	note?: string;
	/** Whether the conversation stays with this run's agent until it returns it. */
	keeps: boolean;
	/** What is recorded of this run in the trail of its caller. */
	recorded: TrailEntry[];
	/** Where it is recorded. */
	log: TrailLog;
	/** Decisions of persons on what this run waits for. */
	decisions: MadeDecision[];
}

/** What calls of models have reserved, the called agents that are at work, and the calls that are planned. */
export interface Held {
	attempts: number;
	tokens: number;
	costUsd: number;
	agents: number;
	/** Planned calls of the whole team by their names, in its first run. */
	calls: Map<string, CountedCall>;
}

/** How a conversation ended that another agent took over. */
export interface HandedOver {
	outcome: AgentOutcome;
	/** The name of the call. */
	call: string;
	/** Whether the agent gets the next message too. */
	stays: boolean;
}

/** A called agent that waits for a person. */
export interface MemberWaiting {
	kind: 'waiting';
	waiting: PendingCall[];
}

/** Runs a called agent. */
export type RunMember = (
	request: AgentRequest,
	parts: AgentParts,
	signal: AbortSignal,
	caller: Caller,
) => Promise<AgentOutcome | MemberWaiting>;

/** Returns the runs that led to this one, its caller first. */
export function listCallers({ caller }: Pick<Run, 'caller'>): Run[] {
	return caller ? [caller.run, ...listCallers(caller.run)] : [];
}

/** Returns whether what the run says reaches the customer. */
export function speaksToCustomer({ caller }: Pick<Run, 'caller'>): boolean {
	return !caller || (caller.handsOver && speaksToCustomer(caller.run));
}

/** Returns the ids of the calls that led to a run, with `/` between them. */
export function nameCall({ run, callId }: Pick<Caller, 'run' | 'callId'>): string {
	return run.caller ? `${nameCall(run.caller)}/${callId}` : callId;
}
