import type { TokenUsage } from '../../ports';
import type { Price, Rates, TierRates } from './price-table';

export interface Cost {
	/** US dollars. */
	costUsd: number;
	/** The tokens were counted here, or the table has no price for the way in which the call was billed. */
	estimated: boolean;
}

/** What a call cost: what the cache gave and took, the tier it was billed in and the length of its input, by the table. */
export function costOf(usage: TokenUsage, price: Price): Cost {
	const { rates, known } = ratesOf(usage, price);
	const { inputTokens, outputTokens, cachedInputTokens = 0, cacheWriteTokens = 0 } = usage;
	const plainTokens = Math.max(0, inputTokens - cachedInputTokens - cacheWriteTokens);
	const millionths =
		plainTokens * rates.input +
		cachedInputTokens * (rates.cacheRead ?? rates.input) +
		cacheWriteTokens * (rates.cacheWrite ?? rates.input) +
		outputTokens * rates.output;
	return { costUsd: inDollars(millionths + searchesOf(usage, rates)), estimated: usage.estimated || !known };
}

/** The most that so many tokens can cost, whichever cache, in the standard tier, as no other is asked for: what is reserved. */
export function mostCostOf(usage: TokenUsage, { standard }: Price): number {
	const rates = { ...standard, ...longOf(standard, usage.inputTokens) };
	const input = Math.max(rates.input, rates.cacheWrite ?? 0);
	return inDollars(usage.inputTokens * input + usage.outputTokens * rates.output + searchesOf(usage, rates));
}

function searchesOf({ searches = 0 }: TokenUsage, { search = 0 }: Rates): number {
	return searches * search * 1_000_000;
}

/** From millionths, in whole billionths, as the ledger keeps them. */
function inDollars(millionths: number): number {
	return Math.round(millionths * 1000) / 1_000_000_000;
}

/** The tier's rates; what the tier does not name is the standard's. Where the tier has no long-context rates and the standard has, the higher of both. */
function ratesOf({ tier = 'standard', inputTokens }: TokenUsage, price: Price): { rates: Rates; known: boolean } {
	const { standard } = price;
	const long = longOf(standard, inputTokens);
	const own = price[tier];
	if (tier === 'standard' || !own) return { rates: { ...standard, ...long }, known: tier === 'standard' };
	const base = { ...standard, ...own };
	const ownLong = longOf(own, inputTokens);
	if (!long || ownLong) return { rates: { ...base, ...ownLong }, known: true };
	return {
		rates: { ...base, input: Math.max(base.input, long.input ?? 0), output: Math.max(base.output, long.output ?? 0) },
		known: false,
	};
}

/** Of the thresholds that the input is above, the highest one's. */
function longOf({ above }: Partial<TierRates>, inputTokens: number): Partial<Rates> | undefined {
	if (!above) return undefined;
	const passed = Object.keys(above)
		.map(Number)
		.filter((threshold) => inputTokens > threshold);
	return passed.length > 0 ? above[String(Math.max(...passed))] : undefined;
}
