import type { IExecuteFunctions, NodeConnectionType } from 'n8n-workflow';

/** Checks an input's connections first: n8n takes a tool node's question for a mistake. */
export function isConnectedTo(context: Pick<IExecuteFunctions, 'getNode' | 'getParentNodes'>, connectionType: NodeConnectionType): boolean {
	return context.getParentNodes(context.getNode().name, { connectionType, depth: 1 }).length > 0;
}
