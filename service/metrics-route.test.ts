import { DurationHistogram } from '../core/base/statistics/duration-histogram';
import { collectMetrics } from './metrics-route';

test("metrics are written in Prometheus' text format, also without a sample, and with any text in a label", async () => {
	const registry = await collectMetrics([
		{ name: 'jobs_total', help: 'Jobs.', type: 'counter', samples: [{ labels: { type: 'a "b"\\\nc', code: 'x' }, value: 2 }] },
		{ name: 'failures_total', help: 'Failures.', type: 'counter', samples: [] },
		{ name: 'age_seconds', help: 'Age.', type: 'gauge', samples: [{ value: -1 }] },
	]);
	expect((await registry.metrics()).replaceAll('\n\n', '\n')).toBe(
		[
			'# HELP jobs_total Jobs.',
			'# TYPE jobs_total counter',
			'jobs_total{type="a \\"b\\"\\\\\\nc",code="x"} 2',
			'# HELP failures_total Failures.',
			'# TYPE failures_total counter',
			'# HELP age_seconds Age.',
			'# TYPE age_seconds gauge',
			'age_seconds -1\n',
		].join('\n'),
	);
	expect(registry.contentType).toBe('text/plain; version=0.0.4; charset=utf-8');
});

test('durations are written as a histogram, also beyond its last bound', async () => {
	const durations = new DurationHistogram();
	for (const seconds of [0.1, 0.2, 7, 900]) durations.observe(seconds);
	const registry = await collectMetrics([
		{ name: 'turn_seconds', help: 'Turns.', type: 'histogram', samples: [{ labels: { tenant: 'acme' }, value: durations }] },
		{ name: 'empty_seconds', help: 'Nothing.', type: 'histogram', samples: [] },
	]);
	const lines = (await registry.metrics()).split('\n');
	expect(lines).toContain('# TYPE turn_seconds histogram');
	expect(lines).toContain('turn_seconds_bucket{tenant="acme",le="0.1"} 1');
	expect(lines).toContain('turn_seconds_bucket{tenant="acme",le="5"} 2');
	expect(lines).toContain('turn_seconds_bucket{tenant="acme",le="10"} 3');
	expect(lines).toContain('turn_seconds_bucket{tenant="acme",le="300"} 3');
	expect(lines).toContain('turn_seconds_bucket{tenant="acme",le="+Inf"} 4');
	expect(lines).toContain('turn_seconds_sum{tenant="acme"} 907.3');
	expect(lines).toContain('turn_seconds_count{tenant="acme"} 4');
});
