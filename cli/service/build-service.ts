import swagger from '@fastify/swagger';
import { fastify, type FastifyInstance, type FastifyPluginAsync } from 'fastify';
import { restApi } from '../../engine-adapter/rest/rest-api';
import { refuseWithoutToken } from './access';
import { gateDecision, healthRoutes, stateOf } from './health';
import { engineMetrics, processMetrics, workerMetrics } from './metrics';
import { metricsRoute } from './metrics-route';
import { refuseStrangers, refusing } from './refusing';
import { keyRoutes } from './keys';
import type { ServiceParts } from './service-parts';

/** Camunda takes resources of 4 MB together. */
const largestBody = 4 * 1024 * 1024;

/** The service's routes, ready to listen. Health, keys and the OpenAPI document are open; the engine asks for the token. */
export async function buildService(parts: ServiceParts): Promise<FastifyInstance> {
	const service = fastify({
		bodyLimit: largestBody,
		// To receive a request, not to answer it: an awaited instance may take minutes.
		requestTimeout: 30_000,
		connectionTimeout: 0,
		keepAliveTimeout: 5_000,
		forceCloseConnections: 'idle',
		return503OnClosing: true,
		routerOptions: { maxParamLength: 200 },
	});
	await service.register(swagger, {
		openapi: {
			openapi: '3.1.0',
			info: { title: 'Troupe', description: 'The embedded process engine, health and public keys.', version: parts.version },
		},
	});
	refuseStrangers(service, parts.address);
	healthRoutes(service, {
		healthy: new Set(['open', 'off', 'admitted']),
		isDraining: parts.isDraining,
		checks: async () => ({
			engine: await stateOf(() => parts.engine.searchIncidents({ instanceKey: '0' })),
			worker: parts.worker ? 'open' : 'off',
			gate: await gateDecision(parts.host),
		}),
	});
	metricsRoute(service, parts, async () => [
		...processMetrics(parts.version, parts.isDraining()),
		...engineMetrics(await parts.engine.readStatus()),
		...workerMetrics(parts.metrics),
	]);
	keyRoutes(service, parts);
	await service.register(engineApi(parts), { prefix: '/v2' });
	service.get('/openapi.json', { schema: { hide: true } }, async () => service.swagger());
	await service.ready();
	return service;
}

/** The token is asked for where the routes are, not by the look of a URL: a path has many spellings. */
function engineApi({ engine, version, token, log }: ServiceParts): FastifyPluginAsync {
	const reportFault = (error: unknown, url: string) =>
		log('error', 'request failed', { url, error: error instanceof Error ? error.stack : String(error) });
	return async (api) => {
		api.addHook(
			'onRequest',
			refusing((request) => refuseWithoutToken(request, token)),
		);
		await api.register(restApi({ engine, reportFault }, version));
	};
}
