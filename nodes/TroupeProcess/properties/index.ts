import type { INodeProperties } from 'n8n-workflow';
import { incidentProperties } from './incident';
import { instanceProperties } from './instance';
import { jobProperties } from './job';
import { messageProperties } from './message';
import { processProperties } from './process';
import { signalProperties } from './signal';
import { userTaskProperties } from './user-task';

const resource: INodeProperties = {
	displayName: 'Resource',
	name: 'resource',
	type: 'options',
	noDataExpression: true,
	options: [
		{ name: 'Incident', value: 'incident', description: 'What stops an instance until somebody resolves it' },
		{ name: 'Job', value: 'job', description: 'Work that the Troupe Process Trigger took from a process' },
		{ name: 'Message', value: 'message', description: 'For one instance, found by a correlation key' },
		{ name: 'Process', value: 'process', description: 'A BPMN process: deploy it, start it' },
		{ name: 'Process Instance', value: 'instance', description: 'A process that runs' },
		{ name: 'Signal', value: 'signal', description: 'For everything that waits for it' },
		{ name: 'User Task', value: 'userTask', description: 'Work that waits for a person' },
	],
	default: 'process',
};

/** The process node's form. */
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
