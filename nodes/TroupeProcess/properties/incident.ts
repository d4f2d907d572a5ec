import type { INodeProperties } from 'n8n-workflow';
import { listFields } from '../../shared/list-fields';

const getAll = { show: { resource: ['incident'], operation: ['getAll'] } };
const resolve = { show: { resource: ['incident'], operation: ['resolve'] } };

const operation: INodeProperties = {
	displayName: 'Operation',
	name: 'operation',
	type: 'options',
	noDataExpression: true,
	displayOptions: { show: { resource: ['incident'] } },
	options: [
		{
			name: 'Get Many',
			value: 'getAll',
			action: 'Get many incidents',
			description: 'List incidents that are not resolved yet (Camunda 8.8 or later)',
		},
		{
			name: 'Resolve',
			value: 'resolve',
			action: 'Resolve an incident',
			description: 'Retry after you fixed the cause',
		},
	],
	default: 'getAll',
};

const fields: INodeProperties[] = [
	...listFields(getAll),
	{
		displayName: 'Filters',
		name: 'incidentFilters',
		type: 'collection',
		placeholder: 'Add Filter',
		default: {},
		displayOptions: getAll,
		options: [
			{ displayName: 'Element ID', name: 'elementId', type: 'string', default: '', description: 'The ID of the BPMN element that failed' },
			{
				displayName: 'Error Type',
				name: 'errorType',
				type: 'options',
				options: [
					{ name: 'Called Element Error', value: 'CALLED_ELEMENT_ERROR' },
					{ name: 'Condition Error', value: 'CONDITION_ERROR' },
					{ name: 'Extract Value Error', value: 'EXTRACT_VALUE_ERROR' },
					{ name: 'IO Mapping Error', value: 'IO_MAPPING_ERROR' },
					{ name: 'Job Has No Retries', value: 'JOB_NO_RETRIES' },
					{ name: 'Unhandled Error Event', value: 'UNHANDLED_ERROR_EVENT' },
				],
				default: 'JOB_NO_RETRIES',
			},
			{ displayName: 'Process ID', name: 'processDefinitionId', type: 'string', default: '' },
			{ displayName: 'Process Instance Key', name: 'processInstanceKey', type: 'string', default: '' },
		],
	},
	{
		displayName: 'Incident Key',
		name: 'incidentKey',
		type: 'string',
		default: '={{ $json.incidentKey }}',
		required: true,
		placeholder: '2251799813685290',
		description: 'The key of the incident, from Get Many or Camunda Operate',
		displayOptions: resolve,
	},
	{
		displayName: 'Options',
		name: 'incidentOptions',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		displayOptions: resolve,
		options: [
			{
				displayName: 'Job Key',
				name: 'jobKey',
				type: 'string',
				default: '={{ $json.jobKey }}',
				description: 'The key of the job that gets the retries. Needed before Camunda 8.8.',
			},
			{
				displayName: 'Retries',
				name: 'retries',
				type: 'number',
				typeOptions: { minValue: 1 },
				default: 1,
				description: 'How many more attempts the job of the incident gets',
			},
		],
	},
];

export const incidentProperties: INodeProperties[] = [operation, ...fields];
