import type { INodeProperties } from 'n8n-workflow';

export const sessionFields = (show: Record<string, string[]> = {}): INodeProperties[] => [
	{
		displayName: 'Conversation ID',
		name: 'sessionIdType',
		type: 'options',
		options: [
			{
				name: 'Connected Chat Trigger Node',
				value: 'fromInput',
				description: 'Uses the field sessionId of the connected Chat Trigger',
			},
			{
				name: 'Define Below',
				value: 'customKey',
				description: 'Uses the value of the field below',
			},
		],
		default: 'fromInput',
		...(Object.keys(show).length > 0 && { displayOptions: { show } }),
	},
	{
		displayName: 'Own Conversation ID',
		name: 'sessionKey',
		type: 'string',
		default: '',
		required: true,
		placeholder: '={{ $json.sessionId }}',
		description: 'Your own ID for the conversation',
		displayOptions: { show: { ...show, sessionIdType: ['customKey'] } },
	},
];
