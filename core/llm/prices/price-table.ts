/** US dollars per million tokens. What of a cache is absent costs as much as input. */
export interface Rates {
	input: number;
	output: number;
	cacheRead?: number;
	cacheWrite?: number;
	/** US dollars for one search of a reranker that is billed by them. */
	search?: number;
}

/** What one way of asking costs: `above` so many input tokens, the whole call costs those rates. */
export interface TierRates extends Rates {
	above?: Record<string, Partial<Rates>>;
}

/** What a model costs. */
export interface Price {
	/** Which table it is from, such as `litellm 1.109.1`; `definition` is the agent's, `host` budgets.json, and `local` that Ollama costs nothing. */
	table: string;
	standard: TierRates;
	batch?: Partial<TierRates>;
	flex?: Partial<TierRates>;
	priority?: Partial<TierRates>;
}

/** A model, as the table has it. */
export interface TableModel {
	/** Default chat. */
	kind?: 'embedding' | 'rerank';
	/** Input tokens. */
	context?: number;
	/** Output tokens. */
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
	/** When it was taken, `YYYY-MM-DD`. */
	date: string;
	/** By `vendor/name`. */
	models: Record<string, TableModel>;
}

let loaded: Promise<PriceTable> | undefined;

/** The table that ships, renewed by `npm run prices:refresh`; read at its first use. */
export function loadPriceTable(): Promise<PriceTable> {
	return (loaded ??= import('./table.json').then((module) => module.default as unknown as PriceTable));
}
