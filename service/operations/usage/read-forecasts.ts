import { toIso } from '../../../core/base/iso-time';
import type { Budget } from '../../../core/ports/budget';
import type { Amounts, UsageStore } from '../../../core/ports/usage';
import { type Forecast, forecastBudget, forecastDays } from '../../../core/usage/forecast';
import { composeUsageStore } from '../../../providers/compose/models/usage';
import { listBudgets } from './list-budgets';
import type { UsagePlace } from './usage-place';

const dayMs = 86_400_000;
const forecastable: ReadonlyArray<Budget['per']> = ['day', 'month', 'total'];

export async function readForecasts(host: UsagePlace): Promise<{ items: DescribedForecast[]; ofInstallation: number }> {
	const { budgets: all, ...more } = await listBudgets(host);
	const budgets = all.map(({ budget }) => budget).filter(({ per }) => forecastable.includes(per));
	const now = Date.now();
	const store = budgets.length > 0 ? await composeUsageStore(host) : undefined;
	const items: DescribedForecast[] = [];
	for (const { budget, ...balance } of (await store?.balances(budgets, now)) ?? []) {
		const forecasts = forecastBudget({ budget, ...balance }, await readDays(store!, budget, now), now);
		items.push(...forecasts.map((forecast) => describe(forecast, budget, balance.resetsAt)));
	}
	return { items, ...more };
}

async function readDays(store: UsageStore, { tenant, agent, model }: Budget, now: number): Promise<Amounts[]> {
	const today = Math.floor(now / dayMs) * dayMs;
	const from = today - forecastDays * dayMs;
	const [provider, ...name] = model?.split(':') ?? [];
	const scope = { tenant, agent, provider, model: name.length > 0 ? name.join(':') : undefined };
	const used = new Map(
		(await store.totals({ by: ['day'], from, to: today, ...scope }, now)).map(({ group, costUsd, inputTokens, outputTokens, calls }) => [
			Date.parse(group.day!),
			{ costUsd, tokens: inputTokens + outputTokens, calls },
		]),
	);
	const first = Math.min(...used.keys(), today);
	return Array.from(
		{ length: (today - first) / dayMs },
		(_, index) => used.get(first + index * dayMs) ?? { costUsd: 0, tokens: 0, calls: 0 },
	);
}

export type DescribedForecast = ReturnType<typeof describe>;

const describe = ({ endsAt, earliest, latest, ...forecast }: Forecast, budget: Budget, resetsAt: number | null) => ({
	budget: budget.name,
	per: budget.per,
	...forecast,
	...(endsAt !== undefined && { endsAt: toIso(endsAt) }),
	...(earliest !== undefined && { earliest: toIso(earliest) }),
	...(latest !== undefined && { latest: toIso(latest) }),
	resetsAt: toIso(resetsAt),
});
