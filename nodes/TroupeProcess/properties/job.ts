import type { INodeProperties } from 'n8n-workflow';
import { variableFields } from './variables';

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
			description: 'Continue the process with these variables',
		},
		{
			name: 'Fail',
			value: 'fail',
			action: 'Fail a job',
			description: 'Return the job for another attempt. Without retries left, an incident is raised.',
		},
		{
			name: 'Throw BPMN Error',
			value: 'throwError',
			action: 'Throw a BPMN error from a job',
			description: 'Continue the process at the error event that catches the code',
		},
	],
	default: 'complete',
};

const fields: INodeProperties[] = [
	{
		displayName:
			'Use this in a workflow that starts with Troupe Process Trigger. Set Respond When of the trigger to “Using Troupe Process Node”.',
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
		description: 'The key of the job, from the Troupe Process Trigger',
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
		description: 'Shown in the incident, if one is raised',
		displayOptions: withMessage,
	},
	{
		displayName: 'Retries Left',
		name: 'retries',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: "={{ Math.max(0, $('Troupe Process Trigger').first().json.retries - 1) }}",
		description: 'How many attempts the job has left. With 0 an incident is raised.',
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
	...variableFields(withVariables),
];

export const jobProperties: INodeProperties[] = [operation, ...fields];
