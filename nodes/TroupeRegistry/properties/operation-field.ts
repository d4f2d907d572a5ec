import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

/** An operation, and whether it changes nothing: an AI agent is offered no other. */
export type Operation = INodePropertyOptions & { reads: boolean };

/** The field Operation of some resources: once for workflows, once for the node as a tool. */
export function operationField(resources: string[], operations: Operation[], byDefault: string): INodeProperties[] {
	const field = (asTool: boolean): INodeProperties => ({
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: resources, '@tool': [asTool] } },
		options: operations.filter(({ reads }) => reads || !asTool).map(({ reads: _reads, ...option }) => option),
		default: byDefault,
	});
	return [field(false), field(true)];
}
