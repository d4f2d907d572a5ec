import type { INodeProperties } from 'n8n-workflow';
import { personalDataFields } from '../shared/guardrails/personal-data-fields';
import { policyFields } from '../shared/guardrails/policy-fields';
import { sessionFields } from '../shared/session-fields';

const conversation: INodeProperties[] = [
	{
		displayName: 'Tokens Are Kept For',
		name: 'tokensFor',
		type: 'options',
		options: [
			{
				name: 'One Conversation',
				value: 'conversation',
				description:
					'The same value has the same token in every message of a conversation. They are kept encrypted, and for a limited time.',
			},
			{ name: 'One Execution', value: 'execution', description: 'Nothing is kept: each execution has tokens of its own' },
		],
		default: 'execution',
		description: 'How long a token stands for its value. No other conversation, and no other execution, can restore it.',
	},
	...sessionFields({ tokensFor: ['conversation'] }),
];

const onBlock: INodeProperties[] = [
	{
		displayName: 'When Blocked',
		name: 'onBlock',
		type: 'options',
		options: [
			{ name: 'Reply', value: 'reply', description: 'The agent gets a polite sentence, as if the model had said it' },
			{ name: 'Error', value: 'error', description: 'The agent gets an error, which its settings treat as any other' },
		],
		default: 'reply',
		description: 'What the agent gets of a message, a tool result or a reply that a guardrail blocks',
	},
	{
		displayName: 'Reply Text',
		name: 'refusal',
		type: 'string',
		default: '',
		placeholder: 'I cannot answer this message here.',
		description: 'What is said in place of what was blocked. Empty for a sentence in the language of the message, English or Portuguese.',
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
			displayName: 'Block Images and Files',
			name: 'refuseFiles',
			type: 'boolean',
			default: false,
			description:
				'Whether messages with images or files are blocked. Otherwise they reach the model as they are: nothing is masked in them.',
		},
		{
			displayName: 'Explain Tokens',
			name: 'explain',
			type: 'boolean',
			default: true,
			description: 'Whether the system message tells the model what tokens are, where something was masked',
		},
	],
};

/** The guarded model's form. */
export const properties: INodeProperties[] = [
	{
		displayName: 'The model connected here sees tokens such as [CPF_1_x] in place of personal data. The agent gets the values back.',
		name: 'notice',
		type: 'notice',
		default: '',
	},
	...personalDataFields(),
	...conversation,
	...policyFields({ initial: {}, choosesStages: true }),
	...onBlock,
	options,
];
