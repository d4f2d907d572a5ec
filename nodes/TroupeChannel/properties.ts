import type { INodeProperties } from 'n8n-workflow';
import { lookUpFields } from './properties/look-up-fields';
import { modeFields } from './properties/mode-fields';
import { sendFields } from './properties/send-fields';
import { toolFields } from './properties/tool-fields';
import { stateField } from '../shared/state/state-field';

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
