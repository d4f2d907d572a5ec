import { openEvaluator } from '../../bpmn/feel/evaluator';
import { excludeEarlier } from './exclude-earlier';

const exclude = (...conditions: string[]) => excludeEarlier(conditions, conditions);

it('leaves conditions of which one alone can hold as people wrote them', () => {
	for (const conditions of [
		['status = "new"', 'status = "open"', 'status = "done"'],
		['amount > 1000', 'amount <= 1000'],
		['amount >= 1000', 'amount < 1000 and amount > 10', 'amount <= 10'],
		['approved', 'not(approved)'],
		['approved = true', 'approved = false'],
		['kind = "a"', 'kind != "a"'],
		['kind = "a" and amount > 5', 'amount > 3 and kind = "b"'],
		['count = 3', 'count > 3'],
	])
		expect(exclude(...conditions)).toEqual(conditions);
});

it('excludes the branches before that can hold at the same time', () => {
	expect(exclude('amount > 1000', 'amount > 500', 'amount <= 10')).toEqual([
		...['amount > 1000', '(amount > 500) and not(amount > 1000)', 'amount <= 10'],
	]);
	expect(exclude('a', 'b', 'c = 1 or a')).toEqual(['a', '(b) and not(a)', '(c = 1 or a) and not((a) or (b))']);
});

it.each([
	['amount > 3', 'amount > 1', 'amount >= 1'],
	['amount < 5', 'amount <= 5', 'amount = 5'],
	['amount = 1', 'amount >= 1', 'amount < 9'],
	['text = "a"', 'amount > 2', 'text = "b"'],
	['contains(text, "a")', 'text = "a"', 'not(text = "b")'],
	['amount in [1..3]', 'amount in [2..5]', 'not(amount in [2..5])'],
	['text = "1"', 'text = 1', 'amount = 1'],
])('lets the first of %s, %s, %s hold alone, in any order', (...conditions) => {
	const evaluator = openEvaluator('8.6');
	const never = conditions.map((one) => `if ${one} then true else false`);
	const made = excludeEarlier(conditions, never);
	for (const amount of [0, 1, 2, 3, 4, 5, 6, 9, 10])
		for (const text of ['a', 'b', '1', '']) {
			const host = { lookUp: (name: string) => (name === 'amount' ? amount : text), now: () => 0 };
			const first = never.findIndex((one) => evaluator.evaluate(one, host).value === true);
			const holding = made.flatMap((one, at) => (evaluator.evaluate(one, host).value === true ? [at] : []));
			expect(holding).toEqual(first < 0 ? [] : [first]);
		}
});
