import type { INodeProperties } from 'n8n-workflow';
import { language, on, options, person, reason, text } from './shared-fields';

const exportAs: INodeProperties = {
	displayName: 'Export As',
	name: 'exportAs',
	type: 'options',
	options: [
		{
			name: 'Files',
			value: 'files',
			description: 'A page that the person can read in the binary field page, and JSON in the binary field data',
		},
		{ name: 'Fields of the Item', value: 'fields', description: 'The rows and what the person may know besides, as JSON' },
		{ name: 'Both', value: 'both', description: 'Files and fields' },
	],
	default: 'files',
	description: 'How to return what is stored',
	displayOptions: on('person', 'export'),
};

const forgetMode: INodeProperties = {
	displayName: 'What to Do',
	name: 'forgetMode',
	type: 'options',
	options: [
		{ name: 'Count Only (Dry Run)', value: 'dryRun', description: 'Count what would be removed, and change nothing' },
		{ name: 'Forget for Good', value: 'forget', description: 'Remove the person everywhere. Nobody can undo it.' },
	],
	default: 'dryRun',
	description: 'Whether to remove the person, or only to count what would be removed',
	displayOptions: on('person', 'forget'),
};

const forgetNotice: INodeProperties = {
	displayName:
		'Forgetting cannot be undone. It also stops and removes executions of n8n about the person, this one too if an earlier node worked for the person: let a workflow of its own forget.',
	name: 'forgetNotice',
	type: 'notice',
	default: '',
	displayOptions: { show: { ...on('person', 'forget').show, forgetMode: ['forget'] } },
};

const corrections: INodeProperties = {
	displayName: 'Corrections',
	name: 'corrections',
	type: 'collection',
	placeholder: 'Add Correction',
	default: {},
	description: 'What is right. A field that is empty stays as it is.',
	displayOptions: on('person', 'rectify'),
	options: [
		{ displayName: 'Company', name: 'company', ...text, description: 'Company of the person' },
		{ displayName: 'Email', name: 'email', ...text, placeholder: 'name@email.com', description: 'Email address of the person' },
		{ displayName: 'Name', name: 'name', ...text, description: 'Name of the person' },
		{
			displayName: 'Names to Remove',
			name: 'remove',
			...text,
			placeholder: 'phone=+5544999999999',
			description: 'Names of the contact that are not theirs, with their kinds, separated by commas',
		},
		{
			displayName: 'Phone',
			name: 'phone',
			...text,
			placeholder: 'e.g. +55 41 99999-8888',
			description: 'Phone number of the person, with the country code',
		},
	],
};

export const personFields: INodeProperties[] = [
	person('person', ['find', 'export', 'forget'], true),
	person('person', ['rectify', 'restrict', 'release'], false),
	exportAs,
	forgetMode,
	forgetNotice,
	corrections,
	reason('person', ['rectify', 'restrict', 'release'], 'Why. It is stored with the change.'),
	options('person', ['find', 'export'], [language('Language of the answer. Default: that of the tenant, or English.')]),
	options('person', ['restrict', 'release'], [language('Language of the note at the desk. Default: that of the tenant, or English.')]),
	options(
		'person',
		['forget'],
		[
			language('Language of what is said of places that are not reached'),
			{
				displayName: 'Leave What Is Away',
				name: 'leaveUnreached',
				type: 'boolean',
				default: false,
				description: 'Whether to end also where a place is away that could be reached later. Nothing tries it again.',
			},
		],
	),
];
