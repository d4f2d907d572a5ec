import { TroupeError } from '../base/errors';
import type { Budget } from '../ports/budget';
import { findUsedUp, listReached } from './budget-events';

const budget: Budget = { name: 'month', per: 'month', costUsd: 10 };
const refusal = (details: object) => new TroupeError({ code: 'BUDGET_EXCEEDED', message: 'No.', details: { budget: 'month', ...details } });
const amounts = { field: 'costUsd', cap: 10, resetsAt: '2026-12-01T00:00:00.000Z' };

test.each([
	['a call that does not fit into what is left is the end of the budget', { spent: 9.5, wanted: 1 }, 100],
	['a call that would fit if no other were running is not', { spent: 5, wanted: 1 }, undefined],
	['a call that is too large for the whole budget is not', { spent: 9.5, wanted: 11 }, undefined],
])('%s', (_what, spending, percent) => {
	expect(findUsedUp(refusal({ ...amounts, ...spending }), [budget], {})?.percent).toBe(percent);
});

test('an unknown price is not an event', () => {
	expect(findUsedUp(refusal({ reason: 'price-unknown' }), [budget], {})).toBeUndefined();
});

test('an event is the same for a refusal and a settlement of one period, and another one after the cap was raised', () => {
	const reached = (one: Budget) =>
		listReached(
			{
				budget: one,
				spent: { costUsd: 12, tokens: 0, calls: 1 },
				reserved: { costUsd: 0, tokens: 0, calls: 0 },
				resetsAt: Date.UTC(2026, 11),
			},
			{},
		);
	expect(reached(budget).map(({ percent }) => percent)).toEqual([80, 100]);
	expect(findUsedUp(refusal({ ...amounts, spent: 12, wanted: 1 }), [budget], {})!.key).toBe(reached(budget)[1]!.key);
	expect(reached({ ...budget, costUsd: 11 })[1]!.key).not.toBe(reached(budget)[1]!.key);
});

test('a budget per instance has events of each instance, rate limits and budgets per run have none', () => {
	const balance = (per: Budget['per']) => ({
		...{ budget: { name: 'b', per, calls: 1 }, spent: { costUsd: 0, tokens: 0, calls: 1 } },
		...{ reserved: { costUsd: 0, tokens: 0, calls: 0 }, resetsAt: null },
	});
	const keys = ['7', '8'].flatMap((instance) => listReached(balance('instance'), { instance }).map(({ key }) => key));
	expect(new Set(keys).size).toBe(4);
	expect([...listReached(balance('minute'), {}), ...listReached(balance('run'), { run: '1' })]).toEqual([]);
});
