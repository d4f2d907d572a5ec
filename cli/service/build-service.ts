import swagger from '@fastify/swagger';
import { fastify, type FastifyInstance, type FastifyPluginAsync } from 'fastify';
import { randomUUID } from 'node:crypto';
import type { EmbeddedEngine } from '../../engine-adapter/embedded/embedded-engine';
import { restApi } from '../../engine-adapter/rest/rest-api';
import { scopeDescriptions } from '../../manifests/registry/http/routes/answers';
import { refuseWithoutToken } from './access';
import { checkGate, healthRoutes, checkPart, readTrustStatus } from './health';
import { engineMetrics, processMetrics, registryMetrics, trustMetrics, workerMetrics } from './metrics';
import { hintRoute } from './hint-route';
import { metricsRoute } from './metrics-route';
import { answerProblems, lowLevelProblems } from './problems';
import { refuseStrangers, refuseWhen } from './refusals';
import { registryRoutes } from './registry-routes';
import type { ServiceParts } from './service-parts';

/** Camunda accepts resources of 4 MB in total. */
const maxBodyBytes = 4 * 1024 * 1024;

const maxConnections = 10_000;

const securitySchemes = {
	accessToken: {
		type: 'http',
		scheme: 'bearer',
		bearerFormat: 'JWT',
		description: `An access token (RFC 9068) of \`troupe manifest token issue\`. Scopes: ${Object.entries(scopeDescriptions)
			.map(([scope, description]) => `${scope} (${description})`)
			.join('; ')}.`,
	},
} as const;

/** Builds the service, ready to listen. Health, keys and the OpenAPI document are open; the engine requires the token. */
export async function buildService(parts: ServiceParts): Promise<FastifyInstance> {
	const service = fastify({
		bodyLimit: maxBodyBytes,
		// The time to receive a request, not to answer it: an awaited instance can take minutes.
		requestTimeout: 30_000,
		// Headers that never end are a slow attack. Node checks both timeouts at this interval.
		http: { headersTimeout: 10_000, connectionsCheckingInterval: 2_000 },
		connectionTimeout: 0,
		// Longer than a proxy keeps its side open: the proxy must close first, not the side that receives a request.
		keepAliveTimeout: 65_000,
		trustProxy: parts.trustedProxies ?? false,
		genReqId: () => randomUUID(),
		forceCloseConnections: 'idle',
		...lowLevelProblems,
		routerOptions: { maxParamLength: 200 },
	});
	await service.register(swagger, {
		openapi: {
			openapi: '3.1.0',
			info: {
				title: 'Troupe',
				description: 'The manifest registry, the embedded process engine, health and metrics.',
				version: parts.version,
			},
			components: { securitySchemes },
		},
	});
	service.server.maxConnections = maxConnections;
	answerProblems(service, (error, url, requestId) =>
		parts.log('error', 'request failed', { url, requestId, error: error instanceof Error ? error.stack : String(error) }),
	);
	refuseStrangers(service, parts.address);
	healthRoutes(service, {
		healthy: new Set(['open', 'off', 'admitted']),
		isDraining: parts.isDraining,
		gate: parts.host.gate,
		checks: async () => ({
			engine: await checkPart(parts.engine, (engine) => engine.searchIncidents({ instanceKey: '0' })),
			registry: await checkPart(parts.served, ({ registry }) => registry.ready()),
			worker: parts.worker ? 'open' : 'off',
			gate: await checkGate(parts.host),
		}),
	});
	metricsRoute(service, parts, async () => [
		...processMetrics(parts.version, parts.isDraining()),
		...(parts.engine ? engineMetrics(await parts.engine.readStatus()) : []),
		...(parts.served ? registryMetrics(parts.registryMetrics) : []),
		...workerMetrics(parts.metrics),
		...trustMetrics(await readTrustStatus(parts.host.gate)),
	]);
	await registryRoutes(service, parts);
	if (parts.hints) await hintRoute(service, parts.hints);
	if (parts.engine) await service.register(engineApi(parts.engine, parts), { prefix: '/v2' });
	service.get('/openapi.json', { schema: { hide: true } }, async () => service.swagger());
	await service.ready();
	return service;
}

/** Checks the token at the routes, not by URL, because a path has many spellings. */
function engineApi(engine: EmbeddedEngine, { version, token, log }: ServiceParts): FastifyPluginAsync {
	const reportFault = (error: unknown, url: string) =>
		log('error', 'request failed', { url, error: error instanceof Error ? error.stack : String(error) });
	return async (api) => {
		api.addHook(
			'onRequest',
			refuseWhen((request) => refuseWithoutToken(request, token)),
		);
		await api.register(restApi({ engine, reportFault }, version));
	};
}
