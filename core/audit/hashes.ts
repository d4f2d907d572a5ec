import { hash } from 'node:crypto';

/** SHA-256. */
export const hashBytes = 32;

/** The sizes of trees that uint64 holds. */
export const maxTreeSize = 2n ** 64n - 1n;

const leafPrefix = Buffer.of(0);
/** An inner node: its prefix and two hashes. */
const node = Buffer.alloc(1 + 2 * hashBytes, 1);

/** Returns the hash of an entry: RFC 6962, 2.1. */
export const hashLeaf = (entry: Uint8Array): Buffer => toHash(Buffer.concat([leafPrefix, entry]));

/** Returns the hash of an inner node: RFC 6962, 2.1. @param left of 32 bytes, as the other one */
export function hashChildren(left: Uint8Array, right: Uint8Array): Buffer {
	node.set(left, 1);
	node.set(right, 1 + hashBytes);
	return toHash(node);
}

/** Returns the root of a tree without entries: RFC 6962, 2.1. */
export const emptyRoot = (): Buffer => toHash('');

// A text takes half as long as a buffer, which Node allocates for each hash.
const toHash = (data: Uint8Array | string): Buffer => Buffer.from(hash('sha256', data, 'binary'), 'binary');

export const isEqualHash = (one: Uint8Array, other: Uint8Array): boolean => Buffer.compare(one, other) === 0;
