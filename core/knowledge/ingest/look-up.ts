import type { Collection, DocumentReading, KnownDocument, SourceDocument } from '../../ports';
import { checkGoesOn } from './throw-if-ingestion-stopped';
import { ingestBounds } from './ingest-bounds';

export interface FoundSource {
	source: SourceDocument;
	known?: KnownDocument;
	/** Why it cannot be stored under its id; reported but not recorded. */
	problem?: Failed;
}

type Failed = Extract<DocumentReading, { kind: 'failed' }>;

const sourcesAtOnce = 32;

/** Yields sources in order with what is stored of each, looking up some at a time. @param seen their ids, to which it adds */
export async function* lookUp(
	sources: AsyncIterable<SourceDocument> | Iterable<SourceDocument>,
	collection: Collection,
	seen: Set<string>,
	signal: AbortSignal,
): AsyncGenerator<FoundSource, void> {
	let some: SourceDocument[] = [];
	for await (const source of sources) {
		checkGoesOn(signal);
		some.push(source);
		if (some.length < sourcesAtOnce) continue;
		yield* await findKnown(some, collection, seen);
		some = [];
	}
	yield* await findKnown(some, collection, seen);
}

async function findKnown(sources: SourceDocument[], collection: Collection, seen: Set<string>): Promise<FoundSource[]> {
	const ids = sources.map(({ id }) => id).filter(isKey);
	const known = ids.length > 0 ? await collection.documents({ ids }, { limit: sourcesAtOnce }) : [];
	const byId = new Map(known.map((document) => [document.id, document]));
	return sources.map((source) => {
		const { id } = source;
		const problem = !isKey(id) ? noKey(id) : seen.has(id) ? namedTwice : undefined;
		seen.add(id);
		return { source, known: byId.get(id), ...(problem && { problem }) };
	});
}

/** What all stores accept (providers/knowledge/documents/check-documents.ts). */
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
