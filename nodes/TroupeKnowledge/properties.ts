import type { INodeProperties, INodeTypeDescription, IDisplayOptions } from 'n8n-workflow';
import { defaultPassages } from '../../core/knowledge/search/search-request';
import { requiredInput } from '../shared/required-input';
import { storeField, storesByCredential } from '../shared/knowledge/store-fields';
import { credentialPlace } from '../shared/models/credential-fields';
import { listFields } from '../shared/list-fields';
import { modelFields } from '../shared/models/model-fields';
import { embedderFields } from './embedder-fields';
import { filterFields } from './filter-fields';
import { ingestFields } from './ingest-fields';
import { optionFields } from './option-fields';
import { changesNotice, toolFields } from './tool-fields';

/** As the editor's button writes it. */
const filledByModel =
	"={{ /*n8n-auto-generated-fromAI-override*/ $fromAI('Question', `What to find, as a full question or as key words, in the language of the documents if known`, 'string') }}";

const question = (byDefault: string, show: IDisplayOptions['show']): INodeProperties => ({
	displayName: 'Question',
	name: 'question',
	type: 'string',
	typeOptions: { rows: 2 },
	default: byDefault,
	required: true,
	placeholder: 'e.g. How long is the warranty of a grinder?',
	description: 'What to find, as a person would ask it',
	displayOptions: { show: { operation: ['search'], ...show } },
});

const questionFields: INodeProperties[] = [
	question('={{ $json.question ?? $json.chatInput ?? $json.text ?? $json.message }}', { '@tool': [false] }),
	question(filledByModel, { '@tool': [true] }),
];

export const inputs: INodeTypeDescription['inputs'] = `={{
	((parameters) => [
		'main',
		...(parameters.operation === 'search' && parameters.reranker === 'connected' ? [{ type: 'ai_languageModel', displayName: 'Model', required: ${requiredInput}, maxConnections: 1 }] : []),
	])($parameter)
}}`;

const shownFor = (...operations: string[]) => ({ show: { operation: operations } });

const operation: INodeProperties = {
	displayName: 'Operation',
	name: 'operation',
	type: 'options',
	noDataExpression: true,
	options: [
		{
			name: 'Delete Documents',
			value: 'delete',
			action: 'Delete documents',
			description: 'Remove one document, all documents that match a filter, or a whole collection',
		},
		{
			name: 'Delete Old Documents',
			value: 'retain',
			action: 'Delete old documents',
			description: 'Remove documents that were ingested more than a number of days ago',
		},
		{
			name: 'Get Statistics',
			value: 'statistics',
			action: 'Get statistics of collections',
			description: 'Count documents and passages, and show the embedding model',
		},
		{
			name: 'Ingest Documents',
			value: 'ingest',
			action: 'Ingest documents',
			description: 'Add files, a web page or a text to a collection. Unchanged documents are skipped.',
		},
		{
			name: 'List Documents',
			value: 'list',
			action: 'List documents',
			description: 'Return each document with its state, size and metadata',
		},
		{
			name: 'Re-Embed Collection',
			value: 're-embed',
			action: 'Change the embeddings of a collection',
			description: 'Change the embedding model or the chunking of a collection. It remains searchable meanwhile.',
		},
		{
			name: 'Search',
			value: 'search',
			action: 'Search a collection',
			description: 'Find the passages that answer a question',
		},
	],
	default: 'search',
};

const collectionModes: INodeProperties['modes'] = [
	{ displayName: 'By Name', name: 'name', type: 'string', placeholder: 'handbook' },
	{
		displayName: 'From List',
		name: 'list',
		type: 'list',
		// Without it n8n asks for a credential first, and this n8n's own store needs none.
		typeOptions: { searchListMethod: 'searchCollections', searchable: true, skipCredentialsCheckInRLC: true },
	},
];

