import { compileSchema } from './compile-schema';
import { inferSchema } from './infer-schema';

const example = { topic: 'refund', urgent: true, orders: [{ id: 7 }], tags: [], note: null };

test('takes values like the example, and no others', async () => {
	const findProblems = await compileSchema(inferSchema(example), { thorough: true });
	expect(findProblems(example)).toEqual([]);
	expect(findProblems({ ...example, orders: [], tags: ['a', 1], note: 'any' })).toEqual([]);
	expect(findProblems({ ...example, urgent: 'yes' })).toHaveLength(1);
	expect(findProblems({ ...example, orders: [{ id: 'x' }] })).toHaveLength(1);
	expect(findProblems({ ...example, more: 1 })).toHaveLength(1);
	expect(findProblems({})).not.toEqual([]);
});

test('is that of a list or of a plain value too', () => {
	expect(inferSchema(['a'])).toEqual({ type: 'array', items: { type: 'string' } });
	expect(inferSchema(1.5)).toEqual({ type: 'number' });
});
