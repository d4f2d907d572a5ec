import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';

interface AssignmentField {
	displayName: string;
	name: string;
	entry: string;
	description?: string;
	displayOptions?: IDisplayOptions;
}

const valueTypes = [
	{ name: 'List', value: 'array' },
	{ name: 'Number', value: 'number' },
	{ name: 'Object', value: 'object' },
	{ name: 'Text', value: 'string' },
	{ name: 'True or False', value: 'boolean' },
];

/** A list of names and values with their types, which `readAssignments` reads. n8n's own list of this kind leaves a large empty field. */
export const assignmentField = ({ entry, ...field }: AssignmentField): INodeProperties => ({
	...field,
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	placeholder: `Add ${entry}`,
	default: {},
	options: [
		{
			name: 'assignments',
			displayName: entry,
			values: [
				{ displayName: 'Name', name: 'name', type: 'string', default: '' },
				{
					displayName: 'Type',
					name: 'type',
					type: 'options',
					options: valueTypes,
					default: 'string',
					description: 'What the value is. Lists and objects are written as JSON.',
				},
				{ displayName: 'Value', name: 'value', type: 'string', default: '' },
			],
		},
	],
});
