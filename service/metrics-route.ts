import type { FastifyInstance } from 'fastify';
import type { Metric as PrometheusMetric, Registry } from 'prom-client';
import type { DurationHistogram } from '../core/base/statistics/duration-histogram';
import type { Guard } from './access/ask-for-scope';
import { plain } from '../manifests/registry/http/routes/registry-route';

interface Samples<Type, Value> {
	name: string;
	help: string;
	type: Type;
	samples: Array<{ labels?: Record<string, string>; value: Value }>;
}

type HistogramOf = Pick<DurationHistogram, 'buckets' | 'sum' | 'count'>;

/** One metric with its samples. */
export type Metric = Samples<'counter' | 'gauge', number> | Samples<'histogram', HistogramOf>;

/** GET /metrics, for Prometheus. */
export function metricsRoute(service: FastifyInstance, onRequest: Guard, read: () => Promise<Metric[]>): void {
	service.get(
		'/metrics',
		{ onRequest, schema: { summary: "Metrics in Prometheus' text format", 'x-answers': { 200: plain('The metrics', 'text/plain') } } },
		async (_request, reply) => {
			const registry = await collectMetrics(await read());
			return reply.type(registry.contentType).send(await registry.metrics());
		},
	);
}

/** Returns a registry of metrics as they are now, which writes them in Prometheus' text format. */
export async function collectMetrics(metrics: Metric[]): Promise<Registry> {
	const { Counter, Gauge, Registry } = await import('prom-client');
	const registry = new Registry();
	for (const each of metrics) {
		if (each.type === 'histogram') {
			registry.registerMetric(toHistogram(each) as unknown as PrometheusMetric);
			continue;
		}
		const { name, help, type, samples } = each;
		// A metric without a label has a value from the start.
		const labelNames = samples.length === 0 ? ['none'] : Object.keys(samples[0]?.labels ?? {});
		const options = { name, help, labelNames, registers: [registry] };
		const metric = type === 'counter' ? new Counter(options) : new Gauge(options);
		for (const { labels = {}, value } of samples) metric.inc(labels, value);
	}
	return registry;
}

/** A histogram as it is now, in the shape that prom-client writes: its own class only counts by itself. */
function toHistogram({ name, help, type, samples }: Samples<'histogram', HistogramOf>) {
	const values = samples.flatMap(({ labels = {}, value: { buckets, sum, count } }) => [
		...buckets.map(([le, value]) => ({ metricName: `${name}_bucket`, labels: { ...labels, le }, value })),
		{ metricName: `${name}_bucket`, labels: { ...labels, le: '+Inf' }, value: count },
		{ metricName: `${name}_sum`, labels, value: sum },
		{ metricName: `${name}_count`, labels, value: count },
	]);
	return { name, help, type, aggregator: 'sum', get: async () => ({ name, help, type, values, aggregator: 'sum' }) };
}
