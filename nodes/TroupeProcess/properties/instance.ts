import type { INodeProperties } from 'n8n-workflow';

const byInstance = { show: { resource: ['instance'], operation: ['cancel', 'get'] } };
const get = { show: { resource: ['instance'], operation: ['get'] } };
const setVariables = { show: { resource: ['instance'], operation: ['setVariables'] } };

const operation: INodeProperties = {
	displayName: 'Operation',
	name: 'operation',
	type: 'options',
	noDataExpression: true,
	displayOptions: { show: { resource: ['instance'] } },
	options: [
		{ name: 'Cancel', value: 'cancel', action: 'Cancel a process instance', description: 'End it and everything that runs in it' },
		{
			name: 'Get State',
			value: 'get',
			action: 'Get the state of a process instance',
			description: 'Whether it is active, completed or terminated, and has an incident (Camunda 8.8 and newer)',
		},
		{
			name: 'Set Variables',
			value: 'setVariables',
			action: 'Set variables of a process instance',
			description: 'Give a running instance, or one of its elements, new values',
		},
	],
	default: 'get',
};

const fields: INodeProperties[] = [
	{
		displayName: 'Process Instance Key',
		name: 'processInstanceKey',
		type: 'string',
		default: '={{ $json.processInstanceKey }}',
		required: true,
		placeholder: '2251799813685255',
		description: 'As the operation Start gives it, all its digits',
		displayOptions: byInstance,
	},
	{
		displayName: 'Options',
		name: 'instanceOptions',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		displayOptions: get,
		options: [
			{
				displayName: 'Include Variables',
				name: 'includeVariables',
				type: 'boolean',
				default: true,
				description: 'Whether to read the variables of the instance too',
			},
		],
	},
	{
		displayName: 'Process or Element Instance Key',
		name: 'scopeKey',
		type: 'string',
		default: '={{ $json.processInstanceKey }}',
		required: true,
		placeholder: '2251799813685255',
		description: 'The instance whose variables are set; the key of an element, such as a job’s, sets them where that element sees them',
		displayOptions: setVariables,
	},
	{ displayName: 'Variables', name: 'variables', type: 'json', default: '{}', description: 'A JSON object', displayOptions: setVariables },
	{
		displayName: 'Options',
		name: 'variableOptions',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		displayOptions: setVariables,
		options: [
			{
				displayName: 'Local',
				name: 'local',
				type: 'boolean',
				default: false,
				description: 'Whether to keep them in the element itself instead of giving them to the nearest scope that has them',
			},
		],
	},
];

export const instanceProperties: INodeProperties[] = [operation, ...fields];
