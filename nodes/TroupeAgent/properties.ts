import type { INodeProperties } from 'n8n-workflow';
import { defaultDefinition } from './default-definition';

const chooseAgent: INodeProperties[] = [
	{
		displayName: 'Source',
		name: 'source',
		type: 'options',
		options: [
			{ name: 'Choose an Agent', value: 'choose', description: 'One that lies in an agent folder, or that the package brings along' },
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

const ask: INodeProperties[] = [
	{
		displayName: 'Message',
		name: 'message',
		type: 'string',
		typeOptions: { rows: 3 },
		default: '={{ $json.message }}',
		required: true,
		description: 'What the agent answers. Personal data in it is masked before any model sees it.',
	},
	{
		displayName: 'Conversation ID',
		name: 'conversationId',
		type: 'string',
		default: '={{ $json.conversationId }}',
		placeholder: 'customer-42',
		description: 'Messages with the same ID belong to one conversation, which the agent remembers. Empty begins a new one for each item.',
	},
];

const chooseModel: INodeProperties[] = [
	{
		displayName: 'Model',
		name: 'model',
		type: 'options',
		options: [
			{ name: 'Anthropic Credential', value: 'anthropic', description: "Only the agent's Anthropic models, through the credential" },
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
			{ name: 'OpenAI-Compatible Credential', value: 'openai', description: "Only the agent's OpenAI models, through the credential" },
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
			displayName: 'Remember Conversation',
			name: 'remember',
			type: 'boolean',
			default: true,
			description: 'Whether the masked turns of the conversation are kept, where the agent has a memory',
		},
		{
			displayName: 'Timeout (Seconds)',
			name: 'timeout',
			type: 'number',
			typeOptions: { minValue: 1, maxValue: 3600 },
			default: 60,
			description: "After this time the agent ends with the outcome limit-reached; the agent's own limit holds where it is shorter",
		},
	],
};

/** The agent node's form. */
export const properties: INodeProperties[] = [...chooseAgent, ...ask, ...chooseModel, options];
