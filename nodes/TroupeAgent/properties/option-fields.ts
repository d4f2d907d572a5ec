import type { INodeProperties } from 'n8n-workflow';
import { assignmentField } from '../../shared/assignment-field';
import { simplify } from '../../shared/list-fields';
import { formOptionFields } from './form-option-fields';
import { messageFrom, personOptions } from './person-fields';
import { limitFields } from './limit-fields';

/** Limits per message. 0 means an empty field. */
const allowLimitFields: INodeProperties[] = [
	{
		displayName: 'Tools',
		name: 'tools',
		type: 'string',
		default: '',
		placeholder: 'send_money, refund_*',
		description: 'Names of tools, separated by commas; * matches any characters. The limits hold for each name.',
	},
	{
		displayName: 'Max Calls',
		name: 'calls',
		type: 'number',
		typeOptions: { minValue: 0, maxValue: 10_000, numberPrecision: 0 },
		default: 0,
		description: 'Max number of calls for one message, those that a person approved included. Set 0 for any number.',
	},
	{
		displayName: 'Argument to Add Up',
		name: 'argument',
		type: 'string',
		default: '',
		placeholder: 'amount, or items[].price',
		description: 'A number among the arguments. A call whose number is missing or cannot be added is beyond the limit.',
	},
	{
		displayName: 'Max Sum',
		name: 'sum',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 0,
		description: 'Max of this argument in all calls for one message together',
	},
	{
		displayName: 'Beyond',
		name: 'beyond',
		type: 'options',
		options: [
			{ name: 'Ask a Person', value: 'ask', description: 'They see what was used' },
			{ name: 'Refuse the Call', value: 'deny', description: 'The model is told' },
		],
		default: 'ask',
		description: 'What happens to a call beyond the limits',
	},
];

const effectFields: INodeProperties[] = [
	{
		displayName: 'Tools',
		name: 'tools',
		type: 'string',
		default: '',
		placeholder: 'look_up, search_*',
		description: 'Names of connected tools, separated by commas; * matches any characters',
	},
	{
		displayName: 'Effect',
		name: 'effect',
		type: 'options',
		options: [
			{ name: 'Cannot Be Undone', value: 'irreversible', description: 'Such as a message that is sent or data that is deleted' },
			{ name: 'Can Be Undone', value: 'reversible', description: 'The same system can undo it, such as a changed field' },
			{ name: 'Can Be Undone Elsewhere', value: 'reversible-elsewhere', description: 'Only somebody else can undo it, such as a bank' },
			{ name: 'Only Reads', value: 'reads', description: 'It changes nothing' },
		],
		default: 'irreversible',
		description: 'How far a call of these tools reaches',
	},
];

const batchingField: INodeProperties = {
	displayName: 'Batch Processing',
	name: 'batching',
	type: 'collection',
	placeholder: 'Add Batch Processing Option',
	default: {},
	description: 'How many items are answered at the same time',
	options: [
		{
			displayName: 'Batch Size',
			name: 'batchSize',
			type: 'number',
			typeOptions: { minValue: 1, maxValue: 50 },
			default: 1,
			description: 'How many items are answered at the same time. With 1, items are answered one after the other.',
		},
		{
			displayName: 'Delay Between Batches',
			name: 'delayBetweenBatches',
			type: 'number',
			typeOptions: { minValue: 0 },
			default: 0,
			description: 'How long to wait before the next batch, in milliseconds. Helps to stay within the rate limit of a provider.',
		},
	],
};

