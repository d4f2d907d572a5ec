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
	((parameters) => ({
		export: 'Export a person',
		forget: parameters.what === 'conversation' ? 'Forget a conversation' : 'Forget a person',
		preferences: 'Preferences of a person',
		recall: 'Recall',
		remember: 'Remember',
	})[parameters.operation])($parameter)
}}`;

export class TroupeMemory implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Troupe Memory',
		name: 'troupeMemory',
		icon: { light: 'file:../icons/memory.svg', dark: 'file:../icons/memory.dark.svg' },
		group: ['transform'],
		// As a list: of a plain version n8n makes a "Custom API Call".
		version: [1],
		defaultVersion: 1,
		subtitle,
		description: 'Remembers facts, preferences and conversations of a person, recalls what fits a question and forgets on request',
		documentationUrl: 'https://github.com/troupe-agents/n8n-nodes-troupe/blob/main/docs/nodes/troupe-memory.md',
		defaults: { name: 'Troupe Memory' },
		inputs,
		outputs: [NodeConnectionTypes.Main],
		usableAsTool: true,
		credentials: [databaseCredential],
		properties,
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const { execute } = await import('./execute');
		return execute.call(this);
	}
}
