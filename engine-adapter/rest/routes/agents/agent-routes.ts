import type { FastifyInstance } from 'fastify';
import type { RequestOf } from '../../../../service/http/request-of';
import { searchAgentItems, searchAgents, type AgentSummary } from '../../../embedded/agents/agent-directory';
import { agentStatuses, commitStatuses, itemRoles, noLimits } from '../../../embedded/agents/agent-instance';
import type { AgentItemSummary } from '../../../embedded/agents/agent-directory';
import type { CreatedItem } from '../../../embedded/agents/agent-items';
import type { TenantEngine } from '../../../embedded/tenant-engine';
import { byKey, found, toDate, type RestContext } from '../../route-context';
import { date, oneOf } from '../../search/fields';
import type { StructuredField } from '../../search/fields';
import { maxValues } from '../../search/filter';
import { invalidSearch } from '../../search/invalid-search';
import { mapItems, readPortions } from '../../search/read-portions';
import { findFilterValue, searchPortions, searching, searchingBelow } from '../../search-request';
import { appending, creating, updating } from './agent-schemas';
import { readCreation, readItemUpdate, readUpdate } from './read-agent-body';
import { fields, string } from '../../../../service/http/describe-operations';
import { agentHistory, agentInstances, createdAgent, updatedAgent } from '../../answers/work';

const elementInstanceKeys: StructuredField<'elementInstanceKeys'> = {
	name: 'elementInstanceKeys',
	buildTest(condition) {
		const keys = Array.isArray(condition) && condition.length <= maxValues ? condition.map(readKey) : [undefined];
		if (keys.includes(undefined))
			throw invalidSearch(`The filter "elementInstanceKeys" is not a list of at most ${maxValues} keys.`, 'Pass an array of keys.');
		return (item) => keys.every((key) => (item.elementInstanceKeys as string[]).includes(key!));
	},
};

function readKey(condition: unknown): string | undefined {
	const key: unknown = typeof condition === 'object' && condition !== null ? (condition as { $eq?: unknown }).$eq : condition;
	return typeof key === 'string' ? key : undefined;
}

const agentFields = [
	'agentInstanceKey',
	'agentDefinitionKey',
	oneOf('status', agentStatuses),
	'elementId',
	'processInstanceKey',
	'rootProcessInstanceKey',
	'processDefinitionKey',
	'processDefinitionId',
	'processDefinitionVersion',
	'processDefinitionVersionTag',
	'tenantId',
	date('creationDate'),
	date('lastUpdatedDate'),
	date('completionDate'),
	elementInstanceKeys,
] as const;

function toAgent({ configuration, metrics, ...agent }: AgentSummary) {
	const { model, provider, systemPrompt, tools, limits } = configuration;
	return {
		agentInstanceKey: agent.key,
		agentDefinitionKey: agent.agentDefinitionKey,
		status: agent.status,
		definition: { model, provider, systemPrompt },
		metrics,
		limits,
		tools,
		elementId: agent.elementId,
		processInstanceKey: agent.instanceKey,
		rootProcessInstanceKey: agent.rootInstanceKey,
		processDefinitionKey: agent.processDefinitionKey,
		processDefinitionId: agent.processId,
		processDefinitionVersion: agent.processVersion,
		processDefinitionVersionTag: agent.versionTag ?? null,
		tenantId: agent.tenantId,
		creationDate: toDate(agent.createdAt),
		lastUpdatedDate: toDate(agent.updatedAt),
		completionDate: agent.endedAt === null ? null : toDate(agent.endedAt),
		elementInstanceKeys: agent.elementInstanceKeys,
	};
}

const agentItemFields = [
	'historyItemKey',
	oneOf('role', itemRoles),
	'elementInstanceKey',
	'jobKey',
	'loopIteration',
	oneOf('commitStatus', commitStatuses),
	date('producedAt'),
] as const;

const unknownMetrics = {
	inputTokens: null,
	outputTokens: null,
	durationMs: null,
	reasoningTokenCount: null,
	cacheCreationTokenCount: null,
	cacheReadTokenCount: null,
};

