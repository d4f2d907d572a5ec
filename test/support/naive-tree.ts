/** RFC 6962's definitions of a Merkle tree, word for word and slow, for comparison. */
import { createHash } from 'node:crypto';

const hash = (...parts: Uint8Array[]) => createHash('sha256').update(Buffer.concat(parts)).digest();
const split = (size: number) => {
	let k = 1;
	while (2 * k < size) k *= 2;
	return k;
};

/** MTH. */
export function naiveRoot(entries: readonly Uint8Array[]): Buffer {
	if (entries.length === 0) return hash();
	if (entries.length === 1) return hash(Buffer.of(0), entries[0]!);
	const k = split(entries.length);
	return hash(Buffer.of(1), naiveRoot(entries.slice(0, k)), naiveRoot(entries.slice(k)));
}

/** PATH. */
export function naivePath(m: number, entries: readonly Uint8Array[]): Buffer[] {
	if (entries.length <= 1) return [];
	const k = split(entries.length);
	const [left, right] = [entries.slice(0, k), entries.slice(k)];
	return m < k ? [...naivePath(m, left), naiveRoot(right)] : [...naivePath(m - k, right), naiveRoot(left)];
}

/** PROOF. */
export const naiveConsistency = (m: number, entries: readonly Uint8Array[]): Buffer[] => subproof(m, entries, true);

function subproof(m: number, entries: readonly Uint8Array[], isWhole: boolean): Buffer[] {
	if (m === entries.length) return isWhole ? [] : [naiveRoot(entries)];
	const k = split(entries.length);
	const [left, right] = [entries.slice(0, k), entries.slice(k)];
	return m <= k ? [...subproof(m, left, isWhole), naiveRoot(right)] : [...subproof(m - k, right, false), naiveRoot(left)];
}
