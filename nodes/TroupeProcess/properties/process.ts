import type { INodeProperties } from 'n8n-workflow';
import { variableFields } from './variables';

const deploy = { show: { resource: ['process'], operation: ['deploy'] } };
const startAny = { show: { resource: ['process'], operation: ['start', 'startAndWait'] } };

const operation: INodeProperties = {
	displayName: 'Operation',
	name: 'operation',
	type: 'options',
	noDataExpression: true,
	displayOptions: { show: { resource: ['process'] } },
	options: [
		{
			name: 'Deploy',
			value: 'deploy',
			action: 'Deploy a process',
			description: 'Send a BPMN file to the engine. An unchanged file keeps its version.',
		},
		{ name: 'Start', value: 'start', action: 'Start a process', description: 'Create an instance without waiting for it' },
		{
			name: 'Start and Wait for Result',
			value: 'startAndWait',
			action: 'Start a process and wait for its result',
			description: 'Create an instance and return its variables when it completes',
		},
	],
	default: 'startAndWait',
};

const deployFields: INodeProperties[] = [
	{
		displayName: 'BPMN From',
		name: 'bpmnFrom',
		type: 'options',
		displayOptions: deploy,
		options: [
			{ name: 'Binary File', value: 'binary' },
			{ name: 'Text', value: 'text' },
		],
		default: 'binary',
	},
	{
		displayName: 'Input Binary Field',
		name: 'binaryPropertyName',
		type: 'string',
		default: 'data',
		required: true,
		hint: 'The name of the input field that holds the BPMN file',
		displayOptions: { show: { ...deploy.show, bpmnFrom: ['binary'] } },
	},
	{
		displayName: 'BPMN',
		name: 'bpmn',
		type: 'string',
		typeOptions: { rows: 10 },
		default: '',
		required: true,
		placeholder: '<bpmn:definitions …>',
		displayOptions: { show: { ...deploy.show, bpmnFrom: ['text'] } },
	},
	{
		displayName: 'File Name',
		name: 'fileName',
		type: 'string',
		default: 'process.bpmn',
		required: true,
		description: 'The name of the file in the engine. A changed file of the same name becomes the next version.',
		displayOptions: { show: { ...deploy.show, bpmnFrom: ['text'] } },
	},
];

const startFields: INodeProperties[] = [
	{
		displayName: 'Process ID',
		name: 'processId',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'support',
		description: 'The ID of the process in the BPMN file',
		displayOptions: startAny,
	},
	...variableFields(startAny),
	{
		displayName: 'Timeout (Seconds)',
		name: 'timeout',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 600 },
		default: 60,
		description: 'How long to wait for the result. The instance continues after a timeout.',
		displayOptions: { show: { resource: ['process'], operation: ['startAndWait'] } },
	},
	{
		displayName: 'Options',
		name: 'startOptions',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		displayOptions: startAny,
		options: [
			{
				displayName: 'Version',
				name: 'version',
				type: 'number',
				typeOptions: { minValue: 1 },
				default: 1,
				description: 'The version of the process. Without this option the latest version starts.',
			},
		],
	},
];

export const processProperties: INodeProperties[] = [operation, ...deployFields, ...startFields];
