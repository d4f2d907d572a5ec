import type { IExecuteFunctions } from 'n8n-workflow';
import { readObjects, toText } from './read-json';

/** Reads what a run at a service may ask outside, and what answers it; the service refuses what its operator does not permit. */
export function readRules(context: IExecuteFunctions, item: number): Record<string, unknown> {
	const rules = context.getNodeParameter('rules', item, {}) as Record<string, unknown>;
	const [allow, standIn, name] = [lines(rules.allow), lines(rules.standIn), toText(rules.case)];
	return {
		...(allow.length > 0 && { allow }),
		...(standIn.length > 0 && { standIn }),
		...readObjects(rules, { recordings: 'Recordings', capabilities: 'Capabilities' }),
		...(name !== '' && { case: name }),
	};
}

const lines = (value: unknown): string[] =>
	toText(value)
		.split('\n')
		.map((line) => line.trim())
		.filter((line) => line !== '');
