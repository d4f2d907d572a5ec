import type { INodeProperties } from 'n8n-workflow';
import { batchingField } from './batching-fields';
import { typeOptions } from '../../shared/guardrails/personal-data-fields';

/** For every agent, in both versions of the node. */
const common: INodeProperties[] = [
	{
		displayName: 'Allow Private Networks',
		name: 'allowPrivateNetworks',
		type: 'boolean',
		default: false,
		description:
			"Whether the tools of the agent's definition may call private networks and this machine, besides the internet. Connected tools are not restricted by it.",
	},
	batchingField,
	{
		displayName: 'Dry Run',
		name: 'dryRun',
		type: 'boolean',
		default: false,
		description: 'Whether to call no tools. The item lists the calls that the agent would have made in planned.',
	},
	{
		displayName: 'Image Fields',
		name: 'imageFields',
		type: 'string',
		default: 'data',
		description: 'The binary fields whose images go with the message, separated by commas. The model has to understand images.',
	},
	{
		displayName: 'Automatically Pass Through Binary Images',
		name: 'passthroughBinaryImages',
		type: 'boolean',
		default: true,
		description: "Whether images in the item's binary fields go with the message, at most 10. Personal data in an image cannot be masked.",
		displayOptions: { show: { '@version': [2] } },
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
		description: 'Whether to return the whole run in trail, for the command troupe agent replay',
	},
	{
		displayName: 'Max Cost (US Dollars)',
		name: 'costUsd',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 0.1,
		description: 'What one answer may cost at most, as far as prices are known. A lower limit in the definition wins.',
	},
	{
		displayName: 'Read-Only Tools',
		name: 'readOnlyTools',
		type: 'string',
		default: '',
		placeholder: 'look_up, search_*',
		description:
			'Connected tools that change nothing, separated by commas; * stands for any characters. The agent calls them without asking, and may repeat a call after a failure.',
	},
	{
		displayName: 'Remember Conversation',
		name: 'remember',
		type: 'boolean',
		default: true,
		description: 'Whether to store the masked turns of the conversation',
	},
	{
		displayName: 'Stream to Chat',
		name: 'stream',
		type: 'boolean',
		default: true,
		description: 'Whether to show the answer while it is written, if the chat or webhook streams',
	},
	{
		displayName: 'Timeout (Seconds)',
		name: 'timeout',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 3600 },
		default: 60,
		description: 'After this time the run ends with the outcome limit-reached. A shorter limit in the definition wins.',
	},
	{
		displayName: 'Tools Without Asking',
		name: 'allowTools',
		type: 'string',
		default: '',
		placeholder: 'send_receipt, *',
		description:
			'Tools that the agent calls without asking a person, by name, separated by commas; * stands for any characters. The rules of the definition come first.',
	},
];

const count = (displayName: string, name: string, value: number, maxValue: number, description: string): INodeProperties => ({
	displayName,
	name,
	type: 'number',
	typeOptions: { minValue: 1, maxValue, numberPrecision: 0 },
	default: value,
	description,
});

/** What a definition says by itself; here the form does. */
const ofForm: INodeProperties[] = [
	{
		displayName: 'Agent ID',
		name: 'agentId',
		type: 'string',
		default: '',
		placeholder: 'returns-desk',
		description:
			"The agent's ID in budgets, logs and the exported file: lower case letters, digits and hyphens. Empty makes one from the node's name.",
	},
	{
		displayName: 'Agent Version',
		name: 'agentVersion',
		type: 'string',
		default: '1.0.0',
		description: 'The version in the exported file',
	},
	count('Max Message Length (Characters)', 'maxMessageCharacters', 8000, 1_000_000, 'A longer message is refused'),
	count('Max Model Calls', 'maxModelCalls', 20, 200, 'How often a model is called for one message, retries included'),
	count('Max Output Tokens', 'maxOutputTokens', 800, 100_000, 'How long one answer of the model may be'),
	count('Max Passages', 'maxPassages', 4, 50, 'How many passages of the collection the agent gets'),
	count('Max Tool Calls', 'maxToolCalls', 20, 1000, 'How many tool calls the agent makes for one message'),
	{
		displayName: 'Only Answer From Knowledge',
		name: 'onlyFromKnowledge',
		type: 'boolean',
		default: true,
		description: 'Whether a reply without a citation goes to a person',
	},
	{
		displayName: 'Personal Data Types',
		name: 'personalDataTypes',
		type: 'multiOptions',
		options: typeOptions,
		default: [],
		description: 'Which personal data is masked. Empty stands for all types but names of persons.',
	},
	{
		displayName: 'Purpose',
		name: 'purpose',
		type: 'string',
		default: '',
		placeholder: 'Answers questions about returns',
		description: 'One sentence for the people and systems that choose among agents. Empty takes the first sentence of the system prompt.',
	},
	{
		displayName: 'Sampling Temperature',
		name: 'temperature',
		type: 'number',
		typeOptions: { minValue: 0, maxValue: 2, numberPrecision: 2 },
		default: 0.7,
		description: 'Lower values make the answers more predictable',
	},
].map((field) => ({ ...field, displayOptions: { show: { '/source': ['form'], '@version': [2] } } }) as INodeProperties);

/** What people may add. */
export const optionFields: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add Option',
	default: {},
	options: [...common, ...ofForm].sort((one, other) => one.displayName.localeCompare(other.displayName)),
};
