/** Stands for a call whose values are not known any more: it withdraws all. */
export const anyCall = '*';

/** Values that stand in many calls withdraw nothing. */
const leastCharacters = 4;

/**
 * Takes out of the arguments of an approved call what a person declined later: each value that the declined call had too, or a part of it.
 * @param approved JSON, as are the arguments of the declined call
 * @returns what remains; undefined for nothing
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

/** An account with blanks is the same account. */
const normalise = (text: string): string => text.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, '');

/** A value that was put back for its token can break the JSON around it. */
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
