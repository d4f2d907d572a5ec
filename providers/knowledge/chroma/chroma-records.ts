import type { Metadata, PreparedDocument } from '../../../core/ports';

type ChromaMetadata = Record<string, string | number | boolean | string[]>;

interface ChromaRecords {
	ids: string[];
	embeddings: number[][];
	documents: string[];
	metadatas: ChromaMetadata[];
}

/** Of one request, beside what the server says that it takes. */
const most = { records: 500, characters: 4_000_000, numbers: 500_000 };

export const recordId = (delivery: string, ordinal: number) => `${delivery}.${ordinal}`;

export function readRecordId(id: string): { delivery: string; ordinal: number } {
	const at = id.lastIndexOf('.');
	return { delivery: id.slice(0, at), ordinal: Number(id.slice(at + 1)) };
}

/** The chunks of documents with text and metadata, so that other tools find them too, in requests of a bounded size. */
export function* recordsOf(
	documents: Iterable<[delivery: string, document: PreparedDocument]>,
	mostRecords: number,
): Iterable<ChromaRecords> {
	let records = empty();
	let [characters, numbers] = [0, 0];
	for (const [delivery, document] of documents)
		for (const [index, chunk] of document.chunks.entries()) {
			const vector = document.vectors![index]!;
			const full = records.ids.length >= Math.min(most.records, mostRecords);
			if (full || characters + chunk.text.length > most.characters || numbers + vector.length > most.numbers) {
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

/** Fields of ours stand before metadata of the same name, as in a filter. */
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

/** What Chroma takes of it: it refuses some names, and lists of nothing. */
function takable(metadata: Metadata): ChromaMetadata {
	const taken: ChromaMetadata = {};
	for (const [name, value] of Object.entries(metadata)) {
		// Metadata that were kept before may hold what is no value.
		if ((value as unknown) === null) continue;
		if (!/^[\p{L}\p{N}_][\p{L}\p{N}_. -]*$/u.test(name) || (Array.isArray(value) && value.length === 0)) continue;
		taken[name] = typeof value === 'string' ? writable(value) : Array.isArray(value) ? value.map(writable) : value;
	}
	return taken;
}

/** It reads JSON strictly, and keeps no NUL: the catalogue has the text as it is. */
const writable = (text: string) => text.toWellFormed().replaceAll('\0', '\u{fffd}');

const empty = (): ChromaRecords => ({ ids: [], embeddings: [], documents: [], metadatas: [] });
