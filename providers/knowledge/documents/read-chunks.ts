import type { StoredChunk } from '../../../core/ports/knowledge/stored-documents';
import { storeBounds } from './check-documents';
import { isOneOf } from '../database/is-one-of';
import { chunkColumns, readDescription, toKnownChunk } from '../database/known-documents';
import type { ChunkRow, Connection } from '../database/knowledge-tables';
import { slices } from '../database/word-rows';

const rowsAtOnce = 500;

export async function readChunks(connection: Connection, generation: number, ids: string[]): Promise<StoredChunk[]> {
	const found = new Map<string, StoredChunk>();
	for (const some of slices([...new Set(ids)], rowsAtOnce)) {
		const rows = await connection
			.selectFrom('knowledge_chunks')
			.select(chunkColumns)
			.where('generation', '=', generation)
			.where(isOneOf(connection, 'id', some))
			.execute();
		for (const chunk of await toKnownChunks(connection, generation, rows)) found.set(chunk.id, chunk);
	}
	return ids.flatMap((id) => found.get(id) ?? []);
}

/** `from` and `to` are included. */
export async function readNeighbours(
	connection: Connection,
	generation: number,
	documentId: string,
	from: number,
	to: number,
): Promise<StoredChunk[]> {
	const document = await connection
		.selectFrom('knowledge_documents')
		.select(['first_chunk', 'chunks'])
		.where('generation', '=', generation)
		.where('id', '=', documentId)
		.executeTakeFirst();
	if (!document) return [];
	const first = Math.max(0, Math.ceil(from));
	const last = Math.min(document.chunks - 1, Math.floor(to), first + storeBounds.limit);
	// Also for NaN.
	if (!(first <= last)) return [];
	const rows = await connection
		.selectFrom('knowledge_chunks')
		.select(chunkColumns)
		.where('generation', '=', generation)
		.where('number', '>=', document.first_chunk + first)
		.where('number', '<=', document.first_chunk + last)
		.orderBy('number')
		.execute();
	return toKnownChunks(connection, generation, rows);
}

async function toKnownChunks(
	connection: Connection,
	generation: number,
	rows: Array<Pick<ChunkRow, (typeof chunkColumns)[number]>>,
): Promise<StoredChunk[]> {
	if (rows.length === 0) return [];
	const documents = await connection
		.selectFrom('knowledge_documents')
		.select(['id', 'description'])
		.where('generation', '=', generation)
		.where(isOneOf(connection, 'id', [...new Set(rows.map(({ document }) => document))]))
		.execute();
	const described = new Map(documents.map((document) => [document.id, readDescription(document)]));
	return rows.map((row) => toKnownChunk(row, described.get(row.document)!));
}
