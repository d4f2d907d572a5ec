/** Serves the HTTP interface of any registry on a port, for its tests. */
import swagger from '@fastify/swagger';
import { randomUUID } from 'node:crypto';
import { fastify, type FastifyInstance } from 'fastify';
import type { RegistryApi } from '../../../manifests/registry/registry-api';
import type { Webhook, WebhookKeeper } from '../../../manifests/registry/webhooks/webhook';
import type { Access } from '../../../manifests/registry/access/access';
import { registryHttp, type RegistryHttpParts } from '../../../manifests/registry/http/registry-http';

export interface TestRegistryService {
	url: string;
	service: FastifyInstance;
	faults: unknown[];
	close(): Promise<void>;
}

type Options = Partial<Pick<RegistryHttpParts, 'rateLimits' | 'streamLimits' | 'record' | 'webhooks'>>;

export async function openTestRegistryService(registry: RegistryApi, access: Access, options: Options = {}): Promise<TestRegistryService> {
	const faults: unknown[] = [];
	const service = fastify({ genReqId: () => randomUUID(), forceCloseConnections: true, routerOptions: { maxParamLength: 200 } });
	await service.register(swagger, { openapi: { openapi: '3.1.0', info: { title: 'Troupe', version: '0.0.0' } } });
	await service.register(
		registryHttp({
			registry,
			access,
			webhooks: listedWebhooks(),
			reportFault: (error) => faults.push(error),
			record: async () => undefined,
			...options,
		}),
		{
			prefix: '/api/v1',
		},
	);
	const url = await service.listen({ host: '127.0.0.1', port: 0 });
	return {
		url,
		service,
		faults,
		close: async () => {
			await service.close();
		},
	};
}

/** Webhooks that are never delivered; their delivery has its own tests on the databases. */
function listedWebhooks(): WebhookKeeper {
	const hooks = new Map<string, Webhook>();
	return {
		list: async () => [...hooks.values()],
		add: async (_caller, { url, events = [] }) => {
			const hook: Webhook = {
				id: randomUUID(),
				url: new URL(url).href,
				events,
				createdAt: '2026-01-01T00:00:00.000Z',
				state: 'active',
				failures: 0,
				dead: 0,
			};
			hooks.set(hook.id, hook);
			return { ...hook, secret: 'whsec_test' };
		},
		remove: async (_caller, id) => hooks.delete(id),
		dead: async (_caller, id) => (hooks.has(id) ? [] : undefined),
	};
}
