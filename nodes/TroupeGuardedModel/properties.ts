import { type INodeProperties, type INodeTypeDescription, NodeConnectionTypes } from 'n8n-workflow';
import { moderationFields } from '../shared/guardrails/moderation-fields';
import { personalDataFields } from '../shared/guardrails/personal-data-fields';
import { onFailureOption, personOption, policyFields } from '../shared/guardrails/policy-fields';
import { standardOption } from '../shared/guardrails/standard-option';
import { sessionFields } from '../shared/session-fields';
import { stateField } from '../shared/state/state-field';

export const inputs: INodeTypeDescription['inputs'] = `={{
	["Model", ...($parameter.judgeFrom === "connected" ? ["Judge"] : [])].map((displayName) =>
		({ type: "${NodeConnectionTypes.AiLanguageModel}", displayName, required: true, maxConnections: 1 }))
}}`;

const conversation: INodeProperties[] = [
	{
		displayName: 'Keep Tokens For',
		name: 'tokensFor',
		type: 'options',
		options: [
			{
				name: 'One Conversation',
				value: 'conversation',
				description: 'A value has the same token in every message of a conversation. Tokens are stored encrypted, for a limited time.',
			},
			{ name: 'One Execution', value: 'execution', description: 'Nothing is stored: each execution makes new tokens' },
		],
		default: 'execution',
		description: 'How long a token can be turned back into its value. No other conversation or execution can restore it.',
	},
	...sessionFields({ tokensFor: ['conversation'] }),
];

const judgeFrom: INodeProperties = {
	displayName: 'Use a Judge',
	name: 'judgeFrom',
	type: 'options',
	options: [
		{ name: 'Another Model', value: 'connected', description: 'Adds an input for a chat model, such as a small one' },
		{ name: 'None', value: 'none', description: 'The guardrails decide alone' },
		{ name: 'The Guarded Model', value: 'model', description: 'The connected model is asked in a separate call' },
	],
	default: 'none',
	description: 'The model that decides about texts that might be harmful content or a prompt injection. It sees tokens, too.',
};

const onBlock: INodeProperties[] = [
	{
		displayName: 'When Blocked',
		name: 'onBlock',
		type: 'options',
		options: [
			{ name: 'Reply', value: 'reply', description: 'The agent gets a polite sentence as the reply of the model' },
			{ name: 'Error', value: 'error', description: 'The agent gets an error and follows its own error settings' },
		],
		default: 'reply',
		description: 'What the agent gets when a guardrail blocks a message, a tool result or a reply',
	},
	{
		displayName: 'Reply Text',
		name: 'refusal',
		type: 'string',
		default: '',
		placeholder: 'I cannot answer this message here.',
		description: 'The sentence to reply with. Leave empty for a standard sentence in the language of the message (English or Portuguese).',
		displayOptions: { show: { onBlock: ['reply'] } },
	},
];

const options: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add Option',
	default: {},
	options: [
		{
			displayName: 'Explain Tokens',
			name: 'explain',
			type: 'boolean',
			default: true,
			description: 'Whether to explain tokens to the model in the system message when something was masked',
		},
		standardOption(['unknown-link']),
		{
			displayName: 'System Message',
			name: 'systemMessage',
			type: 'options',
			options: [
				{
					name: 'Check It, but Not for Injection',
					value: 'withoutInjection',
					description: 'The guardrails for messages check it. The orders in it are yours.',
				},
				{
					name: 'Check It',
					value: 'all',
					description: 'The Injection guardrail checks it too. Use it if the message contains text from outside.',
				},
				{ name: 'Do Not Check It', value: 'off', description: 'Personal data in it is still masked' },
			],
			default: 'withoutInjection',
			description: 'Whether the guardrails for messages also check the system message. Its text can come from outside too.',
		},
		personOption,
		onFailureOption,
	],
};

export const properties: INodeProperties[] = [
	{
		displayName: 'The connected model sees tokens such as [CPF_1_x] instead of personal data. The agent gets the real values back.',
		name: 'notice',
		type: 'notice',
		default: '',
	},
	...personalDataFields(),
	...conversation,
	// Results of tools have no numbers that a reply could cite.
	...policyFields({ initial: {}, choosesStages: true, without: ['support'] }),
	judgeFrom,
	...onBlock,
	options,
	...moderationFields(),
	stateField,
];
