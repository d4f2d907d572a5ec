import type { INodeProperties } from 'n8n-workflow';

/** Which conversation it is, as n8n's memory nodes ask. */
export const sessionFields = (show: Record<string, string[]> = {}): INodeProperties[] => [
	{
		displayName: 'Session ID',
		name: 'sessionIdType',
		type: 'options',
		options: [
			{
				name: 'Connected Chat Trigger Node',
				value: 'fromInput',
				description: "Looks for an input field called 'sessionId' that is coming from a directly connected Chat Trigger",
			},
			{
				name: 'Define Below',
				value: 'customKey',
				description: 'Use an expression to reference data in previous nodes or enter static text',
			},
		],
		default: 'fromInput',
		...(Object.keys(show).length > 0 && { displayOptions: { show } }),
	},
	{
		displayName: 'Session Key',
		name: 'sessionKey',
		type: 'string',
		default: '',
		required: true,
		placeholder: '={{ $json.sessionId }}',
		description: 'Names the conversation',
		displayOptions: { show: { ...show, sessionIdType: ['customKey'] } },
	},
];
