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

/** Opens transactions in the catalogue's database. */
export interface Transactions {
	read<Result>(work: (connection: Connection) => Promise<Result>): Promise<Result>;
	change<Result>(work: (connection: Connection) => Promise<Result>): Promise<Result>;
}

/** Stores the vectors of a catalogue, in its database or outside. The catalogue is authoritative. */
export interface VectorIndex {
	readonly place: CollectionRow['vectors'];
	/** Max dimensions of a vector; absent: unlimited. */
	readonly maxDimensions?: number;
	/** Delivers the vectors of documents before the change that stores them. Always call `end`. */
	deliver(catalogue: Transactions, wanted: () => Promise<Wanted>): Promise<VectorDelivery>;
	/** Removes the vectors of a document, in the transaction that removes it. */
	remove(connection: Connection, generation: number, document: Pick<DocumentRow, 'id' | 'first_chunk' | 'chunks'>): Promise<void>;
	/** Removes the cache of a removed generation. */
	forget(generation: number): void;
	/** Reads vectors by chunk id, without removed ones. */
	read(look: Look, ids: string[]): Promise<Map<string, Float32Array>>;
	/** Finds the nearest chunks, best first, ties by id. */
	nearest(look: Look, search: VectorSearch): Promise<RankedChunk[]>;
	/** Removes vectors that no longer count, after a change. Vectors that cannot be removed now are removed after a later change. */
	settle(catalogue: Transactions): Promise<void>;
}

/** The documents that need vectors, according to the catalogue before the change. */
export interface Wanted {
	row: CollectionRow;
	/** New or changed documents. */
	documents: PreparedDocument[];
}

export interface VectorDelivery {
	/** Stores the vectors of one document in the transaction. @throws NotDelivered if they did not arrive or were removed */
	keep(connection: Connection, generation: number, document: PreparedDocument, first: number): Promise<void>;
	/** Removes vectors that were not stored. @param stands whether the transaction was committed */
	end(stands: boolean): Promise<void>;
}

/** Runs work on the current state of a collection. */
export type Look = <Result>(work: (seen: Seen) => Promise<Result>) => Promise<Result>;

export interface Seen {
	connection: Connection;
	index: GenerationIndex;
	/** Checks a chunk against the filter of the search, and whether the asker may read it. */
	fits: (number: number) => boolean;
	/** True if `fits` excludes any chunk. */
	filtered: boolean;
}

export interface VectorSearch {
	/** A unit vector. */
	vector: Float32Array;
	limit: number;
}

/** The vectors to store are missing: another process changed the document or removed them. The operation is retried. */
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
