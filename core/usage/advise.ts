import { computeCost } from '../llm/prices/cost';
import { findPrice } from '../llm/prices/describe-model';
import { findModel, listRivals } from '../llm/prices/find-model';
import { loadPriceTable, type Price } from '../llm/prices/price-table';
import type { TokenUsage } from '../ports/models/models';
import type { CallPattern } from '../ports/usage';

/** Cheaper alternatives for calls in the ledger, at prices of the table. */
export interface Advice {
	kind: 'cheaper-model' | 'caching' | 'batching';
	agent: string | null;
	model: string;
	calls: number;
	costUsd: number;
	savedUsd: number;
	instead?: string;
}

/** Less is not worth a change. */
const minSavedUsd = 0.01;

/** For successful calls with a price in the table. Largest saving first. */
export async function advise(patterns: CallPattern[]): Promise<Advice[]> {
	const advice: Advice[] = [];
	for (const pattern of patterns) {
		const model = `${pattern.provider}:${pattern.model}`;
		const price = await findPrice(model);
		if (!price || price.table === 'local') continue;
		const about = { agent: pattern.agent, model, calls: pattern.calls, costUsd: costOf(pattern, price) };
		advice.push({ kind: 'caching', ...about, savedUsd: savedByCaching(pattern, price) });
		if (pattern.kind === 'chat') advice.push(...(await findCheaper(pattern, about)));
		// Somebody waits in a conversation; a batch takes up to a day.
		if (!pattern.isConversation && price.batch)
			advice.push({ kind: 'batching', ...about, savedUsd: about.costUsd - costOf(pattern, price, 'batch') });
	}
	return advice.filter(({ savedUsd }) => savedUsd >= minSavedUsd).sort((one, other) => other.savedUsd - one.savedUsd);
}

/** Uses the mean size: prices for long inputs depend on the size of each call. */
function costOf({ calls, ...sums }: CallPattern, price: Price, tier: TokenUsage['tier'] = 'standard'): number {
	const mean = (sum: number) => sum / calls;
	const usage: TokenUsage = {
		inputTokens: mean(sums.inputTokens),
		cachedInputTokens: mean(sums.cachedInputTokens),
		cacheWriteTokens: mean(sums.cacheWriteTokens),
		outputTokens: mean(sums.outputTokens),
		tier,
		estimated: true,
	};
	return computeCost(usage, price).costUsd * calls;
}

/** Repeated, uncached input at the cache's price, less the cost of writing to the cache. */
function savedByCaching({ repeatedTokens, writtenTokens }: CallPattern, { standard }: Price): number {
	const { input, cacheRead = input, cacheWrite = input } = standard;
	return (repeatedTokens * (input - cacheRead) - writtenTokens * Math.max(0, cacheWrite - input)) / 1e6;
}

async function findCheaper(pattern: CallPattern, about: Pick<Advice, 'agent' | 'model' | 'calls' | 'costUsd'>): Promise<Advice[]> {
	const table = await loadPriceTable();
	const used = findModel(table, about.model);
	if (!used) return [];
	const costs = listRivals(table, about.model).flatMap(([name, { price, features = [], context = 0, output = 0 }]) => {
		const canAll = (used.features ?? []).every((feature) => features.includes(feature));
		const isLarge = context >= (used.context ?? 0) && output >= (used.output ?? 0);
		return price && canAll && isLarge ? [{ name, costUsd: costOf(pattern, { table: table.table, standard: price }) }] : [];
	});
	const [cheapest] = costs.sort((one, other) => one.costUsd - other.costUsd);
	return cheapest ? [{ kind: 'cheaper-model', ...about, instead: cheapest.name, savedUsd: about.costUsd - cheapest.costUsd }] : [];
}
