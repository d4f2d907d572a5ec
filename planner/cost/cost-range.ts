import type { CostRange } from '../plan';

/** Amounts of a range, in US dollars, without where they are from. */
export type Amounts = Pick<CostRange, 'low' | 'likely' | 'high'>;

export const nothing: Amounts = { low: 0, likely: 0, high: 0 };

export const add = (one: Amounts, other: Amounts): Amounts => ({
	low: one.low + other.low,
	likely: one.likely + other.likely,
	high: one.high + other.high,
});

/** One of several ways, each as likely as its weight says. Undefined without any. */
export function either(ways: ReadonlyArray<{ amounts: Amounts; weight: number }>): Amounts | undefined {
	if (ways.length === 0) return undefined;
	const weight = ways.reduce((sum, way) => sum + way.weight, 0);
	const likely = ways.reduce((sum, way) => sum + way.amounts.likely * (weight > 0 ? way.weight / weight : 1 / ways.length), 0);
	return { low: Math.min(...ways.map(({ amounts }) => amounts.low)), likely, high: Math.max(...ways.map(({ amounts }) => amounts.high)) };
}

export const times = ({ low, likely, high }: Amounts, count: Amounts): Amounts => ({
	low: low * count.low,
	likely: likely * count.likely,
	high: high * count.high,
});

/** The sum is known no better than its least known range. */
export function weakest(bases: ReadonlyArray<CostRange['basis']>): CostRange['basis'] {
	if (bases.includes('unknown')) return 'unknown';
	return bases.includes('estimated') || bases.length === 0 ? 'estimated' : 'recorded';
}

/** Fewer runs say too little. */
const minRuns = 3;
/** From this number on, the range between the two outer runs has four of five further ones. */
const enoughRuns = 9;

/**
 * Returns the range in which four of five further runs will be, by recorded ones: between the 10th and the 90th percentile, as order statistics that
 * hold for any distribution. Of few runs it is their whole range, and more. Undefined for too few.
 */
export function rangeOfRuns(costs: readonly number[]): CostRange | undefined {
	if (costs.length < minRuns) return undefined;
	const sorted = [...costs].sort((one, other) => one - other);
	const count = sorted.length;
	const middle = (sorted[Math.floor((count - 1) / 2)]! + sorted[Math.ceil((count - 1) / 2)]!) / 2;
	if (count < enoughRuns) return { low: sorted[0]! / 1.5, likely: middle, high: sorted.at(-1)! * 1.5, basis: 'recorded' };
	const low = Math.max(1, Math.floor((count + 1) * 0.1));
	const high = Math.min(count, Math.ceil((count + 1) * 0.9));
	return { low: sorted[low - 1]!, likely: middle, high: sorted[high - 1]!, basis: 'recorded' };
}
