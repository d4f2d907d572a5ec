import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { PROVIDERS } from '../shared/models/model-fields';

const credentials: INodePropertyOptions[] = Object.entries(PROVIDERS).flatMap(([value, { name, embedding }]) =>
	embedding ? [{ name, value }] : [],
);
const local = {
	name: 'Local Model',
	value: 'local',
	description: 'Runs in this n8n, without a server; needs the package @huggingface/transformers beside it',
};
const none = { name: 'None: By Words Alone', value: 'none', description: 'No vectors, no model, no cost' };

const chosen = (operation: string, description: string, initial: string, options: INodePropertyOptions[]): INodeProperties => ({
	displayName: 'Embedder',
	name: 'embedder',
	type: 'options',
	options: options.sort((one, other) => one.name.localeCompare(other.name)),
	default: initial,
	description,
	displayOptions: { show: { operation: [operation] } },
});

/** Who makes vectors of the documents, and of a question. */
export const embedderFields: INodeProperties[] = [
	chosen('ingest', 'What makes vectors of the documents, by which they are found by their meaning', 'own', [
		{
			name: 'As the Collection Has It',
			value: 'own',
			description: 'Of a new one the local model where this n8n has one, else none. One of a provider needs its credential: choose that.',
		},
		...credentials,
		local,
		none,
	]),
	chosen('re-embed', 'What is to make the vectors from now on', 'openai', [...credentials, local, none]),
	chosen(
		'search',
		'Whose credential is used where the collection has vectors of a provider’s model: the question is embedded by the same model',
		'own',
		[
			{ name: 'No Credential', value: 'own', description: 'For collections without vectors, or with those of a local model' },
			...credentials,
		],
	),
	{
		displayName: 'Local Model',
		name: 'localModel',
		type: 'string',
		default: '',
		placeholder: 'Xenova/all-MiniLM-L6-v2',
		description: 'A folder that holds the model, or its ID on the Hugging Face hub; empty for what TROUPE_EMBEDDING_MODEL names',
		displayOptions: { show: { operation: ['ingest', 're-embed'], embedder: ['local'] } },
	},
	{
		displayName: 'Reranker',
		name: 'reranker',
		type: 'options',
		options: [
			{ name: 'Cohere Credential', value: 'cohere' },
			{ name: 'Connected Chat Model', value: 'connected', description: 'Reads each passage and says how well it answers' },
			{ name: 'Local Cross-Encoder', value: 'local', description: 'Runs in this n8n, without a server' },
			{ name: 'None', value: 'none' },
		],
		default: 'none',
		description: 'What looks at the best passages once more, together with the question: better, slower, and with a model at a cost',
		displayOptions: { show: { operation: ['search'] } },
	},
	{
		displayName: 'Reranker Model',
		name: 'rerankerModel',
		type: 'string',
		default: 'rerank-v3.5',
		description: 'Cohere’s name of the model',
		displayOptions: { show: { operation: ['search'], reranker: ['cohere'] } },
	},
	{
		displayName: 'Reranker Model',
		name: 'rerankerModel',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'Xenova/ms-marco-MiniLM-L-6-v2',
		description: 'A folder that holds the model, or its ID on the Hugging Face hub',
		displayOptions: { show: { operation: ['search'], reranker: ['local'] } },
	},
];
