/** What the tests of the HTTP interface share: it on a port, over any registry. */
import swagger from '@fastify/swagger';
import { randomUUID } from 'node:crypto';
import { fastify, type FastifyInstance } from 'fastify';
import type { RegistryApi } from '../registry-api';
import type { StoredWebhook } from '../webhooks/webhook';
import { Webhooks, type WebhookParts } from '../webhooks/webhooks';
import type { Access } from './access';
import { registryHttp, type RegistryHttpParts } from './registry-http';

export interface TestRegistryService {
	url: string;
	service: FastifyInstance;
	faults: unknown[];
	close(): Promise<void>;
}

type Options = Partial<Pick<RegistryHttpParts, 'rateLimits' | 'streamLimits' | 'record'>> & { delivery?: WebhookParts['delivery'] };

export async function openTestRegistryService(registry: RegistryApi, access: Access, options: Options = {}): Promise<TestRegistryService> {
	const faults: unknown[] = [];
	let kept: readonly StoredWebhook[] = [];
	const webhooks = new Webhooks({
		registry,
		store: { read: () => [...kept], write: (hooks) => (kept = structuredClone(hooks)) },
		delivery: options.delivery ?? {
			fetch,
			now: Date.now,
			pause: () => Promise.resolve(),
			checkAddress: () => Promise.resolve(),
		},
		reportFault: (error) => faults.push(error),
	});
	const service = fastify({ genReqId: () => randomUUID(), forceCloseConnections: true, routerOptions: { maxParamLength: 200 } });
	await service.register(swagger, { openapi: { openapi: '3.1.0', info: { title: 'Troupe', version: '0.0.0' } } });
	await service.register(
		registryHttp({ registry, access, webhooks, reportFault: (error) => faults.push(error), record: async () => undefined, ...options }),
		{
			prefix: '/api/v1',
		},
	);
	webhooks.start();
	const url = await service.listen({ host: '127.0.0.1', port: 0 });
	return {
		url,
		service,
		faults,
		close: async () => {
			await webhooks.close();
			await service.close();
		},
	};
}
