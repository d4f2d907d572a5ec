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

/** Asks a model for one thing. */
export class TroupeModel implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Troupe Model',
		name: 'troupeModel',
		icon: { light: 'file:../../icons/troupe.svg', dark: 'file:../../icons/troupe.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + ($parameter["model"]?.value || $parameter["source"]) }}',
		description:
			'Asks a model for one thing: a text, an object that fits a JSON schema, embeddings, what a call would cost, or which models there are',
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
