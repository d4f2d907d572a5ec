import type { INodeProperties } from 'n8n-workflow';
import { listFields } from '../../shared/list-fields';
import { language, on, options, text } from './shared-fields';

const rows = { typeOptions: { rows: 2 } };

const risks = [
	{ name: 'High', value: 'high', description: 'Authority and people have to be told' },
	{ name: 'Likely', value: 'likely', description: 'The authority has to be told, and people by the LGPD' },
	{ name: 'Unlikely', value: 'unlikely', description: 'Nobody has to be told' },
];

const risk = (description: string): INodeProperties => ({
	...{ displayName: 'Risk', name: 'risk', type: 'options', options: risks, default: 'likely' },
	description,
});

const delay: INodeProperties = {
	...{ displayName: 'Reason of a Delay', name: 'delay', ...text, ...rows },
	description: 'Why somebody is told late, which has to be said then',
};

/** What is known of an incident, in alphabetical order. */
const facts: INodeProperties[] = [
	{
		displayName: 'All Contacts',
		name: 'allContacts',
		type: 'boolean',
		default: false,
		description: 'Whether all contacts of the tenant are touched. They are counted.',
	},
	{
		...{ displayName: 'Categories', name: 'categories', ...text, placeholder: 'names, phone numbers of customers' },
		description: 'Kinds of data and of people, separated by commas',
	},
	{ displayName: 'Consequences', name: 'consequences', ...text, ...rows, description: 'What is likely to follow for the people' },
	{ displayName: 'Contact', name: 'contact', ...text, description: 'Who answers questions, such as the data protection officer' },
	{
		...{ displayName: 'From', name: 'from', ...text, placeholder: '2026-11-01' },
		description: 'Count contacts of whom messages since then are stored. A day of the tenant, or a time with its zone.',
	},
	{ displayName: 'Measures', name: 'measures', ...text, ...rows, description: 'What was and is done about it' },
	{
		displayName: 'People',
		name: 'people',
		type: 'number',
		typeOptions: { minValue: 0, numberPrecision: 0 },
		default: 0,
		description: 'How many people are touched. Default: as contacts are counted.',
	},
	delay,
	{
		displayName: 'Records',
		name: 'records',
		type: 'number',
		typeOptions: { minValue: 0, numberPrecision: 0 },
		default: 0,
		description: 'How many records are touched',
	},
	{
		...{ displayName: 'Until', name: 'until', ...text, placeholder: '2026-11-28' },
		description: 'Count contacts of whom messages until then are stored. Default: now.',
	},
];

const byName = (one: INodeProperties, other: INodeProperties) => one.displayName.localeCompare(other.displayName);

export const incidentFields: INodeProperties[] = [
	{
		...{ displayName: 'What Happened', name: 'nature', ...text, required: true, ...rows },
		description: 'What happened. It is stored encrypted; write no names into it.',
		displayOptions: on('incident', 'create'),
	},
	{ ...risk('Risk for the people. It decides who has to be told.'), displayOptions: on('incident', 'create') },
	{
		...{ displayName: 'Incident', name: 'incident', ...text, required: true, placeholder: '={{ $json.id }}' },
		description: 'The number of the incident, such as INC-2026-11-28-7F3K',
		displayOptions: on('incident', 'get', 'update', 'notify', 'close'),
	},
	{
		...{ displayName: 'Text', name: 'text', ...text, required: true, ...rows },
		description: 'What became known, or why the risk is another',
		displayOptions: on('incident', 'update'),
	},
	{
		displayName: 'Who Was Told',
		name: 'to',
		type: 'options',
		options: [
			{ name: 'Authority', value: 'authority', description: 'The authority for data protection' },
			{ name: 'People', value: 'people', description: 'The people who are touched' },
		],
		default: 'authority',
		description: 'Who was told of the incident',
		displayOptions: on('incident', 'notify'),
	},
	{
		...{ displayName: 'Outcome', name: 'outcome', ...text, required: true, ...rows },
		description: 'What came of it',
		displayOptions: on('incident', 'close'),
	},
	{
		displayName: 'Incidents',
		name: 'incidentState',
		type: 'options',
		options: [
			{ name: 'Open', value: 'open', description: 'Those that are not closed' },
			{ name: 'All', value: 'all', description: 'Closed ones, too' },
		],
		default: 'open',
		description: 'Which incidents to return',
		displayOptions: on('incident', 'getAll'),
	},
	...listFields(on('incident', 'getAll')),
	options(
		'incident',
		['create'],
		[
			...facts,
			{
				...{ displayName: 'Known At', name: 'knownAt', ...text, placeholder: '2026-11-28T14:30:00-03:00' },
				description: 'When the company learned of it: the times count from there. Default: now.',
			},
			{
				...{ displayName: 'Reason of the Risk', name: 'reason', ...text, ...rows },
				description: 'Why the risk is that, which has to be said of an unlikely one',
			},
		].sort(byName),
	),
	options('incident', ['update'], [...facts, risk('Another risk, of which the text says why')].sort(byName)),
	options('incident', ['get'], [language('Language of the page. Default: that of the tenant, or English.')]),
	options(
		'incident',
		['notify'],
		[
			{
				...{ displayName: 'At', name: 'at', ...text, placeholder: '2026-11-28' },
				description: 'When they were told. A day of the tenant, or a time with its zone. Default: now.',
			},
			{
				...{ displayName: 'Correct the Time', name: 'correct', type: 'boolean', default: false },
				description: 'Whether the time that was noted was wrong. Without it, the earliest counts. Say why in "How".',
			},
			{ displayName: 'How', name: 'how', ...text, ...rows, description: 'How, such as the number that the authority gave' },
			delay,
		],
	),
	options(
		'incident',
		['close'],
		[
			{
				...{ displayName: 'Close Incomplete', name: 'incomplete', type: 'boolean', default: false },
				description: 'Whether to close it although the register lacks something. Say in "Outcome" why that cannot be known.',
			},
		],
	),
];
