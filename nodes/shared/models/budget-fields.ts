import type { INodeProperties } from 'n8n-workflow';

const amount = (displayName: string, name: string, description: string, whole: boolean): INodeProperties => ({
	displayName,
	name,
	type: 'number',
	typeOptions: { minValue: 0, ...(whole && { numberPrecision: 0 }) },
	default: 0,
	description: `${description}; 0 means no limit`,
});

export const budgetFields: INodeProperties = {
	displayName: 'Budgets',
	name: 'budgets',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true, sortable: true },
	placeholder: 'Add Budget',
	default: {},
	description:
		'Limits on what the models of this node can use. A call that could exceed one of them is not made. Budgets of the whole installation apply as well.',
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
						{ name: 'Day', value: 'day', description: 'All executions of this node together; resets at midnight UTC' },
						{ name: 'Execution', value: 'execution', description: 'Each execution has this much' },
						{ name: 'Hour', value: 'hour', description: 'All executions of this node together' },
						{ name: 'Minute', value: 'minute', description: 'All executions of this node together, as a rate limit' },
						{
							name: 'Month',
							value: 'month',
							description: 'All executions of this node together; resets on the first day of the month, UTC',
						},
						{ name: 'Total', value: 'total', description: 'All executions of this node together, without a reset' },
					],
					default: 'day',
				},
				amount('US Dollars', 'costUsd', 'Max cost of the calls', false),
				amount('Tokens', 'tokens', 'Max number of input and output tokens', true),
				amount('Calls', 'calls', 'Max number of model calls, including failed ones', true),
			],
		},
	],
};
