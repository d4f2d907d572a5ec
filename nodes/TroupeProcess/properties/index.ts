import type { INodeProperties } from 'n8n-workflow';
import { incidentProperties } from './incident';
import { instanceProperties } from './instance';
import { jobProperties } from './job';
import { messageProperties } from './message';
import { processProperties } from './process';
import { userTaskProperties } from './user-task';
import { variableFields } from './variables';

const broadcast = { show: { resource: ['signal'], operation: ['broadcast'] } };

const signalProperties: INodeProperties[] = [
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
	...variableFields(broadcast),
];

const resource: INodeProperties = {
	displayName: 'Resource',
	name: 'resource',
	type: 'options',
	noDataExpression: true,
	options: [
		// In the order in which people need them: n8n lists the actions so.
		{ name: 'Process', value: 'process', description: 'A BPMN process, to deploy or start' },
		{ name: 'Process Instance', value: 'instance', description: 'A running process' },
		{ name: 'User Task', value: 'userTask', description: 'A task that waits for a person' },
		{ name: 'Message', value: 'message', description: 'A message for one instance, found by a correlation key' },
		{ name: 'Signal', value: 'signal', description: 'A signal for every process that waits for it' },
		{ name: 'Incident', value: 'incident', description: 'A problem that stops an instance until someone resolves it' },
		{ name: 'Job', value: 'job', description: 'A job that the Troupe Process Trigger received from a process' },
	],
	default: 'process',
};

export const properties: INodeProperties[] = [
	resource,
	...processProperties,
	...instanceProperties,
	...messageProperties,
	...signalProperties,
	...incidentProperties,
	...userTaskProperties,
	...jobProperties,
];
