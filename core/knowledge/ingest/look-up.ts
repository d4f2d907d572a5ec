import type { Collection, DocumentReading, KnownDocument, SourceDocument } from '../../ports';
import { checkGoesOn } from './throw-if-ingestion-stopped';
import { ingestBounds } from './ingest-bounds';

export interface FoundSource {
	source: SourceDocument;
	known?: KnownDocument;
	/** Why it cannot be kept under its id: it is told, and noted nowhere. */
	problem?: Failed;
}

type Failed = Extract<DocumentReading, { kind: 'failed' }>;

const sourcesAtOnce = 32;

/** Sources in their order with what is known of each, some looked up at once. @param seen their ids, to which it adds */
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

/** What all stores take (providers/knowledge/documents/check-documents.ts). */
function isKey(id: string): boolean {
	const { idCharacters, idBytes } = ingestBounds;
	return id !== '' && id.length <= idCharacters && Buffer.byteLength(id) <= idBytes && id.isWellFormed() && !id.includes('\0');
}

function noKey(id: string): Failed {
	return {
		kind: 'failed',
		failure: 'refused',
		message: `Its id cannot be kept: expected 1 to ${ingestBounds.idCharacters} characters, at most ${ingestBounds.idBytes} bytes, of well-formed text without NUL, found ${id.length} characters of ${Buffer.byteLength(id)} bytes.`,
		fix: 'Name the document otherwise.',
	};
}

const namedTwice: Failed = {
	kind: 'failed',
	failure: 'refused',
	message: 'Another document of the same id came before it.',
	fix: 'Give each document an id of its own.',
};
