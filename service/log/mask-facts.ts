import { hideInShort } from '../../core/guardrails/masking/hide-in-short';

/** Ids of the product and of engines. A number of 16 digits can look like that of a card. */
const ids = new Set(['run', 'trace', 'tenant', 'instance', 'jobKey', 'requestId', 'key']);
const idForm = /^[\w.:-]{1,200}$/;

const maxDepth = 6;
const maxMembers = 200;

/** Replaces personal data and secrets in every text of what is logged, however deep it is, and makes JSON of it that is not too large. */
export function maskFacts(facts: Record<string, unknown>): Record<string, unknown> {
	return maskMembers(Object.entries(facts), 0);
}

function maskMembers(members: ReadonlyArray<[string, unknown]>, depth: number): Record<string, unknown> {
	return Object.fromEntries(
		members
			.slice(0, maxMembers)
			.filter(([, value]) => value !== undefined)
			.map(([name, value]) => [hideInShort(name), ids.has(name) && isId(value) ? value : maskValue(value, depth)]),
	);
}

const isId = (value: unknown): boolean => typeof value === 'string' && idForm.test(value);

function maskValue(value: unknown, depth: number): unknown {
	if (typeof value === 'number' || typeof value === 'boolean' || value === null || value === undefined) return value;
	if (typeof value === 'string') return hideInShort(value);
	if (value instanceof Date) return value.toJSON();
	if (typeof value === 'bigint') return String(value);
	if (typeof value !== 'object') return undefined;
	if (value instanceof Error) return hideInShort(value.stack ?? value.message);
	if (depth === maxDepth) return '…';
	if (Array.isArray(value)) return value.slice(0, maxMembers).map((member) => maskValue(member, depth + 1));
	return maskMembers(Object.entries(value), depth + 1);
}
