/** US dollars per million tokens. A missing cache rate equals the input rate. */
export interface Rates {
	input: number;
	output: number;
	cacheRead?: number;
	cacheWrite?: number;
	/** For one search, in US dollars. */
	search?: number;
}

/** If the input exceeds `above` tokens, the rates apply to the whole call. */
export interface TierRates extends Rates {
	above?: Record<string, Partial<Rates>>;
}

export interface Price {
	/** Such as `litellm 1.109.1`; `definition` for the agent's, `host` for budgets.json, and `local` for Ollama, which costs nothing. */
	table: string;
	standard: TierRates;
	batch?: Partial<TierRates>;
	flex?: Partial<TierRates>;
	priority?: Partial<TierRates>;
}

export interface TableModel {
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
	models: Record<string, TableModel>;
}

let loaded: Promise<PriceTable> | undefined;

/** Loads on first use. `npm run prices:refresh` renews it. */
export function loadPriceTable(): Promise<PriceTable> {
	return (loaded ??= import('./table.json').then((module) => module.default as unknown as PriceTable));
}
