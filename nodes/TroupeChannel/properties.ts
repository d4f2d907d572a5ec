import type { INodeProperties } from 'n8n-workflow';
import { lookUpFields } from './properties/look-up-fields';
import { sendFields } from './properties/send-fields';
import { toolFields } from './properties/tool-fields';
import { stateField } from '../shared/state/state-field';

const lastWords: INodeProperties = {
	displayName: 'Last Words',
	name: 'lastWords',
	type: 'string',
	typeOptions: { rows: 2 },
	default: '',
	placeholder: 'e.g. A colleague will go on in a moment.',
	description: 'What the customer is told before the agent is silent. Texts that come later are not sent.',
	displayOptions: { show: { operation: ['handOver'], '@tool': [false] } },
};

const modeFields: INodeProperties[] = [
	lastWords,
	{
		...lastWords,
		// As the editor's button "let the model fill the field" writes it.
		default:
			"={{ /*n8n-auto-generated-fromAI-override*/ $fromAI('Last_Words', `One or two sentences that tell the customer, in their language, that a person will go on`, 'string') }}",
		displayOptions: { show: { operation: ['handOver'], '@tool': [true] } },
	},
	{
		displayName: 'Reason',
		name: 'reason',
		type: 'string',
		default: '',
		placeholder: 'e.g. The customer wants a discount',
		description: 'Why, for the log of the contact',
		displayOptions: { show: { operation: ['handOver', 'noAnswer', 'pause', 'resume'] } },
	},
	{
		displayName: 'Summary',
		name: 'summary',
		type: 'string',
		typeOptions: { rows: 3 },
		default: '',
		description:
			'What the person has to know: a text, or JSON with the fields name, company, phone, city, need, urgency, temperature, nextStep and notes. The desk of the channel gets it.',
		displayOptions: { show: { operation: ['handOver'] } },
	},
	{
		displayName: 'Minutes',
		name: 'minutes',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 0,
		description: 'When the agent answers again; after a hand-over, if no person has written by then. 0 means when someone resumes it.',
		displayOptions: { show: { operation: ['handOver', 'pause'] } },
	},
];

const operation: INodeProperties = {
	displayName: 'Operation',
	name: 'operation',
	type: 'options',
	noDataExpression: true,
	// By frequency of use: the picker keeps this order.
	options: [
		{ name: 'Send Text', value: 'text', action: 'Send a text', description: 'Send a text, which ends the turn' },
		{
			name: 'Hand Over',
			value: 'handOver',
			action: 'Hand a conversation over',
			description: 'Give the conversation to a person: the agent is silent',
		},
		{ name: 'Send Media', value: 'media', action: 'Send a file', description: 'Send an image, audio, video or document by its address' },
		{
			name: 'Send Template',
			value: 'template',
			action: 'Send a template',
			description: 'Send a template that WhatsApp has approved, at any time',
		},
		{ name: 'Send Reaction', value: 'reaction', action: 'Send a reaction', description: 'React to a message with an emoji' },
		{
			name: 'Needs No Answer',
			value: 'noAnswer',
			action: 'Leave a message without an answer',
			description: 'Say that the customer needs no answer: nobody is told that they wait',
		},
		{ name: 'Pause Agent', value: 'pause', action: 'Pause the agent', description: 'Answer nothing in this conversation for some time' },
		{ name: 'Resume Agent', value: 'resume', action: 'Resume the agent', description: 'Answer again, also what nobody has answered' },
		{
			name: 'Get Conversation',
			value: 'conversation',
			action: 'Get a conversation',
			description: 'Return who answers, and the last messages',
		},
		{
			name: 'Get Contact',
			value: 'contact',
			action: 'Get a contact',
			description: 'Return the names of a person, and their conversations',
		},
		{ name: 'Mark as Read', value: 'read', action: 'Mark a message as read', description: 'Show the customer that the message was read' },
		{ name: 'Show Typing', value: 'typing', action: 'Show that you are typing', description: 'Show the customer that an answer comes' },
	],
	default: 'text',
};

export const properties: INodeProperties[] = [operation, ...toolFields, ...lookUpFields, ...sendFields, ...modeFields, stateField];
