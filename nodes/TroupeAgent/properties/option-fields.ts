import type { INodeProperties } from 'n8n-workflow';
import { defaultPassages } from '../../../core/knowledge/search/search-request';
import { batchingField } from './batching-fields';
import { formOptions } from './form-fields';
import { messageFrom, personOptions } from './person-fields';
import { simplify } from '../../shared/list-fields';
import { assignmentField } from '../../shared/assignment-field';
import { standardOption } from '../../shared/guardrails/standard-option';
import { typeOptions } from '../../shared/guardrails/personal-data-fields';
import { effectFields } from './effect-fields';
import { allowLimitFields } from './allow-limit-fields';
import { limitFields } from './limit-fields';
import { sinceVersion2 } from './for-version';

/** For every agent, in both versions of the node. */
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
		displayOptions: { show: { '@version': sinceVersion2 } },
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

/** Version 1 quotes the documents, and returns everything. */
export const optionsOfVersion2: INodeProperties[] = [
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
		displayOptions: { show: { '@version': sinceVersion2 } },
	},
	{
		...simplify({ show: { '@version': sinceVersion2 }, hide: { '/task': ['export'] } }),
		description: 'Whether to return only what people and the next nodes need, instead of everything the run recorded',
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

/** Options that a definition has by itself; here the form does. */
const ofForm: INodeProperties[] = [
	...formOptions,
	{
		displayName: 'Agent ID',
		name: 'agentId',
		type: 'string',
		default: '',
		placeholder: 'returns-desk',
		description:
			"The agent's ID in budgets, logs and the exported file: lower case letters, digits and hyphens. Leave empty to derive it from the name of the node, with n8n- before it.",
	},
	{
		displayName: 'Agent Version',
		name: 'agentVersion',
		type: 'string',
		default: '1.0.0',
		description: 'The version in the exported file',
	},
	{
		displayName: 'Allowed Link Hosts',
		name: 'linkHosts',
		type: 'string',
		default: '',
		placeholder: 'gov.br, example.com',
		description:
			'Hosts to which replies may link although nobody in the conversation named them, separated by commas; their subdomains too. Hosts that the system prompt names are allowed.',
	},
	{
		displayName: 'Approver',
		name: 'approver',
		type: 'string',
		default: '',
		placeholder: 'order desk',
		description:
			'Who should decide about calls that wait: a role, a name or an address, for the form and for notifications. It authenticates nobody.',
	},
	{
		displayName: 'Hours to Decide',
		name: 'hoursToDecide',
		type: 'number',
		typeOptions: { minValue: 0.01, maxValue: 336, numberPrecision: 2 },
		default: 24,
		description: 'How long a person can decide. Then the node continues by itself. Without this option, seven days.',
	},
	{
		displayName: 'Judge Images',
		name: 'judgeImages',
		type: 'boolean',
		default: false,
		description:
			'Whether the model judges images together with their text before it answers. Harmless ones are answered, others go to a person. The model must understand images.',
	},
	count('Max Message Length (Characters)', 'maxMessageCharacters', 8000, 1_000_000, 'A longer message is refused'),
	count('Max Model Calls', 'maxModelCalls', 20, 200, 'Max number of model calls for one message, including retries'),
	count('Max Output Tokens', 'maxOutputTokens', 1024, 100_000, 'Max length of one answer of the model'),
	count('Max Passages', 'maxPassages', defaultPassages, 50, 'Max number of passages from the collection that the agent gets'),
	count('Max Tool Calls', 'maxToolCalls', 20, 1000, 'Max number of tool calls for one message'),
	{
		displayName: 'Next Approver',
		name: 'nextApprover',
		type: 'string',
		default: '',
		placeholder: 'head of sales',
		description: 'Who is asked, for the same time, if the approver does not decide in time',
	},
	{
		displayName: 'Only Answer From Knowledge',
		name: 'onlyFromKnowledge',
		type: 'boolean',
		default: true,
		description: 'Whether to pass a reply without a citation to a person instead of sending it',
	},
	{
		displayName: 'Personal Data Types',
		name: 'personalDataTypes',
		type: 'multiOptions',
		options: typeOptions,
		default: [],
		description: 'Which types of personal data are masked. Leave empty for all types except names of people.',
	},
	{
		displayName: 'Purpose',
		name: 'purpose',
		type: 'string',
		default: '',
		placeholder: 'Answers questions about returns',
		description:
			'One sentence that helps people and systems to choose this agent. Leave empty to use the first sentence of the system prompt.',
	},
	{
		displayName: 'Sampling Temperature',
		name: 'temperature',
		type: 'number',
		typeOptions: { minValue: 0, maxValue: 2, numberPrecision: 2 },
		default: 0.7,
		description: 'Lower values make the answers more predictable',
	},
	standardOption(),
	{
		displayName: 'Tools That Tell Others',
		name: 'tells',
		type: 'string',
		default: '',
		placeholder: 'search_web, get_page',
		description:
			'Names of tools that only read, but show others what they look for, such as the search of the web; * stands for any characters, commas separate them',
	},
	{
		displayName: 'Trusted Documents',
		name: 'trustedDocuments',
		type: 'string',
		default: '',
		placeholder: 'command /srv/handbook/*',
		description:
			'Origins of documents of the collection that nobody else can write in, as the list of documents shows them; * stands for any characters, commas separate them. Never the uploads of customers.',
	},
	{
		displayName: 'Trusted Tools',
		name: 'trustedResults',
		type: 'string',
		default: '',
		placeholder: 'get_date, find_colleague',
		description:
			'Names of tools whose results nobody else can write in; * stands for any characters, commas separate them. Never a mailbox, a page or a list that customers fill.',
	},
	{
		displayName: 'Values Instead of Results',
		name: 'extract',
		type: 'json',
		typeOptions: { rows: 8 },
		default: JSON.stringify(
			{ read_mail: { type: 'object', properties: { amount: { type: 'number' }, due: { type: 'string', format: 'date' } } } },
			null,
			2,
		),
		description:
			'By the name of a tool, a JSON schema of numbers, dates, choices, IDs and short names: a model without tools takes these values from the results of the tool, and the agent never reads the results, in which others can write orders',
	},
	{
		displayName: 'Values of Others',
		name: 'flow',
		type: 'options',
		options: [
			{ name: 'Ask a Person', value: 'ask', description: 'Although a tool needs no approval' },
			{ name: 'Leave It to the Permissions', value: 'off', description: 'Nobody looks where values come from' },
			{ name: 'Refuse the Call', value: 'strict', description: 'And ask a person about each other call that changes something' },
		],
		default: 'ask',
		description: 'What happens to a call with a value that only a result, a passage or another agent has, and no word of the person',
	},
	{
		displayName: 'When Nobody Decides',
		name: 'whenTimedOut',
		type: 'options',
		options: [
			{ name: 'Approve', value: 'approve', description: 'The agent makes the call' },
			{ name: 'Decline', value: 'decline', description: 'The agent does not make the call, and answers without it' },
			{ name: 'Stop With an Error', value: 'end', description: 'The execution fails' },
		],
		default: 'decline',
		description: 'What happens when the time to decide is over',
	},
].map((field) => ({ ...field, displayOptions: { show: { '/source': ['form'], '@version': sinceVersion2 } } }) as INodeProperties);

export const optionFields: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add Option',
	default: {},
	options: [...common, messageFrom, ...personOptions, ...optionsOfVersion2, ...ofForm].sort((one, other) =>
		one.displayName.localeCompare(other.displayName),
	),
};
