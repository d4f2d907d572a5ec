import { isDeepStrictEqual } from 'node:util';
import type { CollectionStamp } from '../../ports/knowledge/collection-stamp';

/** Undefined fields count as absent. */
export function isSame(one: CollectionStamp, other: CollectionStamp): boolean {
	return isDeepStrictEqual([defined(one.embedding ?? {}), defined(one.chunker)], [defined(other.embedding ?? {}), defined(other.chunker)]);
}

function defined(fields: object): object {
	return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
