import type { LinearModel } from './score-windows';

/** A trained model as it is stored. */
export interface StoredModel {
	/** Buckets are 2^bits. */
	bits: number;
	/** The weight of 1 in `weights`. */
	unit: number;
	bias: number;
	/** A signed byte for each bucket, as base64. */
	weights: string;
}

/** The score from which sentences count as an attack where the model is on: training moves the scores so that it fits. */
export const usualModelThreshold = 0.9;

let loaded: Promise<LinearModel> | undefined;

/** Returns the model that the package ships, read on first use. */
export function loadModel(): Promise<LinearModel> {
	return (loaded ??= import('./injection-model.json').then(({ default: stored }) => readModel(stored)));
}

/** Unpacks the weights. */
export function readModel({ weights, ...rest }: StoredModel): LinearModel {
	const bytes = Buffer.from(weights, 'base64');
	return { ...rest, weights: new Int8Array(bytes.buffer, bytes.byteOffset, bytes.length) };
}
