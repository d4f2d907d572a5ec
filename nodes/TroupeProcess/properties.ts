import type { INodeProperties } from 'n8n-workflow';

const deploy = { show: { resource: ['process'], operation: ['deploy'] } };
const startAny = { show: { resource: ['process'], operation: ['start', 'startAndWait'] } };
const publish = { show: { resource: ['message'], operation: ['publish'] } };

const operations: INodeProperties[] = [
	{
		displayName: 'Resource',
		name: 'resource',
		type: 'options',
		noDataExpression: true,
		options: [
			{ name: 'Message', value: 'message' },
			{ name: 'Process', value: 'process' },
		],
		default: 'process',
	},
	{
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
				description: 'Bring a BPMN file to the engine; an unchanged one keeps its version',
			},
			{ name: 'Start', value: 'start', action: 'Start a process', description: 'Create an instance and go on' },
			{
				name: 'Start and Wait for Result',
				value: 'startAndWait',
				action: 'Start a process and wait for its result',
				description: 'Create an instance and go on with its variables when it completes',
			},
		],
		default: 'startAndWait',
	},
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: ['message'] } },
		options: [
			{
				name: 'Publish',
				value: 'publish',
				action: 'Publish a message',
				description: 'Wake the instance that waits for it, or start one that begins with it',
			},
		],
		default: 'publish',
	},
];

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
		description: 'By which the engine tells files apart: a changed file of the same name becomes the next version',
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
		description: 'The ID of the BPMN process, as the model has it',
		displayOptions: startAny,
	},
	{ displayName: 'Variables', name: 'variables', type: 'json', default: '{}', description: 'A JSON object', displayOptions: startAny },
	{
		displayName: 'Timeout (Seconds)',
		name: 'timeout',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 600 },
		default: 60,
		description: 'How long to wait for the result; the instance itself goes on after it',
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
				description: 'Of the process; without this option the latest',
			},
		],
	},
];

const publishFields: INodeProperties[] = [
	{ displayName: 'Message Name', name: 'messageName', type: 'string', default: '', required: true, displayOptions: publish },
	{
		displayName: 'Correlation Key',
		name: 'correlationKey',
		type: 'string',
		default: '',
		description: 'Which instance is meant: the value that its message subscription expects. Empty for messages that start a process.',
		displayOptions: publish,
	},
	{ displayName: 'Variables', name: 'variables', type: 'json', default: '{}', description: 'A JSON object', displayOptions: publish },
	{
		displayName: 'Options',
		name: 'messageOptions',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		displayOptions: publish,
		options: [
			{
				displayName: 'Message ID',
				name: 'messageId',
				type: 'string',
				default: '',
				description: 'A second message with the same name, key and ID is refused while the first is buffered',
			},
			{
				displayName: 'Time to Live (Seconds)',
				name: 'timeToLive',
				type: 'number',
				typeOptions: { minValue: 0 },
				default: 3600,
				description: 'How long the message is kept when nothing waits for it yet; without this option an hour',
			},
		],
	},
];

/** The process node's form. */
export const properties: INodeProperties[] = [...operations, ...deployFields, ...startFields, ...publishFields];
