import type { DocumentReading, SourceDocument } from '../../ports/knowledge/document-reader';
import type { Collection } from '../../ports/knowledge/knowledge-store';
import type { StoredDocument } from '../../ports/knowledge/stored-documents';
import { throwIfIngestionStopped } from './throw-if-ingestion-stopped';
import { ingestBounds } from './ingest-bounds';

export interface SourceWithStored {
	source: SourceDocument;
	stored?: StoredDocument;
	problem?: Failed;
}

type Failed = Extract<DocumentReading, { kind: 'failed' }>;

const sourcesAtOnce = 32;

/** @param sourceIds receives their ids */
export async function* lookUpSources(
	sources: AsyncIterable<SourceDocument> | Iterable<SourceDocument>,
	collection: Pick<Collection, 'documents'>,
	sourceIds: Set<string>,
	signal: AbortSignal,
): AsyncGenerator<SourceWithStored, void> {
	let some: SourceDocument[] = [];
	for await (const source of sources) {
		throwIfIngestionStopped(signal);
		some.push(source);
		if (some.length < sourcesAtOnce) continue;
		yield* await findStored(some, collection, sourceIds);
		some = [];
	}
	yield* await findStored(some, collection, sourceIds);
}

async function findStored(
	sources: SourceDocument[],
	collection: Pick<Collection, 'documents'>,
	sourceIds: Set<string>,
): Promise<SourceWithStored[]> {
	const ids = sources.map(({ id }) => id).filter(isKey);
	const stored = ids.length > 0 ? await collection.documents({ ids }, { limit: sourcesAtOnce }) : [];
	const byId = new Map(stored.map((document) => [document.id, document]));
	return sources.map((source) => {
		const { id } = source;
		const problem = !isKey(id) ? noKey(id) : sourceIds.has(id) ? namedTwice : undefined;
		sourceIds.add(id);
		return { source, stored: byId.get(id), ...(problem && { problem }) };
	});
}

function isKey(id: string): boolean {
	const { idCharacters, idBytes } = ingestBounds;
	return id !== '' && id.length <= idCharacters && Buffer.byteLength(id) <= idBytes && id.isWellFormed() && !id.includes('\0');
}

function noKey(id: string): Failed {
	return {
		kind: 'failed',
		failure: 'refused',
		message: `Invalid document id: ${id.length} characters of ${Buffer.byteLength(id)} bytes; expected 1 to ${ingestBounds.idCharacters} characters of at most ${ingestBounds.idBytes} bytes, well-formed text without NUL.`,
		fix: 'Give the document another id.',
	};
}

const namedTwice: Failed = {
	kind: 'failed',
	failure: 'refused',
	message: 'An earlier document has the same id.',
	fix: 'Give each document a unique id.',
};
