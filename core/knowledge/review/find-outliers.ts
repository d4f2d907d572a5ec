import type { Collection } from '../../ports/knowledge/knowledge-store';

/** Chunks that the others are compared with: enough for a usual distance, few enough to be read at once. */
const sample = { min: 50, max: 200 };
/** Times the usual distance from the middle, and a floor for it, since collections of one subject have nearly none. */
const tooFar = { times: 6, least: 0.02 };
/** A share of the deviations of a normal distribution: the median of the deviations becomes comparable with a standard deviation. */
const ofNormal = 1.4826;

/** Tells whether a vector is unlike those of a collection. */
export type IsOutlier = (vector: Float32Array) => boolean;

/** Reads the first vectors of up to 200 documents of a collection. `isFull`: it has that many, so that more tell nothing new. */
export async function readSample(collection: Collection): Promise<{ vectors: Float32Array[]; isFull: boolean }> {
	const documents = await collection.documents({ state: 'ready' }, { limit: sample.max });
	const firsts = await Promise.all(documents.filter(({ chunks }) => chunks > 0).map(({ id }) => collection.neighbours(id, 0, 0)));
	const vectors = await collection.vectors(firsts.flat().map(({ id }) => id));
	return { vectors: vectors.filter((vector) => vector !== undefined), isFull: documents.length === sample.max };
}

/**
 * Finds what is usual among vectors: their similarity to their middle. A vector that is far less similar is about something else, and one that is far
 * more similar answers any question. Undefined for fewer than 50.
 */
export function findUsual(vectors: Float32Array[]): IsOutlier | undefined {
	if (vectors.length < sample.min) return undefined;
	const middle = toUnit(
		vectors.reduce((sum, vector) => sum.map((part, index) => part + vector[index]!), new Float32Array(vectors[0]!.length)),
	);
	const similarities = vectors.map((vector) => dot(vector, middle));
	const usual = median(similarities);
	const spread = Math.max(tooFar.least, ofNormal * median(similarities.map((similarity) => Math.abs(similarity - usual))));
	return (vector) => Math.abs(dot(vector, middle) - usual) > tooFar.times * spread;
}

function toUnit(vector: Float32Array): Float32Array {
	const length = Math.sqrt(dot(vector, vector)) || 1;
	return vector.map((part) => part / length);
}

const dot = (one: Float32Array, other: Float32Array): number => one.reduce((sum, part, index) => sum + part * other[index]!, 0);

function median(numbers: number[]): number {
	const sorted = [...numbers].sort((one, other) => one - other);
	return sorted[Math.floor(sorted.length / 2)]!;
}
