import type { INodeProperties } from 'n8n-workflow';

const text = { type: 'string', default: '' } as const;
const hint = 'Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>';

const ofContacts: INodeProperties[] = [
	{ displayName: 'Job Title', name: 'jobTitle', ...text, description: 'What the person does at the company' },
	{ displayName: 'Legal Name', name: 'legalName', ...text, description: 'Legal name of the company' },
];

const ofAll: INodeProperties = {
	displayName: 'Max Requests per Minute',
	name: 'requestsPerMinute',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: 10_000 },
	default: 120,
	description: 'Max number of requests to the CRM per minute',
};

const website: INodeProperties = { displayName: 'Website', name: 'website', ...text, description: 'Website of the company' };

const ofLeads: INodeProperties[] = [
	ofContacts[0]!,
	ofContacts[1]!,
	{
		displayName: 'Note Template',
		name: 'noteTemplate',
		...text,
		typeOptions: { rows: 6 },
		noDataExpression: true,
		description: 'Text of the note, with names in double braces such as {{company.name}}. Lines of which nothing is known are left out.',
	},
	{
		displayName: 'Origin Name or ID',
		name: 'origin',
		type: 'options',
		default: '',
		typeOptions: { loadOptionsMethod: 'listOrigins' },
		description: hint,
	},
	{
		displayName: 'Owner Name or ID',
		name: 'owner',
		type: 'options',
		default: '',
		typeOptions: { loadOptionsMethod: 'listOwners' },
		description: hint,
	},
	{
		displayName: 'Price Told',
		name: 'priceAnswer',
		...text,
		description: 'What the lead was told about a price by exception. It becomes a note of its own.',
	},
	{ displayName: 'Price Told Because', name: 'priceReason', ...text, description: 'Why the price was told' },
	ofAll,
	{ displayName: 'Value', name: 'value', type: 'number', default: 0, description: 'Value of the deal, without a currency' },
	website,
];

const collection = (operations: string[], options: INodeProperties[]): INodeProperties => ({
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add Option',
	default: {},
	options,
	displayOptions: { show: { operation: operations } },
});

export const optionFields: INodeProperties[] = [
	collection(['recordLead'], ofLeads),
	collection(['recordContact'], [...ofContacts, ofAll, website]),
	collection(['findCompany', 'addNote'], [ofAll]),
];
