import type { INodeProperties } from 'n8n-workflow';
import { optionFields } from './option-fields';
import { stateField, stateNotice } from '../shared/state/state-field';
import { credentialPlace } from '../shared/models/credential-fields';

const operation: INodeProperties = {
	displayName: 'Operation',
	name: 'operation',
	type: 'options',
	noDataExpression: true,
	// By frequency of use: the picker keeps this order.
	options: [
		{
			name: 'Record Lead',
			value: 'recordLead',
			action: 'Record a lead',
			description: 'Find or create company, person and deal, update what changed, and add a note',
		},
		{
			name: 'Record Contact',
			value: 'recordContact',
			action: 'Record a contact',
			description: 'Find or create company and person, and relate them',
		},
		{
			name: 'Find Company',
			value: 'findCompany',
			action: 'Find a company',
			description: 'Return the company with a CNPJ, or null',
		},
		{
			name: 'Add Note',
			value: 'addNote',
			action: 'Add a note',
			description: 'Add a note to a deal, company or person, once',
		},
	],
	default: 'recordLead',
};

const recording = { show: { operation: ['recordLead', 'recordContact'] } };
const leads = { show: { operation: ['recordLead'] } };
const notes = { show: { operation: ['addNote'] } };
const text = { type: 'string', default: '' } as const;
const hint = 'Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>';

const who: INodeProperties[] = [
	{
		displayName: 'Lead ID',
		name: 'leadId',
		...text,
		required: true,
		placeholder: '={{ $json.conversation.id }}',
		description:
			'ID of the lead that never changes, such as that of its conversation. Repeated with the same ID, nothing is created twice.',
		displayOptions: recording,
	},
	{
		displayName: 'Company',
		name: 'companyName',
		...text,
		placeholder: 'e.g. Padaria Sol',
		description: 'Name of the company. Leave empty for a person without one.',
		displayOptions: recording,
	},
	{
		displayName: 'CNPJ',
		name: 'cnpj',
		...text,
		placeholder: 'e.g. 12.ABC.345/01DE-35',
		description: 'Number of the company, with or without dots. With it, each company exists once.',
		displayOptions: recording,
	},
	{
		displayName: 'CNPJ',
		name: 'cnpj',
		...text,
		required: true,
		placeholder: 'e.g. 12.ABC.345/01DE-35',
		description: 'Number of the company, with or without dots',
		displayOptions: { show: { operation: ['findCompany'] } },
	},
	{
		displayName: 'Contact',
		name: 'personName',
		...text,
		placeholder: 'e.g. Maria Souza',
		description: 'Name of the person',
		displayOptions: recording,
	},
	{
		displayName: 'Phone',
		name: 'phone',
		...text,
		placeholder: 'e.g. +55 41 99999-8888',
		description: 'Phone number of the person. Without a country, it is one of Brazil.',
		displayOptions: recording,
	},
	{
		displayName: 'Email',
		name: 'email',
		...text,
		placeholder: 'name@email.com',
		description: 'Email address of the person',
		displayOptions: recording,
	},
	{
		displayName: 'City',
		name: 'city',
		...text,
		placeholder: 'e.g. Curitiba/PR',
		description: 'City and state of the company and the person',
		displayOptions: recording,
	},
];

const deal: INodeProperties[] = [
	{
		displayName: 'Pipeline Name or ID',
		name: 'pipeline',
		type: 'options',
		default: '',
		required: true,
		typeOptions: { loadOptionsMethod: 'listPipelines' },
		description: hint,
		displayOptions: leads,
	},
	{
		displayName: 'Stage Name or ID',
		name: 'stage',
		type: 'options',
		default: '',
		required: true,
		typeOptions: { loadOptionsMethod: 'listStages', loadOptionsDependsOn: ['pipeline'] },
		description: hint,
		displayOptions: leads,
	},
	{
		displayName: 'Deal Title',
		name: 'title',
		...text,
		placeholder: 'e.g. Deck oven',
		description: 'Title of the deal. Leave empty to use the name of the company or person.',
		displayOptions: leads,
	},
	{
		displayName: 'Temperature',
		name: 'temperature',
		type: 'options',
		options: [
			{ name: 'Cold', value: 'cold' },
			{ name: 'Hot', value: 'hot' },
			{ name: 'Not Known', value: '' },
			{ name: 'Warm', value: 'warm' },
		],
		default: '',
		description: 'How likely the lead is to buy',
		displayOptions: leads,
	},
	{
		displayName: 'Summary',
		name: 'summary',
		...text,
		typeOptions: { rows: 3 },
		description: 'What the lead wants, for the note',
		displayOptions: leads,
	},
	{
		displayName: 'Details',
		name: 'details',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true },
		placeholder: 'Add Detail',
		default: {},
		description: 'Answers of the lead for the note. Its template shows product, volume and deadline.',
		options: [
			{
				displayName: 'Detail',
				name: 'detail',
				values: [
					{ displayName: 'Name', name: 'name', ...text, placeholder: 'product', description: 'Name in the template of the note' },
					{ displayName: 'Value', name: 'value', ...text, description: 'What the lead said' },
				],
			},
		],
		displayOptions: leads,
	},
];

const note: INodeProperties[] = [
	{
		displayName: 'Note On',
		name: 'target',
		type: 'options',
		options: [
			{ name: 'Company', value: 'company' },
			{ name: 'Deal', value: 'deal' },
			{ name: 'Person', value: 'person' },
		],
		default: 'deal',
		description: 'What the note belongs to',
		displayOptions: notes,
	},
	{
		displayName: 'ID',
		name: 'targetId',
		...text,
		required: true,
		placeholder: '={{ $json.deal.id }}',
		description: 'ID of the deal, company or person in the CRM',
		displayOptions: notes,
	},
	{
		displayName: 'Text',
		name: 'text',
		...text,
		typeOptions: { rows: 3 },
		required: true,
		description: 'Text of the note',
		displayOptions: notes,
	},
	{
		displayName: 'Note ID',
		name: 'key',
		...text,
		placeholder: '={{ $json.message.id }}',
		description: 'The same text with the same ID is added once. Leave empty to add the same text once to each record.',
		displayOptions: notes,
	},
];

export const properties: INodeProperties[] = [
	credentialPlace(),
	operation,
	...who,
	...deal,
	...note,
	...optionFields,
	stateField,
	stateNotice(),
];
