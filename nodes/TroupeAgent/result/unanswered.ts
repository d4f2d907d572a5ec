import type { IExecuteFunctions, INodeExecutionData, INodeTypeDescription } from 'n8n-workflow';
import type { AgentOutcome } from '../../../core/agents/agent-outcome';
import { isTool } from '../../shared/is-tool';

/**
 * The second output has copies: every item has a text for the customer, so the first one has them all.
 */
export const outputs: INodeTypeDescription['outputs'] = [
	{ type: 'main', displayName: 'Reply' },
	{ type: 'main', displayName: 'Unanswered' },
];

/** Copies the items whose outcome is not a reply to the second output, where the canvas counts them. A tool has one output. */
export function copyUnanswered(context: IExecuteFunctions, [items = []]: INodeExecutionData[][]): INodeExecutionData[][] {
	if (isTool(context)) return [items];
	return [items, items.filter(({ json }) => json.outcome !== undefined && json.outcome !== 'reply')];
}

/** The name of the execution data, which n8n shows and filters by. */
const key = 'troupe_outcome';

/** Notes on the execution that an outcome is not a reply. Several nodes and items can note theirs; a tool leaves that to the agent that called it. */
export function noteUnanswered(context: IExecuteFunctions, { kind }: AgentOutcome): void {
	if (kind === 'reply' || isTool(context)) return;
	const noted = context.customData.getAll()[key]?.split(', ') ?? [];
	context.customData.set(key, [...new Set([...noted, kind])].join(', '));
}
