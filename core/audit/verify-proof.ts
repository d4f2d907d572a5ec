/** Verification of Merkle proofs: RFC 9162, 2.1.3.2 and 2.1.4.2, on RFC 6962 trees. Numbers are uint64. */
import { hashBytes, hashChildren, isEqualHash, maxTreeSize } from './hashes';

export interface InclusionClaim {
	index: bigint;
	size: bigint;
	root: Uint8Array;
	leafHash: Uint8Array;
	proof: readonly Uint8Array[];
}

export interface ConsistencyClaim {
	size1: bigint;
	size2: bigint;
	root1: Uint8Array;
	root2: Uint8Array;
	proof: readonly Uint8Array[];
}

/** @returns why the proof does not hold; undefined if it does */
export function verifyInclusion({ index, size, root, leafHash, proof }: InclusionClaim): string | undefined {
	if (!isUint64(size) || !isUint64(index)) return 'index and tree size must be from 0 to 2^64-1';
	if (index >= size) return `the index ${index} is not in a tree of ${size} entries`;
	const wrong = describeLengths({ root, 'leaf hash': leafHash }, proof);
	if (wrong !== undefined) return wrong;
	let node = index;
	let last = size - 1n;
	let hash = leafHash;
	for (const [place, sibling] of proof.entries()) {
		if (last === 0n) return `the proof has ${proof.length} hashes, expected ${place}`;
		if (isOdd(node) || node === last) {
			hash = hashChildren(sibling, hash);
			for (; !isOdd(node) && node !== 0n; last >>= 1n) node >>= 1n;
		} else hash = hashChildren(hash, sibling);
		node >>= 1n;
		last >>= 1n;
	}
	if (last !== 0n) return `the proof has ${proof.length} hashes, which are too few for a tree of ${size} entries`;
	return isEqualHash(hash, root) ? undefined : 'the proof leads to another root';
}

/** Checks that the second tree extends the first. @returns why the proof does not hold; undefined if it does */
export function verifyConsistency({ size1, size2, root1, root2, proof }: ConsistencyClaim): string | undefined {
	if (!isUint64(size1) || !isUint64(size2)) return 'both sizes must be from 0 to 2^64-1';
	if (size1 > size2) return `the first tree has more entries (${size1}) than the second (${size2})`;
	// Every tree extends the empty one, so the proof says nothing.
	if (size1 === 0n) return 'the first tree is empty, which proves nothing';
	if (size1 === size2) {
		if (proof.length > 0) return `the proof has ${proof.length} hashes, expected 0 for trees of one size`;
		return isEqualHash(root1, root2) ? undefined : 'trees of one size have different roots';
	}
	const wrong = describeLengths({ 'first root': root1, 'second root': root2 }, proof);
	if (wrong !== undefined) return wrong;
	// The proof omits a first tree that is a perfect subtree of the second.
	const path = isPowerOfTwo(size1) ? [root1, ...proof] : proof;
	if (path.length === 0) return 'the proof is empty';
	return walkConsistency({ size1, size2, root1, root2, proof: path });
}

function walkConsistency({ size1, size2, root1, root2, proof: [start, ...others] }: ConsistencyClaim): string | undefined {
	let node = size1 - 1n;
	let last = size2 - 1n;
	for (; isOdd(node); last >>= 1n) node >>= 1n;
	let first = start!;
	let second = start!;
	for (const hash of others) {
		if (last === 0n) return 'the proof has too many hashes';
		if (isOdd(node) || node === last) {
			first = hashChildren(hash, first);
			second = hashChildren(hash, second);
			for (; !isOdd(node) && node !== 0n; last >>= 1n) node >>= 1n;
		} else second = hashChildren(second, hash);
		node >>= 1n;
		last >>= 1n;
	}
	if (last !== 0n) return 'the proof has too few hashes';
	if (!isEqualHash(first, root1)) return 'the proof leads to another first root';
	return isEqualHash(second, root2) ? undefined : 'the proof leads to another second root';
}

/** A tree of uint64 has 64 levels. */
const maxProofHashes = 65;

function describeLengths(named: Record<string, Uint8Array>, proof: readonly Uint8Array[]): string | undefined {
	if (proof.length > maxProofHashes) return `the proof has ${proof.length} hashes, expected at most ${maxProofHashes}`;
	const all = [...Object.entries(named), ...proof.map((hash, place) => [`hash ${place} of the proof`, hash] as const)];
	const [name, hash] = all.find(([, { length }]) => length !== hashBytes) ?? [];
	return hash && `the ${name} has ${hash.length} bytes, expected ${hashBytes}`;
}

const isUint64 = (number: bigint) => number >= 0n && number <= maxTreeSize;
const isOdd = (number: bigint) => (number & 1n) === 1n;
const isPowerOfTwo = (number: bigint) => (number & (number - 1n)) === 0n;
