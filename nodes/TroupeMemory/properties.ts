import type { IDisplayOptions, INodeProperties, INodeTypeDescription } from 'n8n-workflow';
import { factOfModel, personNotice, questionOfModel, toolFields } from './tool-fields';
import { stateField } from '../shared/state/state-field';

/** A model may be connected that writes what came before in short. */
export const inputs: INodeTypeDescription['inputs'] = `={{
	((parameters) => [
		'main',
		...(parameters.operation === 'recall' && parameters.conversation ? [{ type: 'ai_languageModel', displayName: 'Summary Model', required: false, maxConnections: 1 }] : []),
	])($parameter)
}}`;

type Shown = NonNullable<IDisplayOptions['show']>;

const operation: INodeProperties = {
	displayName: 'Operation',
	name: 'operation',
	type: 'options',
	noDataExpression: true,
	// Sorted by how often they are used: the picker lists them in this order.
	options: [
		{
			name: 'Remember',
			value: 'remember',
			action: 'Remember facts or messages',
			description: 'Store facts about a person, or a message and its reply in a conversation',
		},
		{
			name: 'Recall',
			value: 'recall',
			action: 'Recall memories',
			description: 'Return what is known about a person, and the last turns of a conversation with a summary of earlier ones',
		},
		{
			name: 'Get and Set Preferences',
			value: 'preferences',
			action: 'Get and set preferences of a person',
			description: 'Read and change named preferences of a person, such as their language',
		},
		{
			name: 'Export',
			value: 'export',
			action: 'Export the data of a person',
			description: 'Return all facts, preferences and conversations of a person',
		},
		{
			name: 'Forget',
			value: 'forget',
			action: 'Forget a person',
			description: 'Permanently delete all data of a person, or one conversation',
		},
	],
	default: 'recall',
};

/** As a tool the node stores one fact, which the model writes. */
const asWorkflow: Shown = { '@tool': [false] };
const asTool: Shown = { '@tool': [true] };

const shownAs = (form: Shown, field: INodeProperties): INodeProperties => ({
	...field,
	displayOptions: { show: { ...form, ...field.displayOptions?.show } },
});

const person = (show: Record<string, string[]>, required: boolean): INodeProperties => ({
	displayName: 'Person ID',
	name: 'person',
	type: 'string',
	default: '',
	...(required && { required }),
	placeholder: 'customer-42',
	description: `ID of the person that never changes, such as a customer number. It is stored as a keyed hash.${required ? '' : ' Leave empty to use only a conversation.'}`,
	displayOptions: { show },
});

const conversation = (show: Record<string, string[]>, required: boolean): INodeProperties => ({
	displayName: 'Conversation ID',
	name: 'conversation',
	type: 'string',
	default: '',
	...(required && { required }),
	placeholder: '={{ $json.sessionId }}',
	description: `ID of the conversation, such as the session ID of a chat.${required ? '' : ' Leave empty to use only a person. With both, the conversation belongs to the person.'}`,
	displayOptions: { show },
});

const whose: INodeProperties[] = [
	{
		displayName: 'What to Forget',
		name: 'what',
		type: 'options',
		options: [
			{ name: 'A Conversation', value: 'conversation', description: 'All turns of one conversation' },
			{ name: 'A Person', value: 'person', description: 'All facts, preferences and conversations of the person' },
		],
		default: 'person',
		description: 'What to delete permanently',
		displayOptions: { show: { operation: ['forget'] } },
	},
	person({ operation: ['recall'] }, false),
	shownAs(asWorkflow, person({ operation: ['remember'] }, false)),
	shownAs(asTool, person({ operation: ['remember'] }, true)),
	person({ operation: ['preferences', 'export'] }, true),
	person({ operation: ['forget'], what: ['person'] }, true),
	conversation({ operation: ['recall'] }, false),
	shownAs(asWorkflow, conversation({ operation: ['remember'] }, false)),
	conversation({ operation: ['forget'], what: ['conversation'] }, true),
];

const question: INodeProperties = {
	displayName: 'Question',
	name: 'question',
	type: 'string',
	default: '',
	placeholder: 'e.g. Which coffee do they like?',
	description: 'Returns the memories that match it best. Leave empty to get the most important ones.',
	displayOptions: { show: { operation: ['recall'] } },
};

const recall: INodeProperties[] = [shownAs(asWorkflow, question), shownAs(asTool, { ...question, default: questionOfModel })];

const fact: INodeProperties = {
	displayName: 'Fact',
	name: 'fact',
	type: 'string',
	default: factOfModel,
	required: true,
	placeholder: 'e.g. Owns an X-10 espresso machine',
	description: 'What to remember about the person, as one statement',
	displayOptions: { show: { operation: ['remember'] } },
};

const said: INodeProperties[] = [
	{
		displayName: 'Facts',
		name: 'facts',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true },
		placeholder: 'Add Fact',
		default: {},
		description: 'What to remember about the person, one statement each',
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
						description: 'From 0 to 1. It decreases with age, and stays high with use.',
					},
					{
						displayName: 'Preference Name',
						name: 'key',
						type: 'string',
						default: '',
						placeholder: 'language',
						description: 'Fill in if the fact is a preference. It replaces the earlier value.',
					},
					{
						displayName: 'Text',
						name: 'text',
						type: 'string',
						default: '',
						placeholder: 'e.g. Owns an X-10 espresso machine',
						description: 'The fact, as one statement',
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
		description: 'What the person said. Needs a conversation.',
		displayOptions: { show: { operation: ['remember'] } },
	},
	{
		displayName: 'Reply',
		name: 'reply',
		type: 'string',
		default: '',
		description: 'What was replied to the message',
		displayOptions: { show: { operation: ['remember'] } },
	},
];

const remember: INodeProperties[] = [...said.map((field) => shownAs(asWorkflow, field)), shownAs(asTool, fact)];

const preferences: INodeProperties[] = [
	{
		displayName: 'Preferences to Set',
		name: 'set',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true },
		placeholder: 'Add Preference',
		default: {},
		description: 'Preferences to change before all preferences are returned',
		options: [
			{
				displayName: 'Preference',
				name: 'preference',
				values: [
					{
						displayName: 'Name',
						name: 'name',
						type: 'string',
						default: '',
						placeholder: 'language',
						description: 'Name of the preference',
					},
					{
						displayName: 'Value',
						name: 'value',
						type: 'string',
						default: '',
						description: 'New value. Leave empty to remove the preference.',
					},
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

export const properties: INodeProperties[] = [
	...toolFields,
	operation,
	personNotice,
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
			count('Max Memories', 'top', 100, 'Max number of memories of the person to return'),
			count('Max Turns', 'turns', 100, 'Max number of the last turns of the conversation to return'),
		],
		displayOptions: { show: { operation: ['recall'] } },
	},
	stateField,
];
