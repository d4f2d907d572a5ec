import swagger from '@fastify/swagger';
import { fastify, type FastifyInstance, type FastifyPluginAsync, type FastifyReply, type FastifyRequest } from 'fastify';
import { problem } from '../../engine-adapter/rest/problem';
import { restApi } from '../../engine-adapter/rest/rest-api';
import { refuseForeign, refuseWithoutToken, type Refusal } from './access';
import { healthRoutes } from './health';
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
	service.addHook(
		'onRequest',
		refusing((request) => refuseForeign(request, parts.address)),
	);
	healthRoutes(service, parts);
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

function refusing(check: (request: FastifyRequest) => Refusal | undefined) {
	return async (request: FastifyRequest, reply: FastifyReply) => {
		const refusal = check(request);
		if (!refusal) return;
		const title = refusal.status === 401 ? 'Unauthorized' : 'Forbidden';
		return reply
			.code(refusal.status)
			.type('application/problem+json')
			.send(JSON.stringify(problem(refusal.status, title, refusal.detail, request.url)));
	};
}
