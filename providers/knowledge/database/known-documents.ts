import { type Access, readAccess } from '../../../core/ports/knowledge/readers';
import type { Metadata } from '../../../core/ports/knowledge/filter/filter';
import type { DocumentFailure } from '../../../core/ports/knowledge/document-reader';
import type { CompleteDocument, PreparedDocument, StoredChunk, StoredDocument } from '../../../core/ports/knowledge/stored-documents';
import { unpackText } from './stored-text';
import type { ChunkRow, DocumentRow } from './knowledge-tables';

type Description = Pick<
	PreparedDocument,
	'title' | 'source' | 'origin' | 'mediaType' | 'metadata' | 'sourceHash' | 'emptyPages' | 'emptyPageNumbers' | 'doubtfulPlaces'
> &
	Pick<StoredDocument, 'describedBy'>;

export const knownColumns = [
	'id',
	'description',
	'content_hash',
	'state',
	'failure',
	'ingested_at',
	'chunks',
	'characters',
	'access',
	'writer',
] as const;
export const chunkColumns = ['number', 'id', 'document', 'ordinal', 'start_at', 'end_at', 'page', 'headings', 'tokens', 'text'] as const;

export function describe({ title, source, origin, mediaType, metadata, sourceHash, ...remarks }: Description): string {
	const { emptyPages, emptyPageNumbers, doubtfulPlaces, describedBy } = remarks;
	return JSON.stringify({
		title,
		source,
		origin,
		mediaType,
		metadata,
		sourceHash,
		emptyPages,
		emptyPageNumbers,
		doubtfulPlaces,
		describedBy,
	});
}

export function readDescription({ description }: Pick<DocumentRow, 'description'>): Description {
	return JSON.parse(description) as Description;
}

/** Nobody finds it while it is in quarantine. */
export interface StoredAccess extends Access {
	quarantined?: string;
}

/** Null: everybody. Unreadable metadata: nobody. */
export function describeAccess({ metadata, quarantined }: Pick<PreparedDocument, 'metadata' | 'quarantined'>): string | null {
	const access = readAccess(metadata);
	const known: StoredAccess = {
		...(typeof access === 'string' ? { readers: [] } : access),
		...(quarantined !== undefined && { quarantined }),
	};
	return Object.keys(known).length === 0 ? null : JSON.stringify(known);
}

export const readQuarantine = ({ access }: Pick<DocumentRow, 'access'>): string | undefined =>
	access === null ? undefined : (JSON.parse(access) as StoredAccess).quarantined;

export function collectMetadata(row: Pick<DocumentRow, 'id' | 'description' | 'ingested_at'>): Metadata {
	const { title, source, mediaType, metadata } = readDescription(row);
	return { ...metadata, documentId: row.id, title, mediaType, ingestedAt: row.ingested_at, ...(source !== undefined && { source }) };
}

export function toKnownDocument(row: Pick<DocumentRow, (typeof knownColumns)[number]>): StoredDocument {
	const quarantined = readQuarantine(row);
	return {
		id: row.id,
		...readDescription(row),
		contentHash: row.content_hash,
		state: quarantined === undefined ? row.state : 'quarantined',
		...(quarantined !== undefined && { quarantined }),
		...(row.failure && { failure: JSON.parse(row.failure) as { failure: DocumentFailure; message: string } }),
		chunks: row.chunks,
		characters: row.characters,
		ingestedAt: row.ingested_at,
		...(row.writer !== null && { writer: row.writer }),
	};
}

/** Undefined if the document never had a text. */
export function toKeptDocument(row: Pick<DocumentRow, (typeof knownColumns)[number] | 'pages' | 'text'>): CompleteDocument | undefined {
	if (row.content_hash === '' || row.text === null) return undefined;
	const pages = row.pages === null ? undefined : (JSON.parse(row.pages) as CompleteDocument['pages']);
	return { ...toKnownDocument(row), text: unpackText(row.text), ...(pages && { pages }) };
}

export function toKnownChunk(
	row: Pick<ChunkRow, (typeof chunkColumns)[number]>,
	{ title, source, origin, metadata }: Description,
): StoredChunk {
	return {
		id: row.id,
		documentId: row.document,
		title,
		...(source !== undefined && { source }),
		...(origin !== undefined && { origin }),
		metadata,
		ordinal: row.ordinal,
		text: unpackText(row.text),
		start: row.start_at,
		end: row.end_at,
		...(row.page !== null && { page: row.page }),
		headingPath: JSON.parse(row.headings) as string[],
		tokens: row.tokens,
	};
}
