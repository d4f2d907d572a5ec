import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { AgentOutcome } from '../../../core/agents/agent-outcome';
import type { AgentRequest } from '../../../core/agents/agent-request';
import { notifyPerson } from './notify-person';
import { clearWaitingRuns, type ItemRun, readWaitingRuns, saveWaitingRuns } from './waiting-runs';

/** n8n's own mark of a wait without an end. */
const WITHOUT_END = new Date('3000-01-01T00:00:00.000Z');

/** The runs of a node that waits for people in n8n's own way: the execution is saved, and goes on when the form is sent. */
export interface WaitingNode {
	/** Of an item that a person has decided about: the request that goes on with its run. */
	resumed(item: number): AgentRequest | undefined;
	/** Of an item that was done before, or that still waits: its item. */
	finished(item: number): IDataObject | undefined;
	/** Notes what an item came to. */
	note(item: number, outcome: AgentOutcome, json: IDataObject): void;
	/** Puts the execution to wait where a run does. */
	end(output: INodeExecutionData[][]): Promise<INodeExecutionData[][]>;
}

/** Undefined where the run is returned instead: as a tool, where nobody may wait, and where the node is set so. */
export function waitForPerson(context: IExecuteFunctions): WaitingNode | undefined {
	if (context.isToolExecution() || context.getNodeParameter('whenPersonDecides', 0, 'return') !== 'form') return undefined;
	const stored = context.getContext('node');
	const round = context.evaluateExpression('{{ $runIndex }}', 0) as number;
	const before = readWaitingRuns(stored);
	const items: Record<string, ItemRun> = before?.round === round ? { ...before.items } : {};
	return {
		resumed(item) {
			const run = items[item];
			if (run?.kind !== 'waiting' || !run.decisions) return undefined;
			// The same name for a node that is tried again, so that it may go on where it stopped.
			const runId = `n8n:decided:${run.state.id}`;
			return { message: '', conversationId: '', runId, resume: { state: run.state, decisions: run.decisions } };
		},
		finished(item) {
			const run = items[item];
			return run?.kind === 'done' || (run && !run.decisions) ? run.json : undefined;
		},
		note(item, outcome, json) {
			items[item] = 'state' in outcome ? { kind: 'waiting', json, pending: outcome.pending, state: outcome.state } : { kind: 'done', json };
		},
		async end(output) {
			const waiting = Object.values(items).filter((run) => run.kind === 'waiting');
			if (waiting.length === 0) {
				clearWaitingRuns(stored);
				return output;
			}
			saveWaitingRuns(stored, { round, items });
			await notifyPerson(
				context,
				waiting.flatMap(({ pending }) => pending),
			);
			await context.putExecutionToWait(WITHOUT_END);
			return output;
		},
	};
}
