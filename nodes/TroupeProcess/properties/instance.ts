import type { INodeProperties } from 'n8n-workflow';
import { variableFields } from './variables';

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
		{
			name: 'Cancel',
			value: 'cancel',
			action: 'Cancel a process instance',
			description: 'Stop the instance and everything that runs in it',
		},
		{
			name: 'Get State',
			value: 'get',
			action: 'Get the state of a process instance',
			description: 'Get its state and whether it has an incident (Camunda 8.8 or later)',
		},
		{
			name: 'Set Variables',
			value: 'setVariables',
			action: 'Set variables of a process instance',
			description: 'Set variables of a running instance or of one of its elements',
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
		description: 'The key that the operation Start returned, with all its digits',
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
				description: 'Whether to return the variables of the instance too',
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
		description: 'The key of the instance, or of one element to set the variables there',
		displayOptions: setVariables,
	},
	...variableFields(setVariables),
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
				description: 'Whether to set the variables only in the element, not in the scope that already has them',
			},
		],
	},
];

export const instanceProperties: INodeProperties[] = [operation, ...fields];
