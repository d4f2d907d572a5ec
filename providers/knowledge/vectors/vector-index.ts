import { TroupeError } from '../../../core/base/errors';
import type { PreparedDocument, RankedChunk } from '../../../core/ports';
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

/** Where the vectors of a catalogue lie: in its own database, or outside of it. What counts is what the catalogue says. */
export interface VectorIndex {
	readonly place: CollectionRow['vectors'];
	/** Of a vector that it keeps; absent: any number. */
	readonly mostDimensions?: number;
	/** Brings the vectors of documents, before the change that keeps them. Ended in any case. */
	deliver(catalogue: Transactions, wanted: () => Promise<Wanted>): Promise<VectorDelivery>;
	/** Within the change that takes a document out. */
	remove(connection: Connection, generation: number, document: Pick<DocumentRow, 'id' | 'first_chunk' | 'chunks'>): Promise<void>;
	/** What the process remembers of a generation that is gone. */
	forget(generation: number): void;
	/** By id of the chunk; those that are gone are left out. */
	read(look: Look, ids: string[]): Promise<Map<string, Float32Array>>;
	/** The nearest, best first, ties by id. */
	nearest(look: Look, search: VectorSearch): Promise<RankedChunk[]>;
	/** After a change: what does not count any more goes away where it lies. What cannot go now goes after a later change. */
	settle(catalogue: Transactions): Promise<void>;
}

/** What a put seems to need, as the catalogue is before it. */
export interface Wanted {
	row: CollectionRow;
	/** Those that are new or changed. */
	documents: PreparedDocument[];
}

export interface VectorDelivery {
	/** Keeps the vectors of one document within the change. @throws NotDelivered where they did not come, or were swept */
	keep(connection: Connection, generation: number, document: PreparedDocument, first: number): Promise<void>;
	/** What was not kept goes away again. @param stands whether the change did that kept some */
	end(stands: boolean): Promise<void>;
}

/** Looks at a collection as it is at that moment, each time anew. */
export type Look = <Result>(work: (seen: Seen) => Promise<Result>) => Promise<Result>;

export interface Seen {
	connection: Connection;
	index: GenerationIndex;
	/** What the search is restricted to. */
	fits: (number: number) => boolean;
}

export interface VectorSearch {
	/** Of unit length. */
	vector: Float32Array;
	limit: number;
	/** Whether `fits` leaves any out. */
	filtered: boolean;
}

/** Vectors that are to be kept are not there: another process changed the document meanwhile, or swept them. It is begun anew. */
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
