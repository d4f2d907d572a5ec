import type { INodeProperties, INodePropertyCollection, NodeParameterValue } from 'n8n-workflow';
import { localeOptions, typeOptions } from './personal-data-fields';

const ACTIONS = {
	'ask-person': { name: 'Ask a Person', value: 'ask-person', description: 'Stop it, with an outcome that says a person has to decide' },
	block: { name: 'Block', value: 'block', description: 'Stop it' },
	log: { name: 'Log', value: 'log', description: 'Let it through, and record it' },
	rewrite: { name: 'Rewrite', value: 'rewrite', description: 'Take out what is wrong, and let the rest through' },
};

type Action = keyof typeof ACTIONS;

const EVERY: Action[] = ['ask-person', 'block', 'log', 'rewrite'];
/** For what judges the whole text: there is no part of it to take out. */
const WHOLE: Action[] = ['ask-person', 'block', 'log'];

/** Which texts a check looks at. */
export const stages: INodeProperties = {
	displayName: 'Looks At',
	name: 'stages',
	type: 'multiOptions',
	options: [
		{ name: 'Messages', value: 'input', description: 'What people write' },
		{ name: 'Replies', value: 'output', description: 'What the model says; a streamed reply is then shown by sentences, or whole' },
		{ name: 'Tool Results', value: 'tool-result' },
	],
	default: [],
	description: 'None for what the guardrail is made for',
};

const action = (initial: Action, allowed = EVERY): INodeProperties => ({
	displayName: 'Action',
	name: 'action',
	type: 'options',
	options: allowed.map((name) => ACTIONS[name]),
	default: initial,
});

const text = (displayName: string, name: string, more: Partial<INodeProperties> = {}): INodeProperties => ({
	displayName,
	name,
	type: 'string',
	default: '',
	...more,
});

const number = (
	displayName: string,
	name: string,
	initial: NodeParameterValue,
	description: string,
	maxValue = 1_000_000,
): INodeProperties => ({
	displayName,
	name,
	type: 'number',
	typeOptions: { minValue: 0, maxValue },
	default: initial,
	description,
});

const words = { typeOptions: { multipleValues: true, multipleValueButtonText: 'Add' } };

/** One group for each check, named by its id; each field by the field of the document. */
export const checks: INodePropertyCollection[] = [
	{
		displayName: 'Competitors',
		name: 'competitors',
		values: [
			text('Names', 'names', { ...words, default: [], placeholder: 'Acme', description: 'None of them may be named' }),
			action('rewrite'),
		],
	},
	{
		displayName: 'Injection',
		name: 'injection',
		values: [
			action('block', WHOLE),
			{
				displayName: 'Threshold',
				name: 'threshold',
				type: 'number',
				typeOptions: { minValue: 0, maxValue: 1, numberPrecision: 2 },
				default: 0.5,
				description: 'From which score on a text is taken for an attempt to give the model other instructions',
			},
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
				description: 'The text must be JSON that fits it',
			},
			action('block', WHOLE),
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
					{ name: 'English', value: 'en' },
					{ name: 'Other', value: 'other' },
					{ name: 'Portuguese', value: 'pt' },
				],
				default: ['en', 'pt'],
			},
			action('block', WHOLE),
		],
	},
	{
		displayName: 'Length',
		name: 'length',
		values: [
			number('Characters', 'characters', 4000, 'At most so many; 0 for any number'),
			number('Words', 'words', 0, 'At most so many; 0 for any number'),
			number('Sentences', 'sentences', 0, 'At most so many; 0 for any number'),
			action('block'),
		],
	},
	{ displayName: 'No Deadline', name: 'no-deadline', values: [action('rewrite')] },
	{ displayName: 'No Discount', name: 'no-discount', values: [action('rewrite')] },
	{ displayName: 'No Price', name: 'no-price', values: [action('rewrite')] },
	{
		displayName: 'Patterns',
		name: 'pattern',
		values: [
			text('Patterns', 'patterns', {
				...words,
				default: [],
				placeholder: 'order \\d{8}',
				description: 'Regular expressions in RE2’s syntax',
			}),
			{
				displayName: 'Are',
				name: 'are',
				type: 'options',
				options: [
					{ name: 'Forbidden', value: 'forbidden', description: 'None of them may be found' },
					{ name: 'Required', value: 'required', description: 'Each of them must be found' },
				],
				default: 'forbidden',
			},
			action('block'),
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
					{ name: 'Hash', value: 'hash', description: 'The same for the same value' },
					{ name: 'Partial', value: 'partial', description: 'Such as f***o@email.com' },
					{ name: 'Redact', value: 'redact', description: 'Its kind alone, such as [EMAIL]' },
					{ name: 'Token', value: 'token', description: 'Can be restored in the same conversation' },
				],
				default: 'partial',
				description: 'What stands in place of it, where it is rewritten',
			},
			{
				displayName: 'Types',
				name: 'types',
				type: 'multiOptions',
				options: typeOptions,
				default: [],
				description: 'None for all but persons',
			},
			{
				displayName: 'Countries and Languages',
				name: 'locales',
				type: 'multiOptions',
				options: localeOptions,
				default: [],
				description: 'None for all',
			},
		],
	},
	{
		displayName: 'Question Streak',
		name: 'question-streak',
		values: [number('Most', 'most', 2, 'Questions in a row over the conversation', 100), action('rewrite')],
	},
	{ displayName: 'Secrets', name: 'secrets', values: [action('block')] },
	{
		displayName: 'Topics',
		name: 'topics',
		values: [
			text('Forbidden', 'forbidden', {
				...words,
				default: [],
				placeholder: 'politics',
				description: 'Words and phrases that may not be used, in any form',
			}),
			text('Allowed', 'allowed', {
				...words,
				default: [],
				placeholder: 'coffee',
				description: 'Where there are any, a text must have one of them',
			}),
			action('block'),
		],
	},
];
