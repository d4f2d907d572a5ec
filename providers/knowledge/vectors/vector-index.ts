import { TroupeError } from '../../../core/base/errors';
import type { RankedChunk } from '../../../core/ports/knowledge/knowledge-store';
import type { PreparedDocument } from '../../../core/ports/knowledge/stored-documents';
import type { GenerationIndex } from './generation-index';
import type { CollectionRow, Connection, DocumentRow } from '../database/knowledge-tables';

export interface NearChunk {
	number: number;
	/** Cosine similarity. */
	score: number;
}

export interface Transactions {
	read<Result>(work: (connection: Connection) => Promise<Result>): Promise<Result>;
	change<Result>(work: (connection: Connection) => Promise<Result>): Promise<Result>;
}

/** The catalogue is authoritative. */
export interface VectorIndex {
	readonly place: CollectionRow['vectors'];
	/** Absent: unlimited. */
	readonly maxDimensions?: number;
	/** Before the change that stores them. Always call `end`. */
	deliver(catalogue: Transactions, wanted: () => Promise<Wanted>): Promise<VectorDelivery>;
	remove(connection: Connection, generation: number, document: Pick<DocumentRow, 'id' | 'first_chunk' | 'chunks'>): Promise<void>;
	forget(generation: number): void;
	read(look: Look, ids: string[]): Promise<Map<string, Float32Array>>;
	/** Best first, ties by id. */
	nearest(look: Look, search: VectorSearch): Promise<RankedChunk[]>;
	/** Removes stale vectors after a change, or after a later one. */
	settle(catalogue: Transactions): Promise<void>;
}

export interface Wanted {
	row: CollectionRow;
	documents: PreparedDocument[];
}

export interface VectorDelivery {
	/** In the transaction. @throws NotDelivered if they did not arrive or were removed */
	keep(connection: Connection, generation: number, document: PreparedDocument, first: number): Promise<void>;
	/** Removes vectors that were not stored. @param stands true if the transaction was committed */
	end(stands: boolean): Promise<void>;
}

export type Look = <Result>(work: (seen: Seen) => Promise<Result>) => Promise<Result>;

export interface Seen {
	connection: Connection;
	index: GenerationIndex;
	fits: (number: number) => boolean;
	filtered: boolean;
}

export interface VectorSearch {
	vector: Float32Array;
	limit: number;
}

/** Another process changed the document or removed its vectors: the operation is retried. */
export class NotDelivered extends TroupeError {
	constructor(collection: string, cause?: unknown) {
		super({
			code: 'STATE_CONFLICT',
			message: `The collection "${collection}" or its documents changed during the operation. Nothing was changed.`,
			fix: 'Let only one process at a time change a document, then retry.',
			retryable: true,
			details: { collection },
			cause,
		});
	}
}
