import type { INodeProperties } from 'n8n-workflow';

const fieldNames = 'your metadata, and documentId, title, source, mediaType, ingestedAt';

/** A filter by conditions, and as JSON for what conditions cannot say. Documents must match both. `readFilter` reads them. */
export function filterFields(operations: string[], more: object = {}, needsOne = false): INodeProperties[] {
	const displayOptions = { show: { operation: operations, ...more } };
	return [
		{
			displayName: needsOne ? 'Documents Where' : 'Only Documents Where',
			name: 'conditions',
			type: 'fixedCollection',
			typeOptions: { multipleValues: true },
			placeholder: 'Add Condition',
			default: {},
			description: `Documents must match all conditions. Fields: ${fieldNames}.`,
			options: [{ name: 'conditions', displayName: 'Condition', values: condition }],
			displayOptions,
		},
		{
			displayName: 'Filter as JSON',
			name: 'filter',
			type: 'json',
			// An empty text is not JSON: the editor would mark an untouched field.
			default: '{}',
			description:
				'A filter for what the conditions cannot express, such as {"$or": [{"year": {"$gte": 2024}}, {"$not": {"status": "draft"}}]}. Operators: $eq, $ne, $in, $nin, $gt, $gte, $lt, $lte, $contains, $and, $or, $not.',
			displayOptions,
		},
	];
}

const condition: INodeProperties[] = [
	{ displayName: 'Field', name: 'field', type: 'string', default: '', placeholder: 'year' },
	{
		displayName: 'Comparison',
		name: 'comparison',
		type: 'options',
		options: [
			{ name: 'Contains', value: '$contains' },
			{ name: 'Is', value: '$eq' },
			{ name: 'Is at Least', value: '$gte' },
			{ name: 'Is at Most', value: '$lte' },
			{ name: 'Is Greater Than', value: '$gt' },
			{ name: 'Is Less Than', value: '$lt' },
			{ name: 'Is Not', value: '$ne' },
			{ name: 'Is Not One Of', value: '$nin' },
			{ name: 'Is One Of', value: '$in' },
		],
		default: '$eq',
	},
	{
		displayName: 'Value',
		name: 'value',
		type: 'string',
		default: '',
		description:
			'A text, a number, true or false. For Is One Of and Is Not One Of, separate the values by commas, or write them as JSON if a value contains a comma: ["a, b", 2026].',
	},
];
