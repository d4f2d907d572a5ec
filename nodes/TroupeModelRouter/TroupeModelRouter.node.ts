import { type INodeType, type INodeTypeDescription, type ISupplyDataFunctions, NodeConnectionTypes, type SupplyData } from 'n8n-workflow';
import { searchChatModels } from '../shared/models/search-models';
import { credentials } from './credentials';
import { inputs, properties } from './properties';

/** Gives agents and chains one model that is many: the first of a list that is fit for a request and answers. */
// eslint-disable-next-line @n8n/community-nodes/node-usable-as-tool -- it gives a model, which no agent can call as a tool
export class TroupeModelRouter implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Troupe Model Router',
		name: 'troupeModelRouter',
		icon: { light: 'file:../../icons/troupe.svg', dark: 'file:../../icons/troupe.dark.svg' },
		group: ['transform'],
		version: [1, 2],
		defaultVersion: 2,
		subtitle: '={{ ($parameter["models"].model ?? []).length + " models in order" }}',
		description:
			'Gives any agent or chain a list of models in order: fails over at once when one is down, out of credit or rate limited, chooses by conditions, keeps a budget, and shows tokens and cost',
		documentationUrl: 'https://github.com/troupe-agents/n8n-nodes-troupe/blob/main/docs/nodes/troupe-model-router.md',
		defaults: { name: 'Troupe Model Router' },
		inputs,
		outputs: [NodeConnectionTypes.AiLanguageModel],
		outputNames: ['Model'],
		credentials,
		properties,
	};

	methods = { listSearch: searchChatModels };

	async supplyData(this: ISupplyDataFunctions, itemIndex: number): Promise<SupplyData> {
		const { supplyData } = await import('./supply-data');
		return supplyData.call(this, itemIndex);
	}
}
