import {
	type ICredentialsDecrypted,
	type ICredentialTestFunctions,
	type IExecuteFunctions,
	type INodeCredentialDescription,
	type INodeCredentialTestResult,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	NodeConnectionTypes,
} from 'n8n-workflow';
import { storeCredential, storeDatabaseCredential } from '../shared/knowledge/store-fields';
import { modelCredentials } from '../shared/models/credential-fields';
import { searchEmbeddingModels } from '../shared/models/search-models';
import { searchCollections } from './methods/search-collections';
import { inputs, properties } from './properties';

/** The operation in words, and its collection. n8n gives an expression the value of a resource locator, not the locator. */
const subtitle = `={{
	((operation, collection) => {
		const words = {
			delete: 'Delete from',
			ingest: 'Ingest into',
			list: 'List',
			're-embed': 'Re-embed',
			retain: 'Remove old from',
			search: 'Search',
			statistics: 'Statistics of',
		}[operation];
		return words + ' ' + (collection || (operation === 'statistics' ? 'all collections' : '(no collection)'));
	})($parameter.operation, $parameter.collection)
}}`;

const cohereOfN8n: INodeCredentialDescription = {
	name: 'cohereApi',
	displayName: "n8n's Cohere Credential",
	required: true,
	displayOptions: { show: { operation: ['search'], reranker: ['cohere'], credentialKind: ['n8n'] } },
};

export class TroupeKnowledge implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Troupe Knowledge',
		name: 'troupeKnowledge',
		icon: { light: 'file:../icons/knowledge.svg', dark: 'file:../icons/knowledge.dark.svg' },
		group: ['transform'],
		// As a list: of a plain version n8n makes a "Custom API Call".
		version: [1],
		defaultVersion: 1,
		subtitle,
		description: 'Stores files, web pages and texts in a collection and finds the passages that answer a question',
		documentationUrl: 'https://github.com/troupe-agents/n8n-nodes-troupe/blob/main/docs/nodes/troupe-knowledge.md',
		defaults: { name: 'Troupe Knowledge' },
		inputs,
		outputs: [NodeConnectionTypes.Main],
		usableAsTool: true,
		credentials: [
			{ ...storeCredential, name: 'troupeKnowledgeStoreApi', testedBy: 'troupeKnowledgeStoreApiTest' },
			storeDatabaseCredential,
			...modelCredentials((provider) => ({ show: { operation: ['ingest', 'search', 're-embed'], embedder: [provider] } }), {
				providers: ['google', 'ollama', 'openai'],
			}),
			{
				name: 'troupeCohereApi',
				displayName: 'Cohere Credential',
				required: true,
				displayOptions: { show: { operation: ['search'], reranker: ['cohere'] }, hide: { credentialKind: ['n8n'] } },
			},
			cohereOfN8n,
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
