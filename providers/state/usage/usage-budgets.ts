import { TroupeError } from '../../../core/base/errors';
import type { Budget } from '../../../core/ports/budget';
import type { Amounts, BudgetBalance, Reservation } from '../../../core/ports/usage';
import { describeShortage } from '../../../core/ports/describe-shortage';
import { type Count, findWindow, never, type Sums } from './usage-counters';
import { nano } from './usage-schema';

/** @param count of the budget, including the call @throws TroupeError BUDGET_EXCEEDED or RATE_LIMITED if the call does not fit */
export function assertRoom(budget: Budget, wanted: Sums, count: Count, now: number): void {
	const short = listCaps(budget).find(({ sum, cap }) => count[sum] > cap);
	if (!short) return;
	const { sum } = short;
	const held = count[sum] - wanted[sum];
	const reserved = count.open[sum] - wanted[sum];
	throw exceeded(budget, short, { held, reserved, wanted: wanted[sum] }, findWindow(budget.per, now).until, now);
}

/** A cost cap refuses calls of unknown price. @throws TroupeError BUDGET_EXCEEDED */
export function assertPriced(budgets: Budget[], { provider, model, costUsd }: Reservation): void {
	const budget = budgets.find((one) => one.costUsd !== undefined);
	if (costUsd !== null || !budget) return;
	throw new TroupeError({
		code: 'BUDGET_EXCEEDED',
		message: `The budget "${budget.name}" caps the cost, but the price of ${provider}:${model} is unknown. The model was not called.`,
		fix: `Set its price under "prices" in budgets.json or in the agent's route (0 for your own model), or cap tokens or calls instead.`,
		details: { budget: budget.name, per: budget.per, reason: 'price-unknown', model: `${provider}:${model}` },
	});
}

export function toBalance(budget: Budget, { open, ...held }: Count, now: number): BudgetBalance {
	const spent: Sums = { cost: held.cost - open.cost, tokens: held.tokens - open.tokens, calls: held.calls - open.calls };
	const { until } = findWindow(budget.per, now);
	return { budget, spent: toAmounts(spent), reserved: toAmounts(open), resetsAt: until === never ? null : until };
}

function toAmounts({ cost, tokens, calls }: Sums): Amounts {
	return { costUsd: cost / nano, tokens, calls };
}

interface Cap {
	sum: keyof Sums;
	field: keyof Amounts;
	cap: number;
}

function listCaps({ costUsd, tokens, calls }: Budget): Cap[] {
	const caps: Array<Omit<Cap, 'cap'> & { cap: number | undefined }> = [
		{ sum: 'cost', field: 'costUsd', cap: costUsd === undefined ? undefined : Math.round(costUsd * nano) },
		{ sum: 'tokens', field: 'tokens', cap: tokens },
		{ sum: 'calls', field: 'calls', cap: calls },
	];
	return caps.filter((cap): cap is Cap => cap.cap !== undefined);
}

function exceeded(
	budget: Budget,
	{ field, sum, cap }: Cap,
	{ held, reserved, wanted }: Record<'held' | 'reserved' | 'wanted', number>,
	until: number,
	now: number,
): TroupeError {
	const amount = (value: number) => (sum === 'cost' ? value / nano : value);
	const resetsAt = until === never ? null : new Date(until).toISOString();
	const amounts = { field, cap: amount(cap), spent: amount(held - reserved), reserved: amount(reserved), wanted: amount(wanted), resetsAt };
	const perMinute = budget.per === 'minute';
	return new TroupeError({
		code: perMinute ? 'RATE_LIMITED' : 'BUDGET_EXCEEDED',
		message: describeShortage({ name: budget.name, per: budget.per, ...amounts }),
		fix:
			wanted > cap
				? 'Limit the length of the answer (Max Output Tokens, maxOutputTokens), or raise the budget.'
				: `${resetsAt ? `Wait until ${resetsAt}, or raise` : 'Raise'} the budget. \`troupe usage budgets\` shows what each budget has left.`,
		retryable: perMinute && wanted <= cap,
		...(perMinute && { retryAfterMs: until - now }),
		details: { budget: budget.name, per: budget.per, ...amounts },
	});
}
