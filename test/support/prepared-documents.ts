import { hash } from 'node:crypto';
import { nameChunks } from '../../core/knowledge/chunking/name-chunks';
import type { Metadata } from '../../core/ports/knowledge/filter/filter';
import type { CollectionStamp } from '../../core/ports/knowledge/collection-stamp';
import type { PreparedDocument } from '../../core/ports/knowledge/stored-documents';

/** Documents for tests and benchmarks of stores: one chunk per paragraph, with vectors derived from the text. */
export const dimensions = 8;

export const wordsOnly: CollectionStamp = {
	chunker: { method: 'recursive', wantedTokens: 200, maximumTokens: 300, overlapTokens: 0, version: 1 },
};
export const withVectors: CollectionStamp = { ...wordsOnly, embedding: { model: 'test:signs', dimensions } };

export interface Draft {
	title?: string;
	source?: string;
	metadata?: Metadata;
	/** The vectors of the chunks; default: derived from their text. */
	vectors?: Float32Array[];
	pages?: PreparedDocument['pages'];
	headings?: string[];
	stamp?: CollectionStamp;
}

export function prepare(id: string, text: string, draft: Draft = {}): PreparedDocument {
	const { title = id, source, metadata = {}, pages, headings = [], stamp = withVectors } = draft;
	let at = 0;
	const pieces =
		text === ''
			? []
			: text.split('\n\n').map((piece, ordinal) => {
					const start = at;
					at += piece.length + 2;
					const page = pages?.find(({ start: from, end }) => start >= from && start < end)?.number;
					return {
						ordinal,
						text: piece,
						start,
						end: start + piece.length,
						headingPath: headings,
						tokens: Math.ceil(piece.length / 4),
						...(page && { page }),
					};
				});
	const chunks = nameChunks(id, text, pieces);
	return {
		id,
		title,
		text,
		mediaType: 'text/plain',
		metadata,
		contentHash: hash('sha256', JSON.stringify([text, title, metadata])),
		chunks,
		...(source !== undefined && { source }),
		...(pages && { pages }),
		...(stamp.embedding && { vectors: draft.vectors ?? chunks.map((chunk) => toVector(chunk.text, stamp.embedding!.dimensions)) }),
	};
}

/** Returns a vector of unit length, equal for equal texts. */
export function toVector(text: string, size = dimensions): Float32Array {
	let state = hash('sha256', text, 'buffer').readUInt32LE(0) || 1;
	const parts = Array.from({ length: size }, () => {
		state ^= state << 13;
		state ^= state >>> 17;
		state ^= state << 5;
		return state / 2 ** 31;
	});
	return unit(parts);
}

export function unit(parts: number[]): Float32Array {
	const length = Math.sqrt(parts.reduce((sum, part) => sum + part * part, 0));
	return Float32Array.from(parts, (part) => part / length);
}
