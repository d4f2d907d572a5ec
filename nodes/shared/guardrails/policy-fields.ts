import type { IDisplayOptions, INodeParameters, INodeProperties, INodePropertyCollection, NodeParameterValue } from 'n8n-workflow';
import { localeOptions, typeOptions } from './personal-data-fields';

export interface PolicyForm {
	/** What it begins with: a list of fields by the check's id. */
	initial: INodeParameters;
	show?: NonNullable<IDisplayOptions['show']>;
	/** Whether each check says which texts it looks at; else the node knows. */
	choosesStages?: boolean;
}

/** A policy's form, or its document. */
export function policyFields({ initial, show = {}, choosesStages = false }: PolicyForm): INodeProperties[] {
	return [
		{
			displayName: 'Guardrails From',
			name: 'policyFrom',
			type: 'options',
			options: [
				{ name: 'Form', value: 'form', description: 'Choose the guardrails below' },
				{ name: 'JSON Document', value: 'json', description: 'A policy document, as docs/guardrails/index.md describes it' },
			],
			default: 'form',
			displayOptions: { show },
		},
		{
			displayName: 'Guardrails',
			name: 'guardrails',
			type: 'fixedCollection',
			// Of one value each it could begin with nothing: n8n cannot fill in such a default.
			typeOptions: { multipleValues: true, sortable: true },
			placeholder: 'Add Guardrail',
			default: initial,
			options: choosesStages ? checks.map(({ values, ...check }) => ({ ...check, values: [...values, stages] })) : checks,
			description: 'Applied in the order of the list, each to what the one before it left',
			displayOptions: { show: { ...show, policyFrom: ['form'] } },
		},
		{
			displayName: 'Policy',
			name: 'policy',
			type: 'json',
			typeOptions: { rows: 12 },
			default: JSON.stringify(examplePolicy, null, 2),
			required: true,
			description: 'Has an ID, and a list of checks with an action for each: block, rewrite, ask-person or log',
			displayOptions: { show: { ...show, policyFrom: ['json'] } },
		},
		{
			displayName: 'When a Guardrail Fails',
			name: 'onFailure',
			type: 'options',
			options: [
				{ name: 'Block', value: 'block', description: 'What could not be checked is not let through' },
				{ name: 'Pass', value: 'pass', description: 'What could not be checked is let through, and the failure is recorded' },
			],
			default: 'block',
			displayOptions: { show: { ...show, policyFrom: ['form'] } },
		},
	];
}

/** What "JSON Document" begins with. */
export const examplePolicy = {
	id: 'my-policy',
	onFailure: 'block',
	checks: [
		{ check: 'injection', action: 'block' },
		{ check: 'secrets', action: 'block' },
		{ check: 'no-discount', action: 'rewrite' },
	],
};

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

const stages: INodeProperties = {
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
const checks: INodePropertyCollection[] = [
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
