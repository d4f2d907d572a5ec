import type { INodeProperties } from 'n8n-workflow';

/** @param seconds default @param most may be asked for @param remark what is told of work that was done by then */
export const timeoutField = (seconds: number, most: number, remark = ''): INodeProperties => ({
	displayName: 'Timeout (Seconds)',
	name: 'timeout',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: most },
	default: seconds,
	description: `How long to wait before the node stops with an error${remark}`,
});

/** The field itself for some operations, with what people may add, by name. */
export const optionsField = (operations: string[], fields: INodeProperties[]): INodeProperties => ({
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add Option',
	default: {},
	options: [...fields].sort((one, other) => one.displayName.localeCompare(other.displayName)),
	displayOptions: { show: { operation: operations } },
});
