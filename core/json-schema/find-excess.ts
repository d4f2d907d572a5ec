/** Limits for a value from outside. */
interface ValueBounds {
	depth: number;
	/** Fields, items and the value itself. */
	parts: number;
	/** Refuses texts with half a character, which other programs refuse or replace. */
	whole?: true;
}

/**
 * Describes the limit that a value exceeds, as in "more than 64 levels". An integer that a number cannot hold, and a text with half a character,
 * exceed one too. Undefined if there is none.
 */
export function findExcess(value: unknown, bounds: ValueBounds): string | undefined {
	return describeExcess(value, bounds, 1, { parts: 0 });
}

function describeExcess(value: unknown, bounds: ValueBounds, depth: number, seen: { parts: number }): string | undefined {
	seen.parts += 1;
	if (depth > bounds.depth) return `more than ${bounds.depth} levels`;
	if (seen.parts > bounds.parts) return `more than ${bounds.parts} parts`;
	if (typeof value === 'bigint') return 'an integer of 2^53 or more, which would lose digits: write it as a text';
	if (bounds.whole && typeof value === 'string') return findHalf(value);
	if (typeof value !== 'object' || value === null) return undefined;
	for (const [key, each] of Object.entries(value)) {
		const named = bounds.whole && findHalf(key);
		const problem = pollutes(key, each) ? `a field called ${key}` : (named ?? describeExcess(each, bounds, depth + 1, seen));
		if (problem !== undefined) return problem;
	}
	return undefined;
}

const findHalf = (text: string): string | undefined =>
	text.isWellFormed() ? undefined : 'half a character, such as \\ud800 alone: write whole characters';

/** A key that can change all objects of a program that copies the value carelessly. */
function pollutes(key: string, value: unknown): boolean {
	if (key === 'constructor') return typeof value === 'object' && value !== null && Object.hasOwn(value, 'prototype');
	return key === '__proto__';
}
