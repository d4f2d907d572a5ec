import type { Interval } from './bootstrap';

export interface Counts {
	passed: number;
	failed: number;
}

export const countAll = ({ passed, failed }: Counts): number => passed + failed;

/**
 * Interval of the second share less the first (Newcombe 1998, method 10: from the intervals of Wilson). Also right for small samples and shares near
 * 0 and 1, and the same on each machine. @param error the probability that the difference is outside, half of it on each side @returns undefined if a
 * sample is empty
 */
export function compareShares(first: Counts, second: Counts, error = 0.05): Interval | undefined {
	if (countAll(first) === 0 || countAll(second) === 0) return undefined;
	const z = quantile(error / 2);
	const one = wilson(first, z);
	const other = wilson(second, z);
	const value = other.value - one.value;
	return {
		value,
		low: value - Math.hypot(other.value - other.low, one.high - one.value),
		high: value + Math.hypot(other.high - other.value, one.value - one.low),
	};
}

/** 95 % interval of a share. The sample must not be empty. */
export const estimateShare = (counts: Counts): Interval => wilson(counts, quantile(0.025));

/** Score interval (Wilson 1927). */
function wilson(counts: Counts, z: number): Interval {
	const size = countAll(counts);
	const share = counts.passed / size;
	const middle = (share + z ** 2 / (2 * size)) / (1 + z ** 2 / size);
	const half = (z / (1 + z ** 2 / size)) * Math.sqrt((share * (1 - share)) / size + z ** 2 / (4 * size ** 2));
	return { value: share, low: Math.min(share, middle - half), high: Math.max(share, middle + half) };
}

/** Standard deviations with this upper tail probability, up to 0.5 (Abramowitz and Stegun 26.2.23, wrong by less than 0.00045). */
function quantile(probability: number): number {
	const t = Math.sqrt(-2 * Math.log(probability));
	return t - (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)));
}
