import type { INodeProperties } from 'n8n-workflow';

const any = { show: { resource: ['message'], operation: ['publish', 'correlate'] } };
const publish = { show: { resource: ['message'], operation: ['publish'] } };

const operation: INodeProperties = {
	displayName: 'Operation',
	name: 'operation',
	type: 'options',
	noDataExpression: true,
	displayOptions: { show: { resource: ['message'] } },
	options: [
		{
			name: 'Correlate',
			value: 'correlate',
			action: 'Correlate a message',
			description: 'Wake the instance that waits for it now, and tell which it was; an error when none does',
		},
		{
			name: 'Publish',
			value: 'publish',
			action: 'Publish a message',
			description: 'Wake the instance that waits for it, or start one that begins with it; kept for a time when none does yet',
		},
	],
	default: 'publish',
};

const fields: INodeProperties[] = [
	{ displayName: 'Message Name', name: 'messageName', type: 'string', default: '', required: true, displayOptions: any },
	{
		displayName: 'Correlation Key',
		name: 'correlationKey',
		type: 'string',
		default: '',
		description: 'Which instance is meant: the value that its message subscription expects. Empty for messages that start a process.',
		displayOptions: any,
	},
	{ displayName: 'Variables', name: 'variables', type: 'json', default: '{}', description: 'A JSON object', displayOptions: any },
	{
		displayName: 'Options',
		name: 'messageOptions',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		displayOptions: publish,
		options: [
			{
				displayName: 'Message ID',
				name: 'messageId',
				type: 'string',
				default: '',
				description: 'A second message with the same name, key and ID is refused while the first is buffered',
			},
			{
				displayName: 'Time to Live (Seconds)',
				name: 'timeToLive',
				type: 'number',
				typeOptions: { minValue: 0 },
				default: 3600,
				description: 'How long the message is kept when nothing waits for it yet; without this option an hour',
			},
		],
	},
];

export const messageProperties: INodeProperties[] = [operation, ...fields];
