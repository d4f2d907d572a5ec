import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { defaultDefinition } from '../request/default-definition';

const choose: INodePropertyOptions = {
	name: 'Choose an Agent',
	value: 'choose',
	description: 'An agent from an agent folder, from this package or from a registry',
};

const sources: INodeProperties[] = [
	{
		displayName: 'Agent From',
		name: 'source',
		type: 'options',
		noDataExpression: true,
		options: [
			choose,
			{ name: 'Define as JSON', value: 'define', description: 'Write or paste an agent definition file' },
			{ name: 'Form', value: 'form', description: 'Describe the agent in the fields below' },
		],
		default: 'form',
		description: 'Where the agent comes from. The operation Export turns the form into a definition file.',
	},
];

const agent: INodeProperties = {
	displayName: 'Agent',
	name: 'agent',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	required: true,
	description: 'The agent that answers. Put your own agents into the folder .n8n/troupe/agents, or into a folder listed in TROUPE_AGENTS.',
	displayOptions: { show: { source: ['choose'] } },
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			// Otherwise n8n asks for a credential before it loads the list.
			typeOptions: { searchListMethod: 'searchAgents', searchable: true, skipCredentialsCheckInRLC: true },
		},
		{
			displayName: 'By ID',
			name: 'id',
			type: 'string',
			placeholder: 'support',
			validation: [
				{
					type: 'regex',
					properties: { regex: '^[a-z0-9][a-z0-9-]{0,62}$', errorMessage: 'Use lower case letters, digits and hyphens only' },
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
			hint: 'Name of an approved agent, optionally with @ and a version range. Without a range, the newest approved version runs.',
			validation: [
				{
					type: 'regex',
					properties: { regex: '^[a-z0-9][a-z0-9-]{0,62}(@.+)?$', errorMessage: 'Expected a name, optionally with @ and a version range' },
				},
			],
		},
	],
};

const definition: INodeProperties = {
	displayName: 'Agent Definition',
	name: 'definition',
	type: 'json',
	typeOptions: { rows: 18 },
	default: JSON.stringify(defaultDefinition, null, 2),
	required: true,
	description:
		'The agent as JSON. The documentation page “Agent definitions” lists every field. A documents folder is looked up in the first agent folder.',
	displayOptions: { show: { source: ['define'] } },
};

export const sourceFields: INodeProperties[] = [...sources, agent, definition];
