import type { Metadata } from '../../../core/ports/knowledge/filter/filter';
import type { PreparedDocument } from '../../../core/ports/knowledge/stored-documents';

type ChromaMetadata = Record<string, string | number | boolean | string[]>;

interface ChromaRecords {
	ids: string[];
	embeddings: number[][];
	documents: string[];
	metadatas: ChromaMetadata[];
}

/** Limits of one request, besides the server's. */
const max = { records: 500, characters: 4_000_000, numbers: 500_000 };

export const recordId = (delivery: string, ordinal: number) => `${delivery}.${ordinal}`;

export function readRecordId(id: string): { delivery: string; ordinal: number } {
	const at = id.lastIndexOf('.');
	return { delivery: id.slice(0, at), ordinal: Number(id.slice(at + 1)) };
}

export function* toRecords(
	documents: Iterable<[delivery: string, document: PreparedDocument]>,
	maxRecords: number,
): Iterable<ChromaRecords> {
	let records = empty();
	let characters = 0;
	let numbers = 0;
	for (const [delivery, document] of documents)
		for (const [index, chunk] of document.chunks.entries()) {
			const vector = document.vectors![index]!;
			const full = records.ids.length >= Math.min(max.records, maxRecords);
			if (full || characters + chunk.text.length > max.characters || numbers + vector.length > max.numbers) {
				if (records.ids.length > 0) yield records;
				[records, characters, numbers] = [empty(), 0, 0];
			}
			records.ids.push(recordId(delivery, chunk.ordinal));
			records.embeddings.push(Array.from(vector));
			records.documents.push(writable(chunk.text));
			records.metadatas.push(describe(document, chunk));
			characters += chunk.text.length;
			numbers += vector.length;
		}
	if (records.ids.length > 0) yield records;
}

function describe({ id, title, source, metadata }: PreparedDocument, chunk: PreparedDocument['chunks'][number]): ChromaMetadata {
	return {
		...takable(metadata),
		documentId: id,
		title: writable(title),
		...(source !== undefined && { source: writable(source) }),
		chunkId: chunk.id,
		ordinal: chunk.ordinal,
		...(chunk.page !== undefined && { page: chunk.page }),
	};
}

/** Chroma refuses some names and empty lists. */
function takable(metadata: Metadata): ChromaMetadata {
	const taken: ChromaMetadata = {};
	for (const [name, value] of Object.entries(metadata)) {
		if ((value as unknown) === null) continue;
		if (!/^[\p{L}\p{N}_][\p{L}\p{N}_. -]*$/u.test(name) || (Array.isArray(value) && value.length === 0)) continue;
		taken[name] = typeof value === 'string' ? writable(value) : Array.isArray(value) ? value.map(writable) : value;
	}
	return taken;
}

/** Chroma does not support NUL; the catalogue has the unchanged text. */
const writable = (text: string) => text.toWellFormed().replaceAll('\0', '\u{fffd}');

const empty = (): ChromaRecords => ({ ids: [], embeddings: [], documents: [], metadatas: [] });
