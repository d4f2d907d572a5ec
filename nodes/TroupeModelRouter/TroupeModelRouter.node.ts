import { type INodeType, type INodeTypeDescription, type ISupplyDataFunctions, NodeConnectionTypes, type SupplyData } from 'n8n-workflow';
import { searchChatModels } from '../shared/models/search-models';
import { credentials } from './credentials';
import { inputs, properties } from './properties';

const subtitle = `={{
	((models) => {
		if (models.length === 0) return 'No model yet';
		const [first, second] = models.map(({ source, model }) => (source === 'connected' ? 'connected model' : model?.value || model || source));
		if (models.length === 1) return first + ', no fallback';
		return first + ', then ' + (models.length === 2 ? second : models.length - 1 + ' more');
	})($parameter.models?.model ?? [])
}}`;

// oxlint-disable-next-line @n8n/community-nodes/node-usable-as-tool -- it gives a model, which no agent can call as a tool
export class TroupeModelRouter implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Troupe Model Router',
		name: 'troupeModelRouter',
		icon: { light: 'file:../icons/model-router.svg', dark: 'file:../icons/model-router.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle,
		description: 'Gives any AI agent several models: if one fails or is too busy, the next one answers, within your budget',
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
