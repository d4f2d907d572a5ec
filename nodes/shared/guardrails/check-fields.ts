import type { INodeProperties, INodePropertyCollection } from 'n8n-workflow';
import { action, number, text, threshold, whole, words } from './field-parts';
import { abuseLimit, harmfulContent, oddBehaviour } from './harm-fields';
import { localeOptions, typeOptions } from './personal-data-fields';
import { tellsText, trustedResultsText } from './trust-texts';

const names = { ...words, default: [], placeholder: 'get_*' };

const foreignValues: INodePropertyCollection = {
	displayName: 'Foreign Values',
	name: 'foreign-values',
	values: [
		text('Tools That Only Read', 'reads', {
			...names,
			description: 'Names of tools that change nothing; * stands for any characters. Of their calls, only addresses are judged.',
		}),
		action('block', whole),
		text(tellsText.displayName, 'tells', { ...names, placeholder: 'search_web', description: tellsText.description }),
		text(trustedResultsText.displayName, 'trustedResults', {
			...names,
			placeholder: 'get_date',
			description: trustedResultsText.description,
		}),
		text('Free Arguments', 'free', {
			...words,
			default: [],
			placeholder: 'subject',
			description: 'Arguments whose values may come from anywhere',
		}),
		{
			displayName: 'Messages Are From',
			name: 'messages',
			type: 'options',
			options: [
				{ name: 'Others', value: 'untrusted', description: 'Such as a mail or a form that the workflow puts into the message' },
				{ name: 'The Person Who Asks', value: 'trusted' },
			],
			default: 'trusted',
			description: 'Whose words the messages to the agent are',
		},
	],
};

/** Which texts a check looks at. */
export const stages: INodeProperties = {
	displayName: 'Texts to Check',
	name: 'stages',
	type: 'multiOptions',
	options: [
		{ name: 'Messages', value: 'input', description: 'What people write' },
		{
			name: 'Replies',
			value: 'output',
			description: 'What the model answers. A streamed reply is then shown sentence by sentence, or as a whole.',
		},
		{ name: 'System Message', value: 'system', description: 'Included in "Messages" where the guardrail can check it' },
		{ name: 'Tool Arguments', value: 'tool-arguments', description: 'Included in "Replies" where the guardrail can check them' },
		{ name: 'Tool Results', value: 'tool-result' },
	],
	default: [],
	description: 'Leave empty for the usual texts of this guardrail',
};

const verify: INodeProperties = {
	displayName: 'Verify Replies',
	name: 'verify',
	type: 'boolean',
	default: false,
	description:
		'Whether the judge verifies a reply that is found here. A right one is sent, for others the action holds. Needs Use a Judge.',
};

