import type { Collection } from '../../ports/knowledge/knowledge-store';

/** Enough for a usual distance, few enough to read at once. */
const sample = { min: 50, max: 200 };
/** Times the usual distance, with a floor: collections of one subject have nearly none. */
const tooFar = { times: 6, least: 0.02 };
/** Makes the median of deviations comparable with a standard deviation (normal distribution). */
const ofNormal = 1.4826;

export type IsOutlier = (vector: Float32Array) => boolean;

/** From up to 200 documents. `isFull`: the collection has that many, so more add nothing. */
export async function readSample(collection: Collection): Promise<{ vectors: Float32Array[]; isFull: boolean }> {
	const documents = await collection.documents({ state: 'ready' }, { limit: sample.max });
	const firsts = await Promise.all(documents.filter(({ chunks }) => chunks > 0).map(({ id }) => collection.neighbours(id, 0, 0)));
	const vectors = await collection.vectors(firsts.flat().map(({ id }) => id));
	return { vectors: vectors.filter((vector) => vector !== undefined), isFull: documents.length === sample.max };
}

/**
 * By the similarity to the middle: a far less similar vector is about something else, a far more similar one answers any question. Undefined for
 * fewer than 50.
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
