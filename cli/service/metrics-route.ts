import type { FastifyInstance } from 'fastify';
import { refuseWithoutToken } from './access';
import { metricsContentType, metricsText, type Metric } from './metrics-text';
import { refusing } from './refusals';

/** GET /metrics, for Prometheus; it asks for the token where there is one. */
export function metricsRoute(service: FastifyInstance, { token }: { token?: string }, read: () => Promise<Metric[]>): void {
	const onRequest = refusing((request) => refuseWithoutToken(request, token));
	service.get('/metrics', { onRequest, schema: { summary: "Metrics in Prometheus' text format" } }, async (_request, reply) =>
		reply.type(metricsContentType).send(metricsText(await read())),
	);
}
