import type { INodeProperties } from 'n8n-workflow';
import { personalDataFields } from '../shared/guardrails/personal-data-fields';
import { policyFields } from '../shared/guardrails/policy-fields';

const operation: INodeProperties = {
	displayName: 'Operation',
	name: 'operation',
	type: 'options',
	noDataExpression: true,
	options: [
		{
			name: 'Check',
			value: 'check',
			action: 'Check a text',
			description: 'Look at a message, a tool’s result or a retrieved text before a model sees it',
		},
		{ name: 'Check Reply', value: 'checkReply', action: 'Check a reply', description: 'Look at a reply before a customer sees it' },
		{ name: 'Mask', value: 'mask', action: 'Mask personal data', description: 'Put masks in place of personal data' },
		{ name: 'Restore', value: 'restore', action: 'Restore personal data', description: 'Put the values back in place of tokens' },
	],
	default: 'check',
};

const text: INodeProperties[] = [
	{
		displayName: 'Text',
		name: 'text',
		type: 'string',
		typeOptions: { rows: 3 },
		default: '={{ $json.chatInput ?? $json.text ?? $json.message }}',
		required: true,
		displayOptions: { show: { operation: ['check', 'mask'] } },
	},
	{
		displayName: 'Text',
		name: 'text',
		type: 'string',
		typeOptions: { rows: 3 },
		default: '={{ $json.output ?? $json.reply ?? $json.text }}',
		required: true,
		displayOptions: { show: { operation: ['checkReply', 'restore'] } },
	},
	{
		displayName: 'Text Is',
		name: 'stage',
		type: 'options',
		options: [
			{ name: 'A Message', value: 'input', description: 'What a person wrote' },
			{ name: 'A Retrieved Text', value: 'knowledge', description: 'A passage of a document that a model shall read' },
			{ name: 'A Tool’s Result', value: 'tool-result', description: 'What a tool, an API or a web page gave' },
		],
		default: 'input',
		description: 'Guardrails may look at some of these only. Orders to the model are more suspicious in a document than in a message.',
		displayOptions: { show: { operation: ['check'] } },
	},
	{
		displayName: 'Conversation ID',
		name: 'conversationId',
		type: 'string',
		default: "={{ $json.sessionId ?? $json.conversationId ?? '' }}",
		placeholder: 'customer-42',
		description:
			'Tokens can be restored in the conversation that they were made in and in no other; guardrails that count, such as the question streak, count by it. Empty for this execution.',
	},
];

const mask: INodeProperties = {
	displayName: 'Mask',
	name: 'mask',
	type: 'options',
	options: [
		{
			name: 'Hash',
			value: 'hash',
			description: 'The same for the same value of this conversation, such as [CPF_h_zqkw…]; cannot be restored',
		},
		{ name: 'Partial', value: 'partial', description: 'So much that its owner knows it, such as f***o@email.com; cannot be restored' },
		{ name: 'Redact', value: 'redact', description: 'Its kind alone, such as [EMAIL]; cannot be restored' },
		{ name: 'Token', value: 'token', description: 'Such as [EMAIL_1_k3f9x2], which the operation Restore takes back' },
	],
	default: 'token',
	description: 'What stands in place of a value',
	displayOptions: { show: { operation: ['mask'] } },
};

const includeFields = (operations: string[], initial: boolean): INodeProperties => ({
	displayName: 'Include Other Input Fields',
	name: 'includeOtherFields',
	type: 'boolean',
	default: initial,
	description: 'Whether the fields of the input item, and its files, are passed on beside the result. They hold what they held.',
	displayOptions: { show: { operation: operations } },
});

const useJudge: INodeProperties = {
	displayName: 'Ask a Model When in Doubt',
	name: 'useJudge',
	type: 'boolean',
	default: false,
	description: 'Whether a chat model, which you connect, decides about texts that may be an injection and may not',
	displayOptions: { show: { operation: ['check', 'checkReply'] } },
};

/** Whoever writes in to a model may be anyone: what steers the model or holds a key stops, personal data is hidden. */
const forMessages = {
	injection: [{ action: 'block', threshold: 0.5 }],
	secrets: [{ action: 'block' }],
	'personal-data': [{ action: 'rewrite', mask: 'partial', types: [], locales: [] }],
};

/** What a model must not promise by itself; the customer's own data is the customer's. */
const forReplies = {
	secrets: [{ action: 'block' }],
	'no-price': [{ action: 'rewrite' }],
	'no-deadline': [{ action: 'rewrite' }],
	'no-discount': [{ action: 'rewrite' }],
	'question-streak': [{ most: 2, action: 'rewrite' }],
};

/** The guardrails node's form. */
export const properties: INodeProperties[] = [
	operation,
	...text,
	...policyFields({ initial: forMessages, show: { operation: ['check'] } }),
	...policyFields({ initial: forReplies, show: { operation: ['checkReply'] } }),
	mask,
	...personalDataFields({ show: { operation: ['mask'] } }),
	useJudge,
	includeFields(['check', 'checkReply'], true),
	includeFields(['mask', 'restore'], false),
];
