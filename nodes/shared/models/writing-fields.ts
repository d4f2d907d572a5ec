import type { INodeProperties } from 'n8n-workflow';

/** What a form lets people say of how a model writes; wherever a node asks a model. */
export const maximumOutputTokens: INodeProperties = {
	displayName: 'Maximum Output Tokens',
	name: 'maxOutputTokens',
	type: 'number',
	typeOptions: { minValue: 1, numberPrecision: 0 },
	default: 1024,
	description: 'How long the answer may be',
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
	description: 'How much a reasoning model may think; other models do not get it',
};

export const temperature: INodeProperties = {
	displayName: 'Temperature',
	name: 'temperature',
	type: 'number',
	typeOptions: { minValue: 0, maxValue: 2, numberPrecision: 2 },
	default: 0.7,
	description: 'How freely the model writes, from 0 to 2. Connected models that have their own keep it.',
};
