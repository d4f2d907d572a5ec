import type { IDisplayOptions, INodeParameters, INodeProperties } from 'n8n-workflow';
import { checks, stages } from './check-fields';

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
