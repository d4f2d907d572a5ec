import type { INodeProperties } from 'n8n-workflow';

const any = { show: { resource: ['job'], operation: ['complete', 'fail', 'throwError'] } };
const withVariables = { show: { resource: ['job'], operation: ['complete', 'throwError'] } };
const withMessage = { show: { resource: ['job'], operation: ['fail', 'throwError'] } };
const fail = { show: { resource: ['job'], operation: ['fail'] } };
const throwError = { show: { resource: ['job'], operation: ['throwError'] } };

const operation: INodeProperties = {
	displayName: 'Operation',
	name: 'operation',
	type: 'options',
	noDataExpression: true,
	displayOptions: { show: { resource: ['job'] } },
	options: [
		{
			name: 'Complete',
			value: 'complete',
			action: 'Complete a job',
			description: 'Let the process go on with the variables that are given',
		},
		{
			name: 'Fail',
			value: 'fail',
			action: 'Fail a job',
			description: 'Give it back for another attempt; without retries left an incident is raised',
		},
		{
			name: 'Throw BPMN Error',
			value: 'throwError',
			action: 'Throw a BPMN error from a job',
			description: 'Let the process go on at the error event that catches the code',
		},
	],
	default: 'complete',
};

const fields: INodeProperties[] = [
	{
		displayName: 'For a workflow that begins with Troupe Process Trigger, set to respond “Using Troupe Process Node”',
		name: 'jobNotice',
		type: 'notice',
		default: '',
		displayOptions: any,
	},
	{
		displayName: 'Job Key',
		name: 'jobKey',
		type: 'string',
		default: "={{ $('Troupe Process Trigger').first().json.jobKey }}",
		required: true,
		placeholder: '2251799813685262',
		description: 'As the Troupe Process Trigger gives it',
		displayOptions: any,
	},
	{
		displayName: 'Error Code',
		name: 'errorCode',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'NOT_IN_STOCK',
		description: 'The code of the BPMN error event that should catch it',
		displayOptions: throwError,
	},
	{
		displayName: 'Error Message',
		name: 'errorMessage',
		type: 'string',
		default: '',
		description: 'Shown with the incident, if it comes to one',
		displayOptions: withMessage,
	},
	{
		displayName: 'Retries Left',
		name: 'retries',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: "={{ Math.max(0, $('Troupe Process Trigger').first().json.retries - 1) }}",
		description: 'Attempts that the job has from now on; with 0 an incident is raised',
		displayOptions: fail,
	},
	{
		displayName: 'Backoff (Seconds)',
		name: 'backoff',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 0,
		description: 'How long to wait before the next attempt',
		displayOptions: fail,
	},
	{ displayName: 'Variables', name: 'variables', type: 'json', default: '{}', description: 'A JSON object', displayOptions: withVariables },
];

export const jobProperties: INodeProperties[] = [operation, ...fields];
