import type { INodeProperties } from 'n8n-workflow';

const broadcast = { show: { resource: ['signal'], operation: ['broadcast'] } };

export const signalProperties: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: ['signal'] } },
		options: [
			{
				name: 'Broadcast',
				value: 'broadcast',
				action: 'Broadcast a signal',
				description: 'Continue every instance that waits for the signal, and start every process that begins with it',
			},
		],
		default: 'broadcast',
	},
	{ displayName: 'Signal Name', name: 'signalName', type: 'string', default: '', required: true, displayOptions: broadcast },
	{ displayName: 'Variables', name: 'variables', type: 'json', default: '{}', description: 'A JSON object', displayOptions: broadcast },
];
