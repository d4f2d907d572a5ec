import type { INodeProperties } from 'n8n-workflow';

const conversation: INodeProperties = {
	displayName: 'Conversation ID',
	name: 'conversation',
	type: 'string',
	default: '',
	hint: 'Leave empty for the conversation that started the workflow',
	description: 'The ID of a conversation, such as conversation.id of the Troupe Channel Trigger',
};

/** A tool has no nodes before it. */
const conversationOfTool: INodeProperties = {
	...conversation,
	default: "={{ $('Troupe Channel Trigger').first().json.conversation.id }}",
	required: true,
};

export const lookUpFields: INodeProperties[] = [
	{ ...conversation, displayOptions: { show: { '@tool': [false] }, hide: { operation: ['contact'] } } },
	{ ...conversationOfTool, displayOptions: { show: { '@tool': [true] }, hide: { operation: ['contact'] } } },
	{
		displayName: 'Find By',
		name: 'findBy',
		type: 'options',
		options: [
			{ name: 'Contact ID', value: 'id' },
			{ name: 'Conversation ID', value: 'conversation' },
			{ name: 'Email Address', value: 'email' },
			{ name: 'Phone Number', value: 'phone' },
			{ name: 'Telegram ID', value: 'telegram' },
		],
		default: 'conversation',
		description: 'How to find the person',
		displayOptions: { show: { operation: ['contact'] } },
	},
	{ ...conversation, displayOptions: { show: { '@tool': [false], operation: ['contact'], findBy: ['conversation'] } } },
	{ ...conversationOfTool, displayOptions: { show: { '@tool': [true], operation: ['contact'], findBy: ['conversation'] } } },
	{
		displayName: 'Value',
		name: 'value',
		type: 'string',
		default: '',
		required: true,
		placeholder: '+55 44 98888-7777',
		description: 'A phone number is found in any spelling, with or without the ninth digit',
		displayOptions: { show: { operation: ['contact'], findBy: ['id', 'email', 'phone', 'telegram'] } },
	},
	{
		displayName: 'Max Messages',
		name: 'messages',
		type: 'number',
		typeOptions: { minValue: 0, maxValue: 200 },
		default: 20,
		description: 'Max number of messages to return, the last ones of the session',
		displayOptions: { show: { operation: ['conversation'] } },
	},
];
