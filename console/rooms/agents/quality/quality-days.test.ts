import { evaluationSeries, judgedSeries } from './quality-days';

const share = { value: 0.5, low: 0.1, high: 0.9 };
const day = (name: string, version: string, judgedPassed: number) => ({
	...{ day: name, version, succeeded: 4, failed: 0, judgedPassed, judgedFailed: 1 },
	judged: judgedPassed === 0 ? null : share,
});

test('judged days are a series for each version, in the order of time; a day without a judged run has no point', () => {
	const series = judgedSeries({ days: [day('2026-11-30', '1.1.0', 2), day('2026-11-28', '1.0.0', 3), day('2026-11-29', '1.0.0', 0)] });
	expect(series).toEqual([
		{ name: '1.0.0', points: [{ at: Date.parse('2026-11-28T12:00:00'), share, passed: 3, all: 4 }] },
		{ name: '1.1.0', points: [{ at: Date.parse('2026-11-30T12:00:00'), share, passed: 2, all: 3 }] },
	]);
});

test('results are a series for each set, with the version of each', () => {
	const one = { set: 'Support', version: '1.0.0', cases: 20, passed: 18, score: 0.9, at: 1, share };
	expect(evaluationSeries([one, { ...one, set: 'Sales' }, { ...one, version: '1.1.0', at: 2 }])).toMatchObject([
		{ name: 'Support', points: [{ about: '1.0.0' }, { about: '1.1.0' }] },
		{ name: 'Sales', points: [{ all: 20, passed: 18 }] },
	]);
});
