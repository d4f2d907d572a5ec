import type { INodeProperties } from 'n8n-workflow';

const none = 'Set 0 for no limit of its own.';

/** Limits by tool name. 0 means an empty field. */
export const limitFields: INodeProperties[] = [
	{
		displayName: 'Tools',
		name: 'tools',
		type: 'string',
		default: '',
		placeholder: 'look_up, search_*',
		description: 'Names of connected tools, separated by commas; * matches any characters',
	},
	{
		displayName: 'Max Calls',
		name: 'calls',
		type: 'number',
		typeOptions: { minValue: 0, maxValue: 500, numberPrecision: 0 },
		default: 1,
		description: `Max number of calls of each tool for one message. ${none}`,
	},
	{
		displayName: 'Max Result Characters',
		name: 'resultCharacters',
		type: 'number',
		typeOptions: { minValue: 0, maxValue: 1_000_000, numberPrecision: 0 },
		default: 0,
		description: `A longer result is cut. ${none}`,
	},
	{
		displayName: 'Max Cost (US Dollars)',
		name: 'costUsd',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 0,
		description: 'Max cost of all calls of each tool for one message. It needs a price.',
	},
	{
		displayName: 'Price of a Call (US Dollars)',
		name: 'priceUsd',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 0,
		description: 'What one call costs, such as that of a paid API',
	},
	{
		displayName: 'Timeout (Seconds)',
		name: 'timeout',
		type: 'number',
		typeOptions: { minValue: 0, maxValue: 600 },
		default: 0,
		description: `Max time of one call. ${none}`,
	},
];
