import { type INodeProperties, NodeConnectionTypes } from 'n8n-workflow';

const whenRequired = (...formats: string[]): INodeProperties['displayOptions'] => ({
	show: { task: ['run', 'resume'], hasOutputParser: [true], ...(formats.length > 0 && { outputFormat: formats }) },
});

export const answerFormatFields: INodeProperties[] = [
	{
		displayName: 'Require Specific Output Format',
		name: 'hasOutputParser',
		type: 'boolean',
		default: false,
		noDataExpression: true,
		description: 'Whether the answer must be JSON in a specific format. The item returns it in the field output.',
		displayOptions: { show: { task: ['run', 'resume'] } },
	},
	{
		displayName: 'Output Format',
		name: 'outputFormat',
		type: 'options',
		noDataExpression: true,
		options: [
			{ name: 'Connected Output Parser', value: 'parser', description: 'Connect a node such as Structured Output Parser' },
			{ name: 'JSON Example', value: 'example', description: 'Show what the answer looks like; all of its fields are required' },
			{ name: 'JSON Schema', value: 'schema', description: 'Describe the answer with types, choices and descriptions' },
		],
		default: 'parser',
		description: 'How the format of the answer is described',
		displayOptions: whenRequired(),
	},
	{
		displayName: `Connect an <a data-action='openSelectiveNodeCreator' data-action-parameter-connectiontype='${NodeConnectionTypes.AiOutputParser}'>output parser</a> on the canvas to define the format of the answer`,
		name: 'outputParserNotice',
		type: 'notice',
		default: '',
		displayOptions: whenRequired('parser'),
	},
	{
		displayName: 'JSON Example',
		name: 'outputExample',
		type: 'json',
		typeOptions: { rows: 6 },
		default: JSON.stringify({ topic: 'refund', urgent: true, orders: [7] }, null, 2),
		required: true,
		description: 'Example of an answer. Only the names and types of its fields count, not their values.',
		displayOptions: whenRequired('example'),
	},
	{
		displayName: 'JSON Schema',
		name: 'outputSchema',
		type: 'json',
		typeOptions: { rows: 10 },
		default: JSON.stringify(
			{
				type: 'object',
				properties: { topic: { type: 'string', enum: ['refund', 'delivery', 'other'] }, urgent: { type: 'boolean' } },
				required: ['topic', 'urgent'],
			},
			null,
			2,
		),
		required: true,
		description: 'The schema that the answer must match: draft 7, 2019-09 or 2020-12',
		displayOptions: whenRequired('schema'),
	},
];
