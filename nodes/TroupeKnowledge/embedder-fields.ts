import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { storesByCredential } from '../shared/knowledge/store-fields';
import { credentialKindField, credentialPlace } from '../shared/models/credential-fields';
import { providerFields } from '../shared/models/model-fields';

const credentials: INodePropertyOptions[] = Object.entries(providerFields).flatMap(([value, { name, embedding }]) =>
	embedding ? [{ name, value }] : [],
);
const providers = credentials.map(({ value }) => value);
const local = {
	name: 'Local Model',
	value: 'local',
	description: 'Runs inside this n8n. The package @huggingface/transformers must be installed.',
};
const none = { name: 'None (Words Only)', value: 'none', description: 'No embedding model and no cost' };

const embedderField = (
	operation: string,
	displayName: string,
	description: string,
	initial: string,
	options: INodePropertyOptions[],
): INodeProperties => ({
	displayName,
	name: 'embedder',
	type: 'options',
	options: options.sort((one, other) => one.name.localeCompare(other.name)),
	default: initial,
	description,
	displayOptions: { show: { operation: [operation] } },
});

export const embedderFields: INodeProperties[] = [
	embedderField('ingest', 'Embeddings', 'Model that lets a search find documents by meaning', 'own', [
		{
			name: "Collection's Own Setting",
			value: 'own',
			description: 'A new collection gets the local model if this n8n has one, otherwise none',
		},
		...credentials,
		local,
		none,
	]),
	embedderField('re-embed', 'New Embeddings', 'Model that the collection uses from now on', 'openai', [...credentials, local, none]),
	embedderField(
		'search',
		'Embedding Credential',
		"Choose the provider if the collection uses a provider's embedding model. The question is embedded with the same model.",
		'own',
		[{ name: 'None', value: 'own', description: 'For collections without embeddings or with a local model' }, ...credentials],
	),
	{
		displayName: 'Local Model',
		name: 'localModel',
		type: 'string',
		default: '',
		placeholder: 'Xenova/all-MiniLM-L6-v2',
		description:
			'Folder of the model, or its ID on Hugging Face. Leave empty to use the model of the environment variable TROUPE_EMBEDDING_MODEL.',
		displayOptions: { show: { operation: ['ingest', 're-embed'], embedder: ['local'] } },
	},
	{
		displayName: 'Reranker',
		name: 'reranker',
		type: 'options',
		options: [
			{ name: 'Cohere', value: 'cohere', description: "Uses Cohere's rerank API" },
			{ name: 'Connected Chat Model', value: 'connected', description: 'Connect a chat model to the Model input that appears' },
			{
				name: 'Local Cross-Encoder',
				value: 'local',
				description: 'Runs inside this n8n. The package @huggingface/transformers must be installed.',
			},
			{ name: 'None', value: 'none', description: 'Keeps the order of the search' },
		],
		default: 'none',
		description: 'Sorts the best passages again by how well they answer the question. Results get better, the search slower.',
		displayOptions: { show: { operation: ['search'] } },
	},
	{
		displayName: 'Reranker Model',
		name: 'rerankerModel',
		type: 'string',
		default: 'rerank-v3.5',
		description: 'Name of the Cohere reranking model',
		displayOptions: { show: { operation: ['search'], reranker: ['cohere'] } },
	},
	{
		displayName: 'Reranker Model',
		name: 'rerankerModel',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'Xenova/ms-marco-MiniLM-L-6-v2',
		description: 'Folder of the model, or its ID on Hugging Face',
		displayOptions: { show: { operation: ['search'], reranker: ['local'] } },
	},
	credentialKindField({ show: { operation: ['ingest', 'search', 're-embed'], embedder: providers } }),
	credentialKindField({ show: { operation: ['search'], reranker: ['cohere'] }, hide: { embedder: providers } }),
	// Otherwise, it is at the field Store.
	credentialPlace({ hide: storesByCredential }),
];
