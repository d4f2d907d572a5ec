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

/** Logistic regression over hashed features. */
export interface LinearModel {
	/** Buckets are 2^bits. */
	bits: number;
	/** A weight for each bucket, in units of `unit`. */
	weights: ArrayLike<number>;
	unit: number;
	bias: number;
}

/** Features that every window has in addition: a few words do not count as strongly as many. */
export const smoothing = 60;

/** Unpacks the weights. */
export function readModel({ weights, ...rest }: StoredModel): LinearModel {
	const bytes = Buffer.from(weights, 'base64');
	return { ...rest, weights: new Int8Array(bytes.buffer, bytes.byteOffset, bytes.length) };
}
