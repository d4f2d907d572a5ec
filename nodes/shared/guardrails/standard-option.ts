import type { INodeProperties } from 'n8n-workflow';
import type { StandardPart } from '../../../core/guardrails/policy/standard-policy';

const parts: Record<StandardPart, string> = {
	files: 'Images and Files',
	'hidden-characters': 'Hidden Characters',
	injection: 'Injection',
	'odd-behaviour': 'Odd Behaviour',
	'prompt-leak': 'Prompt Leak',
	secrets: 'Secrets',
	'unknown-link': 'Unknown Links',
};

export const standardOption = (without: readonly StandardPart[] = []): INodeProperties => ({
	displayName: 'Switch Off',
	name: 'switchOff',
	type: 'multiOptions',
	options: (Object.keys(parts) as StandardPart[]).filter((part) => !without.includes(part)).map((value) => ({ name: parts[value], value })),
	default: [],
	description: 'Parts of the standard protection that do not apply here. All of them are on by default.',
});
