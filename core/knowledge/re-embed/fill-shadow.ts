import type { DocumentText } from '../../ports/knowledge/document-reader';
import type { Collection, KnowledgeStore } from '../../ports/knowledge/knowledge-store';
import type { CompleteDocument, PreparedDocument, StoredDocument } from '../../ports/knowledge/stored-documents';
import type { StampedEmbedder } from '../../ports/models/models';
import { findCollection } from '../find-collection';
import { Review } from '../review/review-documents';
import { Ingestion } from '../ingest/ingestion';
import { cutDocument } from '../ingest/prepare-document';
import { throwIfReembeddingStopped } from './throw-if-reembedding-stopped';
import { isSame } from './is-same';

const pageSize = 500;

export interface FillProgress {
	kind: 'filling';
	done: number;
	documents: number;
	chunks: number;
}

export interface FillParts {
	collection: Collection;
	shadow: Collection;
	store: KnowledgeStore;
	embedder?: StampedEmbedder;
	findPlaces?: (document: DocumentText, signal: AbortSignal) => Promise<ArrayLike<number>>;
	used: { chunks: number; maskedValues: number; costUsd?: number; outliers: string[] };
	onEvent: (event: FillProgress) => void;
}

/**
 * Adds documents that the shadow lacks or has in another version. Ends early if another process has swapped the shadow in: its content is newer.
 * @throws TroupeError from the embedder, CANCELLED
 */
export async function fillShadow(parts: FillParts, signal: AbortSignal): Promise<void> {
	const { collection, shadow, store, embedder, used, onEvent } = parts;
	const { stamp } = shadow;
	const { documents } = await collection.statistics();
	let done = 0;
	let chunks = 0;
	const tell = () => onEvent({ kind: 'filling', done, documents: Math.max(done, documents), chunks: used.chunks + chunks });
	const ingestion = new Ingestion(
		{
			collection: shadow,
			// Only the vectors are new.
			review: new Review(shadow, 'tell', 0),
			...(embedder && stamp.embedding && { embedding: { embedder, stamp: stamp.embedding } }),
			onEvent: (event) => {
				if (event.kind === 'document') {
					done += 1;
					if (event.document.state !== 'failed' && event.document.outliers) used.outliers.push(event.document.id);
				}
				if (event.kind === 'embedding') chunks = event.done;
				tell();
			},
		},
		signal,
	);
	const put = (work: Promise<void>) =>
		work.catch((error: unknown) => {
			throwIfReembeddingStopped(signal); // an error of one call does not help the person who stopped the work
			throw error;
		});
	for await (const page of readPages(collection)) {
		throwIfReembeddingStopped(signal);
		const missing = await findMissing(shadow, page);
		done += page.length - missing.length;
		tell();
		for (const { id } of missing) {
			throwIfReembeddingStopped(signal);
			if (isSame((await findCollection(store, collection.name)).stamp, stamp)) return;
			const document = await collection.document(id);
			// It was removed in the meantime.
			if (document) await put(ingestion.add(await prepare(document, parts, signal)));
		}
	}
	await put(ingestion.flush());
	const { embeddedChunks, maskedValues, costUsd } = ingestion.summary;
	used.chunks += embeddedChunks;
	used.maskedValues += maskedValues;
	if (costUsd !== undefined) used.costUsd = (used.costUsd ?? 0) + costUsd;
}

async function* readPages(collection: Collection): AsyncGenerator<StoredDocument[]> {
	let after: string | undefined;
	for (;;) {
		const page = await collection.documents({}, { after, limit: pageSize });
		if (page.length === 0) return;
		yield page;
		after = page.at(-1)!.id;
	}
}

async function findMissing(shadow: Collection, page: StoredDocument[]): Promise<StoredDocument[]> {
	const there = await shadow.documents({ ids: page.map(({ id }) => id) }, { limit: pageSize });
	const hashes = new Map(there.map(({ id, contentHash }) => [id, contentHash]));
	return page.filter(({ id, contentHash }) => contentHash !== '' && hashes.get(id) !== contentHash);
}

async function prepare(
	stored: CompleteDocument,
	{ shadow, embedder, findPlaces }: FillParts,
	signal: AbortSignal,
): Promise<PreparedDocument> {
	const { id, title, source, origin, text, mediaType, pages, metadata, contentHash, sourceHash, quarantined } = stored;
	const { emptyPages, emptyPageNumbers, doubtfulPlaces } = stored;
	const document: DocumentText = { text, format: chooseFormat(mediaType), mediaType, title, ...(pages && { pages }) };
	const cutting = { stamp: shadow.stamp, countTokens: embedder?.countTokens?.bind(embedder), findPlaces };
	return {
		id,
		title,
		text,
		mediaType,
		metadata,
		contentHash,
		...(source !== undefined && { source }),
		...(origin !== undefined && { origin }),
		...(pages && { pages }),
		...(sourceHash !== undefined && { sourceHash }),
		...(emptyPages !== undefined && { emptyPages, emptyPageNumbers }),
		...(doubtfulPlaces !== undefined && { doubtfulPlaces }),
		...(quarantined !== undefined && { quarantined }),
		chunks: await cutDocument(id, document, cutting, signal),
	};
}

/** As the readers report it: rows and bare text have no headings. */
function chooseFormat(mediaType: string): DocumentText['format'] {
	return mediaType === 'text/plain' || mediaType === 'text/csv' ? 'plain' : 'markdown';
}
