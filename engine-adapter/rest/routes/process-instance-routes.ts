import type { FastifyInstance } from 'fastify';
import * as Type from 'typebox/type';
import type { Static } from 'typebox/type';
import type { RequestOf } from '../../../service/http/request-of';
import { optional } from '../../../core/base/shape';
import { TroupeError } from '../../../core/base/errors';
import { findDefinition, searchInstances, type InstanceSummary } from '../../embedded/state/instances/instance-directory';
import type { TenantEngine } from '../../embedded/tenant-engine';
import type { StartRequest } from '../../engine/starts';
import type { Variables } from '../../engine/variables';
import {
	byKey,
	endedWhileWaiting,
	oneOfTexts,
	orNull,
	definitionIdSchema,
	toDate,
	found,
	keySchema,
	tenantSchema,
	variablesSchema,
	reference,
	referenceSchema,
	type RestContext,
} from '../route-context';
import { date, oneOf } from '../search/fields';
import { readPortions } from '../search/read-portions';
import { eitherOf, variables, withVariables } from '../search/variable-filter';
import { searchPortions, findFilterValue, searching } from '../search-request';
import { integer, json, noContent, string } from '../../../service/http/describe-operations';
import { processInstances } from '../answers/instances';
import { listOf, shape, texts } from '../answers/shape';

const defaultAwaitMs = 10_000;
const maxAwaitMs = 600_000;

const elementId = Type.String({ minLength: 1, maxLength: 255 });

const creating = {
	body: Type.Object({
		...optional({
			processDefinitionId: definitionIdSchema,
			processDefinitionKey: keySchema,
			processDefinitionVersion: Type.Integer({ minimum: -1, maximum: 2 ** 31 - 1 }),
			tenantId: tenantSchema,
			awaitCompletion: Type.Boolean(),
			fetchVariables: Type.Array(Type.String(), { maxItems: 1000 }),
			requestTimeout: Type.Integer({ minimum: 0 }),
		}),
		variables: variablesSchema,
		...reference,
		startInstructions: orNull(Type.Array(Type.Object({ elementId }), { maxItems: 100 })),
		runtimeInstructions: orNull(
			Type.Array(Type.Object({ type: oneOfTexts(['TERMINATE_PROCESS_INSTANCE']), afterElementId: elementId }), { maxItems: 100 }),
		),
		tags: orNull(Type.Array(Type.String({ pattern: '^[A-Za-z][A-Za-z0-9_:.-]{0,99}$' }), { maxItems: 10, uniqueItems: true })),
	}),
};
const cancelling = { ...byKey, body: referenceSchema };

export const searchable = [
	'processInstanceKey',
	'processDefinitionId',
	'processDefinitionName',
	'processDefinitionKey',
	'processDefinitionVersion',
	oneOf('state', ['ACTIVE', 'COMPLETED', 'TERMINATED']),
	'hasIncident',
	date('startDate'),
	date('endDate'),
	'parentProcessInstanceKey',
	'parentElementInstanceKey',
	'tenantId',
] as const;

/** Camunda 8.8 accepts `$or` only here. */
export const filterable = [...searchable, variables('variables'), eitherOf([...searchable, variables('variables')])];

export const scopes = { variables: ({ processInstanceKey }: { processInstanceKey: string }) => ({ instanceKey: processInstanceKey }) };

/** POST /process-instances, …/search and …/{key}/cancellation. */
export function processInstanceRoutes(app: FastifyInstance, { engineOf, isStillGranted }: RestContext): void {
	app.post<RequestOf<typeof creating>>(
		'/process-instances',
		{ schema: { summary: 'Start a process instance', 'x-answers': createdAnswer, ...creating } },
		async (request) => {
			const { body } = request;
			const engine = engineOf(request);
			const start = await toStartRequest(body, engine);
			const { tenantId, tags } = start;
			if (!body.awaitCompletion) return toCreated({ ...(await engine.start(start)), variables: {}, tenantId, tags });
			const result = await engine.startAndAwait(start, Math.min(body.requestTimeout || defaultAwaitMs, maxAwaitMs));
			if (!(await isStillGranted(request))) throw endedWhileWaiting('process:run');
			return toCreated({ ...result, variables: pick(result.variables, body.fetchVariables), tenantId, tags });
		},
	);

	app.post<RequestOf<typeof searching>>(
		'/process-instances/search',
		{ schema: { summary: 'Search process instances', 'x-answers': processInstances.search, ...searching } },
		async (request) => {
			const { body } = request;
			const query = {
				instanceKey: findFilterValue(body, 'processInstanceKey'),
				processId: findFilterValue(body, 'processDefinitionId'),
				state: findFilterValue(body, 'state'),
			};
			const instances = readPortions(
				engineOf(request),
				(kernel, page) => searchInstances(kernel, { ...query, ...page }).map(toDetails),
				({ processInstanceKey }) => processInstanceKey,
			);
			return searchPortions(withVariables(engineOf(request), instances, body, scopes), filterable, body);
		},
	);

	app.get<RequestOf<typeof byKey>>(
		'/process-instances/:key',
		{ schema: { summary: 'Get a process instance', 'x-answers': processInstances.one, ...byKey } },
		async (request) => {
			const { params } = request;
			const [instance] = await engineOf(request).read((kernel, tenants) => searchInstances(kernel, { instanceKey: params.key, tenants }));
			return toDetails(found(instance, 'INSTANCE_NOT_FOUND', 'process instance', params.key));
		},
	);

	app.post<RequestOf<typeof cancelling>>(
		'/process-instances/:key/cancellation',
		{ schema: { summary: 'Cancel a process instance', 'x-answers': noContent, ...cancelling } },
		async (request, reply) => {
			await engineOf(request).cancel(request.params.key);
			return reply.code(204).send();
		},
	);
}

