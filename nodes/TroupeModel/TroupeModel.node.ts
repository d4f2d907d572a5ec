import {
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	NodeConnectionTypes,
} from 'n8n-workflow';
import { modelCredentials } from '../shared/models/credential-fields';
import { searchChatModels, searchEmbeddingModels } from '../shared/models/search-models';
import { inputs, properties } from './properties';
import { subtitle } from './subtitle';

/** Asks a model for one thing. */
export class TroupeModel implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Troupe Model',
		name: 'troupeModel',
		icon: { light: 'file:../../icons/nodes/model.svg', dark: 'file:../../icons/nodes/model.dark.svg' },
		group: ['transform'],
		version: [1],
		// As a list: of a node with one sole version n8n adds "Custom API Call" to the operations (docs/decisions/0088-how-nodes-are-found.md).
		defaultVersion: 1,
		subtitle,
		description: 'Asks a language model for a text or a JSON object, creates embeddings, estimates costs and lists models',
		documentationUrl: 'https://github.com/troupe-agents/n8n-nodes-troupe/blob/main/docs/nodes/troupe-model.md',
		defaults: { name: 'Troupe Model' },
		inputs,
		outputs: [NodeConnectionTypes.Main],
		usableAsTool: true,
		// Stated by what hides them: n8n's editor takes a field whose options all show a credential for its own choice of credentials, and hides it.
		credentials: modelCredentials((_provider, others) => ({ hide: { source: [...others, 'connected'] } })),
		properties,
	};

	methods = { listSearch: { ...searchChatModels, ...searchEmbeddingModels } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const { execute } = await import('./execute');
		return execute.call(this);
	}
}
