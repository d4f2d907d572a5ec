import type { INodeProperties } from 'n8n-workflow';
import { storeField } from '../shared/knowledge/store-fields';
import { sessionFields } from '../shared/session-fields';

/** The chat memory's form. */
export const properties: INodeProperties[] = [
	storeField('Where conversations and facts are stored, encrypted', 'TROUPE_MEMORY_STORE'),
	...sessionFields(),
	{
		displayName: 'Person',
		name: 'person',
		type: 'string',
		default: '',
		placeholder: '={{ $json.customer }}',
		description: 'An ID of your own for the person who speaks. The agent is told what is known about them. Leave empty for unknown people.',
	},
	{
		displayName: 'Turns',
		name: 'turns',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 100, numberPrecision: 0 },
		default: 10,
		description: 'How many of the last turns the agent sees word for word. A turn is a message and its reply.',
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		options: [
			{
				displayName: 'Memories',
				name: 'memories',
				type: 'number',
				typeOptions: { minValue: 0, maxValue: 50, numberPrecision: 0 },
				default: 10,
				description: 'Max number of facts and preferences of the person to tell the agent, most important first. Set 0 for none.',
			},
		],
	},
];
