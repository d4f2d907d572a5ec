import type { INodeProperties } from 'n8n-workflow';

const member: INodeProperties[] = [
	{
		displayName: 'Team Member',
		name: 'agent',
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		required: true,
		description: 'An agent of an agent folder, of this package or of a registry. It has its own prompt, model, tools and guardrails.',
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
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
		],
	},
	{
		displayName: 'When to Call',
		name: 'description',
		type: 'string',
		typeOptions: { rows: 2 },
		default: '',
		required: true,
		placeholder: 'Knows the handbook. Ask it about returns and delivery.',
		description: 'What the member can do, and when the agent should call it. The model reads this.',
	},
	{
		displayName: 'Who Answers',
		name: 'handOver',
		type: 'options',
		options: [
			{ name: 'Member, This Message', value: 'once', description: 'The member answers the customer; the next message comes to this agent' },
			{
				name: 'Member, Until It Returns',
				value: 'stays',
				description: 'The member also gets the next messages, until it returns the conversation',
			},
			{ name: 'This Agent', value: 'none', description: 'This agent gets the answer of the member, and writes the reply' },
		],
		default: 'none',
		description: 'Whether the agent hands the conversation over to the member',
	},
];

export const teamFields: INodeProperties[] = [
	{
		displayName: 'Team',
		name: 'team',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true },
		placeholder: 'Add Team Member',
		default: {},
		description:
			'Other agents that this one can call. If one of them has to wait for a person, this node waits with the whole team. A connected Troupe Agent Tool cannot wait.',
		options: [{ displayName: 'Team Member', name: 'members', values: member }],
		displayOptions: { show: { source: ['form'] } },
	},
];
