import type { FastifyInstance } from 'fastify';
import { TroupeError } from '../../core/errors';
import type { InstanceSummary } from '../embedded/directory';
import type { StartRequest, Variables } from '../engine';
import { checkTenant, keySchema, tenantId, variablesSchema, type RestContext } from './context';
import { keyOf, search, searchRequestSchema, type SearchRequest } from './search';

interface CreationRequest {
	processDefinitionId?: string;
	processDefinitionKey?: string;
	processDefinitionVersion?: number;
	variables?: Variables | null;
	tenantId?: string;
	awaitCompletion?: boolean;
	fetchVariables?: string[];
	requestTimeout?: number;
	startInstructions?: unknown[] | null;
	runtimeInstructions?: unknown[] | null;
}

const defaultAwaitMs = 10_000;
const longestAwaitMs = 600_000;

const creationSchema = {
	type: 'object',
	properties: {
		processDefinitionId: { type: 'string', minLength: 1, maxLength: 255 },
		processDefinitionKey: keySchema,
		processDefinitionVersion: { type: 'integer', minimum: -1 },
		variables: variablesSchema,
		tenantId: { type: 'string' },
		awaitCompletion: { type: 'boolean' },
		fetchVariables: { type: 'array', items: { type: 'string' }, maxItems: 1000 },
		requestTimeout: { type: 'integer', minimum: 0 },
		startInstructions: { type: ['array', 'null'] },
		runtimeInstructions: { type: ['array', 'null'] },
	},
} as const;

const searchable = ['processInstanceKey', 'processDefinitionId', 'processDefinitionVersion', 'state', 'hasIncident', 'tenantId'] as const;

/** POST /process-instances, …/search and …/{key}/cancellation. */
export function processInstanceRoutes(app: FastifyInstance, { engine }: RestContext): void {
	app.post<{ Body: CreationRequest }>(
		'/process-instances',
		{ schema: { summary: 'Start a process instance', body: creationSchema } },
		async ({ body }) => {
			const request = await toStartRequest(body, engine);
			if (!body.awaitCompletion) return toCreated({ ...(await engine.start(request)), variables: {} });
			const result = await engine.startAndAwait(request, Math.min(body.requestTimeout || defaultAwaitMs, longestAwaitMs));
			return toCreated({ ...result, variables: pick(result.variables, body.fetchVariables) });
		},
	);

	app.post<{ Body: SearchRequest | null }>(
		'/process-instances/search',
		{ schema: { summary: 'Search process instances', body: searchRequestSchema } },
		async ({ body }) => {
			const instances = await engine.searchInstances({ instanceKey: keyOf(body) });
			return search(instances.map(toDetails), searchable, body ?? {});
		},
	);

	app.get<{ Params: { key: string } }>(
		'/process-instances/:key',
		{ schema: { summary: 'Get a process instance', params: { type: 'object', properties: { key: keySchema } } } },
		async ({ params }) => toDetails(await needInstance(engine, params.key)),
	);

	app.post<{ Params: { key: string } }>(
		'/process-instances/:key/cancellation',
		{ schema: { summary: 'Cancel a process instance', params: { type: 'object', properties: { key: keySchema } } } },
		async ({ params }, reply) => {
			await engine.cancel(params.key);
			return reply.code(204).send();
		},
	);
}

async function toStartRequest(body: CreationRequest, engine: RestContext['engine']): Promise<StartRequest> {
	checkTenant(body.tenantId);
	if (body.startInstructions?.length || body.runtimeInstructions?.length) {
		throw new TroupeError({
			code: 'NOT_SUPPORTED',
			message: 'The embedded engine starts instances at their start event only.',
			fix: 'Leave startInstructions and runtimeInstructions out.',
		});
	}
	const variables = body.variables ?? {};
	if (body.processDefinitionId !== undefined && body.processDefinitionKey !== undefined) throw oneOf('both');
	if (body.processDefinitionId !== undefined) {
		// -1 is Camunda's word for the latest.
		const version = body.processDefinitionVersion === -1 ? undefined : body.processDefinitionVersion;
		return { processId: body.processDefinitionId, version, variables };
	}
	if (body.processDefinitionKey === undefined) throw oneOf('neither');
	const definition = await engine.findDefinition(body.processDefinitionKey);
	if (definition) return { processId: definition.processId, version: definition.version, variables };
	throw new TroupeError({
		code: 'PROCESS_NOT_FOUND',
		message: `Expected to find a process definition with key '${body.processDefinitionKey}', but none found.`,
		fix: 'Deploy it first, or start it by processDefinitionId.',
	});
}

async function needInstance(engine: RestContext['engine'], key: string): Promise<InstanceSummary> {
	const [instance] = await engine.searchInstances({ instanceKey: key });
	if (instance) return instance;
	throw new TroupeError({
		code: 'INSTANCE_NOT_FOUND',
		message: `Expected to find a process instance with key '${key}', but none found.`,
		fix: 'Check the key.',
	});
}

function toCreated(result: {
	instanceKey: string;
	processId: string;
	version: number;
	processDefinitionKey: string;
	variables: Variables;
}) {
	return {
		processInstanceKey: result.instanceKey,
		processDefinitionId: result.processId,
		processDefinitionVersion: result.version,
		processDefinitionKey: result.processDefinitionKey,
		tenantId,
		variables: result.variables,
	};
}

function toDetails(instance: InstanceSummary) {
	return {
		processInstanceKey: instance.instanceKey,
		processDefinitionId: instance.processId,
		processDefinitionKey: instance.processDefinitionKey,
		processDefinitionVersion: instance.version,
		state: instance.state,
		hasIncident: instance.hasIncident,
		tenantId,
	};
}

function pick(variables: Variables, names: string[] | undefined): Variables {
	return names?.length ? Object.fromEntries(Object.entries(variables).filter(([name]) => names.includes(name))) : variables;
}

function oneOf(given: 'both' | 'neither'): TroupeError {
	return new TroupeError({
		code: 'INPUT_INVALID',
		message: `Expected one of processDefinitionId and processDefinitionKey, and got ${given}.`,
		fix: 'Name the process once.',
	});
}
