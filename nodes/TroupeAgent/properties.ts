import type { INodeProperties } from 'n8n-workflow';
import { PROVIDERS } from '../shared/models/model-fields';
import { defaultDefinition } from './default-definition';
import { messageFields } from './properties/message-fields';
import { modelFailureFields } from './properties/model-failure-fields';
import { outputFields } from './properties/output-fields';
import { personFields } from './properties/person-fields';

const chooseAgent: INodeProperties[] = [
	{
		displayName: 'Source',
		name: 'source',
		type: 'options',
		options: [
			{
				name: 'Choose an Agent',
				value: 'choose',
				description: 'One that lies in an agent folder, that the package brings along, or that was published in a registry',
			},
			{ name: 'Define Below', value: 'define', description: 'Write the definition in this node' },
		],
		default: 'choose',
	},
	{
		displayName: 'Agent',
		name: 'agent',
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		required: true,
		description: 'The agent that answers. Agents of your own lie in the folder .n8n/troupe/agents, or in those that TROUPE_AGENTS names.',
		displayOptions: { show: { source: ['choose'] } },
		modes: [
			{ displayName: 'From List', name: 'list', type: 'list', typeOptions: { searchListMethod: 'searchAgents', searchable: true } },
			{
				displayName: 'By ID',
				name: 'id',
				type: 'string',
				placeholder: 'support',
				validation: [
					{
						type: 'regex',
						properties: { regex: '^[a-z0-9][a-z0-9-]{0,62}$', errorMessage: 'Lower case letters, digits and hyphens only' },
					},
				],
			},
			{
				displayName: 'By Path',
				name: 'path',
				type: 'string',
				placeholder: '/data/agents/support/agent.json',
				hint: 'A file in one of the agent folders',
			},
			{
				displayName: 'From Registry',
				name: 'registry',
				type: 'string',
				placeholder: 'support@^1.2',
				hint: 'Published and approved: its name, and behind an @ the range of versions. Without a range the newest that may run.',
				validation: [
					{
						type: 'regex',
						properties: { regex: '^[a-z0-9][a-z0-9-]{0,62}(@.+)?$', errorMessage: 'Expected a name, or a name, @ and a range' },
					},
				],
			},
		],
	},
	{
		displayName: 'Definition',
		name: 'definition',
		type: 'json',
		typeOptions: { rows: 18 },
		default: JSON.stringify(defaultDefinition, null, 2),
		required: true,
		description: 'The agent, as docs/agents.md describes it. Documents that it knows are looked for in the first agent folder.',
		displayOptions: { show: { source: ['define'] } },
	},
];

const operation: INodeProperties = {
	displayName: 'Operation',
	name: 'operation',
	type: 'options',
	noDataExpression: true,
	options: [
		{
			name: 'Resume',
			value: 'resume',
			action: 'Go on with a run',
			description: 'Go on with a run that waited for a person, by its decision',
		},
		{ name: 'Run', value: 'run', action: 'Answer a message', description: 'Answer a message' },
	],
	default: 'run',
};

const isRun = { show: { operation: ['run'] } };
const isResume = { show: { operation: ['resume'] } };

const ask: INodeProperties[] = [
	...messageFields,
	{
		displayName: 'Person ID',
		name: 'personId',
		type: 'string',
		default: '',
		placeholder: 'customer-42',
		description:
			'Your own name for who writes. What is remembered of them is recalled where the agent says so, and all of it is found when they are to be forgotten.',
		displayOptions: isRun,
	},
];

const resume: INodeProperties[] = [
	{
		displayName: 'Suspended Run',
		name: 'suspended',
		type: 'json',
		default: "={{ $('Troupe Agent').item.json }}",
		required: true,
		description: 'The item of the run that waits, with its state and what it waits for',
		displayOptions: isResume,
	},
	{
		displayName: 'Decision',
		name: 'decision',
		type: 'options',
		options: [
			{ name: 'Answer', value: 'answer', description: 'The text below answers the question' },
			{ name: 'Approve', value: 'approve', description: 'The calls that wait are made' },
			{ name: 'Decline', value: 'decline', description: 'The calls are not made, and the agent is told why' },
			{ name: 'Decisions as JSON', value: 'list', description: 'One for each that the run waits for' },
		],
		default: 'approve',
		description: 'What the person decided about all that the run waits for. An expression gives approve, decline, answer or list.',
		displayOptions: isResume,
	},
	{
		displayName: 'Text',
		name: 'text',
		type: 'string',
		typeOptions: { rows: 2 },
		default: '',
		description: 'The answer, or a word to the agent besides an approval or a refusal',
		displayOptions: { show: { operation: ['resume'], decision: ['approve', 'decline', 'answer'] } },
	},
	{
		displayName: 'Decisions',
		name: 'decisions',
		type: 'json',
		typeOptions: { rows: 6 },
		default: '[{ "id": "…", "kind": "approval", "approved": true }]',
		description: 'A list: id and kind as in pending, and approved (with a comment where wanted) or answer',
		displayOptions: { show: { operation: ['resume'], decision: ['list'] } },
	},
];

