import type { INodeProperties } from 'n8n-workflow';
import { assignmentField } from '../shared/assignment-field';
import { optionsField, timeoutField } from '../shared/option-fields';

const timeout = (seconds: number) => timeoutField(seconds, 86_400, '. Documents stored by then are kept.');

const tokens = (displayName: string, name: string, initial: number, description: string): INodeProperties => ({
	displayName,
	name,
	type: 'number',
	typeOptions: { minValue: 0, numberPrecision: 0 },
	default: initial,
	description,
});

const chunking: INodeProperties[] = [
	{
		displayName: 'Chunking',
		name: 'chunking',
		type: 'options',
		options: [
			{ name: 'By Meaning', value: 'semantic', description: 'Cuts where the subject changes' },
			{ name: 'By Headings', value: 'structure', description: 'Cuts at headings first' },
			{ name: 'By Size', value: 'recursive', description: 'Cuts at paragraphs, then sentences, then words' },
			{ name: 'Whole Documents', value: 'whole', description: 'Keeps each document as one passage' },
		],
		default: 'structure',
		description: 'How documents are cut into passages. To change it for an existing collection, use Re-Embed Collection.',
	},
	tokens('Chunk Size (Tokens)', 'wantedTokens', 160, 'Target length of a passage'),
	tokens('Max Chunk Size (Tokens)', 'maximumTokens', 220, 'Max length of a passage'),
	tokens('Overlap (Tokens)', 'overlapTokens', 20, 'How much of a passage is repeated in the next one'),
];

const naming: INodeProperties[] = [
	{
		displayName: 'Document ID',
		name: 'id',
		type: 'string',
		default: '',
		description:
			'Name of the document in the collection. A document with the same ID replaces the earlier one. Default: the URL, the file name, or the hash of a text.',
	},
	{
		displayName: 'Labels',
		name: 'labels',
		type: 'string',
		default: '',
		placeholder: 'offer, 2026',
		description: 'Labels separated by commas, for filters and for Delete Old Documents',
	},
	{
		...assignmentField({ displayName: 'Metadata', name: 'metadataFields', entry: 'Value' }),
		description: 'Values for filters, such as year or department: texts, numbers, booleans and lists of texts',
	},
	{
		displayName: 'Metadata as JSON',
		name: 'metadata',
		type: 'json',
		default: '{}',
		description:
			'A JSON object such as {"year": 2026}, or an expression that returns one. A value of Metadata replaces the one of its name.',
	},
	{
		displayName: 'Source',
		name: 'source',
		type: 'string',
		default: '',
		description: 'Where people find the document, such as a link. Returned with each passage.',
	},
	{
		displayName: 'Title',
		name: 'title',
		type: 'string',
		default: '',
		description: 'Title that is returned with each passage. Default: the title in the document, or its name.',
	},
];

const orders: INodeProperties = {
	displayName: 'Orders to a Model',
	name: 'orders',
	type: 'options',
	options: [
		{ name: 'Keep', value: 'keep', description: 'Stores the document as any other' },
		{
			name: 'Quarantine',
			value: 'quarantine',
			description: 'Stores the document, but no search finds it until a person releases it with troupe knowledge quarantine',
		},
		{ name: 'Quarantine if in Doubt', value: 'strict', description: 'Does the same with documents that may give orders' },
	],
	default: 'quarantine',
	description: 'What happens to a document that gives orders to a model',
};

const outliers: INodeProperties = {
	displayName: 'Unusual Documents',
	name: 'outliers',
	type: 'options',
	options: [
		{ name: 'Keep', value: 'keep', description: 'Compares nothing' },
		{ name: 'Quarantine', value: 'quarantine', description: 'Stores the document, but no search finds it until a person releases it' },
		{ name: 'Tell', value: 'tell', description: 'Stores the document, and says so in the result' },
	],
	default: 'tell',
	description: 'What happens to a document whose meaning is unlike that of the collection, from 50 documents on',
};

