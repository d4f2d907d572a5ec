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
