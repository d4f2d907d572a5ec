import type { FastifyInstance } from 'fastify';
import * as Type from 'typebox/type';
import type { RequestOf } from '../../../service/http/request-of';
import { anyObject } from '../../../core/base/shape';
import { countElements, listTakenFlows, type ElementCount } from '../../embedded/history/flow-statistics';
import { findDefinition, searchInstances, type InstanceSummary } from '../../embedded/state/instances/instance-directory';
import { searchElements } from '../../embedded/state/instances/element-directory';
import type { TenantEngine } from '../../embedded/tenant-engine';
import { found, orNull, byKey, type RestContext } from '../route-context';
import { buildFilter, type Item } from '../search/filter';
import { readPortions } from '../search/read-portions';
import { searchable as instanceFields, toDetails } from './process-instance-routes';
import { callHierarchy, elementStatistics, elementStatisticsOfInstance, takenFlows } from '../answers/instances';

type Statistics = Record<ElementCount['state'], number>;

const instancesPerLook = 100;

const counting = { ...byKey, body: orNull(Type.Object({ filter: Type.Optional(anyObject()) })) };

/** …/statistics/element-instances, …/sequence-flows and …/call-hierarchy. */
export function statisticsRoutes(app: FastifyInstance, { engineOf }: RestContext): void {
	const needInstance = async (engine: TenantEngine, key: string): Promise<InstanceSummary> => {
		const [instance] = await engine.read((kernel, tenants) => searchInstances(kernel, { instanceKey: key, tenants }));
		return found(instance, 'INSTANCE_NOT_FOUND', 'process instance', key);
	};

	app.get<RequestOf<typeof byKey>>(
		'/process-instances/:key/sequence-flows',
		{ schema: { summary: 'The sequence flows that a process instance took', 'x-answers': takenFlows, ...byKey } },
		async (request) => {
			const engine = engineOf(request);
			const { instanceKey, processId, processDefinitionKey, tenantId } = await needInstance(engine, request.params.key);
			const flows = await engine.read((kernel) => listTakenFlows(kernel, instanceKey));
			const items = flows.map((elementId) => ({
				sequenceFlowId: `${instanceKey}_${elementId}`,
				processInstanceKey: instanceKey,
				processDefinitionKey,
				processDefinitionId: processId,
				elementId,
				tenantId,
			}));
			return { items };
		},
	);

	app.get<RequestOf<typeof byKey>>(
		'/process-instances/:key/call-hierarchy',
		{
			schema: {
				summary: 'The process instances that called this one, the outermost first, and itself',
				'x-answers': callHierarchy,
				...byKey,
			},
		},
		async (request) => {
			const engine = engineOf(request);
			const chain: InstanceSummary[] = [];
			for (let key: string | undefined = request.params.key; key !== undefined; key = chain[0]!.parentInstanceKey)
				chain.unshift(await needInstance(engine, key));
			return chain.map(({ instanceKey, processDefinitionKey, processName }) => ({
				processInstanceKey: instanceKey,
				processDefinitionKey,
				processDefinitionName: processName,
			}));
		},
	);

	app.get<RequestOf<typeof byKey>>(
		'/process-instances/:key/statistics/element-instances',
		{
			schema: {
				summary: 'How many instances of each element of a process instance are in which state',
				'x-answers': elementStatisticsOfInstance,
				...byKey,
			},
		},
		async (request) => {
			const engine = engineOf(request);
			const { instanceKey } = await needInstance(engine, request.params.key);
			const positions: number[] = [];
			const counts = await toItems(readCounts(engine, [[instanceKey]], { instanceKey }, (position) => positions.push(position)));
			// Counts from several portions belong to no one moment.
			return { ...counts, ...(positions.length === 1 && { position: positions[0] }) };
		},
	);

	app.post<RequestOf<typeof counting>>(
		'/process-definitions/:key/statistics/element-instances',
		{
			schema: {
				summary: 'How many process instances of a definition have an instance of each element in which state',
				'x-answers': elementStatistics,
				...counting,
			},
		},
		async (request) => {
			const { params, body } = request;
			const engine = engineOf(request);
			const matches = buildFilter(instanceFields, { ...body?.filter, processDefinitionKey: params.key });
			const definition = await engine.read((kernel, tenants) => findDefinition(kernel, params.key, tenants));
			const { processId } = found(definition, 'PROCESS_NOT_FOUND', 'process definition', params.key);
			const instances = readPortions(
				engine,
				(kernel, page) => searchInstances(kernel, { processId, ...page }),
				({ instanceKey }) => instanceKey,
			);
			return toItems(readCounts(engine, takeKeys(instances, matches)), { oncePerInstance: true });
		},
	);
}

async function* takeKeys(portions: AsyncIterable<InstanceSummary[]>, matches: (item: Item) => boolean): AsyncGenerator<string[]> {
	for await (const instances of portions) {
		const keys = instances.filter((instance) => matches(toDetails(instance))).map(({ instanceKey }) => instanceKey);
		for (let from = 0; from < keys.length; from += instancesPerLook) yield keys.slice(from, from + instancesPerLook);
	}
}

/** Ended, then active element instances. @param note position of the last event before each portion of active ones */
async function* readCounts(
	engine: TenantEngine,
	instances: AsyncIterable<string[]> | Iterable<string[]>,
	query: { instanceKey?: string } = {},
	note: (position: number) => void = () => undefined,
): AsyncGenerator<ElementCount[]> {
	const asked = new Set<string>();
	for await (const keys of instances) {
		for (const key of keys) asked.add(key);
		yield await engine.read((kernel) => countElements(kernel, keys));
	}
	const active = readPortions(
		engine,
		(kernel, page) => {
			const elements = searchElements(kernel, { ...query, ...page });
			// None follow the last portion.
			if (elements.length > 0 || page.after === undefined) note(kernel.log.readLast());
			return elements;
		},
		({ key }) => key,
	);
	for await (const elements of active) {
		const counted = elements.filter(
			({ instanceKey, node, incidentKey }) =>
				asked.has(instanceKey) && node.type !== 'process' && (node.type !== 'multiInstanceBody' || incidentKey !== undefined),
		);
		yield counted.map(({ instanceKey, elementId, incidentKey }) => ({
			instanceKey,
			elementId,
			state: incidentKey === undefined ? 'active' : 'incidents',
			elements: 1,
		}));
	}
}

/** @param oncePerInstance counts process instances instead of element instances */
async function toItems(portions: AsyncIterable<ElementCount[]>, { oncePerInstance = false } = {}) {
	const statistics = new Map<string, Statistics>();
	const seen = new Set<string>();
	for await (const counts of portions) {
		for (const { elementId, instanceKey, state, elements } of counts) {
			const place = `${instanceKey} ${state} ${elementId}`;
			if (oncePerInstance && seen.has(place)) continue;
			seen.add(place);
			const one = statistics.get(elementId) ?? { active: 0, canceled: 0, incidents: 0, completed: 0 };
			statistics.set(elementId, one);
			one[state] += oncePerInstance ? 1 : elements;
		}
	}
	return { items: [...statistics].map(([elementId, counts]) => ({ elementId, ...counts })) };
}
