import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { AgentOutcome } from '../../../core/agents/agent-outcome';
import type { AgentRequest } from '../../../core/agents/agent-request';
import type { AgentReference } from '../../../providers/compose/agents/agent';
import { isTool } from '../../shared/is-tool';
import { findChat } from './find-chat';
import { formAddress } from './form-address';
import { notifyPerson } from './notify-person';
import { clearWaitingRuns, type ItemRun, readWaitingRuns, saveWaitingRuns } from './waiting-runs';

/** n8n's own mark of a wait without an end. */
const withoutEnd = new Date('3000-01-01T00:00:00.000Z');

/** The runs of a node that waits for people in n8n's own way: the execution is saved, and goes on when the form is sent. */
export interface WaitingNode {
	/** The request that continues the run of an item that a person has decided about. */
	resumed(item: number): AgentRequest | undefined;
	/**
	 * The agent of such an item, as the node described it when the run began. Its expressions, such as `{{ $now }}`, may have changed since.
	 * It cannot be replaced: its hash is in the run's signed state.
	 */
	began(item: number): AgentReference | undefined;
	/** The output of an item that is already done, or that still waits. */
	finished(item: number): IDataObject | undefined;
	/** Notes what an item came to, and with which agent. */
	note(item: number, outcome: AgentOutcome, json: IDataObject, reference: AgentReference): void;
	/** Puts the execution to wait where a run does. */
	end(output: INodeExecutionData[][]): Promise<INodeExecutionData[][]>;
}

/** Undefined where the run is returned instead: as a tool, where nobody may wait, and where the node is set so. */
export function waitForPerson(context: IExecuteFunctions): WaitingNode | undefined {
	if (isTool(context) || context.getNodeParameter('whenPersonDecides', 0, 'return') !== 'form') return undefined;
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
		began(item) {
			const run = items[item];
			if (run?.kind !== 'waiting' || !run.decisions || run.definition === undefined) return undefined;
			return { kind: 'inline', definition: run.definition };
		},
		finished(item) {
			const run = items[item];
			return run?.kind === 'done' || (run && !run.decisions) ? run.json : undefined;
		},
		note(item, outcome, json, reference) {
			items[item] = 'state' in outcome ? waitingRun(outcome, json, reference) : { kind: 'done', json };
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
			// The editor's own link to the form is built from this; without it the link has no signature and is refused.
			context.setMetadata({ resumeUrl: formAddress(context) });
			await context.putExecutionToWait(withoutEnd);
			return findChat(context)?.showsMessages ? announced(output, waiting[0]!.json) : output;
		},
	};
}

/** n8n's chat shows the message of the first item of a node that waits. */
function announced(output: INodeExecutionData[][], { output: text }: IDataObject): INodeExecutionData[][] {
	const [first, ...others] = output[0] ?? [];
	return first ? [[{ ...first, sendMessage: text as string }, ...others], ...output.slice(1)] : output;
}

function waitingRun({ pending, state }: Suspended, json: IDataObject, reference: AgentReference): ItemRun {
	return { kind: 'waiting', json, pending, state, ...(reference.kind === 'inline' && { definition: reference.definition }) };
}

type Suspended = Extract<AgentOutcome, { state: unknown }>;
