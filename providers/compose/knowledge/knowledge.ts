import { isTroupeError, type TroupeErrorCode } from '../../../core/base/errors';
import { defaultTenant } from '../../../core/base/tenant';
import { tenantLimitReached } from '../../../core/ports/tenant-limit-reached';
import { findSemanticPlaces } from '../../../core/knowledge/chunking/semantic-places';
import { ingestDocuments, type IngestOptions } from '../../../core/knowledge/ingest/ingest-documents';
import type { IngestEvent, IngestSummary } from '../../../core/knowledge/ingest/ingest-events';
import { openForIngestion } from '../../../core/knowledge/ingest/open-collection';
import type { ChunkingChoice } from '../../../core/knowledge/knowledge-task';
import {
	reembedCollection,
	type ReembedChoice,
	type Reembedding,
	type ReembedEvent,
} from '../../../core/knowledge/re-embed/reembed-collection';
import { ResultCache } from '../../../core/knowledge/search/result-cache';
import { searchByName } from '../../../core/knowledge/search/search-by-name';
import type { SearchRequest, SearchResult } from '../../../core/knowledge/search/search-request';
import type { NewEvent } from '../../../core/ports/events/events';
import { systemClock } from '../../../core/ports/host';
import type { EmbeddingStamp } from '../../../core/ports/knowledge/collection-stamp';
import type { DocumentReader, DocumentText, SourceDocument } from '../../../core/ports/knowledge/document-reader';
import type { KnowledgeStore } from '../../../core/ports/knowledge/knowledge-store';
import type { StampedEmbedder } from '../../../core/ports/models/models';
import { openDocumentReader } from '../../documents/open-document-reader';
import { composeStampedEmbedder, composeEmbedderOfStamp, type EmbedderOptions } from './embedders';
import type { KnowledgeHost } from '../hosts/knowledge-host';
import { openKnowledgeStore } from './knowledge-store';
import { OpenedOnce } from '../open-once';
import { readTenantRules } from '../state/host-tenants';
import { composeReranker } from './rerankers';
import { composeOwnEvents } from '../events/events';

interface IngestChoice extends IngestOptions {
	embedder?: string;
	chunking?: ChunkingChoice;
}

interface SearchChoice extends SearchRequest {
	/** Default `none`. */
	reranker?: string;
}

interface ReembedWish extends ReembedChoice {
	embedder: string;
	/** Default `mask`. */
	personalData?: 'mask' | 'keep';
}

interface Shared {
	store: KnowledgeStore;
	results: ResultCache;
	reader: ReturnType<typeof openDocumentReader>;
}

/** One for each place, tenant and scanner; it lives as long as the process, or until it is closed. */
const opened = new OpenedOnce<Shared>();

/** @throws TroupeError KNOWLEDGE_STORE_UNREACHABLE, KNOWLEDGE_STORE_FULL, INPUT_INVALID, NOT_SUPPORTED, DEPENDENCY_MISSING */
export async function openKnowledge(host: KnowledgeHost): Promise<Knowledge> {
	return new Knowledge(host, await opened.get(cacheKey(host), () => openShared(host)));
}

/** Closes the shared parts; concurrent calls fail, and the next one opens them again. */
export async function closeKnowledge(host: KnowledgeHost): Promise<void> {
	const shared = await opened.take(cacheKey(host))?.catch(() => undefined); // the caller that opened it has the error
	await Promise.all([shared?.store.close(), shared?.reader.close()]);
}

function cacheKey({ knowledgeStore, database, stateFolder, tenant, virusScanner }: KnowledgeHost): string {
	return JSON.stringify([knowledgeStore, database, stateFolder, tenant ?? defaultTenant, virusScanner]);
}

async function openShared(host: KnowledgeHost): Promise<Shared> {
	const { tenant, clock = systemClock } = host;
	const store = await openKnowledgeStore(host, { tenant, now: () => clock.now() });
	return { store, results: new ResultCache(), reader: openDocumentReader({ scanner: host.virusScanner }) };
}

export class Knowledge {
	readonly store: KnowledgeStore;
	readonly reader: DocumentReader;
	readonly #results: ResultCache;

