import {
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	NodeConnectionTypes,
} from 'n8n-workflow';
import { databaseCredential } from '../shared/state/database-credential';
import { inputs, properties } from './properties';

const subtitle = `={{
	({
		change: 'Change a plan',
		confirm: 'Confirm a plan',
		converse: 'Plan in a conversation',
		create: 'Create a plan',
		get: 'Get a plan',
		getAll: 'Get many plans',
		prove: 'Prove a plan',
		run: 'Run a plan',
	})[$parameter.operation]
}}`;

// oxlint-disable-next-line @n8n/community-nodes/node-usable-as-tool -- a model would answer in place of the person
export class TroupePlanner implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Troupe Planner',
		name: 'troupePlanner',
		icon: { light: 'file:../icons/planner.svg', dark: 'file:../icons/planner.dark.svg' },
		group: ['transform'],
		version: [1],
		// As a list: of a node with one sole version n8n adds "Custom API Call" to the operations (docs/decisions/n8n/0088-how-nodes-are-found.md).
		defaultVersion: 1,
		subtitle,
		description: 'Plans a process in a conversation: asks what it must know, draws it, proves it, and runs what a person confirmed',
		documentationUrl: 'https://github.com/troupe-agents/n8n-nodes-troupe/blob/main/docs/nodes/troupe-planner.md',
		defaults: { name: 'Troupe Planner' },
		inputs,
		outputs: [NodeConnectionTypes.Main],
		credentials: [
			{
				name: 'camundaApi',
				displayName: 'Engine',
				required: false,
				displayOptions: { show: { operation: ['converse', 'create', 'get', 'change', 'prove', 'run'] } },
			},
			databaseCredential,
		],
		properties,
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const { execute } = await import('./execute');
		return execute.call(this);
	}
}
