/** US dollars per million tokens. A missing cache rate equals the input rate. */
export interface Rates {
	input: number;
	output: number;
	cacheRead?: number;
	cacheWrite?: number;
	/** US dollars for one search of a reranker that bills searches. */
	search?: number;
}

/** The rates of one tier: if the input exceeds `above` tokens, its rates apply to the whole call. */
export interface TierRates extends Rates {
	above?: Record<string, Partial<Rates>>;
}

/** The price of a model. */
export interface Price {
	/**
	 * The table of the price, such as `litellm 1.109.1`; `definition` for the agent's, `host` for budgets.json, and `local` for Ollama, which costs
	 * nothing.
	 */
	table: string;
	standard: TierRates;
	batch?: Partial<TierRates>;
	flex?: Partial<TierRates>;
	priority?: Partial<TierRates>;
}

/** A model in the table. */
export interface TableModel {
	/** Default chat. */
	kind?: 'embedding' | 'rerank';
	/** Max input tokens. */
	context?: number;
	/** Max output tokens. */
	output?: number;
	features?: Array<'tools' | 'vision' | 'jsonSchema' | 'reasoning'>;
	price?: TierRates;
	batch?: Partial<TierRates>;
	flex?: Partial<TierRates>;
	priority?: Partial<TierRates>;
}

export interface PriceTable {
	/** With its version: `litellm 1.109.1`. */
	table: string;
	/** Date of the table, `YYYY-MM-DD`. */
	date: string;
	/** By `vendor/name`. */
	models: Record<string, TableModel>;
}

let loaded: Promise<PriceTable> | undefined;

/** Loads the table in this package when it is first used. `npm run prices:refresh` renews it. */
export function loadPriceTable(): Promise<PriceTable> {
	return (loaded ??= import('./table.json').then((module) => module.default as unknown as PriceTable));
}
