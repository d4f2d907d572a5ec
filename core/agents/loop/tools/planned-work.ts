import type { OutsideCall, PendingDecision } from '../../agent-outcome';
import type { Violation } from '../../../guardrails/policy/guard';
import type { ToolCall } from '../../../ports/models/models';
import type { ToolAnswers } from '../../../ports/tools/tools';
import type { ReadyCall } from '../../../tools/read-call';
import type { ApprovalTerms } from '../../../tools/definition/rules';
import type { TeamMember } from '../../agent-parts';
import type { ToolOutcome, TrailEntry } from '../trail/trail-entry';
import type { RecordedDecision } from '../../approvals/recorded-decision';

export type PlannedWork =
	| { kind: 'finished'; entry: TrailEntry<'tool-finished'>; member?: TeamMember }
	| PendingCall
	| { kind: 'asking'; waiting: PendingCall[] }
	| {
			kind: 'call';
			ready: ReadyCall;
			comment?: string;
			answered?: { id: string; answers: ToolAnswers };
	  }
	| AgentCall
	| OutsideWork
	| {
			kind: 'told';
			call: ToolCall;
			outcome: ToolOutcome;
			text: string;
			errorCode?: string;
			stop?: Violation;
			deniedBy?: string;
	  };

export interface AgentCall {
	kind: 'agent';
	callId: string;
	member: TeamMember;
	/** Absent if the trail has the message to the agent. */
	ready?: Pick<ReadyCall, 'masked' | 'input'>;
	comment?: string;
}

/** A pending decision. `shown` is for the person, `kept` is the model's text. */
export interface PendingCall {
	kind: 'pending';
	shown: PendingDecision;
	record: RecordedDecision;
	source: string;
	pin?: string;
	approval: ApprovalTerms;
}

export interface OutsideWork {
	kind: 'outside';
	callId: string;
	record: OutsideCall;
	input: unknown;
}
