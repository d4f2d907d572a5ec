import type { INodeProperties } from 'n8n-workflow';
import { listFields } from '../../shared/list-fields';
import { on, options, text } from './shared-fields';

export const auditFields: INodeProperties[] = [
	{
		displayName: 'Index',
		name: 'index',
		type: 'number',
		typeOptions: { minValue: 0, numberPrecision: 0 },
		default: 0,
		required: true,
		description: 'The index of the entry, as Get Many has it',
		displayOptions: on('audit', 'prove'),
	},
	...listFields(on('audit', 'getAll')),
	options(
		'audit',
		['getAll'],
		[
			{
				displayName: 'Act',
				name: 'act',
				...text,
				placeholder: 'data.exported',
				description: 'An action, or the beginning of several: api_key finds all acts on API keys',
			},
			{
				displayName: 'From',
				name: 'from',
				...text,
				placeholder: '2026-11-28',
				description: 'Only entries since this day, or this time with its zone',
			},
			{ displayName: 'Object', name: 'object', ...text, description: 'Name or kind of what was acted on' },
			{ displayName: 'Outcome', name: 'outcome', ...text, placeholder: 'failure', description: 'How the act ended' },
			{
				displayName: 'To',
				name: 'to',
				...text,
				placeholder: '2026-11-29',
				description: 'Only entries before this day, or this time with its zone',
			},
			{ displayName: 'Who', name: 'who', ...text, placeholder: 'user:ana', description: 'Who acted' },
		],
	),
];
