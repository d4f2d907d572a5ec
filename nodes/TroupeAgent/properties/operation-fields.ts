import type { IExecuteFunctions, INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { sinceVersion2 } from './for-version';

export type Operation = 'run' | 'resume' | 'export';

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
	description: 'Get the agent as a definition file for the command line and for processes',
};

const operation = (name: string, options: INodePropertyOptions[], versions: number[]): INodeProperties => ({
	displayName: 'Operation',
	name,
	type: 'options',
	noDataExpression: true,
	options,
	default: 'run',
	displayOptions: { show: { '@version': versions } },
});

/**
 * Operation of the node. Of a field that is called `operation` n8n makes a page of actions, which stands between the picker and the node: version 2
 * has a hidden one without options in its place, and asks by the name `task`.
 */
export const operationFields: INodeProperties[] = [
	operation('operation', [run, resume], [1]),
	{ displayName: 'Operation', name: 'operation', type: 'hidden', default: 'run', displayOptions: { show: { '@version': sinceVersion2 } } },
	operation('task', [run, resume, exportAgent], sinceVersion2),
];

/** The fields, of which those that depend on the operation ask for it by the name that it has in each version. */
export function askForTask(fields: INodeProperties[]): INodeProperties[] {
	return fields.flatMap((field) => {
		const { operation: of, '@version': versions = [1, 2, 3], ...others } = field.displayOptions?.show ?? {};
		if (of === undefined) return [field];
		const shownIn = (name: string, named: number[]) => {
			const shown = named.filter((version) => (versions as number[]).includes(version));
			return shown.length > 0
				? [{ ...field, displayOptions: { ...field.displayOptions, show: { '@version': shown, [name]: of, ...others } } }]
				: [];
		};
		return [...shownIn('operation', [1]), ...shownIn('task', sinceVersion2)];
	});
}

export function readOperation(context: Pick<IExecuteFunctions, 'getNode' | 'getNodeParameter'>, item: number): Operation {
	return context.getNodeParameter(context.getNode().typeVersion > 1 ? 'task' : 'operation', item, 'run') as Operation;
}
