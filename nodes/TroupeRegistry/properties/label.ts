import type { INodeProperties } from 'n8n-workflow';
import { listFields } from '../../shared/list-fields';
import { nameLocator } from './locators';
import { operationField } from './operation-field';

const on = (...operation: string[]) => ({ show: { resource: ['label'], operation } });

const kinds = [
	{ name: 'Agent', value: 'agent' },
	{ name: 'Evaluation Set', value: 'evaluation' },
	{ name: 'Policy', value: 'policy' },
	{ name: 'Prompt', value: 'prompt' },
	{ name: 'Template', value: 'template' },
];

export const labelProperties: INodeProperties[] = [
	...operationField(
		['label'],
		[
			{
				reads: true,
				name: 'Get Many',
				value: 'getAll',
				action: 'Get many labels',
				description: 'List labels, of all kinds and names or of some',
			},
			{ reads: true, name: 'Get', value: 'get', action: 'Get a label', description: 'Get the version that the label points to' },
			{ reads: false, name: 'Set', value: 'set', action: 'Set a label', description: 'Point the label to another version' },
			{
				reads: false,
				name: 'Delete',
				value: 'delete',
				action: 'Delete a label',
				description: 'Remove the label. What asks for it is refused.',
			},
		],
		'getAll',
	),
	{
		displayName: 'Kind',
		name: 'labelKind',
		type: 'options',
		options: kinds,
		default: 'prompt',
		description: 'What the label belongs to',
		displayOptions: on('get', 'set', 'delete'),
	},
	nameLocator(on('get', 'set', 'delete'), 'What has the label'),
	{
		displayName: 'Label',
		name: 'label',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'production',
		description: 'Has 2 to 32 lower-case letters, digits and hyphens, a letter first',
		displayOptions: on('get', 'set', 'delete'),
	},
	{
		displayName: 'Version',
		name: 'labelVersion',
		type: 'string',
		default: '',
		required: true,
		placeholder: '1.2.0',
		description: 'The approved version that the label points to',
		displayOptions: on('set'),
	},
	{
		displayName: 'Reason',
		name: 'labelReason',
		type: 'string',
		default: '',
		description: 'Kept in the audit log of the registry',
		displayOptions: on('set', 'delete'),
	},
	...listFields(on('getAll')),
	{
		displayName: 'Filters',
		name: 'filters',
		type: 'collection',
		placeholder: 'Add Filter',
		default: {},
		displayOptions: on('getAll'),
		options: [
			{
				displayName: 'Kind',
				name: 'kind',
				type: 'options',
				options: kinds,
				default: 'prompt',
				description: 'What the labels belong to. All kinds without it.',
			},
			{ displayName: 'Name', name: 'name', type: 'string', default: '', placeholder: 'house-tone' },
		],
	},
];
