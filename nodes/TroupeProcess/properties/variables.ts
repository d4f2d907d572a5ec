import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';
import { assignmentField } from '../../shared/assignment-field';

/** Variables by fields, each with its type, and as JSON, such as the whole item. A field wins over the JSON. */
export const variableFields = (displayOptions: IDisplayOptions): INodeProperties[] => [
	assignmentField({
		displayName: 'Variables',
		name: 'variableFields',
		entry: 'Variable',
		displayOptions,
		description: 'Variables of the process: a name, a type and a value each',
	}),
	{
		displayName: 'Variables as JSON',
		name: 'variables',
		type: 'json',
		default: '{}',
		description: 'A JSON object, or an expression that returns one. A variable above replaces the one of its name.',
		displayOptions,
	},
];
