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
			description: 'Those that nobody has resolved yet (Camunda 8.8 and newer)',
		},
		{
			name: 'Resolve',
			value: 'resolve',
			action: 'Resolve an incident',
			description: 'Let the instance try again, once what stopped it is mended',
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
			{ displayName: 'Element ID', name: 'elementId', type: 'string', default: '', description: 'Where it happened, as the model has it' },
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
		description: 'As Get Many, or Operate, shows it',
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
				description: 'Of the job that gets the retries; needed where the cluster cannot be asked for it (before Camunda 8.8)',
			},
			{
				displayName: 'Retries',
				name: 'retries',
				type: 'number',
				typeOptions: { minValue: 1 },
				default: 1,
				description: 'Attempts that the job of the incident gets first; without any, a job that has none left fails again at once',
			},
		],
	},
];

export const incidentProperties: INodeProperties[] = [operation, ...fields];
