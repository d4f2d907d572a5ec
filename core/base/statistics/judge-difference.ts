import { bootstrapMean, type Interval } from './bootstrap';

/** What an interval says about the second one of two. */
export type Judgement = 'better' | 'worse' | 'no difference shown' | 'too few cases';

/** With fewer pairs, equal differences by chance make an interval that is far too narrow. */
export const fewestPairs = 10;

/** Says "better" or "worse" only where the whole interval does. */
export function judgeDifference(difference: Interval | null, pairs: number, isHigherBetter: boolean): Judgement {
	if (!difference || pairs < fewestPairs) return 'too few cases';
	if (difference.low <= 0 && difference.high >= 0) return 'no difference shown';
	return difference.low > 0 === isHigherBetter ? 'better' : 'worse';
}

/** Compares two figures of the same things: the second of each pair less the first. */
export function comparePairs(
	pairs: ReadonlyArray<readonly [number, number]>,
	isHigherBetter: boolean,
): { difference: Interval | null; judgement: Judgement } {
	const difference = bootstrapMean(pairs.map(([first, second]) => second - first)) ?? null;
	return { difference, judgement: judgeDifference(difference, pairs.length, isHigherBetter) };
}
