import { compareShares } from './compare-shares';

test('the interval is that of the published example', () => {
	// Newcombe 1998, table II, comparison (a), method 10: 56/70 less 48/80 is 0.2 (0.0524 to 0.3339).
	const interval = compareShares({ passed: 48, failed: 32 }, { passed: 56, failed: 14 })!;
	expect(interval.value).toBeCloseTo(0.2, 10);
	expect(interval.low).toBeCloseTo(0.0524, 3);
	expect(interval.high).toBeCloseTo(0.3339, 3);
});

test('equal and extreme shares have an interval around zero', () => {
	const interval = compareShares({ passed: 10, failed: 0 }, { passed: 10, failed: 0 })!;
	expect(interval.value).toBe(0);
	expect(interval.low).toBeLessThan(-0.2);
	expect(interval.high).toBeGreaterThan(0.2);
	expect(compareShares({ passed: 0, failed: 0 }, { passed: 1, failed: 0 })).toBeUndefined();
});
