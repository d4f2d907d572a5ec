import type { EmbeddingStamp } from '../../ports/knowledge/collection-stamp';
import type { DocumentReading } from '../../ports/knowledge/document-reader';
import type { Collection } from '../../ports/knowledge/knowledge-store';
import type { PreparedDocument, StoredDocument } from '../../ports/knowledge/stored-documents';
import type { Embedder } from '../../ports/models/models';
import type { Writer } from '../../ports/knowledge/writers';
import { throwIfIngestionStopped } from './throw-if-ingestion-stopped';
import { embedChunks } from './embed-chunks';
import { ingestBounds } from './ingest-bounds';
import type { IngestedDocument, IngestEvent, IngestSummary } from './ingest-events';
import type { PersonalDataPolicy } from '../private-data/document-policy';
import { hideFailure } from '../private-data/hide-names';
import type { Review } from '../review/review-documents';
import type { SourceWithStored } from './look-up-sources';
import type { Preparation, ReadingRemarks } from './prepare-document';

const maxFailures = 1_000;

interface IngestionParts {
	collection: Collection;
	/** Default: the operator. */
	writer?: Writer;
	review?: Review;
	/** Default `mask`. */
	personalData?: PersonalDataPolicy;
	/** Absent for a collection without vectors. */
	embedding?: { embedder: Embedder; stamp: EmbeddingStamp };
	onEvent: (event: IngestEvent) => void;
}

export class Ingestion {
	readonly summary: IngestSummary;
	#gathered: PreparedDocument[] = [];
	readonly #remarks = new Map<string, ReadingRemarks>();
	#characters = 0;
	#chunks = 0;
	#chunksBegun = 0;
	#chunksEmbedded = 0;

	constructor(
		private readonly parts: IngestionParts,
		private readonly signal: AbortSignal,
	) {
		this.summary = {
			collection: parts.collection.name,
			...(parts.embedding && { embedding: parts.embedding.stamp }),
			added: 0,
			changed: 0,
			unchanged: 0,
			failed: 0,
			doubtful: 0,
			quarantined: 0,
			outliers: 0,
			contradicting: 0,
			removed: [],
			chunks: 0,
			characters: 0,
			embeddedChunks: 0,
			maskedSecrets: 0,
			maskedValues: 0,
			durationMs: 0,
			failures: [],
		};
	}

	async take(entry: SourceWithStored, preparation: Preparation): Promise<void> {
		throwIfIngestionStopped(this.signal);
		if (preparation.kind === 'failed') return this.#fail(entry, preparation);
		if (preparation.kind === 'unchanged') {
			const { id, title, chunks } = preparation.stored;
			return this.#tell({ id, title, state: 'unchanged', chunks, ...selectRemarks(preparation.stored) });
		}
		this.#remarks.set(entry.source.id, preparation.remarks);
		await this.add(preparation.document);
	}

	async add(document: PreparedDocument): Promise<void> {
		if (this.#isFull(document)) await this.flush();
		this.#gathered.push(document);
		this.#characters += document.text.length;
		this.#chunks += document.chunks.length;
		this.#chunksBegun += document.chunks.length;
	}

	async flush(): Promise<void> {
		const documents = this.#gathered;
		if (documents.length === 0) return;
		[this.#gathered, this.#characters, this.#chunks] = [[], 0, 0];
		const reviewed = await this.#review(await this.#embed(documents));
		throwIfIngestionStopped(this.signal);
		const states = await this.parts.collection.put(reviewed, this.parts.writer, this.signal);
		reviewed.forEach((document, index) => {
			const { id, title, chunks, text } = document;
			const state = states[index]!;
			const remarks = this.#remarks.get(id) ?? {};
			this.#remarks.delete(id);
			if (state !== 'unchanged') {
				this.summary.maskedSecrets += remarks.maskedSecrets ?? 0;
				this.summary.chunks += chunks.length;
				this.summary.characters += text.length;
			}
			this.#tell({ id, title, state, chunks: chunks.length, ...remarks, ...selectRemarks(document) });
		});
	}

	async #review(documents: PreparedDocument[]): Promise<PreparedDocument[]> {
		const { review } = this.parts;
		if (!review) return documents;
		await review.begin(documents);
		const judged: PreparedDocument[] = [];
		for (const one of documents) {
			throwIfIngestionStopped(this.signal);
			const { document, remarks } = await review.judge(one);
			judged.push(document);
			this.#remarks.set(one.id, { ...this.#remarks.get(one.id), ...remarks });
		}
		return judged;
	}

	#isFull(next: PreparedDocument): boolean {
		const { documents, characters, chunks, embeddedChunks } = ingestBounds.together;
		return (
			this.#gathered.length >= documents ||
			this.#characters + next.text.length > characters ||
			this.#chunks + next.chunks.length > (this.parts.embedding ? embeddedChunks : chunks)
		);
	}

	async #embed(documents: PreparedDocument[]): Promise<PreparedDocument[]> {
		const { embedding, onEvent } = this.parts;
		if (!embedding) return documents;
		const {
			vectors,
			embeddedCount: asked,
			maskedValues,
			costUsd,
		} = await embedChunks(documents, embedding, this.signal, (done) => {
			this.#chunksEmbedded += done;
			onEvent({ kind: 'embedding', done: this.#chunksEmbedded, chunks: this.#chunksBegun });
		});
		this.summary.embeddedChunks += asked;
		this.summary.maskedValues += maskedValues;
		if (costUsd !== undefined) this.summary.costUsd = (this.summary.costUsd ?? 0) + costUsd;
		let from = 0;
		return documents.map((document) => ({ ...document, vectors: vectors.slice(from, (from += document.chunks.length)) }));
	}

	async #fail({ source: { id, source }, stored, problem }: SourceWithStored, { failure, message: told, fix }: Failed): Promise<void> {
		const { message, ...named } = await hideFailure({ source, message: told }, this.parts.personalData ?? 'mask');
		const noted = stored?.failure?.failure === failure && stored.failure.message === message;
		if (!problem && !noted) await this.parts.collection.fail({ id, ...named }, failure, message);
		this.#tell({ id, ...named, state: 'failed', failure, message, fix });
	}

	#tell(document: IngestedDocument): void {
		this.summary[document.state] += 1;
		if (document.state !== 'failed' && document.doubtfulPlaces) this.summary.doubtful += 1;
		if (document.state !== 'failed' && document.quarantined !== undefined) this.summary.quarantined += 1;
		if (document.state !== 'failed' && document.outliers) this.summary.outliers += 1;
		if (document.state !== 'failed' && document.contradicts) this.summary.contradicting += 1;
		if (document.state === 'failed' && this.summary.failures.length < maxFailures) this.summary.failures.push(document);
		this.parts.onEvent({ kind: 'document', document });
	}
}

type Failed = Extract<DocumentReading, { kind: 'failed' }>;

export function selectRemarks({
	emptyPages,
	emptyPageNumbers,
	doubtfulPlaces,
	quarantined,
}: Pick<StoredDocument, 'emptyPages' | 'emptyPageNumbers' | 'doubtfulPlaces' | 'quarantined'>) {
	return {
		...(emptyPages && { emptyPages, emptyPageNumbers }),
		...(doubtfulPlaces && { doubtfulPlaces }),
		...(quarantined !== undefined && { quarantined }),
	};
}
