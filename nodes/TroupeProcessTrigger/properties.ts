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
				description: 'A Troupe Process node with the resource Job answers the job. The workflow can pause until then.',
			},
			{
				name: 'When Workflow Ends',
				value: 'workflowEnds',
				description: 'The job completes when the workflow ends, and fails when the workflow fails',
			},
		],
		default: 'workflowEnds',
		description: 'When to answer the job, so that the process continues',
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
			{ name: 'All Items of Last Node', value: 'allItems', description: 'As a list in one variable' },
			{ name: 'Chosen Fields of Last Node’s First Item', value: 'fields', description: 'Only the fields you name, each as a variable' },
			{ name: 'Last Node’s First Item', value: 'firstItem', description: 'Each of its fields becomes a variable' },
			{ name: 'Nothing', value: 'none', description: 'The process gets no variables' },
		],
		default: 'firstItem',
		description: 'What the workflow returns to the process',
		displayOptions: atTheEnd,
	},
	{
		displayName: 'Fields',
		name: 'fields',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'reply, outcome',
		description: 'Names of fields, separated by commas',
		displayOptions: { show: { ...atTheEnd.show, result: ['fields'] } },
	},
	{
		displayName: 'Variable',
		name: 'resultVariable',
		type: 'string',
		default: 'items',
		required: true,
		description: 'The name of the process variable for the list',
		displayOptions: { show: { ...atTheEnd.show, result: ['allItems'] } },
	},
	{
		displayName: 'BPMN Error Codes',
		name: 'errorCodes',
		type: 'string',
		default: '',
		placeholder: 'NOT_IN_STOCK, REFUSED',
		description:
			'Codes, separated by commas. An error whose message starts with a code, such as “NOT_IN_STOCK: three are left” from a Stop and Error node, is thrown as that BPMN error. Any other error fails the job.',
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
			description: 'How long the engine waits before it retries a failed job',
		},
		{
			displayName: 'Concurrent Jobs',
			name: 'concurrency',
			type: 'number',
			typeOptions: { minValue: 1, maxValue: 100 },
			default: 5,
			description: 'Max number of jobs to work on at the same time',
		},
		{
			displayName: 'Fetch Variables',
			name: 'fetchVariables',
			type: 'string',
			default: '',
			placeholder: 'message, conversationId',
			description: 'Names of the process variables to receive, separated by commas. Leave empty for all.',
		},
		{
			displayName: 'Grace Period (Seconds)',
			name: 'grace',
			type: 'number',
			typeOptions: { minValue: 0, maxValue: 300 },
			default: 10,
			description: 'How long to wait for running jobs when the workflow is unpublished, before they return to the engine',
		},
		{
			displayName: 'Job Timeout (Seconds)',
			name: 'jobTimeout',
			type: 'number',
			typeOptions: { minValue: 5, maxValue: 86_400 },
			default: 60,
			description: 'How long the engine waits before it gives the job to another worker. Extended while the workflow runs.',
		},
		{
			displayName: 'Max Pause (Hours)',
			name: 'longestPause',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: 24,
			description: 'How long a workflow can pause, for example in a Wait node, before the engine gives its job to another worker',
		},
	],
};

export const properties: INodeProperties[] = [
	{
		displayName: 'Job Type',
		name: 'jobType',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'check-stock',
		description: 'The job type of the service task in the BPMN file',
	},
	...response,
	options,
];
