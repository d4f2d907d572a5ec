import type { FastifyInstance } from 'fastify';
import type { Metric as PrometheusMetric, Registry } from 'prom-client';
import type { Program } from '../core/base/metrics/definition';
import { listMetrics, type Metric } from '../core/base/metrics/metrics';
import { toPrometheus } from '../core/base/metrics/prometheus';
import type { Guard } from './access/ask-for-scope';
import { plain } from '../manifests/registry/http/routes/registry-route';

/** GET /metrics, for Prometheus: every metric of this program, even without a sample. */
export function metricsRoute(service: FastifyInstance, onRequest: Guard, program: Program, read: () => Promise<Metric[]>): void {
	const empty = listMetrics(program).map(({ name }) => ({ name, samples: [] }));
	service.get(
		'/metrics',
		{ onRequest, schema: { summary: "Metrics in Prometheus' text format", 'x-answers': { 200: plain('The metrics', 'text/plain') } } },
		async (_request, reply) => {
			const registry = await collectMetrics([...empty, ...(await read())]);
			return reply.type(registry.contentType).send(await registry.metrics());
		},
	);
}

/** Registry of current metrics in Prometheus' text format. The last one of a name counts. */
export async function collectMetrics(metrics: Metric[]): Promise<Registry> {
	const { Registry } = await import('prom-client');
	const registry = new Registry();
	for (const metric of new Map(metrics.map((each) => [each.name, each])).values()) {
		const written = toPrometheus(metric);
		registry.registerMetric({ ...written, get: async () => written } as unknown as PrometheusMetric);
	}
	return registry;
}
