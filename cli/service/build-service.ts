import swagger from '@fastify/swagger';
import { fastify, type FastifyInstance, type FastifyPluginAsync } from 'fastify';
import { randomUUID } from 'node:crypto';
import type { EmbeddedEngine } from '../../engine-adapter/embedded/embedded-engine';
import { restApi } from '../../engine-adapter/rest/rest-api';
import { scopeDescriptions } from '../../manifests/registry/http/routes/answers';
import { RequestCounts } from '../../manifests/registry/http/request-counts';
import { refuseWithoutToken } from './access/access';
import { faultLog, type ReportFault } from './log/fault-log';
import { checkGate, checkPart, checkSharedState, healthRoutes, readTrustStatus } from './health';
import { engineMetrics, processMetrics, registryMetrics, stateMetrics, workerMetrics, trustMetrics } from './metrics';
import { hintRoute } from './hint-route';
import { metricsRoute } from './metrics-route';
import { answerProblems, lowLevelProblems } from './problems';
import { refuseStrangers, refuseWhen } from './access/refusals';
import { registryRoutes } from './registry-routes';
import { stateRoute } from './state-route';
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
	const reportFault = faultLog(parts.log, 'request failed');
	answerProblems(service, (error, url, requestId) => reportFault(error, { url, requestId }));
	refuseStrangers(service, parts.address);
	const reportUnready = faultLog(parts.log, 'not ready');
	healthRoutes(service, {
		healthy: new Set(['open', 'off', 'admitted']),
		isDraining: parts.isDraining,
		gate: parts.host.gate,
		warnings: parts.localState && [parts.localState.warning],
		checks: async () => ({
			engine: await checkPart(parts.engine, (engine) => engine.check(), reportUnready),
			registry: await checkPart(parts.served, ({ registry }) => registry.ready(), reportUnready),
			worker: parts.worker ? 'open' : 'off',
			gate: await checkGate(parts.host),
			...(await checkSharedState(parts.host, reportUnready)),
		}),
	});
	const engineRequests = new RequestCounts();
	metricsRoute(service, parts, async () => [
		...processMetrics(parts.version, parts.isDraining()),
		...(parts.engine ? engineMetrics(await readStatus(parts.engine, reportUnready), engineRequests) : []),
		...(parts.served ? registryMetrics(parts.registryMetrics) : []),
		...workerMetrics(parts.metrics),
		...trustMetrics(await readTrustStatus(parts.host.gate)),
		...stateMetrics(parts.localState),
	]);
	await registryRoutes(service, parts);
	if (parts.hints) await hintRoute(service, parts.hints);
	if (parts.engine) stateRoute(service, { engine: parts.engine, folder: parts.host.stateFolder ?? '', token: parts.token });
	if (parts.engine) await service.register(engineApi(parts.engine, parts, engineRequests, reportFault), { prefix: '/v2' });
	service.get('/openapi.json', { schema: { hide: true } }, async () => service.swagger());
	await service.ready();
	return service;
}

/** Without a status, when the state cannot be read: then the other metrics matter most. */
async function readStatus(engine: EmbeddedEngine, reportFault: ReportFault) {
	return engine.readStatus().catch((error: unknown) => reportFault(error, {}));
}

/** Checks the token at the routes, not by URL, because a path has many spellings. */
function engineApi(
	engine: EmbeddedEngine,
	{ version, token }: ServiceParts,
	requests: RequestCounts,
	reportFault: ReportFault,
): FastifyPluginAsync {
	return async (api) => {
		requests.countOn(api);
		api.addHook(
			'onRequest',
			refuseWhen((request) => refuseWithoutToken(request, token)),
		);
		await api.register(restApi({ engine, reportFault: (error, url) => reportFault(error, { url }) }, version));
	};
}
