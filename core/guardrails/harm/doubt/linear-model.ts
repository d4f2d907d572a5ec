export interface StoredModel {
	bits: number;
	/** The weight of 1 in `weights`. */
	unit: number;
	bias: number;
	weights: string;
}

export interface LinearModel {
	bits: number;
	/** In units of `unit`, by bucket. */
	weights: ArrayLike<number>;
	unit: number;
	bias: number;
}

export const smoothing = 60;

export function readModel({ weights, ...rest }: StoredModel): LinearModel {
	const bytes = Buffer.from(weights, 'base64');
	return { ...rest, weights: new Int8Array(bytes.buffer, bytes.byteOffset, bytes.length) };
}
