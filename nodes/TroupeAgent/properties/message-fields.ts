import type { INodeProperties } from 'n8n-workflow';

const run = { task: ['run'] };

const message: Omit<INodeProperties, 'default'> = {
	displayName: 'Message',
	name: 'message',
	type: 'string',
	typeOptions: { rows: 3 },
	required: true,
	description: 'The text that the agent answers',
};

/** Filled in from a Chat Trigger or webhook without an own expression. */
export const messageFields: INodeProperties[] = [
	{
		...message,
		default: '={{ $json.chatInput ?? $json.text ?? $json.message ?? $json.body?.message }}',
		displayOptions: { show: { ...run, '@tool': [false] } },
	},
	{
		...message,
		// As the editor's button "let the model fill the field" writes it.
		default:
			"={{ /*n8n-auto-generated-fromAI-override*/ $fromAI('Message', `The question or task for this agent, with all that it needs to know, in the user's language`, 'string') }}",
		displayOptions: { show: { ...run, '@tool': [true] } },
	},
	{
		displayName: 'Conversation ID',
		name: 'conversationId',
		type: 'string',
		default: '={{ $json.sessionId ?? $json.conversationId }}',
		placeholder: 'customer-42',
		description:
			'Messages with the same ID belong to one conversation, which this agent remembers. An empty ID starts a new conversation for each item.',
		displayOptions: { show: run },
	},
];
