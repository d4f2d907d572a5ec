import type { INodeProperties } from 'n8n-workflow';
const cannotWait = { '@tool': [true], '/task': ['export'] };

/** Author of the message. */
export const messageFrom: INodeProperties = {
	displayName: 'Message Is From',
	name: 'messageFrom',
	type: 'options',
	options: [
		{
			name: 'Decide by the Trigger',
			value: 'trigger',
			description: 'Of the person after a chat, yours after a schedule, of others after a form, a webhook, a mail or a page',
		},
		{ name: 'Others', value: 'others', description: 'A person is asked about calls with values that only the message has' },
		{
			name: 'The Person Who Asks',
			value: 'person',
			description: 'The agent may do what the message says, as in a chat that comes in by a webhook',
		},
	],
	default: 'trigger',
	description: 'Who wrote the message. What others wrote does not decide what the agent does.',
	displayOptions: { hide: { '/task': ['resume', 'export'] } },
};

/** The writing person, and the deciders. A tool cannot wait and returns the run. */
export const personOptions: INodeProperties[] = [
	{
		displayName: 'Person ID',
		name: 'personId',
		type: 'string',
		default: '',
		placeholder: 'customer-42',
		description: 'Your own ID for the person who writes, such as a customer number. The agent recalls what it knows about this person.',
	},
	{
		displayName: 'When a Person Has to Decide',
		name: 'whenPersonDecides',
		type: 'options',
		options: [
			{
				name: 'Wait and Show a Form',
				value: 'form',
				description: 'The execution waits. A person approves, declines or answers in a form, and the node continues the run.',
			},
			{
				name: 'Return the Run',
				value: 'return',
				description: 'The item says what the run waits for, and the operation Resume continues it',
			},
		],
		default: 'form',
		description: 'What the node does when a tool call needs an approval, or the agent asks a question',
		displayOptions: { hide: cannotWait },
	},
	{
		displayName: 'People Who Decide',
		name: 'approvers',
		type: 'string',
		default: '',
		placeholder: 'ana@example.com, bia@example.com',
		description:
			'Names of the people who may decide, separated by commas. Each gets a link of their own to the form, in links of the message to Send Form Link To, so that the record says who decided and several people can approve a call. Send each link to this person only. If empty, anyone with the link can decide, and nobody is known by name.',
		displayOptions: { hide: { ...cannotWait, whenPersonDecides: ['return'] } },
	},
	{
		displayName: 'Send Form Link To',
		name: 'notifyUrl',
		type: 'string',
		default: '',
		placeholder: 'https://hooks.slack.com/services/…',
		description:
			'Address that receives the question and the link to the form, as text, questions and url: for example an incoming webhook of Slack, or a Webhook node that sends an e-mail. If empty, only the waiting execution shows the link. Anyone with the link can decide, so do not send it to the customer.',
		displayOptions: { hide: { ...cannotWait, whenPersonDecides: ['return'] } },
	},
];
