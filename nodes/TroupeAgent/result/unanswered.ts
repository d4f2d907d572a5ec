import type { IExecuteFunctions, INodeExecutionData, INodeTypeDescription } from 'n8n-workflow';
import type { AgentOutcome } from '../../../core/agents/agent-outcome';
import { isTool } from '../../shared/is-tool';

/**
 * The second output has copies: every item has a text for the customer, so the first one has them all. Versions 1 and 2 have no second output, because
 * n8n's error output comes after the others: in saved workflows it would become another one.
 */
export const outputs: INodeTypeDescription['outputs'] =
	"={{ $nodeVersion > 2 ? [{ type: 'main', displayName: 'Reply' }, { type: 'main', displayName: 'Unanswered' }] : ['main'] }}";

/** Returns whether the node has the output Unanswered. As a tool, it has only the output for the agent that calls it. */
export const hasUnanswered = (context: Parameters<typeof isTool>[0]): boolean => context.getNode().typeVersion > 2 && !isTool(context);

/** Copies the items whose outcome is not a reply to the second output, where the canvas counts them. */
export function copyUnanswered(context: IExecuteFunctions, [items = []]: INodeExecutionData[][]): INodeExecutionData[][] {
	if (!hasUnanswered(context)) return [items];
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
