import type { INodeProperties } from 'n8n-workflow';
import { optionsField, timeoutField } from '../shared/option-fields';

const timeout = (seconds: number) => timeoutField(seconds, 86_400, '; what was kept until then stays');

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
			{ name: 'By Meaning', value: 'semantic', description: 'Where the subject changes' },
			{ name: 'By Structure', value: 'structure', description: 'By headings and pages' },
			{ name: 'Recursive', value: 'recursive', description: 'By paragraphs, sentences and words, as they fit' },
			{ name: 'Whole Documents', value: 'whole', description: 'Each document is one passage' },
		],
		default: 'structure',
		description: 'How documents are cut into passages; of a collection that is there it cannot be another one, but by Re-Embed',
	},
	tokens('Chunk Size (Tokens)', 'wantedTokens', 160, 'How long a passage is to be'),
	tokens('Longest Chunk (Tokens)', 'maximumTokens', 220, 'No passage is longer'),
	tokens('Overlap (Tokens)', 'overlapTokens', 20, 'How much of a passage stands in the next one again'),
];

const naming: INodeProperties[] = [
	{
		displayName: 'Document ID',
		name: 'id',
		type: 'string',
		default: '',
		description:
			'What the document is called in the collection: ingested again under the same ID, it takes the place of what was. Default: the URL, the file’s name, of a text its hash.',
	},
	{
		displayName: 'Labels',
		name: 'labels',
		type: 'string',
		default: '',
		placeholder: 'offer, 2026',
		description: 'Separated by commas; kept in the metadata as "labels", for filters and for Retain',
	},
	{
		displayName: 'Metadata',
		name: 'metadata',
		type: 'json',
		default: '{}',
		description: 'What filters can ask for: {"year": 2026, "department": "sales"}; texts, numbers, booleans and lists of texts',
	},
	{
		displayName: 'Source',
		name: 'source',
		type: 'string',
		default: '',
		description: 'Where people find the document; shown with each passage',
	},
	{
		displayName: 'Title',
		name: 'title',
		type: 'string',
		default: '',
		description: 'Shown with each passage. Default: what the document says, or its name.',
	},
];

const privateNetworks: INodeProperties = {
	displayName: 'Allow Private Networks',
	name: 'allowPrivateNetworks',
	type: 'boolean',
	default: false,
	description: 'Whether documents may be fetched from addresses of this machine and of private networks',
};

const searching: INodeProperties[] = [
	{
		displayName: 'Diversity',
		name: 'diversity',
		type: 'number',
		typeOptions: { minValue: 0, maxValue: 1, numberPrecision: 2 },
		default: 0.3,
		description: 'From 0 to 1: how unlike each other the passages are to be, against how good',
	},
	{
		displayName: 'Fusion',
		name: 'fusion',
		type: 'options',
		default: 'scores',
		description: 'How a search by both puts what words find and what meaning finds together',
		options: [
			{ name: 'By Ranks', value: 'ranks', description: 'Places alone count (weighted reciprocal rank fusion)' },
			{ name: 'By Scores', value: 'scores', description: 'How sure each of them is counts' },
		],
	},
	{
		displayName: 'Neighbours',
		name: 'neighbours',
		type: 'number',
		typeOptions: { minValue: 0, maxValue: 10, numberPrecision: 0 },
		default: 1,
		description: 'How many passages before and behind each one its text is widened by',
	},
	{
		displayName: 'Split Into Items',
		name: 'split',
		type: 'boolean',
		default: false,
		description: 'Whether each passage becomes an item. Otherwise one item has all of them, and a text of them for a prompt.',
	},
	timeout(120),
	{
		displayName: 'Weight of Meaning',
		name: 'denseWeight',
		type: 'number',
		typeOptions: { minValue: 0.01, numberPrecision: 2 },
		default: 1,
		description: 'In a search by both, against the weight of words',
	},
	{
		displayName: 'Weight of Words',
		name: 'lexicalWeight',
		type: 'number',
		typeOptions: { minValue: 0.01, numberPrecision: 2 },
		default: 1,
		description: 'In a search by both, against the weight of meaning',
	},
];

/** What the form's last field lets people add, by the operation. */
export const optionFields: INodeProperties[] = [
	optionsField(['ingest'], [...chunking, ...naming, privateNetworks, timeout(3_600)]),
	optionsField(['re-embed'], [...chunking, timeout(3_600)]),
	optionsField(['search'], searching),
	optionsField(['list', 'delete', 'retain', 'statistics'], [timeout(120)]),
];
