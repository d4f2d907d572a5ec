import { TroupeError } from '../../../core/base/errors';
import type { CollectionStamp } from '../../../core/ports/knowledge/collection-stamp';

/** Fixed order of members, so that equal stamps are equal texts. */
export function writeStamp({ embedding, chunker }: CollectionStamp): string {
	return JSON.stringify({
		embedding: embedding && {
			model: embedding.model,
			revision: embedding.revision,
			dtype: embedding.dtype,
			maximumTokens: embedding.maximumTokens,
			dimensions: embedding.dimensions,
		},
		chunker: {
			method: chunker.method,
			wantedTokens: chunker.wantedTokens,
			maximumTokens: chunker.maximumTokens,
			overlapTokens: chunker.overlapTokens,
			version: chunker.version,
		},
	});
}

export function readStamp(text: string): CollectionStamp {
	return JSON.parse(text) as CollectionStamp;
}

export function stampDiffers(name: string, requested: CollectionStamp, stored: CollectionStamp): TroupeError {
	const differing = describeDifference(requested, stored);
	return new TroupeError({
		code: 'KNOWLEDGE_STAMP_DIFFERS',
		message: `The collection "${name}" was created with ${differing.actual}, but this is ${differing.expected}; their vectors and chunks cannot be mixed.`,
		fix: suggestFix(requested, stored),
		details: { collection: name, expected: requested, actual: stored },
	});
}

function suggestFix(requested: CollectionStamp, stored: CollectionStamp): string {
	const { version } = requested.chunker;
	const isOfVersion = writeStamp(requested) === writeStamp({ ...stored, chunker: { ...stored.chunker, version } });
	if (!isOfVersion)
		return 'Use the settings that the collection was created with, re-embed it (troupe knowledge re-embed), or use another name.';
	// Chunking of another version cannot be reproduced.
	return stored.chunker.version < version
		? 'An earlier version of Troupe split its documents. Searches still work. To add documents, re-embed it with its current embedder (troupe knowledge re-embed), or use another name.'
		: 'A later version of Troupe split its documents: run that version, or use another name.';
}

function describeDifference(requested: CollectionStamp, stored: CollectionStamp): { expected: string; actual: string } {
	const expected = flatten(requested);
	const actual = flatten(stored);
	const names = [...new Set([...Object.keys(expected), ...Object.keys(actual)])].filter((name) => expected[name] !== actual[name]);
	const describe = (stamp: Record<string, string>) => names.map((name) => `${name} ${stamp[name] ?? 'none'}`).join(', ');
	return { expected: describe(expected), actual: describe(actual) };
}

function flatten({ embedding, chunker }: CollectionStamp): Record<string, string> {
	const entries = [
		...Object.entries(embedding ?? {}).map(([name, value]) => [`embedding ${name}`, value] as const),
		...Object.entries(chunker).map(([name, value]) => [`chunker ${name}`, value] as const),
	];
	return Object.fromEntries(entries.filter(([, value]) => value !== undefined).map(([name, value]) => [name, String(value)]));
}

/** @throws TroupeError NOT_SUPPORTED for vectors that the store does not support */
export function checkDimensions(name: string, { embedding }: CollectionStamp, max: number | undefined): void {
	if (!embedding || max === undefined || embedding.dimensions <= max) return;
	throw new TroupeError({
		code: 'NOT_SUPPORTED',
		message: `The collection "${name}" cannot be stored in PostgreSQL: pgvector supports up to ${max} dimensions, but ${embedding.model} returns ${embedding.dimensions}.`,
		fix: 'Use a model with fewer dimensions, or store the knowledge in SQLite or Chroma.',
		details: { collection: name, expected: max, actual: embedding.dimensions },
	});
}
