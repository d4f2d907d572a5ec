import type { IExecuteFunctions, NodeConnectionType } from 'n8n-workflow';

/** Checks the connections of an input. Asked first: a node that is a tool itself has no such input, and n8n takes the question for a mistake. */
export function isConnectedTo(context: Pick<IExecuteFunctions, 'getNode' | 'getParentNodes'>, connectionType: NodeConnectionType): boolean {
	return context.getParentNodes(context.getNode().name, { connectionType, depth: 1 }).length > 0;
}