async function toStartRequest(body: Static<typeof creating.body>, engine: TenantEngine): Promise<StartRequest & { tenantId: string }> {
	const tenantId = engine.chooseTenant(body.tenantId);
	const common = {
		variables: body.variables ?? {},
		startAt: body.startInstructions?.map(({ elementId }) => elementId),
		terminateAfter: body.runtimeInstructions?.map(({ afterElementId }) => afterElementId),
		tags: body.tags ?? undefined,
		tenantId,
	};
	if (body.processDefinitionId !== undefined && body.processDefinitionKey !== undefined) throw explainOneExpected('both');
	if (body.processDefinitionId !== undefined) {
		// -1 is Camunda's latest.
		const version = body.processDefinitionVersion === -1 ? undefined : body.processDefinitionVersion;
		return { processId: body.processDefinitionId, version, ...common };
	}
	if (body.processDefinitionKey === undefined) throw explainOneExpected('neither');
	const key = body.processDefinitionKey;
	// A key implies its tenant; a named one must be the same.
	const definition = await engine.read((kernel, tenants) => findDefinition(kernel, key, body.tenantId ? [tenantId] : tenants));
	const process = found(definition, 'PROCESS_NOT_FOUND', 'process definition', key);
	return { ...common, processId: process.processId, version: process.version, tenantId: process.tenantId };
}

const createdAnswer = {
	200: json(
		'The instance',
		shape(
			{
				...texts('processInstanceKey', 'processDefinitionId', 'processDefinitionKey', 'tenantId'),
				processDefinitionVersion: integer,
				variables: { type: 'object' },
				tags: listOf(string),
			},
			texts('businessId'),
		),
	),
};

function toCreated(result: {
	instanceKey: string;
	processId: string;
	version: number;
	processDefinitionKey: string;
	variables: Variables;
	tenantId: string;
	tags?: string[];
}) {
	return {
		processInstanceKey: result.instanceKey,
		processDefinitionId: result.processId,
		processDefinitionVersion: result.version,
		processDefinitionKey: result.processDefinitionKey,
		tenantId: result.tenantId,
		variables: result.variables,
		tags: result.tags ?? [],
	};
}

export function toDetails(instance: InstanceSummary) {
	return {
		processInstanceKey: instance.instanceKey,
		processDefinitionId: instance.processId,
		processDefinitionKey: instance.processDefinitionKey,
		processDefinitionVersion: instance.version,
		processDefinitionVersionTag: instance.versionTag,
		processDefinitionName: instance.processName,
		state: instance.state,
		startDate: toDate(instance.startedAt),
		endDate: instance.endedAt === undefined ? undefined : toDate(instance.endedAt),
		hasIncident: instance.hasIncident,
		parentProcessInstanceKey: instance.parentInstanceKey,
		parentElementInstanceKey: instance.parentElementInstanceKey,
		tenantId: instance.tenantId,
		tags: instance.tags,
	};
}

function pick(variables: Variables, names: string[] | undefined): Variables {
	return names?.length ? Object.fromEntries(Object.entries(variables).filter(([name]) => names.includes(name))) : variables;
}

function explainOneExpected(members: 'both' | 'neither'): TroupeError {
	return new TroupeError({
		code: 'INPUT_INVALID',
		message: `Expected one of processDefinitionId and processDefinitionKey, but got ${members}.`,
		fix: 'Name the process once.',
	});
}
