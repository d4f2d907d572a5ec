import type { INodeProperties } from 'n8n-workflow';
import { listFields } from '../../shared/list-fields';
import { operationField } from './operation-field';

const on = (...operation: string[]) => ({ show: { resource: ['flag'], operation } });

export const flagProperties: INodeProperties[] = [
	...operationField(
		['flag'],
		[
			{ reads: true, name: 'Get Many', value: 'getAll', action: 'Get many flags', description: 'List the flags of your tenant' },
			{
				reads: true,
				name: 'Get',
				value: 'get',
				action: 'Get a flag',
				description: 'Get whether the flag is on, and for how many instances',
			},
			{ reads: false, name: 'Set', value: 'set', action: 'Set a flag', description: 'Switch something on or off for your tenant' },
			{
				reads: false,
				name: 'Delete',
				value: 'delete',
				action: 'Delete a flag',
				description: 'Remove the flag. What it switched off can run again.',
			},
		],
		'getAll',
	),
	{
		displayName: 'Flag',
		name: 'flag',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'agent:support',
		description:
			'Any name. A flag that starts with agent:, prompt:, policy:, package:, node: or job-type: stops what it names while it is off.',
		displayOptions: on('get', 'set', 'delete'),
	},
	{
		displayName: 'Enabled',
		name: 'on',
		type: 'boolean',
		default: true,
		description: 'Whether the flag is on',
		displayOptions: on('set'),
	},
	{
		displayName: 'Percent',
		name: 'percent',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 100 },
		default: 100,
		description: 'The share of instances for which the flag is on',
		displayOptions: { show: { ...on('set').show, on: [true] } },
	},
	{
		displayName: 'Reason',
		name: 'flagReason',
		type: 'string',
		default: '',
		description: 'Kept in the audit log of the registry',
		displayOptions: on('set'),
	},
	...listFields(on('getAll')),
];
