import type { INodeProperties } from 'n8n-workflow';
import { audioFields } from './properties/audio-fields';
import { deskFields } from './properties/desk-fields';
import { hoursOptions } from './properties/hours-options';
import { stateField, stateNotice } from '../shared/state/state-field';
import { credentialPlace } from '../shared/models/credential-fields';

const rightOptions: INodeProperties[] = [
	{
		displayName: 'Requests Handled by Troupe',
		name: 'demands',
		type: 'options',
		options: [
			{ name: 'Opt-Outs and Data Requests', value: 'all', description: 'Troupe answers both, and the workflow does not start' },
			{ name: 'Opt-Outs Only', value: 'stop', description: 'Requests about data start the workflow, which has to note them' },
		],
		default: 'all',
		description: 'Requests of customers that Troupe answers by itself, without the workflow',
	},
	{
		displayName: 'Opt-Out and Data Answers',
		name: 'rightTexts',
		type: 'string',
		typeOptions: { rows: 3 },
		default: '',
		placeholder: 'opt-out pt Pronto, paramos por aqui. Protocolo: {protocol}.',
		description:
			'Answers in place of those of Troupe, one a line: opt-out, wrong-number, erasure, access or opt-in, then en or pt, then the text',
	},
	{
		displayName: 'Opt-Out and Data Words',
		name: 'rightWords',
		type: 'string',
		typeOptions: { rows: 3 },
		default: '',
		placeholder: 'opt-out chega',
		description: 'Messages that also count as such a request, one a line: opt-out, wrong-number, erasure, access or opt-in, then the words',
	},
	{
		displayName: 'Required Legal Bases',
		name: 'requiredBases',
		type: 'string',
		typeOptions: { rows: 3 },
		default: '',
		placeholder: 'follow-ups marketing',
		description:
			'Messages that are sent only with a recorded legal basis, one a line: follow-ups, templates or first-messages, then the purpose, then perhaps the basis, such as consent',
	},
];

const text = { type: 'string', default: '' } as const;

const originsField: INodeProperties = {
	displayName: 'Origins',
	name: 'origins',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	placeholder: 'Add Origin',
	default: {},
	description: 'Ads, posts, links and products through which customers come, with a name or a greeting of their own',
	options: [
		{
			displayName: 'Origin',
			name: 'origin',
			values: [
				{
					displayName: 'Kind',
					name: 'via',
					type: 'options',
					options: [
						{ name: 'Ad', value: 'ad' },
						{ name: 'Link', value: 'link' },
						{ name: 'Post', value: 'post' },
						{ name: 'Product', value: 'product' },
					],
					default: 'ad',
				},
				{
					displayName: 'ID',
					name: 'source',
					...text,
					description: 'ID of the ad, post or product at the provider, or the parameter of the link. Leave empty for all of this kind.',
				},
				{
					displayName: 'Name',
					name: 'name',
					...text,
					placeholder: 'fair',
					description: 'What conditions, switches and labels call it: lower-case letters, digits and hyphens',
				},
				{
					displayName: 'Greeting',
					name: 'greeting',
					...text,
					placeholder: 'Welcome! Which machine did you see at the fair?',
					description: 'What a customer gets once who comes from there',
				},
			],
		},
	],
};

