import type { INodeProperties, INodeTypeDescription } from 'n8n-workflow';
import { storeField } from '../shared/knowledge/store-fields';

/** A model may be connected that writes what came before in short. */
export const inputs: INodeTypeDescription['inputs'] = `={{
	((parameters) => [
		'main',
		...(parameters.operation === 'recall' && parameters.conversation ? [{ type: 'ai_languageModel', displayName: 'Summary Model', required: false, maxConnections: 1 }] : []),
	])($parameter)
}}`;

const operation: INodeProperties = {
	displayName: 'Operation',
	name: 'operation',
	type: 'options',
	noDataExpression: true,
	options: [
		{
			name: 'Export',
			value: 'export',
			action: 'Export what is known of a person',
			description: 'Everything of a person: facts, preferences and conversations, as it is kept',
		},
		{
			name: 'Forget',
			value: 'forget',
			action: 'Forget a person',
			description: 'Remove everything of a person, or of a conversation, for good',
		},
		{
			name: 'Preferences',
			value: 'preferences',
			action: 'Read and set preferences of a person',
			description: 'What a person likes, by name, such as their language',
		},
		{
			name: 'Recall',
			value: 'recall',
			action: 'Recall what is known',
			description: 'Of a person what fits a question best, of a conversation its last turns and what came before in short',
		},
		{
			name: 'Remember',
			value: 'remember',
			action: 'Remember something',
			description: 'Facts about a person, or what was said in a conversation',
		},
	],
	default: 'recall',
};

const person = (show: Record<string, string[]>, required: boolean): INodeProperties => ({
	displayName: 'Person',
	name: 'person',
	type: 'string',
	default: '',
	...(required && { required }),
	placeholder: 'customer-4711',
	description: `Who it is about, by a name of your own that never changes, such as a customer’s number. It is kept as a keyed hash.${required ? '' : ' Empty where only a conversation is meant.'}`,
	displayOptions: { show },
});

const conversation = (show: Record<string, string[]>, required: boolean): INodeProperties => ({
	displayName: 'Conversation',
	name: 'conversation',
	type: 'string',
	default: '',
	...(required && { required }),
	placeholder: '={{ $json.sessionId }}',
	description: `Which conversation, by a name of your own, such as the session of a chat.${required ? '' : ' Empty where only a person is meant; with both, the conversation is known to be theirs.'}`,
	displayOptions: { show },
});

const whose: INodeProperties[] = [
	{
		displayName: 'What to Forget',
		name: 'what',
		type: 'options',
		options: [
			{ name: 'A Conversation', value: 'conversation' },
			{ name: 'A Person', value: 'person', description: 'With all conversations that were theirs' },
		],
		default: 'person',
		displayOptions: { show: { operation: ['forget'] } },
	},
	person({ operation: ['recall', 'remember'] }, false),
	person({ operation: ['preferences', 'export'] }, true),
	person({ operation: ['forget'], what: ['person'] }, true),
	conversation({ operation: ['recall', 'remember'] }, false),
	conversation({ operation: ['forget'], what: ['conversation'] }, true),
];

const recall: INodeProperties[] = [
	{
		displayName: 'Question',
		name: 'question',
		type: 'string',
		default: '',
		description: 'What the memories of the person are to fit. Empty for the most important ones.',
		displayOptions: { show: { operation: ['recall'] } },
	},
];

const remember: INodeProperties[] = [
	{
		displayName: 'Facts',
		name: 'facts',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true },
		placeholder: 'Add Fact',
		default: {},
		description: 'What is to be known of the person, one statement each',
		options: [
			{
				displayName: 'Fact',
				name: 'fact',
				values: [
					{
						displayName: 'Importance',
						name: 'importance',
						type: 'number',
						typeOptions: { minValue: 0, maxValue: 1, numberPrecision: 2 },
						default: 0.5,
						description: 'From 0 to 1; it fades with age, and stays with use',
					},
					{
						displayName: 'Preference',
						name: 'key',
						type: 'string',
						default: '',
						placeholder: 'language',
						description: 'Its name, where it is a preference: it takes the place of what was',
					},
					{
						displayName: 'Text',
						name: 'text',
						type: 'string',
						default: '',
						description: 'Such as: owns an espresso machine of the type X-10',
					},
				],
			},
		],
		displayOptions: { show: { operation: ['remember'] } },
	},
	{
		displayName: 'Message',
		name: 'message',
		type: 'string',
		default: '',
		description: 'What the person said in the conversation',
		displayOptions: { show: { operation: ['remember'] } },
	},
	{
		displayName: 'Reply',
		name: 'reply',
		type: 'string',
		default: '',
		description: 'What was answered',
		displayOptions: { show: { operation: ['remember'] } },
	},
];

const preferences: INodeProperties[] = [
	{
		displayName: 'Set',
		name: 'set',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true },
		placeholder: 'Add Preference',
		default: {},
		description: 'What is set before all are read',
		options: [
			{
				displayName: 'Preference',
				name: 'preference',
				values: [
					{ displayName: 'Name', name: 'name', type: 'string', default: '', placeholder: 'language' },
					{ displayName: 'Value', name: 'value', type: 'string', default: '', description: 'Empty to remove it' },
				],
			},
		],
		displayOptions: { show: { operation: ['preferences'] } },
	},
];

const count = (displayName: string, name: string, maxValue: number, description: string): INodeProperties => ({
	displayName,
	name,
	type: 'number',
	typeOptions: { minValue: 1, maxValue, numberPrecision: 0 },
	default: 10,
	description,
});

/** The memory node's form. */
export const properties: INodeProperties[] = [
	operation,
	storeField('Where what is remembered is kept, encrypted', 'TROUPE_MEMORY_STORE'),
	...whose,
	...recall,
	...remember,
	...preferences,
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		options: [
			count('Memories', 'top', 100, 'How many of the person are recalled at most'),
			count('Turns', 'turns', 100, 'How many of the conversation’s last turns are recalled as they were'),
		],
		displayOptions: { show: { operation: ['recall'] } },
	},
];
