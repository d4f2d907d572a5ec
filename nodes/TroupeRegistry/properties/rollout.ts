import type { INodeProperties } from 'n8n-workflow';
import { listFields, simplify } from '../../shared/list-fields';
import { nameLocator, rolloutLocator } from './locators';
import { operationField } from './operation-field';

const on = (...operation: string[]) => ({ show: { resource: ['rollout'], operation } });

const operation = operationField(
	['rollout'],
	[
		{ reads: true, name: 'Get Many', value: 'getAll', action: 'Get many rollouts', description: 'List the rollouts of your tenant' },
		{
			reads: true,
			name: 'Get',
			value: 'get',
			action: 'Get a rollout',
			description: 'Get its stage, samples and last decision',
		},
		{
			reads: false,
			name: 'Start',
			value: 'start',
			action: 'Start a rollout',
			description: 'Give a new version to more and more instances',
		},
		{ reads: false, name: 'Advance', value: 'advance', action: 'Advance a rollout', description: 'Move to the next stage' },
		{ reads: false, name: 'Pause', value: 'pause', action: 'Pause a rollout', description: 'Keep the rollout at its stage' },
		{ reads: false, name: 'Resume', value: 'resume', action: 'Resume a rollout', description: 'Continue a paused rollout' },
		{ reads: false, name: 'Abort', value: 'abort', action: 'Abort a rollout', description: 'Return all instances to the earlier version' },
		{
			reads: false,
			name: 'Report Metrics',
			value: 'reportMetrics',
			action: 'Report metrics of a rollout',
			description: 'Send how many runs of an instance succeeded and failed',
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
			{ name: 'Policy', value: 'policy' },
			{ name: 'Prompt', value: 'prompt' },
		],
		default: 'agent',
		description: 'What to roll out',
		displayOptions: on('start'),
	},
	nameLocator(on('start'), 'What gets the new version'),
	{
		displayName: 'From Version',
		name: 'fromVersion',
		type: 'string',
		default: '',
		required: true,
		placeholder: '1.2.0',
		description: 'The current version. All instances return to it if the rollout is aborted.',
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
		description: 'The share of instances at each stage, from low to high',
		displayOptions: on('start'),
		options: [
			{
				displayName: 'Stage',
				name: 'stage',
				values: [
					{ displayName: 'Percent', name: 'percent', type: 'number', typeOptions: { minValue: 1, maxValue: 100 }, default: 10 },
					{
						displayName: 'Min Minutes',
						name: 'minimumMinutes',
						type: 'number',
						typeOptions: { minValue: 0 },
						default: 60,
						description: 'How long to wait before the next stage',
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
				displayName: 'Compare',
				name: 'compare',
				type: 'options',
				options: [
					{ name: 'Judged Runs', value: 'judged' },
					{ name: 'How Runs Ended', value: 'runs' },
				],
				default: 'judged',
				description: 'What says which version is better. Used with Other Versions.',
			},
			{
				displayName: 'ID',
				name: 'id',
				type: 'string',
				default: '',
				placeholder: 'support-1-3',
				description: 'Your own ID for the rollout. Without one, the registry creates it.',
			},
			{
				displayName: 'Max Failure Rate',
				name: 'maximumFailureRate',
				type: 'number',
				typeOptions: { minValue: 0, maxValue: 1, numberPrecision: 3 },
				default: 0.05,
				description: 'From 0 to 1. Above this rate the rollout aborts.',
			},
			{
				displayName: 'Min Group',
				name: 'minimumGroup',
				type: 'number',
				typeOptions: { minValue: 20 },
				default: 100,
				description: 'Number of runs of each version before versions are compared. Used with Other Versions.',
			},
			{
				displayName: 'Min Samples',
				name: 'minimumSamples',
				type: 'number',
				typeOptions: { minValue: 1 },
				default: 50,
				description: 'Number of runs that must be reported before the rollout decides',
			},
			{
				displayName: 'Other Versions',
				name: 'otherVersions',
				type: 'string',
				default: '',
				placeholder: '1.4.0, 1.5.0',
				description:
					'One or two further new versions of a prompt, separated by a comma. Each contact keeps one version, and the version that is shown to be better is promoted.',
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
		description: 'The name of the instance that reports. Use the same name each time.',
		displayOptions: on('reportMetrics'),
	},
	{
		displayName: 'Version',
		name: 'version',
		type: 'string',
		default: '',
		required: true,
		placeholder: '1.3.0',
		description: 'The version that ran',
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
		description: 'A number that rises with each report of an instance, so that a repeated report counts once',
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
		description: 'Shown with the rollout and in the audit log',
		displayOptions: on('abort', 'advance', 'pause', 'resume'),
	},
	...metrics,
	...listFields(on('getAll')),
	simplify(on('get', 'getAll')),
];
