import type { Token } from '../tokens';
import { FeatureReader } from './features';
import { toBucket } from './hash';
import { listWindows, type TokenRange } from './windows';

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

/** Returns each window with its logit. Takes linear time: the features of a word are read once. */
export function scoreWindows(
	text: string,
	tokens: readonly Token[],
	{ bits, weights, unit, bias }: LinearModel,
): (TokenRange & { logit: number })[] {
	const reader = new FeatureReader(text, tokens);
	const sums = new Float64Array(tokens.length + 1);
	const counts = new Float64Array(tokens.length + 1);
	for (let at = 0; at < tokens.length; at++) {
		let sum = 0;
		let count = 0;
		reader.visit(at, (hash, amount) => {
			sum += amount * weights[toBucket(hash, bits)]!;
			count += amount * amount;
		});
		sums[at + 1] = sums[at]! + sum;
		counts[at + 1] = counts[at]! + count;
	}
	return listWindows(tokens).map(({ first, end }) => ({
		first,
		end,
		logit: bias + (unit * (sums[end]! - sums[first]!)) / Math.sqrt(counts[end]! - counts[first]! + smoothing),
	}));
}
