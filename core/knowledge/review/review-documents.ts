import { extractQuestionTerms } from '../../words/terms';
import type { Collection } from '../../ports/knowledge/knowledge-store';
import type { PreparedDocument } from '../../ports/knowledge/stored-documents';
import type { IngestTask } from '../knowledge-task';
import { contradicts } from './find-contradictions';
import { findUsual, type IsOutlier, readSample } from './find-outliers';

export type OutliersPolicy = NonNullable<IngestTask['outliers']>;

export interface ReviewRemarks {
	outliers?: number;
	contradicts?: string[];
}

/** A large ingestion is only partly searched for contradictions. */
const maxSearchesOfDocument = 5;
const compared = 5;
const maxNamed = 3;

export class Review {
	#isOutlier?: IsOutlier;
	#hasFullSample = false;
	#searches = 0;

	constructor(
		private readonly collection: Collection,
		private readonly outliers: OutliersPolicy,
		private readonly maxSearches = 500,
	) {}

	async begin(documents: readonly PreparedDocument[]): Promise<void> {
		if (this.outliers === 'keep' || this.#hasFullSample || !documents.some(({ vectors }) => vectors)) return;
		const { vectors, isFull } = await readSample(this.collection);
		this.#hasFullSample = isFull;
		const own = isFull ? [] : documents.flatMap((document) => document.vectors?.slice(0, 1) ?? []);
		this.#isOutlier = findUsual([...vectors, ...own]);
	}

	async judge(document: PreparedDocument): Promise<{ document: PreparedDocument; remarks: ReviewRemarks }> {
		const count = this.#countOutliers(document);
		const contradicted = await this.#findContradicted(document);
		const remarks = { ...(count > 0 && { outliers: count }), ...(contradicted.length > 0 && { contradicts: contradicted }) };
		if (count === 0 || this.outliers !== 'quarantine' || document.quarantined !== undefined) return { document, remarks };
		return { document: { ...document, quarantined: 'Its meaning is far from that of the collection.' }, remarks };
	}

	#countOutliers({ vectors = [] }: PreparedDocument): number {
		return this.#isOutlier ? vectors.filter(this.#isOutlier).length : 0;
	}

	async #findContradicted({ id, chunks }: PreparedDocument): Promise<string[]> {
		const found = new Set<string>();
		for (const { text } of chunks.slice(0, maxSearchesOfDocument)) {
			if (found.size >= maxNamed || this.#searches >= this.maxSearches) break;
			this.#searches += 1;
			const near = await this.collection.lexical(extractQuestionTerms(text), compared, undefined, 'operator');
			for (const other of await this.collection.chunks(near.map(({ chunkId }) => chunkId)))
				if (other.documentId !== id && found.size < maxNamed && contradicts(text, other.text)) found.add(other.documentId);
		}
		return [...found];
	}
}
