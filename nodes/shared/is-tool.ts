import type { IExecuteFunctions } from 'n8n-workflow';

/** Checks that an agent calls the node as its tool. By the node's type too: n8n has more than one way to call a tool. */
export const isTool = (context: Pick<IExecuteFunctions, 'getNode' | 'isToolExecution'>): boolean =>
	context.isToolExecution() || context.getNode().type.endsWith('Tool');
