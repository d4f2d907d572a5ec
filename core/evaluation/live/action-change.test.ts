import { compareActions } from './action-change';

const origin = 'serve, person';
const pay = (day: number, calls: number, amount = 0, more: object = {}) => ({
	...{ agent: 'clerk', day: `2026-11-${String(day).padStart(2, '0')}`, tool: 'pay', origin, calls, amount },
	...more,
});
const usual = [pay(10, 4, 400), pay(11, 2, 100), pay(12, 3, 300)];
const compare = (...today: Array<ReturnType<typeof pay>>) =>
	compareActions([...usual, ...today], '2026-11-20').map(({ kind, before, now }) => [kind, before, now]);

test('three times the calls of the busiest day, or three times its amounts, are told; what is usual is not', () => {
	expect(compare(pay(20, 12, 1_200))).toEqual([]);
	expect(compare(pay(20, 13, 1_200))).toEqual([['calls', 4, 13]]);
	expect(compare(pay(20, 1, 90_000))).toEqual([['amount', 400, 90_000]]);
	expect(compare(pay(20, 25, 2_250_000))).toEqual([
		['calls', 4, 25],
		['amount', 400, 2_250_000],
	]);
});

test('few calls differ by chance', () => {
	expect(compareActions([pay(17, 1), pay(18, 1), pay(19, 1), pay(20, 9)], '2026-11-20')).toEqual([]);
});

test('a tool or an origin that is new is told, once the agent is known', () => {
	expect(compare(pay(20, 1, 0, { tool: 'delete' }), pay(20, 1, 0, { origin: 'worker, nobody' }))).toEqual([
		['new', 0, 1],
		['new', 0, 1],
	]);
	expect(compareActions([pay(18, 4), pay(19, 4), pay(20, 1, 0, { tool: 'delete' })], '2026-11-20')).toEqual([]);
	expect(compareActions([...usual, pay(20, 99, 0, { agent: 'other' })], '2026-11-20')).toEqual([]);
});

test('days from before the last four weeks do not count', () => {
	expect(compareActions([...usual, pay(30, 99)], '2026-12-30')).toEqual([]);
});
