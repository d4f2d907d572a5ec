import type { FastifyInstance } from 'fastify';
import { searchElements, type ElementSummary } from '../../embedded/state/element-directory';
import type { Variables } from '../../engine';
import { found, keyParams, toDate, type RestContext } from '../route-context';
import { date, oneOf } from '../search/fields';
import { readPortions } from '../search/read-portions';
import { searchPortions, searchRequestSchema, findFilterValue, type SearchRequest } from '../search-request';

/** Camunda's names. */
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
	'hasIncident',
	'incidentKey',
	'tenantId',
] as const;

/** POST /element-instances/search, GET …/{key}, over what is active, and PUT …/{key}/variables. */
export function elementInstanceRoutes(app: FastifyInstance, { engineOf }: RestContext): void {
	app.post<{ Body: SearchRequest | null }>(
		'/element-instances/search',
		{ schema: { summary: 'Search active element instances', body: searchRequestSchema } },
		async (request) => {
			const { body } = request;
			const query = { key: findFilterValue(body, 'elementInstanceKey'), instanceKey: findFilterValue(body, 'processInstanceKey') };
			const elements = readPortions(
				engineOf(request),
				(kernel, page) => searchElements(kernel, { ...query, ...page }).map(toElement),
				({ elementInstanceKey }) => elementInstanceKey,
			);
			return searchPortions(elements, searchable, body);
		},
	);

	app.get<{ Params: { key: string } }>(
		'/element-instances/:key',
		{ schema: { summary: 'Get an active element instance', params: keyParams } },
		async (request) => {
			const { params } = request;
			const [element] = await engineOf(request).read((kernel, tenants) => searchElements(kernel, { key: params.key, tenants }));
			return toElement(found(element, 'INSTANCE_NOT_FOUND', 'element instance', params.key));
		},
	);

	app.put<{ Params: { key: string }; Body: { variables: Variables; local?: boolean } }>(
		'/element-instances/:key/variables',
		{
			schema: {
				summary: 'Set variables of a scope',
				params: keyParams,
				body: {
					type: 'object',
					required: ['variables'],
					properties: { variables: { type: 'object', additionalProperties: true }, local: { type: 'boolean' } },
				},
			},
		},
		async (request, reply) => {
			const { params, body } = request;
			await engineOf(request).setVariables(params.key, body.variables, body.local);
			return reply.code(204).send();
		},
	);
}

function toElement(element: ElementSummary) {
	return {
		elementInstanceKey: element.key,
		processInstanceKey: element.instanceKey,
		processDefinitionId: element.processId,
		processDefinitionKey: element.processDefinitionKey,
		elementId: element.elementId,
		elementName: element.node.name || element.elementId,
		type: element.node.type.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase(),
		state: 'ACTIVE',
		startDate: toDate(element.startedAt),
		hasIncident: element.incidentKey !== undefined,
		incidentKey: element.incidentKey,
		tenantId: element.tenantId,
	};
}
