import type { IContextObject, IDataObject } from 'n8n-workflow';
import type { PendingDecision, RunState } from '../../../core/agents/agent-outcome';
import type { Decision } from '../../../core/agents/agent-request';

export type ItemRun = { kind: 'done' | 'failed'; json: IDataObject } | WaitingRun | CancelledRun;

export interface WaitingRun {
	kind: 'waiting';
	json: IDataObject;
	pending: PendingDecision[];
	state: RunState;
	seal?: string;
	/** Deciders; absent: anyone with the link. */
	approvers?: string[];
	/** Absent if the agent is only named. */
	definition?: unknown;
	/** Decision, and decider if known, signed for this state. */
	decided?: { decisions: Decision[]; by?: string; seal: string };
}

interface CancelledRun {
	kind: 'cancelled';
	json: IDataObject;
	state: RunState;
}

interface WaitingRuns {
	round: number;
	form: string;
	/** Id of n8n's execution; a person's retry has another one. */
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

/** Otherwise a later round would find ended runs. */
export function clearWaitingRuns(stored: IContextObject): void {
	delete stored[key];
}
