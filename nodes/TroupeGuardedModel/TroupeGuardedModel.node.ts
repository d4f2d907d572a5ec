import { type INodeType, type INodeTypeDescription, type ISupplyDataFunctions, NodeConnectionTypes, type SupplyData } from 'n8n-workflow';
import { moderationCredentials } from '../shared/guardrails/moderation-fields';
import { databaseCredential } from '../shared/state/database-credential';
import { inputs, properties } from './properties';

// oxlint-disable-next-line @n8n/community-nodes/node-usable-as-tool -- it gives a model, which no agent can call as a tool
export class TroupeGuardedModel implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Troupe Guarded Model',
		name: 'troupeGuardedModel',
		icon: { light: 'file:../icons/guarded-model.svg', dark: 'file:../icons/guarded-model.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{ $parameter["tokensFor"] === "conversation" ? "Masks per conversation" : "Masks per execution" }}',
		description: 'Hides personal data from a chat model, restores it in the replies and blocks what your guardrails forbid',
		documentationUrl: 'https://github.com/troupe-agents/n8n-nodes-troupe/blob/main/docs/nodes/troupe-guarded-model.md',
		defaults: { name: 'Troupe Guarded Model' },
		inputs,
		outputs: [NodeConnectionTypes.AiLanguageModel],
		outputNames: ['Model'],
		credentials: [...moderationCredentials(), databaseCredential],
		properties,
	};

	async supplyData(this: ISupplyDataFunctions, itemIndex: number): Promise<SupplyData> {
		const { supplyData } = await import('./supply-data');
		return supplyData.call(this, itemIndex);
	}
}
