import type { INodeProperties } from 'n8n-workflow';
import type { CredentialEventCode } from '../../core/credentials/credential-health';
import { tenantsField } from '../shared/records/tenants-field';
import type { ViolationAction, Stage, ViolationCode } from '../../core/guardrails/policy/guard';

const codes: Record<ViolationCode | 'BUDGET_80' | 'BUDGET_100' | CredentialEventCode, string> = {
	ABUSE_LIMIT: 'Abuse Limit',
	BACKEND_DATA: 'Backend Data',
	CLAIM: 'Claimed Effect',
	BUDGET_80: 'Budget 80 % Used',
	BUDGET_100: 'Budget Used Up',
	CALL_DENIED: 'Call Denied',
	CITATION: 'Citation Missing',
	COLLECTION: 'Progressive Collection',
	COMPETITOR: 'Competitor',
	CREDENTIAL_EXPIRED: 'Credential Expired',
	CREDENTIAL_EXPIRES_SOON: 'Credential Expires Soon',
	CREDENTIAL_INVALID: 'Credential Invalid',
	DEADLINE: 'Deadline',
	DISCOUNT: 'Discount',
	FILE: 'File',
	FOREIGN_TOKEN: 'Foreign Token',
	FOREIGN_VALUE: 'Foreign Value',
	GUARDRAIL_FAILED: 'Guardrail Failed',
	HARMFUL_CONTENT: 'Harmful Content',
	HIDDEN_CHARACTERS: 'Hidden Characters',
	INJECTION: 'Injection',
	JSON_SCHEMA: 'JSON Schema',
	LANGUAGE: 'Language',
	LENGTH: 'Length',
	LINK: 'Link to an Unknown Host',
	ODD_BEHAVIOUR: 'Odd Behaviour',
	PATTERN: 'Pattern',
	PERSONAL_DATA: 'Personal Data',
	PRICE: 'Price',
	PROMPT_LEAK: 'Prompt Leak',
	QUESTION_STREAK: 'Question Streak',
	SECRET: 'Secret',
	SUPPORT: 'Unsupported Statement',
	TOPIC: 'Topic',
};

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

const choice = (displayName: string, name: string, names: Record<string, string>, description: string): INodeProperties => ({
	displayName,
	name,
	type: 'multiOptions',
	options: Object.entries(names).map(([value, shown]) => ({ name: shown, value })),
	default: [],
	hint: 'Leave empty for all',
	description,
});

/** The guardrails trigger's form. */
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
