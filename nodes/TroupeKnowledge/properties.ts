import type { INodeProperties, INodeTypeDescription } from 'n8n-workflow';
import { storeField } from '../shared/knowledge/store-fields';
import { listFields } from '../shared/list-fields';
import { modelFields } from '../shared/models/model-fields';
import { embedderFields } from './embedder-fields';
import { optionFields } from './option-fields';

/** A connected model where it is to judge the passages. */
export const inputs: INodeTypeDescription['inputs'] = `={{
	((parameters) => [
		'main',
		...(parameters.operation === 'search' && parameters.reranker === 'connected' ? [{ type: 'ai_languageModel', displayName: 'Model', required: true, maxConnections: 1 }] : []),
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
			name: 'Delete',
			value: 'delete',
			action: 'Delete documents',
			description: 'Remove a document, all that a filter fits, or a whole collection',
		},
		{
			name: 'Get Statistics',
			value: 'statistics',
			action: 'Get statistics of collections',
			description: 'How many documents and chunks there are, and by what model they can be searched',
		},
		{
			name: 'Ingest',
			value: 'ingest',
			action: 'Ingest documents',
			description:
				'Read files, a web page or a text, cut and embed them, and keep them. What is there already and has not changed stays as it is.',
		},
		{ name: 'List Documents', value: 'list', action: 'List documents', description: 'Each document with its state, size and metadata' },
		{
			name: 'Re-Embed',
			value: 're-embed',
			action: 'Embed a collection anew',
			description: 'Give a collection another embedding model or another way of cutting; it can be searched all the while',
		},
		{
			name: 'Retain',
			value: 'retain',
			action: 'Remove what is too old',
			description: 'Remove documents that were ingested longer ago than a number of days',
		},
		{ name: 'Search', value: 'search', action: 'Search a collection', description: 'Find the passages that answer a question' },
	],
	default: 'search',
};

const collectionModes: INodeProperties['modes'] = [
	{ displayName: 'By Name', name: 'id', type: 'string', placeholder: 'handbook' },
	{ displayName: 'From List', name: 'list', type: 'list', typeOptions: { searchListMethod: 'searchCollections', searchable: true } },
];

const collection: INodeProperties[] = [
	{
		displayName: 'Collection',
		name: 'collection',
		type: 'resourceLocator',
		default: { mode: 'id', value: '' },
		required: true,
		description: 'Documents that are searched together, by their name. To ingest into a new one, write its name.',
		displayOptions: shownFor('ingest', 'search', 'list', 'delete', 'retain', 're-embed'),
		modes: collectionModes,
	},
	{
		displayName: 'Collection',
		name: 'collection',
		type: 'resourceLocator',
		default: { mode: 'id', value: '' },
		description: 'The name of one; empty for all',
		displayOptions: shownFor('statistics'),
		modes: collectionModes,
	},
];

const ingest: INodeProperties[] = [
	{
		displayName: 'Document From',
		name: 'input',
		type: 'options',
		options: [
			{ name: 'Binary Files', value: 'binary', description: 'PDF, DOCX, CSV, HTML, Markdown or plain text in fields of the item' },
			{ name: 'Text', value: 'text' },
			{ name: 'URL', value: 'url', description: 'A web page, or a file that lies there' },
		],
		default: 'binary',
		displayOptions: shownFor('ingest'),
	},
	{
		displayName: 'Binary Fields',
		name: 'binaryFields',
		type: 'string',
		default: 'data',
		required: true,
		placeholder: 'data, attachment_0',
		description: 'Names of the item’s binary fields that hold the files, separated by commas',
		displayOptions: { show: { operation: ['ingest'], input: ['binary'] } },
	},
	{
		displayName: 'URL',
		name: 'url',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'https://example.com/handbook.pdf',
		description: 'Where the document is fetched; of a web page its main content is read',
		displayOptions: { show: { operation: ['ingest'], input: ['url'] } },
	},
	{
		displayName: 'Text',
		name: 'text',
		type: 'string',
		typeOptions: { rows: 4 },
		default: '={{ $json.text }}',
		required: true,
		description:
			'The whole text of the document. Say in Options under Document ID what it is called: else each changed text is a document of its own.',
		displayOptions: { show: { operation: ['ingest'], input: ['text'] } },
	},
	{
		displayName: 'Format',
		name: 'format',
		type: 'options',
		options: [
			{ name: 'Markdown', value: 'markdown', description: 'Headings are known, and tables kept whole where they fit' },
			{ name: 'Plain', value: 'plain' },
		],
		default: 'plain',
		displayOptions: { show: { operation: ['ingest'], input: ['text'] } },
	},
];

const filter = (operations: string[], more: object = {}, required = false): INodeProperties => ({
	displayName: 'Filter',
	name: 'filter',
	type: 'json',
	default: '',
	...(required && { required }),
	placeholder: '{"year": {"$gte": 2024}, "$not": {"status": "draft"}}',
	description:
		'Which documents are meant, by their metadata and by documentId, title, source, mediaType and ingestedAt: {"field": value}, with $eq, $ne, $in, $nin, $gt, $gte, $lt, $lte, $contains, $and, $or, $not. Empty for all.',
	displayOptions: { show: { operation: operations, ...more } },
});

const search: INodeProperties[] = [
	{
		displayName: 'Question',
		name: 'question',
		type: 'string',
		typeOptions: { rows: 2 },
		default: '={{ $json.question }}',
		required: true,
		description: 'What the passages are to answer, in words as a person asks',
		displayOptions: shownFor('search'),
	},
	{
		displayName: 'Search By',
		name: 'mode',
		type: 'options',
		options: [
			{ name: 'Meaning', value: 'dense', action: 'Search by meaning', description: 'The nearest vectors, for collections that have them' },
			{ name: 'Words', value: 'lexical', action: 'Search by words', description: 'BM25, in English and Portuguese, whatever the accents' },
			{
				name: 'Words and Meaning',
				value: 'hybrid',
				action: 'Search by words and meaning',
				description: 'Both together; by words alone where a collection has no vectors',
			},
		],
		default: 'hybrid',
		displayOptions: shownFor('search'),
	},
	{
		displayName: 'Passages',
		name: 'top',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 100, numberPrecision: 0 },
		default: 5,
		description: 'How many are found at most',
		displayOptions: shownFor('search'),
	},
	filter(['search']),
];

const list: INodeProperties[] = [filter(['list']), ...listFields(shownFor('list'))];

const remove: INodeProperties[] = [
	{
		displayName: 'What to Delete',
		name: 'by',
		type: 'options',
		options: [
			{ name: 'A Document', value: 'ids', description: 'By its ID, as Ingest and List Documents give it' },
			{ name: 'By Filter', value: 'filter', description: 'All documents that a filter fits' },
			{ name: 'The Whole Collection', value: 'all' },
		],
		default: 'ids',
		displayOptions: shownFor('delete'),
	},
	{
		displayName: 'Document ID',
		name: 'ids',
		type: 'string',
		default: '={{ $json.id }}',
		required: true,
		description: 'An expression may give a list of IDs',
		displayOptions: { show: { operation: ['delete'], by: ['ids'] } },
	},
	filter(['delete'], { by: ['filter'] }, true),
];

const retain: INodeProperties[] = [
	{
		displayName: 'Days',
		name: 'days',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 365,
		required: true,
		description: 'What was ingested longer ago is removed',
		displayOptions: shownFor('retain'),
	},
	{
		displayName: 'Labels',
		name: 'labels',
		type: 'string',
		default: '',
		placeholder: 'offer, news',
		description: 'Only documents that have one of these labels, separated by commas. Empty for all documents.',
		displayOptions: shownFor('retain'),
	},
	{
		displayName: 'Dry Run',
		name: 'dryRun',
		type: 'boolean',
		default: false,
		description: 'Whether to say only what would be removed',
		displayOptions: shownFor('retain'),
	},
];

/** The knowledge node's form. */
export const properties: INodeProperties[] = [
	operation,
	storeField('Where collections are kept', 'TROUPE_KNOWLEDGE_STORE'),
	...collection,
	...ingest,
	...search,
	...embedderFields,
	...modelFields((provider) => ({ operation: ['ingest', 're-embed'], embedder: [provider] }), 'embedding'),
	...list,
	...remove,
	...retain,
	...optionFields,
];