const chooseModel: INodeProperties[] = [
	{
		displayName: 'Model',
		name: 'model',
		type: 'options',
		options: [
			...Object.entries(PROVIDERS).map(([value, { name }]) => ({
				name,
				value,
				description: "Only the agent's models of this provider, through the credential",
			})),
			{
				name: "From Agent's Chain",
				value: 'chain',
				description: "The agent's models in its order, as far as their credentials are set here",
			},
			{
				name: 'None (Extractive Only)',
				value: 'none',
				description: 'No model is asked: the agent answers with sentences of its documents',
			},
		],
		default: 'chain',
		description:
			'Which models are asked. A connected chat model always comes first. When no model answers, the agent quotes its documents, unless its definition forbids it.',
	},
];

const options: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add Option',
	default: {},
	options: [
		{
			displayName: 'Allow Private Networks',
			name: 'allowPrivateNetworks',
			type: 'boolean',
			default: false,
			description:
				"Whether the tools of the agent's definition may call private networks and this machine, besides the internet. Tools that are connected here are not held to it.",
		},
		{
			displayName: 'Budget (US Dollars)',
			name: 'costUsd',
			type: 'number',
			typeOptions: { minValue: 0 },
			default: 0.1,
			description: "What the answer may cost, as far as prices are known; the agent's own limit holds where it is lower",
		},
		{
			displayName: 'Dry Run',
			name: 'dryRun',
			type: 'boolean',
			default: false,
			description: 'Whether tools are not called: the item says in planned what would be',
		},
		{
			displayName: 'Image Fields',
			name: 'imageFields',
			type: 'string',
			default: 'data',
			description: 'Binary fields whose images go with the message, separated by commas; for models that see images',
		},
		{
			displayName: 'Include Events',
			name: 'includeEvents',
			type: 'boolean',
			default: false,
			description: 'Whether the item has each step of the run in events, with its tokens, cost and time',
		},
		{
			displayName: 'Include Trail',
			name: 'includeTrail',
			type: 'boolean',
			default: false,
			description: 'Whether the item has the whole run in trail, as the command troupe agent replays it',
		},
		{
			displayName: 'Read-Only Tools',
			name: 'readOnlyTools',
			type: 'string',
			default: '',
			placeholder: 'look_up, search_*',
			description:
				'Connected tools that change nothing, separated by commas, * for any characters. They are called without asking, and again when nobody knows whether a call happened.',
		},
		{
			displayName: 'Remember Conversation',
			name: 'remember',
			type: 'boolean',
			default: true,
			description: 'Whether the masked turns of the conversation are kept, where the agent has a memory',
		},
		{
			displayName: 'Stream to Chat',
			name: 'stream',
			type: 'boolean',
			default: true,
			description: 'Whether the answer is shown while it is written, where a chat or webhook streams',
		},
		{
			displayName: 'Timeout (Seconds)',
			name: 'timeout',
			type: 'number',
			typeOptions: { minValue: 1, maxValue: 3600 },
			default: 60,
			description: "After this time the agent ends with the outcome limit-reached; the agent's own limit holds where it is shorter",
		},
		{
			displayName: 'Tools Without Asking',
			name: 'allowTools',
			type: 'string',
			default: '',
			placeholder: 'send_receipt, *',
			description:
				"Tools that are called without asking a person, separated by commas, * for any characters. The agent's own rules come first. Without a rule a person is asked for each call that may change something.",
		},
	],
};

/** The agent node's form. */
export const properties: INodeProperties[] = [
	operation,
	...chooseAgent,
	...ask,
	...resume,
	...chooseModel,
	...modelFailureFields,
	...personFields,
	...outputFields,
	options,
];
