import { compareEvaluations } from './compare-evaluations';

const result = (version: string, passed: number, set = 'a') => ({
	...{ agent: 'clerk', version, sha256: 'b'.repeat(64), set: 'Support', setSha256: set.repeat(64) },
	...{ cases: 20, passed, score: passed / 20, at: passed },
});

test('a result has the interval of its share, and its difference from the one of the same cases before it', () => {
	const [first, other, second] = compareEvaluations([result('1.0.0', 18), result('1.0.0', 3, 'c'), result('1.1.0', 12)]);
	expect([first!.before, other!.before]).toEqual([undefined, undefined]);
	expect(second).toMatchObject({ before: { version: '1.0.0', cases: 20, passed: 18, at: 18 }, share: { value: 0.6 } });
	// Wilson, and Newcombe's method 10, as published tables have them.
	expect([first!.share.low, first!.share.high].map((share) => share.toFixed(3))).toEqual(['0.699', '0.972']);
	const { value, low, high } = second!.difference!;
	expect([value.toFixed(2), low < -0.3, high < 0]).toEqual(['-0.30', true, true]);
});

test('a few cases say little: the interval of a small set is wide, and its difference holds zero', () => {
	const small = (passed: number) => ({ ...result('1.0.0', passed), cases: 10 });
	const [, now] = compareEvaluations([small(6), small(7)]);
	expect(now!.difference!.low).toBeLessThan(0);
	expect(now!.difference!.high).toBeGreaterThan(0);
	expect(now!.share.high - now!.share.low).toBeGreaterThan(0.4);
});
