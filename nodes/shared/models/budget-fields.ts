import type { INodeProperties } from 'n8n-workflow';

const amount = (displayName: string, name: string, description: string, whole: boolean): INodeProperties => ({
	displayName,
	name,
	type: 'number',
	typeOptions: { minValue: 0, ...(whole && { numberPrecision: 0 }) },
	default: 0,
	description: `${description}; 0 for no limit`,
});

/** Caps on what a node's models may use. */
export const budgetFields: INodeProperties = {
	displayName: 'Budgets',
	name: 'budgets',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true, sortable: true },
	placeholder: 'Add Budget',
	default: {},
	description: 'A call that may exceed one of them is not made. Those of the whole installation hold besides.',
	options: [
		{
			displayName: 'Budget',
			name: 'budget',
			values: [
				{
					displayName: 'Per',
					name: 'per',
					type: 'options',
					options: [
						{ name: 'Day', value: 'day', description: 'In UTC, for this node, over all executions' },
						{ name: 'Execution', value: 'execution', description: 'For this node, in each execution anew' },
						{ name: 'Hour', value: 'hour', description: 'For this node, over all executions' },
						{ name: 'Minute', value: 'minute', description: 'A rate limit, for this node, over all executions' },
						{ name: 'Month', value: 'month', description: 'In UTC, for this node, over all executions' },
						{ name: 'Total', value: 'total', description: 'For this node, ever' },
					],
					default: 'day',
				},
				amount('US Dollars', 'costUsd', 'What the calls may cost', false),
				amount('Tokens', 'tokens', 'Tokens of input and output together', true),
				amount('Calls', 'calls', 'Calls of models, tries that failed counted', true),
			],
		},
	],
};
