import type { TokenUsage } from '../../ports/models/models';
import type { Price, Rates, TierRates } from './price-table';

export interface Cost {
	/** US dollars. */
	costUsd: number;
	/** The tokens were counted here, or the table has no price for the tier. */
	estimated: boolean;
}

export function computeCost(usage: TokenUsage, price: Price): Cost {
	const { rates, isExact } = chooseRates(usage, price);
	const { inputTokens, outputTokens, cachedInputTokens = 0, cacheWriteTokens = 0 } = usage;
	const plainTokens = Math.max(0, inputTokens - cachedInputTokens - cacheWriteTokens);
	const millionths =
		plainTokens * rates.input +
		cachedInputTokens * (rates.cacheRead ?? rates.input) +
		cacheWriteTokens * (rates.cacheWrite ?? rates.input) +
		outputTokens * rates.output;
	return { costUsd: toDollars(millionths + countSearches(usage, rates)), estimated: usage.estimated || !isExact };
}

export function computeMaxCost(usage: TokenUsage, { standard }: Price): number {
	const rates = { ...standard, ...chooseLongRates(standard, usage.inputTokens) };
	const input = Math.max(rates.input, rates.cacheWrite ?? 0);
	return toDollars(usage.inputTokens * input + usage.outputTokens * rates.output + countSearches(usage, rates));
}

function countSearches({ searches = 0 }: TokenUsage, { search = 0 }: Rates): number {
	return searches * search * 1_000_000;
}

function toDollars(millionths: number): number {
	return Math.round(millionths * 1000) / 1_000_000_000;
}

/** Completed from the standard tier. If only that has long-context rates, takes the higher of both. */
function chooseRates({ tier = 'standard', inputTokens }: TokenUsage, price: Price): { rates: Rates; isExact: boolean } {
	const { standard } = price;
	const long = chooseLongRates(standard, inputTokens);
	const own = price[tier];
	if (tier === 'standard' || !own) return { rates: { ...standard, ...long }, isExact: tier === 'standard' };
	const base = { ...standard, ...own };
	const ownLong = chooseLongRates(own, inputTokens);
	if (!long || ownLong) return { rates: { ...base, ...ownLong }, isExact: true };
	return {
		rates: { ...base, input: Math.max(base.input, long.input ?? 0), output: Math.max(base.output, long.output ?? 0) },
		isExact: false,
	};
}

function chooseLongRates({ above }: Partial<TierRates>, inputTokens: number): Partial<Rates> | undefined {
	if (!above) return undefined;
	const passed = Object.keys(above)
		.map(Number)
		.filter((threshold) => inputTokens > threshold);
	return passed.length > 0 ? above[String(Math.max(...passed))] : undefined;
}
