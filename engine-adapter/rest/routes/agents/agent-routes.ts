import type { FastifyInstance } from 'fastify';
import type { RequestOf } from '../../../../service/http/request-of';
import { searchAgentItems, searchAgents, type AgentSummary } from '../../../embedded/agents/agent-directory';
import type { CreatedItem } from '../../../embedded/agents/agent-items';
import type { TenantEngine } from '../../../embedded/tenant-engine';
import { found, byKey, type RestContext } from '../../route-context';
import { mapItems, readPortions } from '../../search/read-portions';
import { findFilterValue, searchPortions, searching, searchingBelow } from '../../search-request';
import { appending, creating, updating } from './agent-schemas';
import { readCreation, readItemUpdate, readUpdate } from './read-agent-body';
import { agentFields, agentItemFields, toAgent, toAgentItem } from './show-agents';
import { fields, string } from '../../../../service/http/describe-operations';
import { agentHistory, agentInstances, createdAgent, updatedAgent } from '../../answers/work';

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
