interface ValueBounds {
	depth: number;
	parts: number;
	/** Refuses half a character, which other programs refuse or replace. */
	whole?: true;
}

export const losesDigits = 'which would lose digits';

/** Returns text such as "more than 64 levels", also for a number that cannot hold its digits or half a character. Undefined if there is none. */
export function findExcess(value: unknown, bounds: ValueBounds): string | undefined {
	return describeExcess(value, bounds, [], { parts: 0 });
}

function describeExcess(value: unknown, bounds: ValueBounds, path: string[], seen: { parts: number }): string | undefined {
	seen.parts += 1;
	if (path.length >= bounds.depth) return `more than ${bounds.depth} levels`;
	if (seen.parts > bounds.parts) return `more than ${bounds.parts} parts`;
	if (typeof value === 'bigint' || Number.isNaN(value))
		return `a number of 2^53 or more${namePlace(path)}, ${losesDigits}: write it as a text where the schema allows one`;
	if (bounds.whole && typeof value === 'string') return findHalf(value, path);
	if (typeof value !== 'object' || value === null) return undefined;
	for (const [key, each] of Object.entries(value)) {
		const named = bounds.whole && findHalf(key, path);
		const problem = pollutes(key, each) ? `a field called ${key}` : (named ?? describeExcess(each, bounds, [...path, key], seen));
		if (problem !== undefined) return problem;
	}
	return undefined;
}

const findHalf = (text: string, path: string[]): string | undefined =>
	text.isWellFormed() ? undefined : `half a character${namePlace(path)}, such as \\ud800 alone: write whole characters`;

const namePlace = (path: string[]): string =>
	path.length === 0 ? '' : ` in ${path.map((name) => (/^(?:\d{1,6}|[A-Za-z_][\w-]{0,63})$/.test(name) ? name : '*')).join('.')}`;

/** Such a key can change all objects of a program that copies the value carelessly. */
function pollutes(key: string, value: unknown): boolean {
	if (key === 'constructor') return typeof value === 'object' && value !== null && Object.hasOwn(value, 'prototype');
	return key === '__proto__';
}
