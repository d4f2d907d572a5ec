import type { INodeProperties } from 'n8n-workflow';
import { listFields, simplify } from '../../shared/list-fields';
import { manifestLocator, nameLocator } from './locators';

const manifests = ['agent', 'prompt', 'policy', 'template', 'evaluation', 'package'];
const on = (...operation: string[]) => ({ show: { resource: manifests, operation } });

const search: INodeProperties[] = [
	{
		displayName: 'Search By',
		name: 'searchBy',
		type: 'options',
		options: [
			{ name: 'Capabilities', value: 'capabilities', description: 'Find what has all of these capabilities' },
			{ name: 'Question', value: 'question', description: 'Ask in your own words, such as “Who can read a CRM?”' },
			{ name: 'Text', value: 'text', description: 'Find words in name, purpose or capabilities, in drafts and revoked versions too' },
		],
		default: 'question',
		displayOptions: on('search'),
	},
	{
		displayName: 'Question',
		name: 'question',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'Who can read a CRM?',
		description: 'Returns the best matches first, each with a score from 0 to 1 and its reasons',
		displayOptions: { show: { ...on('search').show, searchBy: ['question'] } },
	},
	{
		displayName: 'Capabilities',
		name: 'capabilities',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'crm.read, crm.write',
		description: 'Capabilities, separated by commas. Every match has all of them.',
		displayOptions: { show: { ...on('search').show, searchBy: ['capabilities'] } },
	},
	{
		displayName: 'Text',
		name: 'text',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'refund',
		displayOptions: { show: { ...on('search').show, searchBy: ['text'] } },
	},
];

const resolve: INodeProperties[] = [
	nameLocator(on('resolve'), 'What to find a version of'),
	{
		displayName: 'Range',
		name: 'range',
		type: 'string',
		default: '*',
		placeholder: '^1.2',
		description: 'A version range in npm syntax. Use * for the newest version that is allowed to run.',
		displayOptions: on('resolve'),
	},
	{
		displayName: 'Options',
		name: 'resolveOptions',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		displayOptions: on('resolve'),
		options: [
			{
				displayName: 'Instance',
				name: 'instance',
				type: 'string',
				default: '',
				description: 'The name of the instance that asks. During a rollout, it always gets the same version.',
			},
		],
	},
];

const get: INodeProperties[] = [
	manifestLocator('manifest', 'Version', 'The version to show', on('get')),
	manifestLocator('from', 'From', 'The earlier version', on('compare')),
	manifestLocator('to', 'To', 'The later version', on('compare')),
];

const filters: INodeProperties = {
	displayName: 'Filters',
	name: 'filters',
	type: 'collection',
	placeholder: 'Add Filter',
	default: {},
	displayOptions: on('getAll'),
	options: [
		{ displayName: 'Name', name: 'name', type: 'string', default: '', placeholder: 'support' },
		{
			displayName: 'State',
			name: 'state',
			type: 'options',
			options: [
				{ name: 'Approved', value: 'approved' },
				{ name: 'Deprecated', value: 'deprecated' },
				{ name: 'Draft', value: 'draft', description: 'Published but not approved yet' },
				{ name: 'Rejected', value: 'rejected', description: 'Sent back to its author' },
				{ name: 'Revoked', value: 'revoked' },
			],
			default: 'approved',
		},
	],
};

export const findFields: INodeProperties[] = [
	...search,
	...resolve,
	...get,
	...listFields(on('getAll', 'search')),
	filters,
	simplify(on('search', 'resolve', 'get', 'getAll')),
];
