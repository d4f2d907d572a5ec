import {
	type ICredentialsDecrypted,
	type ICredentialTestFunctions,
	type IExecuteFunctions,
	type INodeCredentialTestResult,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	NodeConnectionTypes,
} from 'n8n-workflow';
import { storeCredential } from '../shared/knowledge/store-fields';
import { modelCredentials } from '../shared/models/model-fields';
import { searchEmbeddingModels } from '../shared/models/search-models';
import { searchCollections } from './methods/search-collections';
import { inputs, properties } from './properties';

/** Keeps documents in collections, and finds the passages that answer a question. */
export class TroupeKnowledge implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Troupe Knowledge',
		name: 'troupeKnowledge',
		icon: { light: 'file:../../icons/troupe.svg', dark: 'file:../../icons/troupe.dark.svg' },
		group: ['transform'],
		version: [1, 2],
		defaultVersion: 2,
		subtitle: '={{ $parameter["operation"] + ": " + ($parameter["collection"]?.value || "all collections") }}',
		description:
			'Ingests files, web pages and texts into a collection, and finds the passages that answer a question, by words, by meaning or by both',
		documentationUrl: 'https://github.com/troupe-agents/n8n-nodes-troupe/blob/main/docs/nodes/troupe-knowledge.md',
		defaults: { name: 'Troupe Knowledge' },
		inputs,
		outputs: [NodeConnectionTypes.Main],
		usableAsTool: true,
		credentials: [
			{ ...storeCredential, name: 'troupeKnowledgeStoreApi', testedBy: 'troupeKnowledgeStoreApiTest' },
			...modelCredentials((provider) => ({ show: { operation: ['ingest', 'search', 're-embed'], embedder: [provider] } })).filter(
				({ name }) => name !== 'troupeAnthropicApi',
			),
			{
				name: 'troupeCohereApi',
				displayName: 'Cohere Credential',
				required: false,
				displayOptions: { show: { operation: ['search'], reranker: ['cohere'] } },
			},
		],
		properties,
	};

	methods = {
		listSearch: { searchCollections, ...searchEmbeddingModels },
		credentialTest: {
			async troupeKnowledgeStoreApiTest(
				this: ICredentialTestFunctions,
				{ data }: ICredentialsDecrypted,
			): Promise<INodeCredentialTestResult> {
				const { testStore } = await import('./test-store');
				return testStore(data);
			},
		},
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const { execute } = await import('./execute');
		return execute.call(this);
	}
}
