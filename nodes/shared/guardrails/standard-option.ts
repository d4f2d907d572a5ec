import type { INodeProperties } from 'n8n-workflow';
import type { StandardPart } from '../../../core/guardrails/policy/standard-policy';

const parts: Record<StandardPart, string> = {
	'backend-data': 'Backend Data',
	'claimed-effect': 'Claimed Effect',
	files: 'Images and Files',
	'harmful-content': 'Harmful Content',
	'hidden-characters': 'Hidden Characters',
	injection: 'Injection',
	language: "Customer's Language",
	'odd-behaviour': 'Odd Behaviour',
	'prompt-leak': 'Prompt Leak',
	secrets: 'Secrets',
	support: 'Support',
	'unknown-link': 'Unknown Links',
};

/** The parts of the standard policy that the node goes without. */
export const standardOption: INodeProperties = {
	displayName: 'Switch Off',
	name: 'switchOff',
	type: 'multiOptions',
	options: Object.entries(parts).map(([value, name]) => ({ name, value })),
	default: [],
	description: 'Parts of the standard protection that do not apply here. All of them are on by default.',
};
