import type { FastifyInstance } from 'fastify';
import { searchElements, type ElementSummary } from '../../embedded/state/element-directory';
import type { Variables } from '../../engine';
import { found, keyParams, tenantId, type RestContext } from '../route-context';
import { search, searchRequestSchema, findFilterValue, type SearchRequest } from '../search-request';

const searchable = [
	'elementInstanceKey',
	'processInstanceKey',
	'processDefinitionId',
	'processDefinitionKey',
	'elementId',
	'elementName',
	'type',
	'state',
	'hasIncident',
	'incidentKey',
	'tenantId',
] as const;

/** POST /element-instances/search, GET …/{key}, over what is active, and PUT …/{key}/variables. */
export function elementInstanceRoutes(app: FastifyInstance, { engine }: RestContext): void {
	app.post<{ Body: SearchRequest | null }>(
		'/element-instances/search',
		{ schema: { summary: 'Search active element instances', body: searchRequestSchema } },
		async ({ body }) => {
			const query = { key: findFilterValue(body, 'elementInstanceKey'), instanceKey: findFilterValue(body, 'processInstanceKey') };
			const elements = await engine.read((kernel) => searchElements(kernel, query));
			return search(elements.map(toElement), searchable, body ?? {});
		},
	);

	app.get<{ Params: { key: string } }>(
		'/element-instances/:key',
		{ schema: { summary: 'Get an active element instance', params: keyParams } },
		async ({ params }) => {
			const [element] = await engine.read((kernel) => searchElements(kernel, { key: params.key }));
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
		async ({ params, body }, reply) => {
			await engine.setVariables(params.key, body.variables, body.local);
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
		hasIncident: element.incidentKey !== undefined,
		incidentKey: element.incidentKey ?? null,
		tenantId,
	};
}
