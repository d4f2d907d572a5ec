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
			description: 'Get all stored facts, preferences and conversations of a person',
		},
		{
			name: 'Forget',
			value: 'forget',
			action: 'Forget a person',
			description: 'Permanently remove a person or a conversation',
		},
		{
			name: 'Preferences',
			value: 'preferences',
			action: 'Get and set preferences of a person',
			description: 'Get and set what a person prefers, such as their language',
		},
		{
			name: 'Recall',
			value: 'recall',
			action: 'Recall facts and conversations',
			description: 'Get the facts about a person that fit a question, and the last turns of a conversation',
		},
		{
			name: 'Remember',
			value: 'remember',
			action: 'Remember facts and messages',
			description: 'Store facts about a person, or a message and its reply',
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
	description: `An ID of your own for the person, such as a customer number. Only a hash of it is stored.${required ? '' : ' Leave empty to use the conversation alone.'}`,
	displayOptions: { show },
});

const conversation = (show: Record<string, string[]>, required: boolean): INodeProperties => ({
	displayName: 'Conversation',
	name: 'conversation',
	type: 'string',
	default: '',
	...(required && { required }),
	placeholder: '={{ $json.sessionId }}',
	description: `An ID of your own for the conversation, such as the session ID of a chat.${required ? '' : ' Leave empty to use the person alone.'}`,
	displayOptions: { show },
});

const whose: INodeProperties[] = [
	{
		displayName: 'What to Forget',
		name: 'what',
		type: 'options',
		options: [
			{ name: 'A Conversation', value: 'conversation' },
			{ name: 'A Person', value: 'person', description: 'With all of their conversations' },
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
		description: 'Recalls the facts that fit this question. Leave empty for the most important ones.',
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
		description: 'One statement about the person in each fact',
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
						description: 'From 0 to 1. It decreases with age and increases with use.',
					},
					{
						displayName: 'Preference',
						name: 'key',
						type: 'string',
						default: '',
						placeholder: 'language',
						description: 'The name of a preference, such as language. The new text replaces the old one. Leave empty for a plain fact.',
					},
					{
						displayName: 'Text',
						name: 'text',
						type: 'string',
						default: '',
						description: 'The statement, such as: owns an espresso machine X-10',
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
		description: 'What the agent answered',
		displayOptions: { show: { operation: ['remember'] } },
	},
];

const preferences: INodeProperties[] = [
	{
		displayName: 'Preferences to Set',
		name: 'set',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true },
		placeholder: 'Add Preference',
		default: {},
		description: 'Stored first; the node then returns all preferences of the person',
		options: [
			{
				displayName: 'Preference',
				name: 'preference',
				values: [
					{ displayName: 'Name', name: 'name', type: 'string', default: '', placeholder: 'language' },
					{ displayName: 'Value', name: 'value', type: 'string', default: '', description: 'Leave empty to remove the preference' },
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
	storeField('Where conversations and facts are stored, encrypted', 'TROUPE_MEMORY_STORE'),
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
			count('Memories', 'top', 100, 'Max number of facts about the person to return'),
			count('Turns', 'turns', 100, 'Max number of last turns of the conversation to return word for word'),
		],
		displayOptions: { show: { operation: ['recall'] } },
	},
];
