import type { FastifyInstance } from 'fastify';
import * as Type from 'typebox/type';
import type { RequestOf } from '../../../service/http/request-of';
import { searchEndedElements } from '../../embedded/history/ended-elements';
import { searchElements, type ElementSummary } from '../../embedded/state/instances/element-directory';
import type { TenantEngine } from '../../embedded/tenant-engine';
import { found, someVariablesSchema, toDate, reference, byKey, type RestContext } from '../route-context';
import { date, oneOf } from '../search/fields';
import { mapItems, readFirst, readWithHistory } from '../search/read-portions';
import { searchPortions, findFilterValue, findFilterValues, searching } from '../search-request';
import { noContent } from '../../../service/http/describe-operations';
import { elementInstances } from '../answers/instances';

const elementTypes = [
	'UNSPECIFIED',
	'PROCESS',
	'SUB_PROCESS',
	'EVENT_SUB_PROCESS',
	'AD_HOC_SUB_PROCESS',
	'AD_HOC_SUB_PROCESS_INNER_INSTANCE',
	'START_EVENT',
	'INTERMEDIATE_CATCH_EVENT',
	'INTERMEDIATE_THROW_EVENT',
	'BOUNDARY_EVENT',
	'END_EVENT',
	'SERVICE_TASK',
	'RECEIVE_TASK',
	'USER_TASK',
	'MANUAL_TASK',
	'TASK',
	'EXCLUSIVE_GATEWAY',
	'INCLUSIVE_GATEWAY',
	'PARALLEL_GATEWAY',
	'EVENT_BASED_GATEWAY',
	'SEQUENCE_FLOW',
	'MULTI_INSTANCE_BODY',
	'CALL_ACTIVITY',
	'BUSINESS_RULE_TASK',
	'SCRIPT_TASK',
	'SEND_TASK',
	'UNKNOWN',
];

const searchable = [
	'elementInstanceKey',
	'processInstanceKey',
	'processDefinitionId',
	'processDefinitionKey',
	'elementId',
	'elementName',
	oneOf('type', elementTypes),
	oneOf('state', ['ACTIVE', 'COMPLETED', 'TERMINATED']),
	date('startDate'),
	date('endDate'),
	'hasIncident',
	'incidentKey',
	'tenantId',
] as const;

const setting = {
	...byKey,
	body: Type.Object({ variables: someVariablesSchema, local: Type.Optional(Type.Boolean()), ...reference }),
};

/** POST /element-instances/search, GET …/{key} and PUT …/{key}/variables. */
export function elementInstanceRoutes(app: FastifyInstance, { engineOf }: RestContext): void {
	app.post<RequestOf<typeof searching>>(
		'/element-instances/search',
		{ schema: { summary: 'Search element instances', 'x-answers': elementInstances.search, ...searching } },
		async (request) => {
			const { body } = request;
			const query = { key: findFilterValue(body, 'elementInstanceKey'), instanceKey: findFilterValue(body, 'processInstanceKey') };
			return searchPortions(mapItems(readElements(engineOf(request), query, findFilterValues(body, 'state')), toElement), searchable, body);
		},
	);

	app.get<RequestOf<typeof byKey>>(
		'/element-instances/:key',
		{ schema: { summary: 'Get an element instance', 'x-answers': elementInstances.one, ...byKey } },
		async (request) => {
			const { params } = request;
			const element = await readFirst(readElements(engineOf(request), { key: params.key }));
			return toElement(found(element, 'INSTANCE_NOT_FOUND', 'element instance', params.key));
		},
	);

	app.put<RequestOf<typeof setting>>(
		'/element-instances/:key/variables',
		{
			schema: {
				summary: 'Set variables of a scope',
				'x-answers': noContent,
				...setting,
			},
		},
		async (request, reply) => {
			const { params, body } = request;
			await engineOf(request).setVariables(params.key, body.variables, body.local);
			return reply.code(204).send();
		},
	);
}

const readElements = (engine: TenantEngine, query: { key?: string; instanceKey?: string }, asked?: string[]) =>
	readWithHistory(engine, {
		present: (kernel, page) => searchElements(kernel, { ...query, ...page }),
		past: (kernel, page) => searchEndedElements(kernel, { ...query, ...page }),
		states: { present: ['ACTIVE'], past: ['COMPLETED', 'TERMINATED'], asked },
	});

function toElement(element: ElementSummary) {
	return {
		elementInstanceKey: element.key,
		processInstanceKey: element.instanceKey,
		processDefinitionId: element.processId,
		processDefinitionKey: element.processDefinitionKey,
		elementId: element.elementId,
		elementName: element.node.name || element.elementId,
		type: element.node.type.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase(),
		state: element.state,
		startDate: toDate(element.startedAt),
		endDate: element.endedAt === undefined ? undefined : toDate(element.endedAt),
		hasIncident: element.incidentKey !== undefined,
		incidentKey: element.incidentKey,
		tenantId: element.tenantId,
	};
}
