import type { INodeProperties } from 'n8n-workflow';
import { listFields } from '../../shared/list-fields';
import { operationField } from './operation-field';

const on = (...operation: string[]) => ({ show: { resource: ['flag'], operation } });

export const flagProperties: INodeProperties[] = [
	...operationField(
		['flag'],
		[
			{
				reads: false,
				name: 'Delete',
				value: 'delete',
				action: 'Delete a flag',
				description: 'Forget it: what it switched off may run again',
			},
			{
				reads: true,
				name: 'Get',
				value: 'get',
				action: 'Get a flag',
				description: 'Whether it is on, and for which share of the instances',
			},
			{ reads: true, name: 'Get Many', value: 'getAll', action: 'Get many flags', description: 'Every flag of the tenant' },
			{ reads: false, name: 'Set', value: 'set', action: 'Set a flag', description: 'Switch something on or off for the tenant' },
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
			'Any name. Those that begin with agent:, prompt:, package:, node: or job-type: are heeded by every gate: off means that it does not run.',
		displayOptions: on('get', 'set', 'delete'),
	},
	{
		displayName: 'On',
		name: 'on',
		type: 'boolean',
		default: true,
		description: 'Whether it is on',
		displayOptions: on('set'),
	},
	{
		displayName: 'Percent',
		name: 'percent',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 100 },
		default: 100,
		description: 'The share of the instances for which it is on, each always on the same side',
		displayOptions: { show: { ...on('set').show, on: [true] } },
	},
	...listFields(on('getAll')),
];
