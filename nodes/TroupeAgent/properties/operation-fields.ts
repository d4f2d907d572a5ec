import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { forVersion } from './for-version';

const run: INodePropertyOptions = { name: 'Run', value: 'run', action: 'Answer a message', description: 'Answer a message' };
const resume: INodePropertyOptions = {
	name: 'Resume',
	value: 'resume',
	action: 'Continue a run after a decision',
	description: 'Continue a run that waited for a person, with the person’s decision',
};
const exportAgent: INodePropertyOptions = {
	name: 'Export',
	value: 'export',
	action: 'Export the agent as a file',
	description: 'Get the agent’s definition as a file for the command line and for processes',
};

const operation = (options: INodePropertyOptions[]): INodeProperties => ({
	displayName: 'Operation',
	name: 'operation',
	type: 'options',
	noDataExpression: true,
	options, // in the order in which people need them: n8n lists the actions so
	default: 'run',
});

/** What the node does. */
export const operationFields: INodeProperties[] = [
	...forVersion([1], [operation([run, resume])]),
	...forVersion([2], [operation([run, resume, exportAgent])]),
];
