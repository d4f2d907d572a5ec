import { DurationHistogram } from '../core/base/statistics/duration-histogram';
import { metricOf, singleValue } from '../core/base/metrics/metrics';
import { collectMetrics } from './metrics-route';

test("metrics are written in Prometheus' text format, also without a sample, and with any text in a label", async () => {
	const registry = await collectMetrics([
		metricOf('troupe_job_failures_total', [{ labels: { type: 'a "b"\\\nc', code: 'x' }, value: 2 }]),
		metricOf('troupe_jobs_failed_total', []),
		singleValue('troupe_last_error_age_seconds', -1),
	]);
	expect((await registry.metrics()).replaceAll('\n\n', '\n')).toBe(
		[
			'# HELP troupe_job_failures_total Faults of jobs, by code.',
			'# TYPE troupe_job_failures_total counter',
			'troupe_job_failures_total{type="a \\"b\\"\\\\\\nc",code="x"} 2',
			'# HELP troupe_jobs_failed_total Jobs failed, with a retry or an incident.',
			'# TYPE troupe_jobs_failed_total counter',
			'# HELP troupe_last_error_age_seconds Time since the last failed job or poll; -1 without one.',
			'# TYPE troupe_last_error_age_seconds gauge',
			'troupe_last_error_age_seconds -1\n',
		].join('\n'),
	);
	expect(registry.contentType).toBe('text/plain; version=0.0.4; charset=utf-8');
});

test('durations are written as a histogram, also beyond its last bound', async () => {
	const durations = new DurationHistogram();
	for (const seconds of [0.1, 0.2, 7, 900]) durations.observe(seconds);
	const registry = await collectMetrics([
		metricOf('troupe_job_duration_seconds', [{ labels: { type: 'acme' }, value: durations }]),
		metricOf('troupe_channel_turn_duration_seconds', []),
	]);
	const lines = (await registry.metrics()).split('\n');
	expect(lines).toContain('# TYPE troupe_job_duration_seconds histogram');
	expect(lines).toContain('troupe_job_duration_seconds_bucket{type="acme",le="0.1"} 1');
	expect(lines).toContain('troupe_job_duration_seconds_bucket{type="acme",le="5"} 2');
	expect(lines).toContain('troupe_job_duration_seconds_bucket{type="acme",le="10"} 3');
	expect(lines).toContain('troupe_job_duration_seconds_bucket{type="acme",le="300"} 3');
	expect(lines).toContain('troupe_job_duration_seconds_bucket{type="acme",le="+Inf"} 4');
	expect(lines).toContain('troupe_job_duration_seconds_sum{type="acme"} 907.3');
	expect(lines).toContain('troupe_job_duration_seconds_count{type="acme"} 4');
});
