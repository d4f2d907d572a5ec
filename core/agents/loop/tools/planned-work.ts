import type { OutsideCall, PendingDecision } from '../../agent-outcome';
import type { Violation } from '../../../guardrails/policy/guard';
import type { ToolCall } from '../../../ports/models/models';
import type { ToolAnswers } from '../../../ports/tools/tools';
import type { ReadyCall } from '../../../tools/read-call';
import type { ApprovalTerms } from '../../../tools/definition/rules';
import type { TeamMember } from '../../agent-parts';
import type { ToolOutcome, TrailEntry } from '../trail/trail-entry';
import type { RecordedDecision } from '../../approvals/recorded-decision';

/** What to do about a call of the model. */
export type PlannedWork =
	| { kind: 'finished'; entry: TrailEntry<'tool-finished'>; /** The agent that was called. */ member?: TeamMember }
	| PendingCall
	/** The tool asked persons in the middle of the call. */
	| { kind: 'asking'; waiting: PendingCall[] }
	| {
			kind: 'call';
			ready: ReadyCall;
			/** The comment of the person who approved it, masked. */
			comment?: string;
			/** What persons answered the tool, and the id of its questions. */
			answered?: { id: string; answers: ToolAnswers };
	  }
	| AgentCall
	| OutsideWork
	/** The call is not performed, and the model gets the reason. */
	| {
			kind: 'told';
			call: ToolCall;
			outcome: ToolOutcome;
			text: string;
			errorCode?: string;
			/** The run ends. */
			stop?: Violation;
			/** What denied the call, for the log of violations. */
			deniedBy?: string;
	  };

/** A call of another agent. */
export interface AgentCall {
	kind: 'agent';
	callId: string;
	member: TeamMember;
	/** Absent where the trail has the message to the agent. */
	ready?: Pick<ReadyCall, 'masked' | 'input'>;
	comment?: string;
}

/** A person must decide. `shown` is for the person, `kept` is what the model wrote. */
export interface PendingCall {
	kind: 'pending';
	shown: PendingDecision;
	record: RecordedDecision;
	/** Source of the tool. */
	source: string;
	/** The tool as its server describes it. */
	pin?: string;
	approval: ApprovalTerms;
}

/** A call that is handed to whoever performs it. */
export interface OutsideWork {
	kind: 'outside';
	callId: string;
	/** Recorded in the trail. */
	record: OutsideCall;
	/** The arguments, with personal data restored. */
	input: unknown;
}
