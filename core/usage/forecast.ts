import type { Amounts, BudgetBalance } from '../ports/usage';

/** Times are in milliseconds since the epoch. */
export interface Forecast {
	field: keyof Amounts;
	cap: number;
	spent: number;
	/** `ends`: before the reset. `lasts`: until then. `used-up`: already. `too-little-data`: unknown. */
	kind: 'ends' | 'lasts' | 'used-up' | 'too-little-data';
	/** Mean of the complete days before today, and their number. */
	perDay: number;
	days: number;
	/** For `ends`; the bounds hold in four of five cases. `latest` null: after the reset. */
	endsAt?: number;
	earliest?: number;
	latest?: number | null;
}

const dayMs = 86_400_000;
/** Max number of complete days. */
export const forecastDays = 28;
/** Fewer say nothing about the next ones. */
const minDays = 3;
/** Standard deviations around four of five values of a normal distribution. */
const fourOfFive = 1.2816;

const fields = ['costUsd', 'tokens', 'calls'] as const;

/**
 * Continues the mean of the last complete days. Bounds come from the spread between days. @param days use of each complete day since the first
 * call, at most `forecastDays`, with days without calls
 */
export function forecastBudget({ budget, spent, resetsAt }: BudgetBalance, days: Amounts[], now: number): Forecast[] {
	return fields.flatMap((field): Forecast[] => {
		const cap = budget[field];
		if (cap === undefined) return [];
		const { mean, error } = describe(days.map((day) => day[field]));
		const known = { field, cap, spent: spent[field], perDay: mean, days: days.length };
		const left = cap - spent[field];
		if (left <= 0) return [{ ...known, kind: 'used-up' }];
		if (days.length < minDays) return [{ ...known, kind: 'too-little-data' }];
		const reach = (perDay: number) => (perDay <= 0 ? Infinity : now + (left / perDay) * dayMs);
		const isInTime = (at: number) => at < (resetsAt ?? 8.64e15);
		const endsAt = reach(mean);
		const earliest = reach(mean + error);
		const latest = reach(mean - error);
		if (!isInTime(endsAt)) return [{ ...known, kind: 'lasts', ...(isInTime(earliest) && { earliest }) }];
		return [{ ...known, kind: 'ends', endsAt, earliest, latest: isInTime(latest) ? latest : null }];
	});
}

function describe(values: number[]): { mean: number; error: number } {
	if (values.length === 0) return { mean: 0, error: 0 };
	const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
	const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, values.length - 1);
	return { mean, error: fourOfFive * Math.sqrt(variance / values.length) };
}
