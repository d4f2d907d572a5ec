import type { INodeProperties } from 'n8n-workflow';
import { listFields } from '../../shared/list-fields';
import { variableFields } from './variables';

const getAll = { show: { resource: ['userTask'], operation: ['getAll'] } };
const byKey = { show: { resource: ['userTask'], operation: ['assign', 'complete'] } };
const assign = { show: { resource: ['userTask'], operation: ['assign'] } };
const complete = { show: { resource: ['userTask'], operation: ['complete'] } };

const operation: INodeProperties = {
	displayName: 'Operation',
	name: 'operation',
	type: 'options',
	noDataExpression: true,
	displayOptions: { show: { resource: ['userTask'] } },
	options: [
		{
			name: 'Assign',
			value: 'assign',
			action: 'Assign a user task',
			description: 'Assign the task to a person, or unassign it',
		},
		{
			name: 'Complete',
			value: 'complete',
			action: 'Complete a user task',
			description: 'Continue the process with the decision of the person',
		},
		{
			name: 'Get Many',
			value: 'getAll',
			action: 'Get many user tasks',
			description: 'List the tasks that wait for a person (Camunda 8.8 or later)',
		},
	],
	default: 'getAll',
};

const fields: INodeProperties[] = [
	...listFields(getAll),
	{
		displayName: 'Filters',
		name: 'userTaskFilters',
		type: 'collection',
		placeholder: 'Add Filter',
		default: {},
		displayOptions: getAll,
		options: [
			{ displayName: 'Assignee', name: 'assignee', type: 'string', default: '' },
			{ displayName: 'Candidate Group', name: 'candidateGroup', type: 'string', default: '' },
			{ displayName: 'Element ID', name: 'elementId', type: 'string', default: '', description: 'The ID of the task in the BPMN file' },
			{ displayName: 'Process ID', name: 'processDefinitionId', type: 'string', default: '' },
			{ displayName: 'Process Instance Key', name: 'processInstanceKey', type: 'string', default: '' },
		],
	},
	{
		displayName: 'User Task Key',
		name: 'userTaskKey',
		type: 'string',
		default: '={{ $json.userTaskKey }}',
		required: true,
		placeholder: '2251799813685270',
		description: 'The key of the task, from Get Many or Camunda Tasklist',
		displayOptions: byKey,
	},
	{
		displayName: 'Assignee',
		name: 'assignee',
		type: 'string',
		default: '',
		description: 'The name of the person in the cluster. Leave empty to unassign the task.',
		displayOptions: assign,
	},
	...variableFields(complete),
];

export const userTaskProperties: INodeProperties[] = [operation, ...fields];
