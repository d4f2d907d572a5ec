import type { INodeProperties } from 'n8n-workflow';

/** The conditions of a model in a route, as core/llm/router/model-condition.ts has them. */
export const conditionFields: INodeProperties[] = [
	{
		displayName: 'Has Images',
		name: 'hasImages',
		type: 'boolean',
		default: true,
		description: 'Whether the request has images; off for requests without',
	},
	{
		displayName: 'Has Tools',
		name: 'hasTools',
		type: 'boolean',
		default: true,
		description: 'Whether the model may call tools; off for requests without',
	},
	{
		displayName: 'Input Tokens Above',
		name: 'inputTokensAbove',
		type: 'number',
		typeOptions: { minValue: 0, numberPrecision: 0 },
		default: 8000,
		description: 'Only for conversations longer than this, as counted before the call',
	},
	{
		displayName: 'Input Tokens Below',
		name: 'inputTokensBelow',
		type: 'number',
		typeOptions: { minValue: 1, numberPrecision: 0 },
		default: 8000,
		description: 'Only for conversations shorter than this, as counted before the call',
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
		description: 'Only where the last message of the person is in this language',
	},
	{
		displayName: 'Wants JSON',
		name: 'wantsJson',
		type: 'boolean',
		default: true,
		description: 'Whether the answer is asked for by a JSON schema, as nodes of Troupe do; off for requests without',
	},
];