function toAgentItem({ changes = {}, ...item }: AgentItemSummary) {
	return {
		historyItemKey: item.key,
		historyItemId: item.id,
		agentInstanceKey: item.agentKey,
		elementInstanceKey: item.elementInstanceKey,
		jobKey: item.jobKey,
		jobLeaseToken: item.lease,
		loopIteration: item.loopIteration,
		role: item.role,
		content: item.content,
		toolCalls: item.toolCalls,
		metrics: item.metrics ? { ...unknownMetrics, ...item.metrics } : null,
		commitStatus: item.status,
		producedAt: item.producedAt,
		tools: changes.tools ?? [],
		model: changes.model ?? null,
		provider: changes.provider ?? null,
		limits: changes.limits ?? noLimits,
		systemPrompt: changes.systemPrompt ?? [],
	};
}

/** /agent-instances of Camunda 8.10: workers report, clients show. */
export function agentRoutes(app: FastifyInstance, { engineOf }: RestContext): void {
	app.post<RequestOf<typeof creating>>(
		'/agent-instances',
		{ schema: { summary: 'Create an agent instance', 'x-answers': createdAgent, ...creating } },
		async (request) => {
			const { key, created } = await engineOf(request).createAgent(readCreation(request.body));
			return { agentInstanceKey: key, createdHistory: created.map(toCreated) };
		},
	);

	app.patch<RequestOf<typeof updating>>(
		'/agent-instances/:key',
		{ schema: { summary: 'Report what an agent does', 'x-answers': updatedAgent, ...updating } },
		async (request) => {
			const created = await engineOf(request).updateAgent(request.params.key, readUpdate(request.body));
			return { createdHistory: created.map(toCreated) };
		},
	);

	app.post<RequestOf<typeof appending>>(
		'/agent-instances/:key/history',
		{
			schema: {
				summary: 'Add an item to the history of an agent instance',
				'x-answers': { 201: fields('The item', { historyItemKey: string }) },
				...appending,
			},
		},
		async (request, reply) => {
			const historyItemKey = await engineOf(request).appendAgentItem(request.params.key, readItemUpdate(request.body));
			return reply.code(201).send({ historyItemKey });
		},
	);

	app.post<RequestOf<typeof searching>>(
		'/agent-instances/search',
		{ schema: { summary: 'Search agent instances', 'x-answers': agentInstances.search, ...searching } },
		async (request) => {
			const { body } = request;
			const query = { key: findFilterValue(body, 'agentInstanceKey'), instanceKey: findFilterValue(body, 'processInstanceKey') };
			const agents = readPortions(
				engineOf(request),
				(kernel, page) => searchAgents(kernel, { ...query, ...page }),
				({ key }) => key,
			);
			return searchPortions(mapItems(agents, toAgent), agentFields, body);
		},
	);

	app.get<RequestOf<typeof byKey>>(
		'/agent-instances/:key',
		{ schema: { summary: 'Get an agent instance', 'x-answers': agentInstances.one, ...byKey } },
		async (request) => toAgent(await needAgent(engineOf(request), request.params.key)),
	);

	app.post<RequestOf<typeof searchingBelow>>(
		'/agent-instances/:key/history/search',
		{
			schema: {
				summary: 'Search the history of an agent instance',
				'x-answers': agentHistory.search,
				...searchingBelow,
			},
		},
		async (request) => {
			const { params, body } = request;
			const engine = engineOf(request);
			await needAgent(engine, params.key);
			const items = readPortions(
				engine,
				(kernel, { after }) => searchAgentItems(kernel, params.key, after),
				({ key }) => key,
			);
			const filter = { commitStatus: 'COMMITTED', ...body?.filter };
			return searchPortions(mapItems(items, toAgentItem), agentItemFields, { ...body, filter });
		},
	);
}

async function needAgent(engine: TenantEngine, key: string): Promise<AgentSummary> {
	const [agent] = await engine.read((kernel, tenants) => searchAgents(kernel, { key, tenants }));
	return found(agent, 'RESOURCE_NOT_FOUND', 'agent instance', key);
}

const toCreated = ({ id, key, isDuplicate }: CreatedItem) => ({ historyItemId: id, historyItemKey: key, isDuplicate });
