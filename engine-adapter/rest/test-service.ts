import { fastify } from 'fastify';
import { isTroupeError } from '../../core/base/errors';
import type { EmbeddedEngine } from '../embedded/embedded-engine';
import { openEmbeddedEngine } from '../embedded/open-embedded-engine';
import type { Resource } from '../engine';
import { describeMisfit } from './test-answers';
import { restApi, type RestApiParts } from './rest-api';

export interface TestService {
	engine: EmbeddedEngine;
	/** Without /v2. */
	url: string;
	/** @throws what broke inside the service, if anything did */
	close(): Promise<void>;
}

/** Opens an engine in memory with the models deployed, if any. */
export async function openTestService(models: Resource[], callerOf?: RestApiParts['callerOf']): Promise<TestService> {
	const faults: unknown[] = [];
	const engine = await openEmbeddedEngine({ file: ':memory:' });
	const service = fastify({ bodyLimit: 4 * 1024 * 1024, forceCloseConnections: true });
	const reportFault = (error: unknown) => void (isTroupeError(error) || faults.push(error));
	service.addHook('onResponse', async ({ method, routeOptions: { url, schema } }, { statusCode }) => {
		const described = Object.keys(schema?.['x-answers'] ?? { 200: null });
		if (statusCode < 300 && !described.includes(String(statusCode)))
			faults.push(new Error(`${method} ${url} answers ${statusCode}, and describes ${described.join()}.`));
	});
	service.addHook('onSend', async ({ method, routeOptions: { url, schema } }, { statusCode }, payload) => {
		const misfit = typeof payload === 'string' && describeMisfit(schema?.['x-answers']?.[statusCode], payload);
		if (misfit) faults.push(new Error(`${method} ${url} answers other than it describes: ${misfit}.`));
		return payload;
	});
	await service.register(restApi({ engine, callerOf, reportFault }, '0.0.0-test'), { prefix: '/v2' });
	const url = await service.listen({ host: '127.0.0.1', port: 0 });
	if (models.length > 0) await engine.deploy(models);
	return {
		engine,
		url,
		close: async () => {
			await service.close();
			await engine.close();
			if (faults.length > 0) throw new AggregateError(faults, 'The service broke inside.');
		},
	};
}
