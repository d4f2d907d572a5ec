import { extractQuestionTerms } from '../../words/terms';
import type { Collection, PreparedDocument } from '../../ports';
import { contradicts } from './find-contradictions';
import { findUsual, type IsOutlier } from './find-outliers';

/** What an ingestion does with a document whose meaning is far from that of the collection. `tell`: it is stored, and the result says so. */
export type OutliersPolicy = 'tell' | 'quarantine' | 'keep';

/** Remarks of an ingestion about a document. */
export interface ReviewRemarks {
	/** Chunks whose vectors are unlike those of the collection. */
	outliers?: number;
	/** Ids of documents that say otherwise of the same thing, at most 3. */
	contradicts?: string[];
}

/** Searches of one ingestion, and of one document; a large ingestion is reviewed in part. */
const maxSearches = { ofAll: 500, ofDocument: 5 };
const compared = 5;
const maxNamed = 3;

/** Compares new documents with those of the collection, within a fixed number of searches. */
export class Review {
	#usual?: Promise<IsOutlier | undefined>;
	#searches = 0;

	constructor(
		private readonly collection: Collection,
		private readonly outliers: OutliersPolicy,
	) {}

	/** Returns a document, in quarantine if it is an outlier and the policy says so, and what is told of it. */
	async judge(document: PreparedDocument): Promise<{ document: PreparedDocument; remarks: ReviewRemarks }> {
		const count = await this.#countOutliers(document);
		const contradicted = await this.#findContradicted(document);
		const remarks = { ...(count > 0 && { outliers: count }), ...(contradicted.length > 0 && { contradicts: contradicted }) };
		if (count === 0 || this.outliers !== 'quarantine' || document.quarantined !== undefined) return { document, remarks };
		return { document: { ...document, quarantined: 'Its meaning is far from that of the collection.' }, remarks };
	}

	async #countOutliers({ vectors }: PreparedDocument): Promise<number> {
		if (!vectors || this.outliers === 'keep') return 0;
		const isOutlier = await (this.#usual ??= findUsual(this.collection));
		return isOutlier ? vectors.filter(isOutlier).length : 0;
	}

	async #findContradicted({ id, chunks }: PreparedDocument): Promise<string[]> {
		const found = new Set<string>();
		for (const { text } of chunks.slice(0, maxSearches.ofDocument)) {
			if (found.size >= maxNamed || this.#searches >= maxSearches.ofAll) break;
			this.#searches += 1;
			const near = await this.collection.lexical(extractQuestionTerms(text), compared, undefined, 'operator');
			for (const other of await this.collection.chunks(near.map(({ chunkId }) => chunkId)))
				if (other.documentId !== id && found.size < maxNamed && contradicts(text, other.text)) found.add(other.documentId);
		}
		return [...found];
	}
}
