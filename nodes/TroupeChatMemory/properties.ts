import type { INodeProperties } from 'n8n-workflow';
import { storeField } from '../shared/knowledge/store-fields';
import { sessionFields } from '../shared/session-fields';

/** The chat memory's form. */
export const properties: INodeProperties[] = [
	storeField('Where what is remembered is kept, encrypted', 'TROUPE_MEMORY_STORE'),
	...sessionFields(),
	{
		displayName: 'Person',
		name: 'person',
		type: 'string',
		default: '',
		placeholder: '={{ $json.customer }}',
		description:
			'Who speaks, by a name of your own that never changes: the agent is told what is known of them, and the conversation is theirs, so that Forget removes it too. Empty where nobody is known.',
	},
	{
		displayName: 'Turns',
		name: 'turns',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 100, numberPrecision: 0 },
		default: 10,
		description: 'How many of the last turns the agent sees as they were; a turn is a message and its reply',
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
				description: 'How many facts and preferences of the person the agent is told at most, the most important first; 0 for none',
			},
		],
	},
];
