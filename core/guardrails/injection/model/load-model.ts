import type { LinearModel } from './score-windows';

/** A trained model as it is stored. */
export interface StoredModel {
	/** Buckets are 2^bits. */
	bits: number;
	/** The weight of 1 in `weights`. */
	unit: number;
	bias: number;
	/** The score from which a text counts as an attack, unless a policy sets another. */
	threshold: number;
	/** A signed byte for each bucket, as base64. */
	weights: string;
}

interface LoadedModel extends LinearModel {
	threshold: number;
}

let loaded: Promise<LoadedModel> | undefined;

/** Returns the model that the package ships, read on first use. */
export function loadModel(): Promise<LoadedModel> {
	return (loaded ??= import('./injection-model.json').then(({ default: stored }) => readModel(stored)));
}

export function readModel({ weights, ...rest }: StoredModel): LoadedModel {
	const bytes = Buffer.from(weights, 'base64');
	return { ...rest, weights: new Int8Array(bytes.buffer, bytes.byteOffset, bytes.length) };
}
