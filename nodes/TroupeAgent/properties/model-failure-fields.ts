import type { INodeProperties } from 'n8n-workflow';

/** What happens when no model answers. Version 1 quotes the documents. */
export const modelFailureFields: INodeProperties[] = [
	{
		displayName: 'When No Model Answers',
		name: 'whenNoModelAnswers',
		type: 'options',
		options: [
			{ name: 'Quote the Documents', value: 'quote', description: 'The agent quotes sentences from its documents, and says that it does' },
			{ name: 'Stop With an Error', value: 'fail', description: 'The error says why each model failed, such as an invalid API key' },
		],
		default: 'fail',
		description: 'What happens when every model fails. Without any model set up, the agent always quotes its documents.',
		displayOptions: { show: { '@version': [2] } },
	},
];
