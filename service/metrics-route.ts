import type { FastifyInstance } from 'fastify';
import type { Registry } from 'prom-client';
import type { Guard } from './access/ask-for-scope';
import { plain } from '../manifests/registry/http/routes/registry-route';

/** One metric with its samples. */
export interface Metric {
	name: string;
	help: string;
	type: 'counter' | 'gauge';
	samples: Array<{ labels?: Record<string, string>; value: number }>;
}

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
	for (const { name, help, type, samples } of metrics) {
		// A metric without a label has a value from the start.
		const labelNames = samples.length === 0 ? ['none'] : Object.keys(samples[0]?.labels ?? {});
		const options = { name, help, labelNames, registers: [registry] };
		const metric = type === 'counter' ? new Counter(options) : new Gauge(options);
		for (const { labels = {}, value } of samples) metric.inc(labels, value);
	}
	return registry;
}
