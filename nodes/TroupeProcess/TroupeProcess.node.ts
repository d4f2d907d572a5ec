import {
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	NodeConnectionTypes,
} from 'n8n-workflow';
import { properties } from './properties';

const subtitle = `={{
	((parameters) => {
		const process = parameters.processId || 'a process';
		const words = {
			process: { deploy: 'Deploy a process', start: 'Start ' + process, startAndWait: 'Start ' + process + ' and wait' },
			instance: { cancel: 'Cancel an instance', get: 'Get an instance', setVariables: 'Set variables of an instance' },
			message: {
				correlate: 'Correlate ' + (parameters.messageName || 'a message'),
				publish: 'Publish ' + (parameters.messageName || 'a message'),
			},
			signal: { broadcast: 'Broadcast ' + (parameters.signalName || 'a signal') },
			incident: { getAll: 'Get many incidents', resolve: 'Resolve an incident' },
			userTask: { assign: 'Assign a user task', complete: 'Complete a user task', getAll: 'Get many user tasks' },
			job: { complete: 'Complete a job', fail: 'Fail a job', throwError: 'Throw a BPMN error' },
		};
		return words[parameters.resource]?.[parameters.operation];
	})($parameter)
}}`;

export class TroupeProcess implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Troupe Process',
		name: 'troupeProcess',
		icon: { light: 'file:../icons/process.svg', dark: 'file:../icons/process.dark.svg' },
		group: ['transform'],
		version: [1],
		// As a list: of a node with one sole version n8n adds "Custom API Call" to the operations (docs/decisions/n8n/0088-how-nodes-are-found.md).
		defaultVersion: 1,
		subtitle,
		description: 'Deploys, starts and manages BPMN processes, their messages, incidents and user tasks on Camunda 8 or Troupe’s own engine',
		documentationUrl: 'https://github.com/troupe-agents/n8n-nodes-troupe/blob/main/docs/nodes/troupe-process.md',
		defaults: { name: 'Troupe Process' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		usableAsTool: true,
		credentials: [{ name: 'camundaApi', required: true }],
		properties,
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const { execute } = await import('./execute');
		return execute.call(this);
	}
}
