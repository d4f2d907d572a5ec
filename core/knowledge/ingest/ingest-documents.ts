import { isDeepStrictEqual } from 'node:util';
import { TroupeError } from '../../base/errors';
import { checkWriter, mayRelabel, type Writer } from '../../ports/knowledge/writers';
import type { EmbeddingStamp } from '../../ports/knowledge/collection-stamp';
import type { DocumentReader, SourceDocument } from '../../ports/knowledge/document-reader';
import type { Collection } from '../../ports/knowledge/knowledge-store';
import type { StampedEmbedder } from '../../ports/models/models';
import type { PersonalDataPolicy } from '../private-data/document-policy';
import type { OrdersPolicy } from '../private-data/find-quarantine';
import { type OutliersPolicy, Review } from '../review/review-documents';
import { hideSecretsOfIds } from '../private-data/hide-names';
import type { IngestEvent, IngestSummary } from './ingest-events';
import { Ingestion } from './ingestion';
import { lookUpSources } from './look-up-sources';
import { prepareDocument, type PreparationParts } from './prepare-document';
import { throwIfIngestionStopped } from './throw-if-ingestion-stopped';

const nobody: Writer = { name: 'unknown', asker: [] };
const documentsAtOnce = 1_000;

export interface IngestOptions {
	/** Fetches and reads. Default 4. */
	concurrency?: number;
	/** Default `mask`. */
	personalData?: PersonalDataPolicy;
	/** Default `quarantine`. */
	orders?: OrdersPolicy;
	/** Default `tell`. */
	outliers?: OutliersPolicy;
	/** Default: nobody known. */
	writer?: Writer;
	/** True for ids that belong to the sources. Such documents without a source are removed, after all others. */
	covers?: (id: string) => boolean;
}

interface IngestParts {
	collection: Collection;
	reader: DocumentReader;
	embedder?: StampedEmbedder;
	findPlaces?: PreparationParts['findPlaces'];
	/** Milliseconds since the epoch. */
	now: () => number;
}

/**
 * Stores each document completely or not at all. A stopped ingestion continues. A faulty document is reported and recorded, and does not stop
 * the others. @throws TroupeError ACCESS_DENIED for a collection that others write, and KNOWLEDGE_STAMP_DIFFERS before anything is read;
 * CANCELLED, and errors of embedder, store, reader or scanner: documents stored by then stay
 */
export async function ingestDocuments(
	sources: AsyncIterable<SourceDocument> | Iterable<SourceDocument>,
	{ concurrency = 4, personalData = 'mask', orders = 'quarantine', outliers = 'tell', writer = nobody, covers }: IngestOptions,
	parts: IngestParts,
	signal: AbortSignal,
	onEvent: (event: IngestEvent) => void = () => undefined,
): Promise<IngestSummary> {
	const { collection, embedder, now } = parts;
	const startedAt = now();
	checkChunker(parts);
	const access = await collection.access();
	checkWriter(collection.name, access, writer);
	const stamp = await checkEmbedder(parts, signal);
	const review = new Review(collection, outliers);
	const ingestion = new Ingestion(
		{ collection, writer, review, personalData, ...(embedder && stamp && { embedding: { embedder, stamp } }), onEvent },
		signal,
	);
	const ids = new Set<string>();
	const relabels = mayRelabel(access, writer);
	const countTokens = embedder?.countTokens?.bind(embedder);
	const preparation = { ...parts, personalData, orders, relabels, writer, stamp: collection.stamp, countTokens };
	const prepared = processInOrder(
		lookUpSources(hideSecretsOfIds(sources, personalData), collection, ids, signal),
		concurrency,
		signal,
		async (found, until) => {
			if (found.problem) return { found, preparation: found.problem };
			onEvent({ kind: 'reading', id: found.source.id });
			return { found, preparation: await prepareDocument(found.source, found.stored, preparation, until) };
		},
	);
	for await (const { found, preparation } of prepared) await ingestion.take(found, preparation);
	await ingestion.flush();
	if (covers) ingestion.summary.removed = await removeGone(collection, writer, (id) => !ids.has(id) && covers(id), signal);
	return { ...ingestion.summary, durationMs: now() - startedAt };
}

/** @throws TroupeError NOT_SUPPORTED if chunks cannot match the stamp */
function checkChunker({ collection, findPlaces }: IngestParts): void {
	if (collection.stamp.chunker.method !== 'semantic' || findPlaces) return;
	throw new TroupeError({
		code: 'NOT_SUPPORTED',
		message: `The collection "${collection.name}" is cut where the subject changes, but this host has no embedder to find these places.`,
		fix: 'Create another collection that is cut by structure.',
		details: { collection: collection.name },
	});
}

/** @throws TroupeError KNOWLEDGE_STAMP_DIFFERS for an embedder other than the collection's */
async function checkEmbedder({ collection, embedder }: IngestParts, signal: AbortSignal): Promise<EmbeddingStamp | undefined> {
	const found = await embedder?.stamp(signal);
	const expected = collection.stamp.embedding;
	if (isDeepStrictEqual(defined(found), defined(expected))) return found;
	throw new TroupeError({
		code: 'KNOWLEDGE_STAMP_DIFFERS',
		message: `The collection "${collection.name}" was made with ${describe(expected)}, but the ingestion uses ${describe(found)}.`,
		fix: 'Ingest with the embedder of the collection, or change the collection with "troupe knowledge re-embed".',
		details: { collection: collection.name, expected, actual: found },
	});
}

function defined(stamp: EmbeddingStamp | undefined): object | undefined {
	return stamp && Object.fromEntries(Object.entries(stamp).filter(([, value]) => value !== undefined));
}

function describe(stamp: EmbeddingStamp | undefined): string {
	if (!stamp) return 'words alone';
	return [stamp.model, stamp.revision, stamp.dtype, `${stamp.dimensions} dimensions`].filter(Boolean).join(', ');
}

/** @returns the removed ids */
async function removeGone(collection: Collection, writer: Writer, isGone: (id: string) => boolean, signal: AbortSignal): Promise<string[]> {
	const gone: string[] = [];
	let after: string | undefined;
	for (;;) {
		throwIfIngestionStopped(signal);
		const some = await collection.documents({}, { after, limit: documentsAtOnce });
		gone.push(...some.map(({ id }) => id).filter(isGone));
		after = some.at(-1)?.id;
		if (some.length < documentsAtOnce) break;
	}
	const removed: string[] = [];
	for (let from = 0; from < gone.length; from += documentsAtOnce) {
		throwIfIngestionStopped(signal);
		removed.push(...(await collection.remove({ ids: gone.slice(from, from + documentsAtOnce) }, writer)));
	}
	return removed;
}

/** Concurrent, with results in the order of the items. After a failure, or if the reader stops, aborts and awaits the others. */
async function* processInOrder<Item, Result>(
	items: AsyncIterable<Item>,
	concurrency: number,
	signal: AbortSignal,
	work: (item: Item, signal: AbortSignal) => Promise<Result>,
): AsyncGenerator<Result, void> {
	const running: Array<Promise<Result>> = [];
	const left = new AbortController();
	const until = AbortSignal.any([signal, left.signal]);
	try {
		for await (const item of items) {
			const result = work(item, until);
			result.catch(() => undefined); // reported when its result is due
			running.push(result);
			if (running.length >= concurrency) yield await running.shift()!;
		}
		while (running.length > 0) yield await running.shift()!;
	} finally {
		left.abort();
		await Promise.allSettled(running);
	}
}
