import { diffLines, selectExpected } from './diff-lines';

const text = (expected: unknown, received: unknown) => diffLines(expected, received).map(([sign, line]) => sign + line);

test('shows what is only on one side, and what stands around it', () => {
	expect(text(['a', 'b', 'c'], ['a', 'c', 'd'])).toEqual([' [', '   "a",', '-  "b",', '   "c",', '+  "d"', ' ]']);
});

test('takes the order of an object for nothing', () => {
	expect(text({ a: 1, b: 2 }, { b: 2, a: 1 })).toEqual([]);
	expect(text({ a: 1, b: 2 }, { b: 3, a: 1 })).toEqual([' {', '   "a": 1,', '-  "b": 2', '+  "b": 3', ' }']);
});

test('leaves out what is far from any difference', () => {
	const list = Array.from({ length: 50 }, (_, index) => index);
	const lines = text(list, [...list.slice(0, 49), 'x']);
	expect(lines).toHaveLength(6);
	expect(lines[0]).toBe('   46,');
});

test('says that there is nothing', () => {
	expect(text('active', undefined)).toEqual(['-"active"', '+nothing']);
});

test('bounds what it compares', () => {
	const lines = text(
		Array.from({ length: 10_000 }, () => 1),
		[2],
	);
	expect(lines.length).toBeLessThan(410);
	expect(lines).toContain('-… 9602 more lines');
});

test('compares only what an expectation speaks of', () => {
	expect(selectExpected({ work: { completed: 1 }, gone: 1 }, { work: { completed: 2, terminated: 0 }, other: 1 })).toEqual({
		work: { completed: 2 },
	});
	expect(selectExpected(['a'], [{ b: 1 }])).toEqual([{ b: 1 }]);
	expect(selectExpected([{ b: 2 }], [{ b: 1, c: 3 }, { d: 4 }])).toEqual([{ b: 1 }, { d: 4 }]);
});
