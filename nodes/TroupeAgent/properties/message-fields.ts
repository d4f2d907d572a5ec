import type { INodeProperties } from 'n8n-workflow';
import { sinceVersion2 } from './for-version';

const run = { operation: ['run'] };
const version1 = { show: { ...run, '@version': [1] } };
const version2 = { show: { ...run, '@version': sinceVersion2, '@tool': [false] } };
const version2Tool = { show: { ...run, '@version': sinceVersion2, '@tool': [true] } };

const message: INodeProperties = {
	displayName: 'Message',
	name: 'message',
	type: 'string',
	typeOptions: { rows: 3 },
	default: '={{ $json.message }}',
	required: true,
	description: 'The text that the agent answers',
	displayOptions: version1,
};

const conversationId: INodeProperties = {
	displayName: 'Conversation ID',
	name: 'conversationId',
	type: 'string',
	default: '={{ $json.conversationId }}',
	placeholder: 'customer-42',
	description:
		'Messages with the same ID belong to one conversation, which this agent remembers. An empty ID starts a new conversation for each item.',
	displayOptions: version1,
};

/** Message and conversation. Version 2 takes them from a Chat Trigger and from webhooks without an expression of one's own. */
export const messageFields: INodeProperties[] = [
	message,
	{
		...message,
		default: '={{ $json.chatInput ?? $json.text ?? $json.message ?? $json.body?.message }}',
		displayOptions: version2,
	},
	{
		...message,
		// As the editor's button writes it that lets the model fill the field.
		default:
			"={{ /*n8n-auto-generated-fromAI-override*/ $fromAI('Message', `The question or task for this agent, with all that it needs to know, in the user's language`, 'string') }}",
		displayOptions: version2Tool,
	},
	conversationId,
	{
		...conversationId,
		default: '={{ $json.sessionId ?? $json.conversationId }}',
		displayOptions: { show: { ...run, '@version': sinceVersion2 } },
	},
];