const personalData = (operation: 'ingest' | 're-embed'): INodeProperties => ({
	displayName: 'Personal Data',
	name: 'personalData',
	type: 'options',
	options: [
		{ name: 'Keep', value: 'keep', description: 'Sends and stores everything as it is' },
		{
			name: 'Mask',
			value: 'mask',
			description: `Masks personal data and secrets that an embedding model on another machine would receive${operation === 'ingest' ? ', and stores secrets as [SECRET]' : ''}`,
		},
		...(operation === 'ingest' ? [{ name: 'Refuse', value: 'refuse', description: 'Documents with personal data or secrets fail' }] : []),
	],
	default: 'mask',
	description: 'What happens to personal data, keys, tokens and passwords in the documents',
});

const privateNetworks: INodeProperties = {
	displayName: 'Allow Private Networks',
	name: 'allowPrivateNetworks',
	type: 'boolean',
	default: false,
	description: 'Whether documents can be downloaded from this machine and from private networks',
};

const personGroups: INodeProperties = {
	displayName: 'Groups of the Person',
	name: 'personGroups',
	type: 'string',
	default: '',
	placeholder: 'hr, managers',
	description: 'Groups of whoever asks, separated by commas, for what has readers or writers',
};

const personId: INodeProperties = {
	displayName: 'Person ID',
	name: 'personId',
	type: 'string',
	default: '',
	placeholder: 'customer-42',
	description:
		'Your own ID for whoever asks, for what has readers or writers. Without it, only documents without readers are searched, and only collections without writers are changed.',
};

const searching: INodeProperties[] = [
	{
		displayName: 'Diversity',
		name: 'diversity',
		type: 'number',
		typeOptions: { minValue: 0, maxValue: 1, numberPrecision: 2 },
		default: 0.3,
		description: 'From 0 to 1. Higher values avoid passages that say the same.',
	},
	{
		displayName: 'Fusion',
		name: 'fusion',
		type: 'options',
		default: 'scores',
		description: 'How results by words and by meaning are combined',
		options: [
			{ name: 'By Ranks', value: 'ranks', description: 'Uses positions only (weighted reciprocal rank fusion)' },
			{ name: 'By Scores', value: 'scores', description: 'Uses the scores of both searches' },
		],
	},
	personGroups,
	{
		displayName: 'Neighboring Passages',
		name: 'neighbours',
		type: 'number',
		typeOptions: { minValue: 0, maxValue: 10, numberPrecision: 0 },
		default: 1,
		description: 'How many passages before and after each match are added to its text',
	},
	personId,
	{
		displayName: 'Split Into Items',
		name: 'split',
		type: 'boolean',
		default: false,
		description: 'Whether to return one item for each passage instead of one item with all passages',
	},
	timeout(120),
	{
		displayName: 'Weight of Meaning',
		name: 'denseWeight',
		type: 'number',
		typeOptions: { minValue: 0.01, numberPrecision: 2 },
		default: 1,
		description: 'Weight of meaning in a search by words and meaning',
	},
	{
		displayName: 'Weight of Words',
		name: 'lexicalWeight',
		type: 'number',
		typeOptions: { minValue: 0.01, numberPrecision: 2 },
		default: 1,
		description: 'Weight of words in a search by words and meaning',
	},
];

export const optionFields: INodeProperties[] = [
	optionsField(
		['ingest'],
		[personId, personGroups, ...chunking, ...naming, orders, outliers, personalData('ingest'), privateNetworks, timeout(3_600)],
	),
	optionsField(['re-embed'], [personId, personGroups, ...chunking, personalData('re-embed'), timeout(3_600)]),
	optionsField(['search'], searching),
	optionsField(['delete', 'retain'], [personId, personGroups, timeout(120)]),
	optionsField(['list', 'statistics'], [timeout(120)]),
];
