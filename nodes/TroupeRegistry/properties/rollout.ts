import type { INodeProperties } from 'n8n-workflow';
import { listFields, simplify } from '../../shared/list-fields';
import { nameLocator, rolloutLocator } from './locators';
import { operationField } from './operation-field';

const on = (...operation: string[]) => ({ show: { resource: ['rollout'], operation } });

const operation = operationField(
	['rollout'],
	[
		{ reads: false, name: 'Abort', value: 'abort', action: 'Abort a rollout', description: 'Go back to the version it came from' },
		{ reads: false, name: 'Advance', value: 'advance', action: 'Advance a rollout', description: 'Go on to the next stage' },
		{
			reads: true,
			name: 'Get',
			value: 'get',
			action: 'Get a rollout',
			description: 'Its stage, its samples and what it was last decided for',
		},
		{ reads: true, name: 'Get Many', value: 'getAll', action: 'Get many rollouts', description: 'Every rollout of the tenant' },
		{ reads: false, name: 'Pause', value: 'pause', action: 'Pause a rollout', description: 'Hold it at its stage' },
		{
			reads: false,
			name: 'Report Metrics',
			value: 'reportMetrics',
			action: 'Report metrics of a rollout',
			description: 'What an instance saw since it last said so',
		},
		{ reads: false, name: 'Resume', value: 'resume', action: 'Resume a rollout', description: 'Let a paused one go on' },
		{
			reads: false,
			name: 'Start',
			value: 'start',
			action: 'Start a rollout',
			description: 'Give a new version to a growing share of the instances',
		},
	],
	'getAll',
);

const start: INodeProperties[] = [
	{
		displayName: 'Kind',
		name: 'kind',
		type: 'options',
		options: [
			{ name: 'Agent', value: 'agent' },
			{ name: 'Package', value: 'package' },
			{ name: 'Prompt', value: 'prompt' },
		],
		default: 'agent',
		description: 'What is rolled out',
		displayOptions: on('start'),
	},
	nameLocator(on('start'), 'What gets a new version'),
	{
		displayName: 'From Version',
		name: 'fromVersion',
		type: 'string',
		default: '',
		required: true,
		placeholder: '1.2.0',
		description: 'What the others keep, and all go back to when it is aborted',
		displayOptions: on('start'),
	},
	{
		displayName: 'To Version',
		name: 'toVersion',
		type: 'string',
		default: '',
		required: true,
		placeholder: '1.3.0',
		displayOptions: on('start'),
	},
	{
		displayName: 'Stages',
		name: 'stages',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true, sortable: true },
		placeholder: 'Add Stage',
		default: {
			stage: [
				{ percent: 10, minimumMinutes: 60 },
				{ percent: 50, minimumMinutes: 60 },
				{ percent: 100, minimumMinutes: 0 },
			],
		},
		description: 'Shares of the instances, each above the one before',
		displayOptions: on('start'),
		options: [
			{
				displayName: 'Stage',
				name: 'stage',
				values: [
					{ displayName: 'Percent', name: 'percent', type: 'number', typeOptions: { minValue: 1, maxValue: 100 }, default: 10 },
					{
						displayName: 'Minutes at Least',
						name: 'minimumMinutes',
						type: 'number',
						typeOptions: { minValue: 0 },
						default: 60,
						description: 'How long it is watched before the next stage',
					},
				],
			},
		],
	},
	{
		displayName: 'Options',
		name: 'rolloutOptions',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		displayOptions: on('start'),
		options: [
			{
				displayName: 'ID',
				name: 'id',
				type: 'string',
				default: '',
				placeholder: 'support-1-3',
				description: 'Names the rollout; without one the registry makes one up',
			},
			{
				displayName: 'Maximum Failure Rate',
				name: 'maximumFailureRate',
				type: 'number',
				typeOptions: { minValue: 0, maxValue: 1, numberPrecision: 3 },
				default: 0.05,
				description: 'From 0 to 1. Above it the rollout aborts by itself.',
			},
			{
				displayName: 'Minimum Samples',
				name: 'minimumSamples',
				type: 'number',
				typeOptions: { minValue: 1 },
				default: 50,
				description: 'Fewer than these decide nothing: the rollout waits',
			},
		],
	},
];

const metrics: INodeProperties[] = [
	{
		displayName: 'Instance',
		name: 'instance',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'n8n-eu-1',
		description: 'Who saw it: the same name each time',
		displayOptions: on('reportMetrics'),
	},
	{
		displayName: 'Version',
		name: 'version',
		type: 'string',
		default: '',
		required: true,
		placeholder: '1.3.0',
		description: 'The version that was run',
		displayOptions: on('reportMetrics'),
	},
	{
		displayName: 'Succeeded',
		name: 'succeeded',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 0,
		description: 'How many runs succeeded since the last report',
		displayOptions: on('reportMetrics'),
	},
	{
		displayName: 'Failed',
		name: 'failed',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 0,
		description: 'How many runs failed since the last report',
		displayOptions: on('reportMetrics'),
	},
	{
		displayName: 'Sequence',
		name: 'sequence',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: '={{ $now.toMillis() }}',
		required: true,
		description: 'Rises with each report of an instance: one that arrives twice counts once',
		displayOptions: on('reportMetrics'),
	},
];

export const rolloutProperties: INodeProperties[] = [
	...operation,
	rolloutLocator(on('get', 'abort', 'advance', 'pause', 'resume', 'reportMetrics')),
	...start,
	{
		displayName: 'Reason',
		name: 'rolloutReason',
		type: 'string',
		default: '',
		description: 'For people: stands with the rollout and in the audit',
		displayOptions: on('abort', 'advance', 'pause', 'resume'),
	},
	...metrics,
	...listFields(on('getAll')),
	simplify(on('get', 'getAll')),
];
