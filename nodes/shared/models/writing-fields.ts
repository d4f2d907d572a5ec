import type { INodeProperties } from 'n8n-workflow';

export const maximumOutputTokens: INodeProperties = {
	displayName: 'Max Output Tokens',
	name: 'maxOutputTokens',
	type: 'number',
	typeOptions: { minValue: 1, numberPrecision: 0 },
	default: 1024,
	description: 'Max length of the answer. One token is about four letters of English.',
};

export const reasoning: INodeProperties = {
	displayName: 'Reasoning',
	name: 'reasoning',
	type: 'options',
	options: [
		{ name: 'High', value: 'high' },
		{ name: 'Low', value: 'low' },
		{ name: 'Medium', value: 'medium' },
	],
	default: 'medium',
	description: 'How much a reasoning model thinks before it answers; other models ignore it',
};

export const temperature: INodeProperties = {
	displayName: 'Sampling Temperature',
	name: 'temperature',
	type: 'number',
	typeOptions: { minValue: 0, maxValue: 2, numberPrecision: 2 },
	default: 0.7,
	description:
		'How much the wording may vary: 0 is the most predictable, 2 the least. A connected model that sets its own temperature keeps it.',
};
