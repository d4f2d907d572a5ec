import type { INodeProperties } from 'n8n-workflow';
import { variableFields } from './variables';

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
			description: 'Continue the instance that waits for the message and return its key. Fails if none waits.',
		},
		{
			name: 'Publish',
			value: 'publish',
			action: 'Publish a message',
			description: 'Continue the instance that waits for the message, or start a process with it. Stored for a while if none waits yet.',
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
		description: 'The value that identifies the waiting instance. Leave empty for messages that start a process.',
		displayOptions: any,
	},
	...variableFields(any),
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
				description: 'The engine rejects a second message with the same name, key and ID while the first is stored',
			},
			{
				displayName: 'Time to Live (Seconds)',
				name: 'timeToLive',
				type: 'number',
				typeOptions: { minValue: 0 },
				default: 3600,
				description: 'How long to store the message if no instance waits for it yet. Without this option, one hour.',
			},
		],
	},
];

export const messageProperties: INodeProperties[] = [operation, ...fields];
