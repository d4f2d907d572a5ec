import type { INodeProperties } from 'n8n-workflow';

/** Default tool descriptions for a model. */
const descriptions: Record<string, string> = {
	contact: 'Returns what is known of the customer: names, phone numbers and conversations.',
	conversation: 'Returns who answers the conversation with the customer, and its last messages.',
	handOver:
		'Gives the conversation to a person of the team. Call it when the customer asks for a person, or when you must not decide. The customer gets your last words; nothing that you write later is sent.',
	media: 'Sends the customer a file.',
	pause: 'Stops answering the customer for some time. Call it when the customer asks for it.',
	reaction: 'Reacts to the customer’s last message with an emoji.',
	read: 'Shows the customer that their message was read.',
	resume: 'Answers the customer again after a pause.',
	template: 'Sends the customer a template of WhatsApp.',
	text: 'Sends the customer a message at once, before your final answer. Call it to say that something takes a while.',
	typing: 'Shows the customer that an answer is being written.',
};

/** Replaces n8n's own field, which describes all operations at once. */
export const toolFields: INodeProperties[] = [
	...Object.entries(descriptions).map(([operation, text]): INodeProperties => ({
		displayName: 'Tool Description',
		name: 'toolDescription',
		type: 'string',
		typeOptions: { rows: 3 },
		default: text,
		required: true,
		description: 'Tells the model what the tool does and when to call it',
		displayOptions: { show: { '@tool': [true], operation: [operation] } },
	})),
	{
		displayName:
			'Keep the expression in Conversation ID. Do not let the model fill it: it could write to other customers, and read what they wrote.',
		name: 'conversationNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { '@tool': [true] } },
	},
];
