import { fastify } from 'fastify';
import { isTroupeError } from '../../../core/base/errors';
import type { EmbeddedEngine } from '../../../engine-adapter/embedded/embedded-engine';
import { openEmbeddedEngine } from '../../../engine-adapter/embedded/open-embedded-engine';
import type { Resource } from '../../../engine-adapter/engine/deployments';
import { restApi, type RestApiParts } from '../../../engine-adapter/rest/rest-api';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import type { Answers } from '../../../service/http/describe-operations';

const ajv = addFormats(new Ajv2020({ strict: false }));
const validators = new Map<object, ValidateFunction>();

/** Says how an answer differs from what its operation describes: a field is of another type, or is not described. */
function describeMisfit(answer: Answers[number] | undefined, payload: string): string | undefined {
	const schema = answer?.content?.['application/json']?.schema;
	if (schema === undefined) return undefined;
	const validate = validators.get(schema) ?? ajv.compile(close(schema) as object);
	validators.set(schema, validate);
	return validate(JSON.parse(payload))
		? undefined
		: ajv.errorsText(validate.errors, { separator: '; ' }) + ` ${JSON.stringify(validate.errors?.[0]?.params)}`;
}

/** Only the test refuses other fields: a client has to accept those of later versions. */
function close(schema: unknown): unknown {
	if (typeof schema !== 'object' || schema === null) return schema;
	if (Array.isArray(schema)) return schema.map(close);
	const closed = Object.fromEntries(Object.entries(schema).map(([name, value]) => [name, close(value)]));
	return 'properties' in closed && !('additionalProperties' in closed) ? { ...closed, additionalProperties: false } : closed;
}

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
