import type { IContextObject, IDataObject } from 'n8n-workflow';
import type { PendingDecision, RunState } from '../../../core/agents/agent-outcome';
import type { Decision } from '../../../core/agents/agent-request';

/** State of an item's run, while n8n keeps the execution for a person. */
export type ItemRun = { kind: 'done' | 'failed'; json: IDataObject } | WaitingRun | CancelledRun;

export interface WaitingRun {
	kind: 'waiting';
	json: IDataObject;
	pending: PendingDecision[];
	state: RunState;
	/** Signs `pending` for this state. */
	seal?: string;
	/** The people who may decide; absent: anyone with the link. */
	approvers?: string[];
	/** Definition in the node; absent where the agent is named only. */
	definition?: unknown;
	/** What the person decided, and who it was if that is known, signed for this state. */
	decided?: { decisions: Decision[]; by?: string; seal: string };
}

/** A run that an operator cancelled while it waited. */
interface CancelledRun {
	kind: 'cancelled';
	json: IDataObject;
	state: RunState;
}

/** The runs of a node's items by number, and the round of a loop that they belong to. */
interface WaitingRuns {
	round: number;
	/** Names the form, for the links of people. */
	form: string;
	/** The id of n8n's execution, which is another one where somebody retries it. */
	execution?: string;
	items: Record<string, ItemRun>;
}

const key = 'troupeWaitingRuns';

/** @param stored the node's context, which n8n saves with the execution */
export function readWaitingRuns(stored: IContextObject): WaitingRuns | undefined {
	return stored[key] as WaitingRuns | undefined;
}

export function saveWaitingRuns(stored: IContextObject, runs: WaitingRuns): void {
	stored[key] = runs;
}

/** Once nothing waits any more, a later round must not find it. */
export function clearWaitingRuns(stored: IContextObject): void {
	delete stored[key];
}