const collection: INodeProperties[] = [
	{
		displayName: 'Collection',
		name: 'collection',
		type: 'resourceLocator',
		default: { mode: 'name', value: '' },
		required: true,
		description: 'Name of the collection. A new name creates a new collection.',
		displayOptions: shownFor('ingest'),
		modes: collectionModes,
	},
	{
		displayName: 'Collection',
		name: 'collection',
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		required: true,
		description: 'Name of the collection',
		displayOptions: shownFor('search', 'list', 'delete', 'retain', 're-embed'),
		modes: collectionModes,
	},
	{
		displayName: 'Collection',
		name: 'collection',
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		description: 'Name of the collection. Leave empty for all collections.',
		displayOptions: shownFor('statistics'),
		modes: collectionModes,
	},
];

const search: INodeProperties[] = [
	...questionFields,
	// Among the actions of an AI node n8n's node panel lists the options of the first field named "mode"; this one has none.
	{ displayName: 'Search By', name: 'mode', type: 'hidden', default: 'hybrid', displayOptions: { show: { operation: [''] } } },
	{
		displayName: 'Search By',
		name: 'mode',
		type: 'options',
		options: [
			{ name: 'Meaning', value: 'dense', action: 'Search by meaning', description: 'Compares meanings. The collection needs embeddings.' },
			{ name: 'Words', value: 'lexical', action: 'Search by words', description: 'Full-text search (BM25) in English and Portuguese' },
			{
				name: 'Words and Meaning',
				value: 'hybrid',
				action: 'Search by words and meaning',
				description: 'Combines both. Uses words alone if the collection has no embeddings.',
			},
		],
		default: 'hybrid',
		description: 'How passages are found',
		displayOptions: shownFor('search'),
	},
	{
		displayName: 'Max Passages',
		name: 'top',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 100, numberPrecision: 0 },
		default: defaultPassages,
		description: 'Max number of passages to return',
		displayOptions: shownFor('search'),
	},
	...filterFields(['search']),
];

const list: INodeProperties[] = [...filterFields(['list']), ...listFields(shownFor('list'))];

const remove: INodeProperties[] = [
	{
		displayName: 'What to Delete',
		name: 'by',
		type: 'options',
		options: [
			{ name: 'A Document', value: 'ids', description: 'By ID, as Ingest Documents and List Documents return it' },
			{ name: 'Documents by Filter', value: 'filter', description: 'All documents that match a filter' },
			{ name: 'The Whole Collection', value: 'all', description: 'All documents and the collection itself' },
		],
		default: 'ids',
		description: 'Which documents to remove',
		displayOptions: shownFor('delete'),
	},
	{
		displayName: 'Document ID',
		name: 'ids',
		type: 'string',
		default: '={{ $json.id }}',
		required: true,
		description: 'ID of the document. An expression can return a list of IDs.',
		displayOptions: { show: { operation: ['delete'], by: ['ids'] } },
	},
	...filterFields(['delete'], { by: ['filter'] }, true),
];

const retain: INodeProperties[] = [
	{
		displayName: 'Older Than (Days)',
		name: 'days',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 365,
		required: true,
		description: 'Documents that were ingested more than this many days ago are removed',
		displayOptions: shownFor('retain'),
	},
	{
		displayName: 'Labels',
		name: 'labels',
		type: 'string',
		default: '',
		placeholder: 'offer, news',
		description: 'Only documents with one of these labels, separated by commas. Leave empty for all documents.',
		displayOptions: shownFor('retain'),
	},
	{
		displayName: 'Dry Run',
		name: 'dryRun',
		type: 'boolean',
		default: false,
		description: 'Whether to return what would be removed, without removing it',
		displayOptions: shownFor('retain'),
	},
];

export const properties: INodeProperties[] = [
	...toolFields,
	operation,
	changesNotice,
	storeField,
	credentialPlace({ show: storesByCredential }),
	...collection,
	...ingestFields,
	...search,
	...embedderFields,
	...modelFields((provider) => ({ operation: ['ingest', 're-embed'], embedder: [provider] }), 'embedding'),
	...list,
	...remove,
	...retain,
	...optionFields,
];
