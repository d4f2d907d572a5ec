import type { INodeProperties } from 'n8n-workflow';
import { sessionFields } from '../shared/session-fields';
import { stateField } from '../shared/state/state-field';

export const properties: INodeProperties[] = [
	...sessionFields(),
	{
		displayName: 'Person ID',
		name: 'person',
		type: 'string',
		default: '',
		placeholder: 'customer-42',
		description:
			'ID of the person who writes, such as a customer number. The agent is told what is known about them, and Forget deletes the conversation with their data. Leave empty if the person is unknown.',
	},
	{
		displayName: 'Max Turns',
		name: 'turns',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 100, numberPrecision: 0 },
		default: 10,
		description: 'Max number of the last turns that the agent sees. A turn is a message and its reply.',
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		options: [
			{
				displayName: 'Max Memories',
				name: 'memories',
				type: 'number',
				typeOptions: { minValue: 0, maxValue: 50, numberPrecision: 0 },
				default: 10,
				description: 'Max number of facts and preferences of the person that the agent gets, the most important first. 0 for none.',
			},
			{
				displayName: 'Share Conversation',
				name: 'shareConversation',
				type: 'boolean',
				default: false,
				description:
					'Whether Troupe Memory, and other workflows and agents with this option, use the same conversation under the same ID. Otherwise, the conversation belongs to this workflow.',
			},
		],
	},
	stateField,
];
