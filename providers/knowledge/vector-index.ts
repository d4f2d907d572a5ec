import type { GenerationIndex } from './generation-index';
import type { Connection } from './tables';

export interface NearChunk {
	number: number;
	/** Cosine similarity. */
	score: number;
}

/** Where the vectors of a catalogue lie, by number of the chunk. */
export interface VectorIndex {
	add(connection: Connection, generation: number, first: number, vectors: Float32Array[]): Promise<void>;
	/** From `from` up to and without `to`. */
	remove(connection: Connection, generation: number, from: number, to: number): Promise<void>;
	erase(connection: Connection, generation: number): Promise<void>;
	read(connection: Connection, generation: number, numbers: number[]): Promise<Map<number, Float32Array>>;
	/** In no order: at least the nearest `limit`, and all that are as near as the last of them. */
	nearest(connection: Connection, index: GenerationIndex, search: VectorSearch): Promise<NearChunk[]>;
}

export interface VectorSearch {
	/** Of unit length. */
	vector: Float32Array;
	limit: number;
	fits: (number: number) => boolean;
	/** Whether `fits` leaves any out. */
	filtered: boolean;
}
