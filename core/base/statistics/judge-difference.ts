import { bootstrapMean, type Interval } from './bootstrap';

/** Verdict on the second of two. */
export type Judgement = 'better' | 'worse' | 'no difference shown' | 'too few cases';

/** With fewer pairs, equal differences by chance make the interval far too narrow. */
export const fewestPairs = 10;

/** "better" or "worse" only if the whole interval agrees. */
function judgeDifference(difference: Interval | null, pairs: number, isHigherBetter: boolean): Judgement {
	if (!difference || pairs < fewestPairs) return 'too few cases';
	if (difference.low <= 0 && difference.high >= 0) return 'no difference shown';
	return difference.low > 0 === isHigherBetter ? 'better' : 'worse';
}

/** The second of each pair less the first. */
export function comparePairs(
	pairs: ReadonlyArray<readonly [number, number]>,
	isHigherBetter: boolean,
): { difference: Interval | null; judgement: Judgement } {
	const difference = bootstrapMean(pairs.map(([first, second]) => second - first)) ?? null;
	return { difference, judgement: judgeDifference(difference, pairs.length, isHigherBetter) };
}
