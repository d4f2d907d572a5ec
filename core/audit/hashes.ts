import { hash } from 'node:crypto';

export const hashBytes = 32;

/** Max uint64. */
export const maxTreeSize = 2n ** 64n - 1n;

const leafPrefix = Buffer.of(0);
/** An inner node: prefix and two hashes. */
const node = Buffer.alloc(1 + 2 * hashBytes, 1);

/** RFC 6962, 2.1. */
export const hashLeaf = (entry: Uint8Array): Buffer => toHash(Buffer.concat([leafPrefix, entry]));

/** RFC 6962, 2.1. @param left of 32 bytes, like the other */
export function hashChildren(left: Uint8Array, right: Uint8Array): Buffer {
	node.set(left, 1);
	node.set(right, 1 + hashBytes);
	return toHash(node);
}

/** Root of an empty tree: RFC 6962, 2.1. */
export const emptyRoot = (): Buffer => toHash('');

// A text takes half as long as a buffer, which Node allocates for each hash.
const toHash = (data: Uint8Array | string): Buffer => Buffer.from(hash('sha256', data, 'binary'), 'binary');

export const isEqualHash = (one: Uint8Array, other: Uint8Array): boolean => Buffer.compare(one, other) === 0;