const options: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add Option',
	default: {},
	options: [
		{
			displayName: 'Allowed Networks',
			name: 'networks',
			type: 'string',
			default: '',
			placeholder: '203.0.113.0/24',
			description: 'Networks that may call the webhook, separated by commas. Leave empty for all.',
		},
		{
			displayName: 'Max Attempts',
			name: 'attempts',
			type: 'number',
			typeOptions: { minValue: 1, maxValue: 10 },
			default: 3,
			description: 'How often the workflow starts for a turn if it fails. What it has sent is not sent again.',
		},
		{
			displayName: 'Concurrent Turns',
			name: 'concurrency',
			type: 'number',
			typeOptions: { minValue: 1, maxValue: 50 },
			default: 5,
			description: 'Max number of conversations to answer at the same time',
		},
		{
			displayName: 'Max Age of Messages (Minutes)',
			name: 'old',
			type: 'number',
			typeOptions: { minValue: 10, maxValue: 99_360 },
			default: 60,
			description: 'Messages that were written so long before they arrived start no workflow, and go to the desk in one note',
		},
		{
			displayName: 'Max Messages per Minute',
			name: 'messages',
			type: 'number',
			typeOptions: { minValue: 1, maxValue: 1_000 },
			default: 30,
			description: 'A contact who writes more gets no answer until a minute has passed with fewer. Nothing is lost.',
		},
		{
			displayName: 'Max Quiet Time (Seconds)',
			name: 'maxQuiet',
			type: 'number',
			typeOptions: { minValue: 0, maxValue: 300 },
			default: 25,
			description: 'How long the first message waits at most, if the customer goes on writing',
		},
		{
			displayName: 'Max Requests per Minute',
			name: 'requests',
			type: 'number',
			typeOptions: { minValue: 1, maxValue: 1_000_000 },
			default: 120_000,
			description: 'How often one address may call the webhook. More requests get the status 429 and are not stored.',
		},
		{
			displayName: 'Max Wait for a Person (Minutes)',
			name: 'personWait',
			type: 'number',
			typeOptions: { minValue: 1, maxValue: 99_360 },
			default: 30,
			description: 'When people are told of a customer who waits for a person, by an event and a note at the desk',
		},
		{
			displayName: 'Max Wait for the Workflow (Minutes)',
			name: 'agentWait',
			type: 'number',
			typeOptions: { minValue: 1, maxValue: 99_360 },
			default: 10,
			description: 'When people are told of a customer whom the workflow has not answered, by an event and a note at the desk',
		},
		{
			displayName: 'Operators',
			name: 'operators',
			type: 'string',
			default: '',
			placeholder: '7, 12',
			description:
				'IDs of the people who can write /bot on and /bot off, separated by commas. Leave empty for everyone who writes as the account.',
		},
		originsField,
		{
			displayName: 'Workflow Answers Again',
			name: 'returns',
			type: 'options',
			options: [
				{ name: 'After a Pause', value: 'after', description: 'When the pause after a person wrote is over, 12 hours if it is 0' },
				{
					name: 'On Command',
					value: 'command',
					description: 'When a person writes /bot on, or a workflow uses the Troupe Channel operation Resume Agent',
				},
				{
					name: 'When the Desk Resolves',
					value: 'resolved',
					description: 'When people resolve the conversation in Chatwoot. Without a desk, after the pause.',
				},
			],
			default: 'resolved',
			description: 'What lets the workflow answer a conversation again that a person has',
		},
		{
			displayName: 'Pause After a Person Wrote (Minutes)',
			name: 'pause',
			type: 'number',
			typeOptions: { minValue: 0 },
			default: 0,
			description:
				'When the workflow answers again after a person of yours wrote. 0 means when the desk resolves, or after 12 hours if there is none.',
		},
		{
			displayName: 'Personal Data in n8n',
			name: 'personalData',
			type: 'options',
			options: [
				{ name: 'Tokens', value: 'tokens', description: 'N8n stores tokens such as [PHONE_1_k3f9x2]. Nodes of Troupe read the values.' },
				{ name: 'Values', value: 'values', description: 'N8n stores what the customer wrote, unless the rules of the tenant say tokens' },
			],
			default: 'values',
			description: 'What the items of this workflow have in place of phone numbers, names and other personal data',
		},
		{
			displayName: 'Quiet Time (Seconds)',
			name: 'quiet',
			type: 'number',
			typeOptions: { minValue: 0, maxValue: 120 },
			default: 6,
			description: 'How long nothing must arrive before the workflow starts with all messages at once',
		},
		{
			displayName: 'Session Time (Hours)',
			name: 'session',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: 12,
			description: 'After a silence of this length, a message begins a new session, with an empty memory',
		},
		{
			displayName: 'Template After 24 Hours',
			name: 'template',
			type: 'string',
			default: '',
			placeholder: 'continue_talk/pt_BR',
			description:
				'Name and language of an approved template of WhatsApp without parameters, which is sent where 24 hours are over. The answer follows when the customer writes.',
		},
		{
			displayName: 'Tell the Provider the Address',
			name: 'connect',
			type: 'boolean',
			default: true,
			description: 'Whether to enter the production URL at Telegram, Chatwoot, Evolution API or WAHA when the workflow is published',
		},
		{
			displayName: 'Text for Who Waits',
			name: 'waitText',
			type: 'string',
			default: '',
			placeholder: 'We will be right with you.',
			description: 'What a customer gets who waits so long, once. Leave empty for nothing.',
		},
		...hoursOptions,
		...rightOptions,
	],
};

export const properties: INodeProperties[] = [
	{
		displayName:
			'Open Webhook URLs above, and enter the production URL at the provider, for all events. Whoever knows it can write as a customer, if the provider does not sign its requests.',
		name: 'notice',
		type: 'notice',
		default: '',
	},
	{
		displayName: 'Channel Name',
		name: 'channel',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'whatsapp-sales',
		description: 'A name of your choice for this account, in lower-case letters, digits and hyphens. Each workflow has its own.',
		noDataExpression: true,
	},
	...audioFields,
	...deskFields,
	credentialPlace(),
	options,
	stateField,
	stateNotice(),
];
