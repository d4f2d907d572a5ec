import type { INodeProperties } from 'n8n-workflow';
import { eventCodes } from '../../../core/credentials/credential-health';
import { tenantsField } from '../records/tenants-field';
import { type ViolationAction, type Stage, violationCodes } from '../../../core/guardrails/policy/guard';

/** The names of codes that do not say it themselves. */
const names: Record<string, string> = {
	BUDGET_80: 'Budget 80 % Used',
	BUDGET_100: 'Budget Used Up',
	CITATION: 'Citation Missing',
	CLAIM: 'Claimed Effect',
	COLLECTION: 'Progressive Collection',
	JSON_SCHEMA: 'JSON Schema',
	LINK: 'Link to an Unknown Host',
	SUPPORT: 'Unsupported Statement',
};
const codes = Object.fromEntries(
	[...violationCodes, 'BUDGET_80', 'BUDGET_100', ...Object.values(eventCodes)]
		.map((code) => [code, names[code] ?? toTitle(code)] as const)
		.toSorted(([, one], [, other]) => one.localeCompare(other, 'en')),
);

const actions: Record<ViolationAction, string> = {
	'ask-person': 'Ask a Person',
	block: 'Block',
	log: 'Log',
	refuse: 'Refuse a Tool Call',
	rewrite: 'Rewrite',
};

const stages: Record<Stage, string> = {
	input: 'Message',
	output: 'Reply',
	knowledge: 'Retrieved Text',
	system: 'System Message',
	'tool-arguments': 'Tool Arguments',
	'tool-result': 'Tool Result',
};

function toTitle(code: string): string {
	return code
		.toLowerCase()
		.replaceAll(/(?:^|_)([a-z])/g, (_, letter: string) => ` ${letter.toUpperCase()}`)
		.trim();
}

const choice = (displayName: string, name: string, names: Record<string, string>, description: string): INodeProperties => ({
	displayName,
	name,
	type: 'multiOptions',
	options: Object.entries(names).map(([value, shown]) => ({ name: shown, value })),
	default: [],
	hint: 'Leave empty for all',
	description,
});

export const properties: INodeProperties[] = [
	{
		displayName: 'Every violation starts the workflow. Choose below to narrow it: a violation must match every field you fill in.',
		name: 'notice',
		type: 'notice',
		default: '',
	},
	choice(
		'Violations',
		'codes',
		codes,
		'The kinds of violation that start the workflow. Budgets and credentials start it only if you choose them.',
	),
	choice('Actions', 'actions', actions, 'What the guardrail did about the violation'),
	choice('Texts', 'stages', stages, 'Where the violation was found'),
	{
		displayName: 'Guardrails',
		name: 'guardrails',
		type: 'string',
		default: '',
		placeholder: 'personal-data, no-price',
		hint: 'Leave empty for all',
		description: 'IDs of guardrails, or their names in a policy, separated by commas',
	},
	tenantsField('Whose violations and budgets start the workflow'),
];
