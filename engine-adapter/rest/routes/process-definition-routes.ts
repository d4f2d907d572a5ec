import type { FastifyInstance } from 'fastify';
import {
	findDefinition,
	readDefinitionXml,
	searchDefinitions,
	type DefinitionSummary,
} from '../../embedded/state/instances/instance-directory';
import { found, keyParams, type RestContext } from '../route-context';
import { readPortions } from '../search/read-portions';
import { searchPortions, searchRequestSchema, findFilterValue, type SearchRequest } from '../search-request';
import { plain } from '../../../manifests/registry/http/routes/registry-route';
import { processDefinitions } from '../answers/instances';

const searchable = ['processDefinitionKey', 'processDefinitionId', 'name', 'version', 'versionTag', 'resourceName', 'tenantId'] as const;

/** POST /process-definitions/search, GET …/{key} and …/{key}/xml. */
export function processDefinitionRoutes(app: FastifyInstance, { engineOf }: RestContext): void {
	app.post<{ Body: SearchRequest | null }>(
		'/process-definitions/search',
		{ schema: { summary: 'Search process definitions', 'x-answers': processDefinitions.search, body: searchRequestSchema } },
		async (request) => {
			const { body } = request;
			const query = { key: findFilterValue(body, 'processDefinitionKey'), processId: findFilterValue(body, 'processDefinitionId') };
			const definitions = readPortions(
				engineOf(request),
				(kernel, page) => searchDefinitions(kernel, { ...query, ...page }).map(toDefinition),
				({ processDefinitionKey }) => processDefinitionKey,
			);
			return searchPortions(definitions, searchable, body);
		},
	);

	app.get<{ Params: { key: string } }>(
		'/process-definitions/:key',
		{ schema: { summary: 'Get a process definition', 'x-answers': processDefinitions.one, params: keyParams } },
		async (request) => {
			const { key } = request.params;
			const definition = await engineOf(request).read((kernel, tenants) => findDefinition(kernel, key, tenants));
			return toDefinition(found(definition, 'PROCESS_NOT_FOUND', 'process definition', key));
		},
	);

	app.get<{ Params: { key: string } }>(
		'/process-definitions/:key/xml',
		{
			schema: { summary: 'Get the BPMN of a process definition', 'x-answers': { 200: plain('The model', 'text/xml') }, params: keyParams },
		},
		async (request, reply) => {
			const { key } = request.params;
			const xml = await engineOf(request).read((kernel, tenants) => readDefinitionXml(kernel, key, tenants));
			return reply.type('text/xml; charset=utf-8').send(found(xml, 'PROCESS_NOT_FOUND', 'process definition', key));
		},
	);
}

function toDefinition({ processId, ...definition }: DefinitionSummary) {
	return { processDefinitionId: processId, ...definition, state: 'ACTIVE' };
}
