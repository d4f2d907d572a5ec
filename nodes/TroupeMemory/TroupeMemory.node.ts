import {
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	NodeConnectionTypes,
} from 'n8n-workflow';
import { storeCredential } from '../shared/knowledge/store-fields';
import { databaseCredential } from '../shared/state/database-credential';
import { inputs, properties } from './properties';
import { subtitle } from './subtitle';

/** What is remembered of people and conversations: read, written, shown to them and forgotten. */
export class TroupeMemory implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Troupe Memory',
		name: 'troupeMemory',
		icon: { light: 'file:../../icons/nodes/memory.svg', dark: 'file:../../icons/nodes/memory.dark.svg' },
		group: ['transform'],
		version: [1, 2],
		defaultVersion: 2,
		subtitle,
		description: 'Remembers facts, preferences and conversations of a person, recalls what fits a question and forgets on request',
		documentationUrl: 'https://github.com/troupe-agents/n8n-nodes-troupe/blob/main/docs/nodes/troupe-memory.md',
		defaults: { name: 'Troupe Memory' },
		inputs,
		outputs: [NodeConnectionTypes.Main],
		usableAsTool: true,
		credentials: [storeCredential, databaseCredential],
		properties,
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const { execute } = await import('./execute');
		return execute.call(this);
	}
}
