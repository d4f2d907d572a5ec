import type { INodeProperties } from 'n8n-workflow';

const options: INodeProperties[] = [
	{
		displayName: 'Assignee ID',
		name: 'assignee',
		type: 'string',
		default: '',
		placeholder: '7',
		description: 'The number of the person who gets conversations, from the address of their page',
	},
	{
		displayName: 'Label if Unanswered',
		name: 'escalationLabel',
		type: 'string',
		default: '',
		placeholder: 'unanswered',
		description: 'The label that a conversation gets if no person has written. Leave empty to let the agent come back.',
	},
	{
		displayName: 'Labels',
		name: 'labels',
		type: 'string',
		default: '',
		placeholder: 'hot-lead, whatsapp',
		description: 'What is added to conversations that are handed over, separated by commas',
	},
	{
		displayName: 'Team ID',
		name: 'team',
		type: 'string',
		default: '',
		placeholder: '3',
		description: 'The number of the team that gets conversations, from the address of its page',
	},
	{
		displayName: 'Unanswered After (Minutes)',
		name: 'unanswered',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 0,
		description: 'When something happens if no person has written after a hand-over. 0 means never.',
	},
];

export const deskFields: INodeProperties[] = [
	{
		displayName: 'Desk',
		name: 'desk',
		type: 'options',
		noDataExpression: true,
		options: [
			{ name: 'Chatwoot', value: 'chatwoot', description: 'An inbox of Chatwoot that is connected to the same number' },
			{ name: 'None', value: 'none', description: 'People answer at the phone' },
			{ name: 'This Channel', value: 'channel', description: 'For a channel of Chatwoot: notes and labels go to its own conversation' },
		],
		default: 'none',
		description: 'Where people find the summary of a conversation that is handed over, and answer it',
	},
	{
		displayName: 'Desk Options',
		name: 'deskOptions',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		options,
		displayOptions: { show: { desk: ['chatwoot', 'channel'] } },
	},
];