const common: INodeProperties[] = [
	{
		displayName: 'Allow After Results',
		name: 'allowAfterResults',
		type: 'boolean',
		default: false,
		description:
			'Whether tools without approval are also called after the run or an earlier turn has read a result or a passage. Whoever wrote such a text could have ordered the call.',
	},
	{
		displayName: 'Allow Private Networks',
		name: 'allowPrivateNetworks',
		type: 'boolean',
		default: false,
		description: 'Whether tools in the agent definition can call private networks and this machine. Connected tools are not restricted.',
	},
	batchingField,
	{
		displayName: 'Dry Run',
		name: 'dryRun',
		type: 'boolean',
		default: false,
		description: 'Whether to call no tools. The field planned of the item lists the calls that the agent would have made.',
	},
	{
		displayName: 'Effects of Tools',
		name: 'toolEffects',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true },
		placeholder: 'Add Effect',
		default: {},
		description:
			'How far calls of connected tools reach. The agent calls tools that only read without approval, and can repeat such a call after a failure. Without an entry, it takes calls of other nodes as irreversible.',
		options: [{ displayName: 'Effect', name: 'effects', values: effectFields }],
	},
	{
		...assignmentField({ displayName: 'Facts for Guardrails', name: 'factFields', entry: 'Fact' }),
		description: 'What conditions of the guardrails depend on. Never take them from what the customer wrote.',
	},
	{
		displayName: 'Facts for Guardrails as JSON',
		name: 'facts',
		type: 'json',
		default: '{}',
		placeholder: '{ "temperature": "cold", "labels": ["vip"] }',
		description: 'A JSON object, or an expression that returns one. A fact of the other option replaces the one of its name.',
	},
	{
		displayName: 'Groups of the Person',
		name: 'personGroups',
		type: 'string',
		default: '',
		placeholder: 'hr, managers',
		description:
			'Groups of whoever asks, separated by commas. With the Person ID they decide which documents with readers are searched. Never take them from what the person wrote.',
	},
	{
		displayName: 'Image Fields',
		name: 'imageFields',
		type: 'string',
		default: 'data',
		description: 'The binary fields whose images go with the message, separated by commas. The model must understand images.',
	},
	{
		displayName: 'Automatically Pass Through Binary Images',
		name: 'passthroughBinaryImages',
		type: 'boolean',
		default: true,
		description: "Whether images in the item's binary fields go with the message, at most 10. Personal data in an image cannot be masked.",
	},
	{
		displayName: 'Include Events',
		name: 'includeEvents',
		type: 'boolean',
		default: false,
		description: 'Whether to list each step of the run in events, with its tokens, cost and time',
	},
	{
		displayName: 'Include Trail',
		name: 'includeTrail',
		type: 'boolean',
		default: false,
		description: 'Whether to return the whole run in trail, for the command troupe run replay',
	},
	{
		displayName: 'Limits Without Approval',
		name: 'allowLimits',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true },
		placeholder: 'Add Limits',
		default: {},
		description:
			'Tools that are called without approval only so often, or up to a sum, for one message. The rules in the agent definition come first.',
		options: [{ displayName: 'Limits', name: 'limits', values: allowLimitFields }],
	},
	{
		displayName: 'Limits of Tools',
		name: 'toolLimits',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true },
		placeholder: 'Add Limits',
		default: {},
		description:
			'How often connected tools are called for one message, how long, and what they may cost. The first entry that names a tool holds.',
		options: [{ displayName: 'Limits', name: 'limits', values: limitFields }],
	},
	{
		displayName: 'Max Cost (US Dollars)',
		name: 'costUsd',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 0.1,
		description: 'Max cost of one answer, as far as prices are known. A lower limit in the agent definition wins.',
	},
	{
		displayName: 'Remember Conversation',
		name: 'remember',
		type: 'boolean',
		default: true,
		description: 'Whether to store the masked turns of the conversation',
	},
	{
		displayName: 'Share Conversation',
		name: 'shareConversation',
		type: 'boolean',
		default: false,
		description:
			'Whether Troupe Memory, and other workflows and agents with this option, use the same conversation under the same ID. Otherwise, the conversation belongs to this workflow and agent.',
	},
	{
		displayName: 'Stream to Chat',
		name: 'stream',
		type: 'boolean',
		default: true,
		description: 'Whether to show the answer while it is written, if the chat or webhook supports streaming',
	},
	{
		displayName: 'Timeout (Seconds)',
		name: 'timeout',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 3600 },
		default: 60,
		description: 'After this time the run ends with the outcome limit-reached. A shorter limit in the agent definition wins.',
	},
	{
		displayName: 'More Tools Without Approval',
		name: 'allowTools',
		type: 'string',
		default: '',
		placeholder: 'send_receipt, *',
		description:
			'Names of tools that the agent calls without approval, separated by commas; * matches any characters. The rules in the agent definition come first.',
	},
];

const resultOptions: INodeProperties[] = [
	{
		displayName: 'When No Model Answers',
		name: 'whenNoModelAnswers',
		type: 'options',
		options: [
			{ name: 'Quote the Documents', value: 'quote', description: 'The agent quotes sentences from its documents, and says that it does' },
			{ name: 'Stop With an Error', value: 'fail', description: 'The error says why each model failed, such as an invalid API key' },
		],
		default: 'fail',
		description: 'What happens when every model fails. Without any model set up, the agent always quotes its documents.',
	},
	{
		...simplify({ hide: { '/task': ['export'] } }),
		description: 'Whether to return only what people and the next nodes need, instead of everything the run recorded',
	},
];

export const optionFields: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add Option',
	default: {},
	options: [...common, messageFrom, ...personOptions, ...resultOptions, ...formOptionFields].sort((one, other) =>
		one.displayName.localeCompare(other.displayName),
	),
};
