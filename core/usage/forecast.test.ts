import type { Budget } from '../ports/budget';
import type { Amounts } from '../ports/usage';
import { forecastBudget } from './forecast';

const day = 86_400_000;
const now = Date.UTC(2026, 10, 20, 12);
const resetsAt = Date.UTC(2026, 11);
const dollars = (costUsd: number): Amounts => ({ costUsd, tokens: 0, calls: 0 });
const forecast = (
	spent: number,
	days: number[],
	reset: number | null = resetsAt,
	budget: Budget = { name: 'b', per: 'month', costUsd: 100 },
) => forecastBudget({ budget, spent: dollars(spent), reserved: dollars(0), resetsAt: reset }, days.map(dollars), now)[0]!;

test('an even use ends when what is left is divided by what a day uses', () => {
	expect(forecast(60, [10, 10, 10, 10])).toEqual({
		...{ field: 'costUsd', cap: 100, spent: 60, kind: 'ends', perDay: 10, days: 4 },
		...{ endsAt: now + 4 * day, earliest: now + 4 * day, latest: now + 4 * day },
	});
});

test('an uneven use has bounds around its end, and none after the reset', () => {
	const { endsAt, earliest, latest } = forecast(60, [2, 18, 5, 15]);
	expect([earliest! < endsAt!, endsAt! < latest!]).toEqual([true, true]);
	expect(forecast(10, [2, 18, 5, 15])).toMatchObject({ kind: 'ends', latest: null });
});

test.each<[string, number, number[], number | null, object]>([
	['lasts until the reset', 0, [1, 1, 1], resetsAt, { kind: 'lasts' }],
	['may end before the reset on busier days', 0, [1, 1, 25], resetsAt, { kind: 'lasts', earliest: expect.any(Number) }],
	['never ends without any use', 0, [0, 0, 0], null, { kind: 'lasts' }],
	['is used up', 100, [10, 10, 10], resetsAt, { kind: 'used-up' }],
	['cannot be told after two days', 50, [10, 10], resetsAt, { kind: 'too-little-data', days: 2 }],
])('a budget %s', (_what, spent, days, reset, expected) => {
	expect(forecast(spent, days, reset)).toMatchObject(expected);
});
