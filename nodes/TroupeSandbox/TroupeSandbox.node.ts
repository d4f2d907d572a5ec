import {
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	NodeConnectionTypes,
} from 'n8n-workflow';
import { properties } from './properties';

const subtitle = `={{
	(({ operation, level }) => operation === 'report'
		? 'Get report'
		: 'Run ' + (operation === 'run' ? 'script' : operation.slice(3).toLowerCase()) + ' at ' + (level || 'L0+') + ' or more')($parameter)
}}`;

export class TroupeSandbox implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Troupe Sandbox',
		name: 'troupeSandbox',
		icon: { light: 'file:../icons/sandbox.svg', dark: 'file:../icons/sandbox.dark.svg' },
		group: ['transform'],
		// As a list: of a plain version n8n makes a "Custom API Call".
		version: [1],
		defaultVersion: 1,
		subtitle,
		description: 'Runs scripts, agents, processes, workflows, nodes and packages that nobody has approved, isolated, and reports how far',
		documentationUrl: 'https://github.com/troupe-agents/n8n-nodes-troupe/blob/main/docs/nodes/troupe-sandbox.md',
		defaults: { name: 'Troupe Sandbox' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		usableAsTool: true,
		credentials: [
			{ name: 'troupeRegistryApi', displayName: 'Troupe Service', required: false, displayOptions: { hide: { runOn: ['own'] } } },
		],
		properties,
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const { execute } = await import('./execute');
		return execute.call(this);
	}
}
