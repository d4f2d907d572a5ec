import type { FastifyInstance } from 'fastify';
import * as Type from 'typebox/type';
import type { Static } from 'typebox/type';
import type { RequestOf } from '../../../service/http/request-of';
import { anyObject, optional } from '../../../core/base/shape';
import { TroupeError } from '../../../core/base/errors';
import { BatchRunner } from '../../embedded/batches/batch-runner';
import {
	changeBatch,
	createBatch,
	searchBatches,
	searchItems,
	type Batch,
	type BatchItem,
	type BatchPlan,
	type BatchState,
} from '../../embedded/batches/batch-store';
import { searchInstances } from '../../embedded/state/instances/instance-directory';
import type { TenantEngine } from '../../embedded/tenant-engine';
import { searchIncidentDetails } from '../../embedded/work/work-directory';
import { byKey, found, orNull, toDate, reference, type RestContext } from '../route-context';
import { date, oneOf } from '../search/fields';
import { buildFilter } from '../search/filter';
import { readPortions } from '../search/read-portions';
import { withVariables } from '../search/variable-filter';
import { findFilterValue, searchPortions, searching } from '../search-request';
import { migrationSchema, toMigration } from './migration-routes';
import { filterable, scopes, toDetails } from './process-instance-routes';
import { fields, noContent, string } from '../../../service/http/describe-operations';
import { batchItems, batchOperations } from '../answers/instances';

const filter = anyObject();
const plans = { migrationPlan: migrationSchema, moveInstructions: migrationSchema.properties.mappingInstructions };
const creation = Type.Object({ filter, ...optional(plans) });
type CreationBody = Static<typeof creation>;
const changing = { ...byKey, body: orNull(anyObject()) };

const batchFields = [
	'batchOperationKey',
	oneOf('operationType', [
		'ADD_VARIABLE',
		'CANCEL_PROCESS_INSTANCE',
		'DELETE_DECISION_DEFINITION',
		'DELETE_DECISION_INSTANCE',
		'DELETE_PROCESS_DEFINITION',
		'DELETE_PROCESS_INSTANCE',
		'MIGRATE_PROCESS_INSTANCE',
		'MODIFY_PROCESS_INSTANCE',
		'RESOLVE_INCIDENT',
		'UPDATE_VARIABLE',
	]),
	oneOf('state', ['ACTIVE', 'CANCELED', 'COMPLETED', 'CREATED', 'FAILED', 'PARTIALLY_COMPLETED', 'SUSPENDED']),
	date('startDate'),
	date('endDate'),
] as const;
const itemFields = [
	...(['batchOperationKey', 'itemKey', 'processInstanceKey'] as const),
	oneOf('state', ['ACTIVE', 'COMPLETED', 'CANCELED', 'FAILED']),
	date('processedDate'),
] as const;

const createdAnswer = { 200: fields('The batch operation', { batchOperationKey: string, batchOperationType: string }) };
const kinds: Record<string, { summary: string; needs?: keyof typeof plans; plan: (body: CreationBody) => BatchPlan }> = {
	cancellation: { summary: 'Cancel process instances', plan: () => ({ type: 'CANCEL_PROCESS_INSTANCE' }) },
	'incident-resolution': { summary: 'Resolve the incidents of process instances', plan: () => ({ type: 'RESOLVE_INCIDENT' }) },
	migration: {
		summary: 'Migrate process instances',
		needs: 'migrationPlan',
		plan: ({ migrationPlan }) => ({ type: 'MIGRATE_PROCESS_INSTANCE', migration: toMigration(migrationPlan!) }),
	},
	modification: {
		summary: 'Move active elements of process instances',
		needs: 'moveInstructions',
		plan: ({ moveInstructions }) => ({
			type: 'MODIFY_PROCESS_INSTANCE',
			moves: moveInstructions!.map(({ sourceElementId, targetElementId }) => ({ source: sourceElementId, target: targetElementId })),
		}),
	},
};

