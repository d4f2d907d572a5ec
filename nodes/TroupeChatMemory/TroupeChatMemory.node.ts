import { type INodeType, type INodeTypeDescription, type ISupplyDataFunctions, NodeConnectionTypes, type SupplyData } from 'n8n-workflow';
import { databaseCredential } from '../shared/state/database-credential';
import { properties } from './properties';

// oxlint-disable-next-line @n8n/community-nodes/node-usable-as-tool -- it gives a memory, which no agent can call as a tool
export class TroupeChatMemory implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Troupe Chat Memory',
		name: 'troupeChatMemory',
		icon: { light: 'file:../icons/chat-memory.svg', dark: 'file:../icons/chat-memory.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{ $parameter["turns"] === 1 ? "Last turn" : "Last " + $parameter["turns"] + " turns" }}',
		description: 'Remembers the conversations of any AI agent, encrypted, and tells the agent what is known about the person',
		documentationUrl: 'https://github.com/troupe-agents/n8n-nodes-troupe/blob/main/docs/nodes/troupe-chat-memory.md',
		defaults: { name: 'Troupe Chat Memory' },
		inputs: [{ type: NodeConnectionTypes.AiLanguageModel, displayName: 'Summary Model', required: false, maxConnections: 1 }],
		outputs: [NodeConnectionTypes.AiMemory],
		outputNames: ['Memory'],
		credentials: [databaseCredential],
		properties,
	};

	async supplyData(this: ISupplyDataFunctions, itemIndex: number): Promise<SupplyData> {
		const { supplyData } = await import('./supply-data');
		return supplyData.call(this, itemIndex);
	}
}
