import type { IExecuteFunctions, INodeExecutionData, INodeTypeDescription } from 'n8n-workflow';
import type { AgentOutcome } from '../../../core/agents/agent-outcome';
import { isTool } from '../../shared/is-tool';

/** The second output has copies: the first has every item, each with a text for the customer. */
export const outputs: INodeTypeDescription['outputs'] = [
	{ type: 'main', displayName: 'Reply' },
	{ type: 'main', displayName: 'Unanswered' },
];

/** Copies items without a reply to the second output, where the canvas counts them. A tool has one output. */
export function copyUnanswered(context: IExecuteFunctions, [items = []]: INodeExecutionData[][]): INodeExecutionData[][] {
	if (isTool(context)) return [items];
	return [items, items.filter(({ json }) => json.outcome !== undefined && json.outcome !== 'reply')];
}

const key = 'troupe_outcome';

/** Marks the execution. Several nodes and items can do so; a tool leaves it to the calling agent. */
export function noteUnanswered(context: IExecuteFunctions, { kind }: AgentOutcome): void {
	if (kind === 'reply' || isTool(context)) return;
	const noted = context.customData.getAll()[key]?.split(', ') ?? [];
	context.customData.set(key, [...new Set([...noted, kind])].join(', '));
}
