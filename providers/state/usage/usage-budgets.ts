import { TroupeError } from '../../../core/base/errors';
import type { Amounts, Budget, BudgetBalance, Reservation } from '../../../core/ports';
import { describeShortage } from '../../../core/ports/describe-shortage';
import { readCounter, never, openIn, type Sums } from './usage-counters';
import type { Connection } from '../../../database/shared-database';
import { nano, toNano } from './usage-schema';

/** @throws TroupeError BUDGET_EXCEEDED or RATE_LIMITED for the first budget that the call would exceed */
export function assertRoom(connection: Connection, reservation: Reservation, budgets: Budget[], now: number): void {
	const { usage, costUsd } = reservation;
	const wanted: Sums = { cost: toNano(costUsd) ?? 0, tokens: usage.inputTokens + usage.outputTokens, calls: 1 };
	for (const budget of budgets) {
		if (budget.costUsd !== undefined && costUsd === null) throw priceUnknown(budget, reservation);
		const held = readCounter(connection, budget, now);
		const short = listCaps(budget).find(({ sum, cap }) => held[sum] + wanted[sum] > cap);
		if (!short) continue;
		const reserved = openIn(connection, budget, held);
		throw exceeded(budget, short, { held: held[short.sum], reserved: reserved[short.sum], wanted: wanted[short.sum] }, held.until, now);
	}
}

export function readBalance(connection: Connection, budget: Budget, now: number): BudgetBalance {
	const held = readCounter(connection, budget, now);
	const reserved = openIn(connection, budget, held);
	const spent: Sums = {
		cost: held.cost - reserved.cost,
		tokens: held.tokens - reserved.tokens,
		calls: held.calls - reserved.calls,
	};
	return { budget, spent: toAmounts(spent), reserved: toAmounts(reserved), resetsAt: held.until === never ? null : held.until };
}

function toAmounts({ cost, tokens, calls }: Sums): Amounts {
	return { costUsd: cost / nano, tokens, calls };
}

interface Cap {
	sum: keyof Sums;
	/** In the budget. */
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

/** A cost cap must know the price: a call that it cannot count is refused. */
function priceUnknown(budget: Budget, { provider, model }: Reservation): TroupeError {
	return new TroupeError({
		code: 'BUDGET_EXCEEDED',
		message: `The budget "${budget.name}" caps the cost, but the price of ${provider}:${model} is unknown. The model was not called.`,
		fix: `Set its price under "prices" in budgets.json or in the agent's route (0 for your own model), or cap tokens or calls instead.`,
		details: { budget: budget.name, per: budget.per, reason: 'price-unknown', model: `${provider}:${model}` },
	});
}
