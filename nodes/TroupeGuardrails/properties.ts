import type { INodeProperties } from 'n8n-workflow';
import { moderationFields } from '../shared/guardrails/moderation-fields';
import { assignmentField } from '../shared/assignment-field';
import { personalDataFields } from '../shared/guardrails/personal-data-fields';
import { checksOfContacts, onFailureOption, personOption, policyFields } from '../shared/guardrails/policy-fields';
import { optionsField } from '../shared/option-fields';
import { stateField } from '../shared/state/state-field';

const replyOptions: INodeProperties[] = [
	{
		displayName: 'Agent Steps',
		name: 'steps',
		type: 'json',
		default: '={{ $json.intermediateSteps }}',
		description:
			"The tool calls of the agent, as n8n's AI Agent returns them with Return Intermediate Steps. Claimed Effect compares the reply with them. Without this option, they are read from intermediateSteps of the item.",
	},
	{
		displayName: 'Message',
		name: 'message',
		type: 'string',
		typeOptions: { rows: 2 },
		default: '',
		placeholder: "={{ $('When chat message received').item.json.chatInput }}",
		description: 'What the person wrote. The judge of Verify Replies reads it.',
	},
	{
		displayName: 'Passages Read',
		name: 'passages',
		type: 'string',
		typeOptions: { rows: 3 },
		default: '',
		placeholder: '={{ $json.passages }}',
		description:
			'What the reply has to rest on: a text, or a list by an expression, in the order of its citations. Support and the judge of Verify Replies read it.',
	},
	{
		displayName: 'System Prompt',
		name: 'systemPrompt',
		type: 'string',
		typeOptions: { rows: 3 },
		default: '',
		description: 'The instructions of the agent. Prompt Leak compares the reply with them, and the judge of Verify Replies reads them.',
	},
];

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
			description: 'Check a message, a tool result or a retrieved text before a model sees it',
		},
		{ name: 'Check Reply', value: 'checkReply', action: 'Check a reply', description: 'Check a reply before a customer sees it' },
		{ name: 'Mask', value: 'mask', action: 'Mask personal data', description: 'Replace personal data with masks' },
		{ name: 'Restore', value: 'restore', action: 'Restore personal data', description: 'Replace tokens with the original values' },
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
		displayName: 'Conversation ID',
		name: 'conversationId',
		type: 'string',
		default: '={{ $json.sessionId ?? $json.conversationId }}',
		placeholder: 'customer-42',
		description: 'Tokens can be restored only in the conversation that made them. Leave empty to use this execution alone.',
	},
];

/** The operations that judge a text. */
export const checkOperations = ['check', 'checkReply'];

const factsShown = { show: { operation: checkOperations, policyFrom: ['json'] } };

const facts: INodeProperties[] = [
	assignmentField({
		displayName: 'Facts for Guardrails',
		name: 'factFields',
		entry: 'Fact',
		displayOptions: factsShown,
		description: 'What the conditions "when" and "unless" of the policy depend on. Never take them from what the customer wrote.',
	}),
	{
		displayName: 'Facts for Guardrails as JSON',
		name: 'facts',
		type: 'json',
		default: '{}',
		placeholder: '{ "temperature": "cold", "labels": ["vip"] }',
		description: 'A JSON object, or an expression that returns one. A fact above replaces the one of its name.',
		displayOptions: factsShown,
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
			description: 'The same hash for the same value in this conversation, such as [CPF_h_zqkw…]; cannot be restored',
		},
		{ name: 'Partial', value: 'partial', description: 'Enough for its owner to recognize it, such as f***o@email.com; cannot be restored' },
		{ name: 'Redact', value: 'redact', description: 'Only the type, such as [EMAIL]; cannot be restored' },
		{
			name: 'Token',
			value: 'token',
			description: 'A token such as [EMAIL_1_k3f9x2], which the operation Restore turns back into the value',
		},
	],
	default: 'token',
	description: 'What replaces a value',
	displayOptions: { show: { operation: ['mask'] } },
};

const includeFields = (initial: boolean): INodeProperties => ({
	displayName: 'Include Other Input Fields',
	name: 'includeOtherFields',
	type: 'boolean',
	default: initial,
	description: 'Whether to add the fields and files of the input item, unmasked, to the result',
	displayOptions: { show: { '@tool': [false] } },
});

const useJudge: INodeProperties = {
	displayName: 'Use a Judge',
	name: 'useJudge',
	type: 'boolean',
	default: false,
	description: 'Whether to ask a connected chat model about texts that might be a prompt injection or harmful content',
};

const stage: INodeProperties = {
	displayName: 'Type of Text',
	name: 'stage',
	type: 'options',
	options: [
		{ name: 'A Message', value: 'input', description: 'What a person wrote' },
		{ name: 'A Retrieved Text', value: 'knowledge', description: 'A passage of a document for a model to read' },
		{ name: 'A System Message', value: 'system', description: 'A prompt that a workflow put together' },
		{ name: 'A Tool’s Arguments', value: 'tool-arguments', description: 'JSON that a model wrote for a tool, checked at every depth' },
		{ name: 'A Tool’s Result', value: 'tool-result', description: 'What a tool, an API or a web page returned' },
	],
	default: 'input',
	description: 'Some guardrails check only some types. Instructions to the model are more suspicious in a document than in a message.',
	displayOptions: { show: { '/operation': ['check'] } },
};

/** Values of Type of Text that no person wrote. */
const otherStages = stage.options!.flatMap((option) => ('value' in option && option.value !== stage.default ? [option.value] : []));

const checkOptions = [
	includeFields(true),
	onFailureOption,
	{ ...personOption, displayOptions: { show: { '/operation': ['check'] }, hide: { '/options.stage': otherStages } } },
	stage,
	useJudge,
	...replyOptions.map((option) => ({ ...option, displayOptions: { show: { '/operation': ['checkReply'] } } })),
];
const maskOptions = [includeFields(false)];

/** Whoever writes in to a model may be anyone: what steers the model or holds a key stops, personal data is hidden. */
const forMessages = {
	injection: [{ action: 'block' }],
	secrets: [{ action: 'block' }],
	'personal-data': [{ action: 'rewrite' }],
};

/** Promises that a model must not make by itself; the customer's own data is the customer's. */
const forReplies = {
	secrets: [{ action: 'block' }],
	'no-price': [{ action: 'rewrite' }],
	'no-deadline': [{ action: 'rewrite' }],
	'no-discount': [{ action: 'rewrite' }],
	'question-streak': [{ most: 2, action: 'rewrite' }],
};

/** The guardrails that compare a reply with what its agent was told, and what verifies it. */
const ofReplies = ['backend-data', 'claimed-effect', 'foreign-values', 'prompt-leak', 'support', 'verify'];

export const properties: INodeProperties[] = [
	operation,
	...text,
	...policyFields({ initial: forMessages, show: { operation: ['check'] }, without: ofReplies }),
	...policyFields({ initial: forReplies, show: { operation: ['checkReply'] }, without: [...checksOfContacts, 'foreign-values'] }),
	...facts,
	mask,
	...personalDataFields({ show: { operation: ['mask'] } }),
	optionsField(checkOperations, checkOptions),
	optionsField(['mask', 'restore'], maskOptions),
	...moderationFields({ operation: checkOperations }),
	stateField,
];
