import { type Cost, computeCost } from '../llm/prices/cost';
import { findPrice } from '../llm/prices/describe-model';
import type { Price, Rates } from '../llm/prices/price-table';
import type { TokenUsage } from '../ports/models/models';

export interface PriceSource {
	/** US dollars per million tokens, from an agent's definition; it has precedence. */
	price?: { input: number; output: number };
	/** Overrides the table. */
	host?: Rates;
	/** Set if it is not the provider's own. */
	baseUrl?: string;
}

export interface Pricing {
	price(): Promise<Price | undefined>;
	/** Undefined without a price for the billed usage. */
	cost(usage: TokenUsage): Promise<(Cost & { priceTable: string }) | undefined>;
}

export function createPricing(id: string, source: PriceSource): Pricing {
	let cached: Promise<Price | undefined> | undefined;
	const price = () => (cached ??= choosePrice(id, source));
	return {
		price,
		async cost(usage) {
			const current = await price();
			if (!current || (usage.searches && current.standard.search === undefined)) return undefined;
			return { ...computeCost(usage, current), priceTable: current.table };
		},
	};
}

async function choosePrice(id: string, { price, host, baseUrl }: PriceSource): Promise<Price | undefined> {
	if (price) return { table: 'definition', standard: price };
	return host ? { table: 'host', standard: host } : findPrice(id, baseUrl);
}