	constructor(
		private readonly host: KnowledgeHost,
		{ store, results, reader }: Shared,
	) {
		[this.store, this.reader, this.#results] = [store, reader, results];
	}

	/**
	 * Creates the collection if it does not exist. @throws TroupeError KNOWLEDGE_STAMP_DIFFERS if it has other settings; and as
	 * composeStampedEmbedder and ingestDocuments
	 */
	async ingest(
		name: string,
		sources: AsyncIterable<SourceDocument> | Iterable<SourceDocument>,
		{ embedder: wanted, chunking, ...options }: IngestChoice,
		signal: AbortSignal,
		onEvent?: (event: IngestEvent) => void,
	): Promise<IngestSummary> {
		await this.#assertRoom();
		const embedder = await this.#embedderFor(name, wanted, { personalData: options.personalData });
		const embedding = await embedder?.stamp(signal);
		const collection = await openForIngestion(this.store, { name, embedding, chunking });
		const { clock = systemClock } = this.host;
		const parts = { collection, reader: this.reader, now: () => clock.now(), ...(embedder && bySubjects(embedder)) };
		const alarms: NewEvent[] = [];
		try {
			return await ingestDocuments(sources, options, parts, signal, (event) => {
				alarms.push(...toAlarms(name, event));
				onEvent?.(event);
			});
		} finally {
			await composeOwnEvents(this.host)(...alarms);
		}
	}

	/** @throws TroupeError KNOWLEDGE_NOT_FOUND; and as composeReranker, composeEmbedderOfStamp and searchCollection */
	async search(name: string, { reranker: named = 'none', ...request }: SearchChoice, signal: AbortSignal): Promise<SearchResult> {
		const findEmbedder = (stamp: EmbeddingStamp) => this.#embedderToAsk(stamp, request);
		const reranker = await composeReranker(named, this.host);
		const parts = { store: this.store, cache: this.#results, findEmbedder, ...(reranker && { reranker }) };
		return searchByName(name, request, parts, signal);
	}

	/**
	 * Searches use the old vectors until the new ones are complete. Resumes an interrupted call. @throws TroupeError as composeStampedEmbedder and
	 * reembedCollection
	 */
	async reembed(
		name: string,
		{ embedder: wanted, personalData, ...choice }: ReembedWish,
		signal: AbortSignal,
		onEvent?: (event: ReembedEvent) => void,
	): Promise<Reembedding> {
		const embedder = await composeStampedEmbedder(wanted, this.host, { personalData });
		return reembedCollection(name, choice, { store: this.store, ...(embedder && bySubjects(embedder)) }, signal, onEvent);
	}

	async countCharacters(): Promise<{ used: number; collections: Array<{ name: string; characters: number }> }> {
		const collections = (await this.store.list())
			.map(({ name, characters }) => ({ name, characters }))
			.sort((one, other) => other.characters - one.characters);
		return { used: collections.reduce((sum, { characters }) => sum + characters, 0), collections };
	}

	/** Checked before an ingestion, which can exceed the limit. @throws TroupeError TENANT_LIMIT_REACHED */
	async #assertRoom(): Promise<void> {
		const { storedCharacters: max } = await readTenantRules(this.host);
		if (max === undefined) return;
		const { used, collections } = await this.countCharacters();
		if (used >= max) throw tenantLimitReached(this.host.tenant ?? defaultTenant, 'storedCharacters', used, max, { collections });
	}

	/** Keeps the chunking of an existing collection, unless another is specified. */
	async #embedderFor(name: string, wanted: string | undefined, options: EmbedderOptions): Promise<StampedEmbedder | undefined> {
		if (wanted !== undefined) return composeStampedEmbedder(wanted, this.host, options);
		const found = await this.store.find(name);
		if (found) return found.stamp.embedding && composeEmbedderOfStamp(found.stamp.embedding, this.host, options);
		return composeStampedEmbedder(this.host.embeddingModel ? 'local' : 'none', this.host, options);
	}

	/** Falls back to a search by words if no mode was specified; the result reports it. */
	async #embedderToAsk(stamp: EmbeddingStamp, { mode }: SearchRequest): Promise<StampedEmbedder | undefined> {
		try {
			return await composeEmbedderOfStamp(stamp, this.host);
		} catch (error) {
			if (mode === undefined && isTroupeError(error) && notHere.has(error.code)) return undefined;
			throw error;
		}
	}
}

const notHere = new Set<TroupeErrorCode>(['INPUT_INVALID', 'MODEL_NOT_FOUND', 'DEPENDENCY_MISSING', 'NOT_SUPPORTED']);

function bySubjects(embedder: StampedEmbedder) {
	return { embedder, findPlaces: (document: DocumentText, signal: AbortSignal) => findSemanticPlaces(document, embedder, signal) };
}

/** Returns alarms for quarantined or doubtful documents. Unchanged ones were reported before. */
function toAlarms(collection: string, event: IngestEvent): NewEvent[] {
	if (event.kind !== 'document' || event.document.state === 'failed' || event.document.state === 'unchanged') return [];
	const { id: document, quarantined: reason, outliers = 0, contradicts = [] } = event.document;
	const isDoubtful = reason === undefined && (outliers > 0 || contradicts.length > 0);
	return [
		...(reason === undefined ? [] : [{ type: 'knowledge.document.quarantined' as const, data: { collection, document, reason } }]),
		...(isDoubtful ? [{ type: 'knowledge.document.doubtful' as const, data: { collection, document, outliers, contradicts } }] : []),
	];
}
