import type { INodeProperties } from 'n8n-workflow';

/** The conditions of a model in a route, as core/llm/router/model-condition.ts has them. */
export const conditionFields: INodeProperties[] = [
	{
		displayName: 'Has Images',
		name: 'hasImages',
		type: 'boolean',
		default: true,
		description: 'Whether the request contains images. Off: only requests without images.',
	},
	{
		displayName: 'Has Tools',
		name: 'hasTools',
		type: 'boolean',
		default: true,
		description: 'Whether the request offers tools to the model. Off: only requests without tools.',
	},
	{
		displayName: 'Input Tokens Above',
		name: 'inputTokensAbove',
		type: 'number',
		typeOptions: { minValue: 0, numberPrecision: 0 },
		default: 8000,
		description: 'Only conversations with more input tokens than this, estimated before the call',
	},
	{
		displayName: 'Input Tokens Below',
		name: 'inputTokensBelow',
		type: 'number',
		typeOptions: { minValue: 1, numberPrecision: 0 },
		default: 8000,
		description: 'Only conversations with fewer input tokens than this, estimated before the call',
	},
	{
		displayName: 'Language',
		name: 'language',
		type: 'options',
		options: [
			{ name: 'English', value: 'en' },
			{ name: 'Portuguese', value: 'pt' },
		],
		default: 'pt',
		description: "Only when the user's last message is in this language",
	},
	{
		displayName: 'Wants JSON',
		name: 'wantsJson',
		type: 'boolean',
		default: true,
		description: 'Whether the request asks for an answer that fits a JSON schema. Off: only requests without a schema.',
	},
];
