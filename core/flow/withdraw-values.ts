/** A call whose values are unknown: withdraws all. */
export const anyCall = '*';

/** Shorter values are in many calls, and withdraw nothing. */
const leastCharacters = 4;

/**
 * Removes from approved arguments each value that a later declined call shares, also in part. @param approved JSON, as are the arguments of the
 * declined call @returns the rest; undefined for nothing
 */
export function withdrawValues(approved: string, declined: string): string | undefined {
	if (declined === anyCall || declined === approved) return undefined;
	const refused = readLeaves(declined).map(normalise);
	const isRefused = (leaf: string) => refused.some((one) => isPart(one, leaf) || isPart(leaf, one));
	const leaves = readLeaves(approved);
	const left = leaves.filter((leaf) => !isRefused(normalise(leaf)));
	if (left.length === leaves.length) return approved;
	return left.length > 0 ? JSON.stringify(left) : undefined;
}

const isPart = (part: string, whole: string): boolean => part.length >= leastCharacters && whole.includes(part);

const normalise = (text: string): string => text.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, '');

/** A value restored for its token can break the JSON around it. */
function readLeaves(text: string): string[] {
	try {
		return listLeaves(JSON.parse(text));
	} catch {
		return [text];
	}
}

function listLeaves(value: unknown): string[] {
	if (typeof value === 'object' && value !== null) return Object.values(value).flatMap(listLeaves);
	return typeof value === 'string' || typeof value === 'number' ? [String(value)] : [];
}