/** One group for each check, named by its id; each field by the field of the document. */
export const checks: INodePropertyCollection[] = [
	abuseLimit,
	{ displayName: 'Backend Data', name: 'backend-data', values: [action('block')] },
	{ displayName: 'Claimed Effect', name: 'claimed-effect', values: [action('ask-person')] },
	{
		displayName: 'Competitors',
		name: 'competitors',
		values: [
			text('Names', 'names', { ...words, default: [], placeholder: 'Acme', description: 'Names that must not appear' }),
			action('rewrite'),
		],
	},
	foreignValues,
	harmfulContent,
	{ displayName: 'Hidden Characters', name: 'hidden-characters', values: [action('rewrite')] },
	{
		displayName: 'Injection',
		name: 'injection',
		values: [
			action('block', whole),
			threshold(
				'Threshold',
				'threshold',
				0.5,
				'Texts with this score or more count as an attempt to change the instructions of the model. Lower is stricter.',
			),
			threshold('Document Threshold', 'indirectThreshold', 0.4, 'The threshold for text that no user typed: tool results and documents'),
		],
	},
	{
		displayName: 'JSON Schema',
		name: 'json-schema',
		values: [
			{
				displayName: 'Schema',
				name: 'schema',
				type: 'json',
				default: '{ "type": "object" }',
				description: 'The text must be JSON that matches this schema',
			},
			action('block', whole),
		],
	},
	{
		displayName: 'Language',
		name: 'language',
		values: [
			{
				displayName: 'Allowed',
				name: 'allowed',
				type: 'multiOptions',
				options: [
					{ name: "Customer's Language", value: 'customer', description: 'The language of the message that is answered' },
					{ name: 'English', value: 'en' },
					{ name: 'Other', value: 'other' },
					{ name: 'Portuguese', value: 'pt' },
				],
				default: ['en', 'pt'],
			},
			{
				displayName: 'Strict',
				name: 'strict',
				type: 'boolean',
				default: false,
				description: 'Whether each sentence has to be in an allowed language, also one in which no word is known',
			},
			action('block', whole),
		],
	},
	{
		displayName: 'Length',
		name: 'length',
		values: [
			number('Characters', 'characters', 4000, 'Max number. Set 0 for no limit.'),
			number('Words', 'words', 0, 'Max number. Set 0 for no limit.'),
			number('Sentences', 'sentences', 0, 'Max number. Set 0 for no limit.'),
			action('block'),
		],
	},
	{ displayName: 'No Deadline', name: 'no-deadline', values: [action('rewrite')] },
	{ displayName: 'No Discount', name: 'no-discount', values: [action('rewrite')] },
	{ displayName: 'No Price', name: 'no-price', values: [action('rewrite')] },
	oddBehaviour,
	{
		displayName: 'Patterns',
		name: 'pattern',
		values: [
			text('Patterns', 'patterns', {
				...words,
				default: [],
				placeholder: 'order \\d{8}',
				description: 'Regular expressions (RE2 syntax)',
			}),
			{
				displayName: 'Matches Are',
				name: 'are',
				type: 'options',
				options: [
					{ name: 'Forbidden', value: 'forbidden', description: 'The text must match no pattern' },
					{ name: 'Required', value: 'required', description: 'The text must match every pattern' },
				],
				default: 'forbidden',
			},
			action('block'),
			verify,
		],
	},
	{
		displayName: 'Personal Data',
		name: 'personal-data',
		values: [
			action('rewrite'),
			{
				displayName: 'Mask',
				name: 'mask',
				type: 'options',
				options: [
					{ name: 'Hash', value: 'hash', description: 'The same hash for the same value' },
					{ name: 'Partial', value: 'partial', description: 'Such as f***o@email.com' },
					{ name: 'Redact', value: 'redact', description: 'Only the type, such as [EMAIL]' },
					{ name: 'Token', value: 'token', description: 'Can be restored in the same conversation' },
				],
				default: 'partial',
				description: 'What replaces the data when the action is Rewrite',
			},
			{
				displayName: 'Types',
				name: 'types',
				type: 'multiOptions',
				options: typeOptions,
				default: [],
				description: 'Leave empty for all types except names of people',
			},
			{
				displayName: 'Countries and Languages',
				name: 'locales',
				type: 'multiOptions',
				options: localeOptions,
				default: [],
				description: 'Leave empty for all',
			},
		],
	},
	{
		displayName: 'Progressive Collection',
		name: 'progressive-collection',
		values: [
			{
				displayName: 'Fields',
				name: 'fields',
				type: 'json',
				default: '[{ "name": "cnpj", "words": ["CNPJ"] }]',
				description: 'What the agent collects, each with the words that ask for it',
			},
			{
				...number('Max Fields per Reply', 'most', 1, 'Max fields that one reply asks for', 50),
				typeOptions: { minValue: 1, maxValue: 50 },
			},
			action('rewrite'),
		],
	},
	{ displayName: 'Prompt Leak', name: 'prompt-leak', values: [action('block')] },
	{
		displayName: 'Question Streak',
		name: 'question-streak',
		values: [number('Max Questions', 'most', 2, 'Max number of questions in a row over the conversation', 100), action('rewrite')],
	},
	{
		displayName: 'Scripts',
		name: 'scripts',
		values: [
			text('Allowed', 'allowed', {
				...words,
				default: ['Latin'],
				placeholder: 'Latin',
				description: 'Names of the scripts of Unicode whose letters may appear',
			}),
			action('block'),
		],
	},
	{ displayName: 'Secrets', name: 'secrets', values: [action('block')] },
	{
		displayName: 'Support',
		name: 'support',
		values: [
			action('ask-person', whole),
			threshold(
				'Min Support',
				'minimum',
				0.25,
				'Replies of which a statement has less support by its passages are stopped. Higher is stricter.',
			),
			{
				displayName: 'Ask the Judge',
				name: 'judge',
				type: 'options',
				options: [
					{ name: 'In Doubt', value: 'in-doubt', description: 'Ask about statements that words do not decide' },
					{ name: 'Never', value: 'never', description: 'Compare words and numbers alone' },
				],
				default: 'never',
				description: 'When to ask a model, in a node that has a judge',
			},
		],
	},
	{
		displayName: 'Topics',
		name: 'topics',
		values: [
			text('Forbidden', 'forbidden', {
				...words,
				default: [],
				placeholder: 'politics',
				description: 'Words and phrases that must not appear, in any form',
			}),
			text('Allowed', 'allowed', {
				...words,
				default: [],
				placeholder: 'coffee',
				description: 'If you add any, the text must contain one of them',
			}),
			action('block'),
			verify,
		],
	},
];
