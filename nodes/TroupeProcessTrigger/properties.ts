import type { INodeProperties } from 'n8n-workflow';

const atTheEnd = { show: { respondWhen: ['workflowEnds'] } };
const usingNode = { show: { respondWhen: ['usingNode'] } };

const response: INodeProperties[] = [
	{
		displayName: 'Respond When',
		name: 'respondWhen',
		type: 'options',
		options: [
			{
				name: 'Using Troupe Process Node',
				value: 'usingNode',
				description:
					'The workflow answers the job itself: with Troupe Process, resource Job, wherever it knows the result. It may pause until then.',
			},
			{
				name: 'When Workflow Ends',
				value: 'workflowEnds',
				description: 'The end of the workflow completes the job, its error fails it',
			},
		],
		default: 'workflowEnds',
		description: 'What answers the job, so that the process goes on',
	},
	{
		displayName:
			'Add a Troupe Process node with the resource Job: Complete, Fail or Throw BPMN Error. A workflow that ends without it fails the job.',
		name: 'usingNodeNotice',
		type: 'notice',
		default: '',
		displayOptions: usingNode,
	},
	{
		displayName: 'Result',
		name: 'result',
		type: 'options',
		options: [
			{ name: 'All Items of Last Node', value: 'allItems', description: 'As a list, in one variable' },
			{ name: 'Chosen Fields of Last Node’s First Item', value: 'fields', description: 'Those that are named, as variables' },
			{ name: 'Last Node’s First Item', value: 'firstItem', description: 'Each of its fields becomes a variable' },
			{ name: 'Nothing', value: 'none', description: 'The process gets no variables' },
		],
		default: 'firstItem',
		description: 'What the process gets from the workflow',
		displayOptions: atTheEnd,
	},
	{
		displayName: 'Fields',
		name: 'fields',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'reply, outcome',
		description: 'Names, separated by commas',
		displayOptions: { show: { ...atTheEnd.show, result: ['fields'] } },
	},
	{
		displayName: 'Variable',
		name: 'resultVariable',
		type: 'string',
		default: 'items',
		required: true,
		description: 'That the list is put into',
		displayOptions: { show: { ...atTheEnd.show, result: ['allItems'] } },
	},
	{
		displayName: 'BPMN Error Codes',
		name: 'errorCodes',
		type: 'string',
		default: '',
		placeholder: 'NOT_IN_STOCK, REFUSED',
		description:
			'Codes, separated by commas. A workflow that stops with an error whose message begins with one of them, such as “NOT_IN_STOCK: three are left” from a Stop and Error node, throws that BPMN error; every other error fails the job for another attempt.',
	},
];

const options: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add Option',
	default: {},
	options: [
		{
			displayName: 'Backoff (Seconds)',
			name: 'backoff',
			type: 'number',
			typeOptions: { minValue: 0 },
			default: 10,
			description: 'How long the engine waits before it gives a failed job out again',
		},
		{
			displayName: 'Concurrent Jobs',
			name: 'concurrency',
			type: 'number',
			typeOptions: { minValue: 1, maxValue: 100 },
			default: 5,
			description: 'How many jobs are in work at once; no more are taken',
		},
		{
			displayName: 'Fetch Variables',
			name: 'fetchVariables',
			type: 'string',
			default: '',
			placeholder: 'message, conversationId',
			description: 'Names, separated by commas, of the variables that the job brings along; all of them when this is empty',
		},
		{
			displayName: 'Grace (Seconds)',
			name: 'grace',
			type: 'number',
			typeOptions: { minValue: 0, maxValue: 300 },
			default: 10,
			description: 'How long a deactivation waits for the jobs in work before it gives them back',
		},
		{
			displayName: 'Job Timeout (Seconds)',
			name: 'jobTimeout',
			type: 'number',
			typeOptions: { minValue: 5, maxValue: 86_400 },
			default: 60,
			description: 'How long the engine waits for a sign of life before another worker gets the job; extended while the workflow runs',
		},
		{
			displayName: 'Longest Pause (Hours)',
			name: 'longestPause',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: 24,
			description: 'How long a workflow that answers by a node may pause, in a Wait node for example, before its job is given out again',
		},
	],
};

/** The process trigger's form. */
export const properties: INodeProperties[] = [
	{
		displayName: 'Job Type',
		name: 'jobType',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'check-stock',
		description: 'Of the service task, as the model has it',
	},
	...response,
	options,
];
