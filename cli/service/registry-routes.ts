import type { FastifyInstance } from 'fastify';
import { problem, problemContentType } from '../../core/base/problem';
import { registryHttp } from '../../manifests/registry/http/registry-http';
import { keyRoutes } from './key-routes';
import type { ServiceParts } from './service-parts';

const prefix = '/api/v1';

/** Adds the registry's routes; without a registry, the package's public keys and instructions for setup. */
export async function registryRoutes(service: FastifyInstance, parts: ServiceParts): Promise<void> {
	const { served, registryMetrics, rateLimits, log } = parts;
	if (served) {
		const reportFault = (error: unknown, url: string, requestId?: string) =>
			log('error', 'request failed', { url, requestId, error: error instanceof Error ? error.stack : String(error) });
		await service.register(registryHttp({ ...served, record: served.registry.record, reportFault, metrics: registryMetrics, rateLimits }), {
			prefix,
		});
		return;
	}
	keyRoutes(service, parts);
	service.all(`${prefix}/*`, { schema: { hide: true } }, async (request, reply) => {
		const detail = `There is no registry here. ${parts.registryHint}`;
		const code = 'REGISTRY_NOT_READY';
		const answer = { ...problem(503, code, detail, request.url.split('?')[0] ?? ''), code, requestId: request.id };
		return reply.code(503).type(problemContentType).send(JSON.stringify(answer));
	});
}
