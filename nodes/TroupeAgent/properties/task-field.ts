import type { IExecuteFunctions, INodeProperties, INodePropertyOptions } from 'n8n-workflow';

type Task = 'run' | 'resume' | 'export';

const run: INodePropertyOptions = { name: 'Run', value: 'run', description: 'Answer a message' };
const resume: INodePropertyOptions = {
	name: 'Resume',
	value: 'resume',
	action: 'Continue a run after a decision',
	description: 'Continue a run that waited for a person, with the person’s decision',
};
const exportAgent: INodePropertyOptions = {
	name: 'Export',
	value: 'export',
	description: 'Get the agent as a definition file for the command line and for processes',
};

/** Named `task`: for a field `operation`, n8n adds a page of actions between picker and node. */
export const taskField: INodeProperties = {
	displayName: 'Operation',
	name: 'task',
	type: 'options',
	noDataExpression: true,
	options: [run, resume, exportAgent],
	default: 'run',
};

export const readTask = (context: Pick<IExecuteFunctions, 'getNodeParameter'>, item: number): Task =>
	context.getNodeParameter('task', item, 'run') as Task;