/** POST /process-instances/cancellation, …/incident-resolution, …/migration and …/modification; their batches and items. */
export function batchRoutes(app: FastifyInstance, { engine: whole, engineOf, reportFault }: RestContext): void {
	const runner = new BatchRunner(whole, (error) => reportFault(error, 'a batch operation'));
	app.addHook('onReady', () => runner.resumeAll());
	app.addHook('onClose', () => runner.close());

	for (const [path, { summary, needs, plan }] of Object.entries(kinds)) {
		app.post<{ Body: CreationBody }>(
			`/process-instances/${path}`,
			{
				schema: {
					summary,
					'x-answers': createdAnswer,
					body: Type.Object({ ...reference, filter, ...(needs && { [needs]: plans[needs] }) }),
				},
			},
			async (request) => {
				const engine = engineOf(request);
				const chosen = plan(request.body);
				const items = await findItems(engine, request.body.filter, chosen);
				const batchOperationKey = await engine.read((kernel) => createBatch(kernel, engine.chooseTenant(undefined), chosen, items));
				runner.run(batchOperationKey);
				return { batchOperationKey, batchOperationType: chosen.type };
			},
		);
	}

	const needBatch = async (engine: TenantEngine, key: string): Promise<Batch> => {
		const [batch] = await engine.read((kernel, tenants) => searchBatches(kernel, { key, tenants }));
		return found(batch, 'RESOURCE_NOT_FOUND', 'batch operation', key);
	};

	app.get<RequestOf<typeof byKey>>(
		'/batch-operations/:key',
		{ schema: { summary: 'Get a batch operation', 'x-answers': batchOperations.one, ...byKey } },
		async (request) => toBatch(await needBatch(engineOf(request), request.params.key)),
	);

	const changes: Array<[path: string, from: BatchState[], to: BatchState]> = [
		['cancellation', ['ACTIVE', 'SUSPENDED'], 'CANCELED'],
		['suspension', ['ACTIVE'], 'SUSPENDED'],
		['resumption', ['SUSPENDED'], 'ACTIVE'],
	];
	for (const [path, from, to] of changes) {
		app.post<RequestOf<typeof changing>>(
			`/batch-operations/:key/${path}`,
			{
				schema: {
					summary: `Set a batch operation to ${to.toLowerCase()}`,
					'x-answers': noContent,
					...changing,
				},
			},
			async (request, reply) => {
				const { key } = request.params;
				const engine = engineOf(request);
				const { state } = await needBatch(engine, key);
				if (!(await engine.read((kernel) => changeBatch(kernel, key, from, to)))) throw wrongState(key, state, from);
				if (to === 'ACTIVE') runner.run(key);
				return reply.code(204).send();
			},
		);
	}

	app.post<RequestOf<typeof searching>>(
		'/batch-operations/search',
		{ schema: { summary: 'Search batch operations', 'x-answers': batchOperations.search, ...searching } },
		async (request) => {
			const batches = readPortions(
				engineOf(request),
				(kernel, page) => searchBatches(kernel, { key: findFilterValue(request.body, 'batchOperationKey'), ...page }).map(toSearchable),
				({ batchOperationKey }) => batchOperationKey,
			);
			const { items, page } = await searchPortions(batches, batchFields, request.body);
			return { items: items.map(({ operationType: _type, ...batch }) => batch), page };
		},
	);

	app.post<RequestOf<typeof searching>>(
		'/batch-operation-items/search',
		{ schema: { summary: 'Search the items of batch operations', 'x-answers': batchItems.search, ...searching } },
		async (request) =>
			searchPortions(readItems(engineOf(request), findFilterValue(request.body, 'batchOperationKey')), itemFields, request.body),
	);
}

/** Active matches, without called instances where Camunda takes none; for incidents these. */
async function findItems(engine: TenantEngine, filter: Record<string, unknown>, { type }: BatchPlan) {
	const matches = buildFilter(filterable, filter);
	const instances = readPortions(
		engine,
		(kernel, page) => searchInstances(kernel, { state: 'ACTIVE', ...page }).map(toDetails),
		({ processInstanceKey }) => processInstanceKey,
	);
	const items: Array<Pick<BatchItem, 'itemKey' | 'instanceKey'>> = [];
	for await (const portion of withVariables(engine, instances, { filter }, scopes)) {
		for (const { processInstanceKey: instanceKey, parentProcessInstanceKey } of portion.filter(matches)) {
			if (type !== 'RESOLVE_INCIDENT' && (type !== 'CANCEL_PROCESS_INSTANCE' || parentProcessInstanceKey === undefined))
				items.push({ itemKey: instanceKey, instanceKey });
			if (type !== 'RESOLVE_INCIDENT') continue;
			const incidents = await engine.read((kernel, tenants) => searchIncidentDetails(kernel, { instanceKey, tenants }));
			items.push(...incidents.map(({ key }) => ({ itemKey: key, instanceKey })));
		}
	}
	return items;
}

async function* readItems(engine: TenantEngine, batchKey: string | undefined) {
	const batches = readPortions(
		engine,
		(kernel, page) => searchBatches(kernel, { key: batchKey, ...page }),
		({ key }) => key,
	);
	for await (const portion of batches) {
		for (const { key } of portion) {
			yield* readPortions(
				engine,
				(kernel, { after }) => searchItems(kernel, key, after).map(toItem),
				({ itemKey }) => itemKey,
			);
		}
	}
}

function toBatch({ key, type, state, startedAt, endedAt, total, completed, failed }: Batch) {
	return {
		batchOperationKey: key,
		batchOperationType: type,
		state,
		startDate: toDate(startedAt),
		endDate: endedAt === null ? undefined : toDate(endedAt),
		operationsTotalCount: total,
		operationsFailedCount: failed,
		operationsCompletedCount: completed,
		errors: [],
	};
}

/** Camunda filters by another name of the type than it answers. */
const toSearchable = (batch: Batch) => ({ ...toBatch(batch), operationType: batch.type });

const toItem = ({ batchKey, type, itemKey, instanceKey, state, message, processedAt }: BatchItem) => ({
	operationType: type,
	batchOperationKey: batchKey,
	itemKey,
	processInstanceKey: instanceKey,
	state,
	processedDate: processedAt === null ? undefined : toDate(processedAt),
	errorMessage: message ?? undefined,
});

const wrongState = (key: string, state: BatchState, expected: BatchState[]): TroupeError =>
	new TroupeError({
		code: 'STATE_CONFLICT',
		message: `The batch operation ${key} is ${state}. Expected ${expected.join(' or ')}.`,
		fix: 'Get the batch operation to see its state.',
	});
