import type { INodeProperties } from 'n8n-workflow';

/** Limits per message. 0 means an empty field. */
export const allowLimitFields: INodeProperties[] = [
	{
		displayName: 'Tools',
		name: 'tools',
		type: 'string',
		default: '',
		placeholder: 'send_money, refund_*',
		description: 'Names of tools, separated by commas; * matches any characters. The limits hold for each name.',
	},
	{
		displayName: 'Max Calls',
		name: 'calls',
		type: 'number',
		typeOptions: { minValue: 0, maxValue: 10_000, numberPrecision: 0 },
		default: 0,
		description: 'Max number of calls for one message, those that a person approved included. Set 0 for any number.',
	},
	{
		displayName: 'Argument to Add Up',
		name: 'argument',
		type: 'string',
		default: '',
		placeholder: 'amount, or items[].price',
		description: 'A number among the arguments. A call whose number is missing or cannot be added is beyond the limit.',
	},
	{
		displayName: 'Max Sum',
		name: 'sum',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 0,
		description: 'Max of this argument in all calls for one message together',
	},
	{
		displayName: 'Beyond',
		name: 'beyond',
		type: 'options',
		options: [
			{ name: 'Ask a Person', value: 'ask', description: 'They see what was used' },
			{ name: 'Refuse the Call', value: 'deny', description: 'The model is told' },
		],
		default: 'ask',
		description: 'What happens to a call beyond the limits',
	},
];
