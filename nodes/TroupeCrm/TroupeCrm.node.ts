import {
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	NodeConnectionTypes,
} from 'n8n-workflow';
import { databaseCredential } from '../shared/state/database-credential';
import { listOrigins, listOwners, listPipelines, listStages } from './list-choices';
import { properties } from './properties';

const subtitle = `={{
	((parameters) => ({
		addNote: 'Add a note',
		findCompany: 'Find a company',
		recordContact: 'Record a contact',
		recordLead: 'Record a lead',
	})[parameters.operation])($parameter)
}}`;

export class TroupeCrm implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Troupe PipeRun CRM',
		name: 'troupeCrm',
		icon: { light: 'file:../icons/crm.svg', dark: 'file:../icons/crm.dark.svg' },
		group: ['output'],
		version: [1],
		// As a list: for a node with one sole version n8n adds "Custom API Call" to the operations (docs/decisions/n8n/0088-how-nodes-are-found.md).
		defaultVersion: 1,
		subtitle,
		description: 'Records leads in PipeRun: finds or creates company, person and deal, each once, and adds notes',
		documentationUrl: 'https://github.com/troupe-agents/n8n-nodes-troupe/blob/main/docs/nodes/troupe-crm.md',
		defaults: { name: 'Troupe PipeRun CRM' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		usableAsTool: true,
		credentials: [{ name: 'troupePipeRunApi', displayName: 'PipeRun', required: true }, databaseCredential],
		properties,
	};

	methods = { loadOptions: { listPipelines, listStages, listOrigins, listOwners } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const { execute } = await import('./execute');
		return execute.call(this);
	}
}
