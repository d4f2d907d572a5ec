import { openEvaluator } from '../../bpmn/feel/evaluator';
import { toCondition } from './conditions';

const conditions = ['x', 'not(x)', 'x > 3', 'x = "a"', 'x and y', 'x or y', 'contains(x, "a")', 'x.y', 'if x then y else x', 'some one in x satisfies one > 1', 'x in [1, 2]'];
const values = [undefined, null, true, false, 0, 5, 'a', '', [1, 2], { y: true }];

describe('toCondition', () => {
	it.each(conditions)('makes of %s what is true or false, whatever the variables are', (written) => {
		for (const version of ['8.6', '8.8'] as const) {
			for (const x of values) {
				for (const y of values) {
					const host = { lookUp: (name: string) => (name === 'x' ? x : y), now: () => 0 };
					const evaluator = openEvaluator(version);
					const { value } = evaluator.evaluate(toCondition(written, () => false), host);
					expect(typeof value).toBe('boolean');
					expect(value).toBe(evaluator.evaluate(written, host).value === true);
				}
			}
		}
	});

	it('leaves conditions on fields of forms as people read them', () => {
		expect(toCondition('status = "new" and amount = 3', () => true)).toBe('status = "new" and amount = 3');
		expect(toCondition('approved', () => true)).toBe('approved = true');
	});
});
