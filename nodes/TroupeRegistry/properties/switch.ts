import type { INodeProperties } from 'n8n-workflow';
import { listFields } from '../../shared/list-fields';
import { operationField } from './operation-field';

const on = (...operation: string[]) => ({ show: { resource: ['switch'], operation } });

export const switchProperties: INodeProperties[] = [
	...operationField(
		['switch'],
		[
			{ reads: true, name: 'Get Many', value: 'getAll', action: 'Get many switches', description: 'List what is off' },
			{
				reads: false,
				name: 'Turn Off',
				value: 'off',
				action: 'Turn off a switch',
				description: 'Turn agents off on all machines, until they are turned on',
			},
			{ reads: false, name: 'Turn On', value: 'on', action: 'Turn on a switch', description: 'Turn on again what was off' },
		],
		'getAll',
	),
	{
		displayName: 'Target',
		name: 'target',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'agent:support',
		description: 'One of: all, agent:ID, tool:AGENT/NAME, run:ID, channel:NAME, origin:VALUE, channel:NAME+origin:VALUE',
		displayOptions: on('off', 'on'),
	},
	{
		displayName: 'Reason',
		name: 'switchReason',
		type: 'string',
		default: '',
		description: 'Everybody who is refused reads it. Needed to turn off.',
		displayOptions: on('off', 'on'),
	},
	...listFields(on('getAll')),
];
