import { hash } from 'node:crypto';

/** SHA-256. */
export const hashBytes = 32;

/** The sizes of trees that uint64 holds. */
export const maxTreeSize = 2n ** 64n - 1n;

const leafPrefix = Buffer.of(0);
const nodePrefix = Buffer.of(1);

/** Returns the hash of an entry: RFC 6962, 2.1. */
export const hashLeaf = (entry: Uint8Array): Buffer => hash('sha256', Buffer.concat([leafPrefix, entry]), 'buffer');

/** Returns the hash of an inner node: RFC 6962, 2.1. */
export const hashChildren = (left: Uint8Array, right: Uint8Array): Buffer =>
	hash('sha256', Buffer.concat([nodePrefix, left, right]), 'buffer');

/** Returns the root of a tree without entries: RFC 6962, 2.1. */
export const emptyRoot = (): Buffer => hash('sha256', '', 'buffer');

export const isEqualHash = (one: Uint8Array, other: Uint8Array): boolean => Buffer.compare(one, other) === 0;
