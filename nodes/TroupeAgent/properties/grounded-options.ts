import type { INodeProperties } from 'n8n-workflow';
import { type GroundedPart, groundedParts } from '../../../core/guardrails/policy/grounded-policy';

const names: Record<GroundedPart, string> = {
	amounts: 'Amounts',
	'asked-secrets': 'Asked Secrets',
	'backend-data': 'Backend Data',
	'claimed-effect': 'Claimed Effect',
	'harmful-content': 'Harmful Content',
	language: "Customer's Language",
	promises: 'Promises',
	support: 'Support',
	usable: 'Usable Answer',
};

/** The policy `grounded`, and which of its checks do not apply. */
export const groundedOptions: INodeProperties[] = [
	{
		displayName: 'Grounded Answers',
		name: 'grounded',
		type: 'boolean',
		default: true,
		description:
			'Whether replies may only say what documents, results and the conversation say. For agents that answer customers from documents or act for them.',
	},
	{
		displayName: 'Grounded Answers: Switch Off',
		name: 'groundedWithout',
		type: 'multiOptions',
		options: (Object.keys(names) as GroundedPart[]).map((value) => ({ name: names[value], value, description: groundedParts[value] })),
		default: [],
		description: 'Checks of Grounded Answers that do not apply here. All of them are on with that option.',
	},
];
