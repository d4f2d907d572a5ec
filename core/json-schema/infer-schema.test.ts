import { compileSchema } from './compile-schema';
import { inferSchema, keepKnown } from './infer-schema';

const example = { topic: 'refund', urgent: true, orders: [{ id: 7 }], tags: [], note: null };

test('takes values like the example, and no others', async () => {
	const findProblems = await compileSchema(inferSchema(example), { thorough: true });
	expect(findProblems(example)).toEqual([]);
	expect(findProblems({ ...example, orders: [], tags: ['a', 1], note: 'any' })).toEqual([]);
	expect(findProblems({ ...example, urgent: 'yes' })).toHaveLength(1);
	expect(findProblems({ ...example, orders: [{ id: 'x' }] })).toHaveLength(1);
	expect(findProblems({ ...example, more: 1 })).toEqual([]);
	expect(findProblems({})).not.toEqual([]);
});

test('keeps the fields of the example only', () => {
	const more = { ...example, more: 1, orders: [{ id: 7, more: [1] }, { more: 2 }], tags: [{ any: 1 }], note: { any: 1 } };
	expect(keepKnown(more, example)).toEqual({ ...example, orders: [{ id: 7 }, {}], tags: [{ any: 1 }], note: { any: 1 } });
	expect(keepKnown([{ a: 1, b: 2 }], [{ a: 0 }])).toEqual([{ a: 1 }]);
	expect(keepKnown('text', { a: 0 })).toBe('text');
	expect(keepKnown(JSON.parse('{"__proto__":{"a":1}}'), {})).toEqual({});
});

test('is that of a list or of a plain value too', () => {
	expect(inferSchema(['a'])).toEqual({ type: 'array', items: { type: 'string' } });
	expect(inferSchema(1.5)).toEqual({ type: 'number' });
});

test('is that of a list whose entries differ', async () => {
	const mixed = {
		list: [1, 'a'],
		of: [
			{ id: 1, note: { by: 'me' } },
			{ id: 2, name: 'x', note: { at: 1 } },
		],
	};
	const findProblems = await compileSchema(inferSchema(mixed), { thorough: true });
	for (const value of [mixed, { list: ['b', 2, 3], of: [{ id: 3, note: {} }] }]) expect(findProblems(value)).toEqual([]);
	for (const value of [
		{ list: [true], of: [] },
		{ list: [], of: [{ name: 'x', note: {} }] },
		{ list: [], of: [{ id: 1, note: {}, name: 2 }] },
	])
		expect(findProblems(value)).not.toEqual([]);
	const more = { list: ['b'], of: [{ id: 3, name: 'y', note: { by: 'me', at: 2, more: 1 }, more: 1 }] };
	expect(keepKnown(more, mixed)).toEqual({ list: ['b'], of: [{ id: 3, name: 'y', note: { by: 'me', at: 2 } }] });
});
