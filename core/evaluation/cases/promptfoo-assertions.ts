import type { Assertion } from './assertion-shapes';

interface PromptfooAssertion {
	type?: unknown;
	value?: unknown;
	threshold?: unknown;
}

type Map = (value: unknown, threshold: unknown) => Assertion | string;

const ofText =
	(map: (text: string) => Assertion): Map =>
	(value) =>
		typeof value === 'string' || typeof value === 'number' ? map(String(value)) : 'must have a text as its value';

const ofList =
	(map: (texts: string[]) => Assertion): Map =>
	(value) =>
		Array.isArray(value) && value.length > 0 && value.every((one) => typeof one === 'string')
			? map(value)
			: 'must have a list of texts as its value';

const ofThreshold =
	(map: (threshold: number) => Assertion): Map =>
	(_value, threshold) =>
		typeof threshold === 'number' ? map(threshold) : 'must have a number as its threshold';

const escape = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');

const caseSensitive = true;

const maps: Record<string, Map> = {
	contains: ofText((text) => ({ assert: 'contains', text, caseSensitive })),
	icontains: ofText((text) => ({ assert: 'contains', text })),
	'not-contains': ofText((not) => ({ assert: 'contains', not, caseSensitive })),
	'not-icontains': ofText((not) => ({ assert: 'contains', not })),
	'contains-all': ofList((text) => ({ assert: 'contains', text, caseSensitive })),
	'icontains-all': ofList((text) => ({ assert: 'contains', text })),
	'contains-any': ofList((any) => ({ assert: 'contains', any, caseSensitive })),
	'icontains-any': ofList((any) => ({ assert: 'contains', any })),
	equals: ofText((text) => ({ assert: 'equals', text })),
	'starts-with': ofText((text) => ({ assert: 'matches', pattern: `^${escape(text)}`, caseSensitive })),
	regex: ofText((pattern) => ({ assert: 'matches', pattern, caseSensitive })),
	'not-regex': ofText((pattern) => ({ assert: 'matches', pattern, caseSensitive, not: true })),
	'is-json': (value) =>
		value === undefined || (typeof value === 'object' && value !== null)
			? { assert: 'json-schema', schema: (value ?? {}) as Record<string, unknown> }
			: 'must have a JSON schema as its value',
	'llm-rubric': ofText((rubric) => ({ assert: 'rubric', rubric })),
	cost: ofThreshold((costUsd) => ({ assert: 'at-most', costUsd })),
	latency: ofThreshold((durationMs) => ({ assert: 'at-most', durationMs })),
};

const fields = ['type', 'value', 'threshold'];

export function mapPromptfooAssertion(assertion: PromptfooAssertion): Assertion | string {
	const { type, value, threshold } = assertion;
	const unknown = Object.keys(assertion).filter((name) => !fields.includes(name));
	if (unknown.length > 0) return `has "${unknown.join('", "')}", which has no counterpart here`;
	const map = typeof type === 'string' && Object.hasOwn(maps, type) ? maps[type] : undefined;
	if (!map) return `has the type ${JSON.stringify(type)}, which has no counterpart here; supported are ${Object.keys(maps).join(', ')}`;
	const assertionHere = map(value, threshold);
	return typeof assertionHere === 'string' ? `(${String(type)}) ${assertionHere}` : assertionHere;
}
