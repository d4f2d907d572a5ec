import type { IDisplayOptions, INodeParameters, INodeProperties, INodePropertyCollection } from 'n8n-workflow';
import { checks, stages } from './check-fields';

interface PolicyForm {
	initial: INodeParameters;
	show?: NonNullable<IDisplayOptions['show']>;
	choosesStages?: boolean;
	without?: readonly string[];
}

/** A policy's form, or its document. */
export function policyFields({ initial, show = {}, choosesStages = false, without = [] }: PolicyForm): INodeProperties[] {
	const offered = checks
		.filter(({ name }) => !without.includes(name))
		.map(({ values, ...check }) => ({ ...check, values: values.filter(({ name }) => !without.includes(name)) }));
	return [
		{
			displayName: 'Guardrails From',
			name: 'policyFrom',
			type: 'options',
			options: [
				{ name: 'Form', value: 'form', description: 'Choose the guardrails below' },
				{
					name: 'Define as JSON',
					value: 'json',
					description: 'Write the guardrails as a JSON document, to share them with agents and processes',
				},
			],
			default: 'form',
			displayOptions: { show },
		},
		{
			displayName: 'Guardrails',
			name: 'guardrails',
			type: 'fixedCollection',
			// With single values it could start empty: n8n cannot fill in such a default.
			typeOptions: { multipleValues: true, sortable: true, hideOptionalFields: true, addOptionalFieldButtonText: 'Add Option' },
			placeholder: 'Add Guardrail',
			default: initial,
			options: (choosesStages ? offered.map(withStages) : offered).map(showUsual),
			description: 'Applied from top to bottom. Each guardrail checks the text that the one above it returned.',
			displayOptions: { show: { ...show, policyFrom: ['form'] } },
		},
		{
			displayName: 'Policy',
			name: 'policy',
			type: 'json',
			typeOptions: { rows: 12 },
			default: JSON.stringify(examplePolicy, null, 2),
			required: true,
			description: 'An ID and a list of checks, each with the action block, rewrite, ask-person or log',
			displayOptions: { show: { ...show, policyFrom: ['json'] } },
		},
	];
}

export const onFailureOption: INodeProperties = {
	displayName: 'When a Guardrail Fails',
	name: 'onFailure',
	type: 'options',
	options: [
		{ name: 'Block', value: 'block', description: 'Stop a text that could not be checked' },
		{ name: 'Pass', value: 'pass', description: 'Let a text that could not be checked through, and record the failure' },
	],
	default: 'block',
	displayOptions: { show: { '/policyFrom': ['form'] } },
};

export const personOption: INodeProperties = {
	displayName: 'Person ID',
	name: 'contactId',
	type: 'string',
	default: '',
	placeholder: 'customer-42',
	description:
		'Who writes, the same in all channels. The guardrails Abuse Limit and Odd Behaviour count by it. Never take it from what the contact wrote.',
};

/** Checks that count what contacts write are for messages alone. */
export const checksOfContacts: readonly string[] = ['abuse-limit', 'odd-behaviour'];
export const hasOwnStages = (check: string): boolean => checksOfContacts.includes(check) || check === 'foreign-values';

function withStages({ values, ...check }: INodePropertyCollection): INodePropertyCollection {
	return { ...check, values: hasOwnStages(check.name) ? values : [...values, stages] };
}

/** Fields that few people change: the form shows them on demand, and where they differ from their default. */
const rare = new Set(
	(
		'threshold indirectThreshold helpMessage judge verify otherLanguages kinds mask types locales stages ' +
		'windowMinutes slowSeconds blockMinutes words sentences free tells trustedResults messages'
	).split(' '),
);

const showUsual = ({ values, ...check }: INodePropertyCollection): INodePropertyCollection => ({
	...check,
	values: values.map((field) =>
		rare.has(field.name) ? field : { ...field, typeOptions: { ...field.typeOptions, showEvenWhenOptional: true } },
	),
});

export const examplePolicy = {
	id: 'my-policy',
	onFailure: 'block',
	checks: [
		{ check: 'injection', action: 'block' },
		{ check: 'secrets', action: 'block' },
		{ check: 'no-discount', action: 'rewrite' },
	],
};
