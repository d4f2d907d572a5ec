import type { FastifyInstance } from 'fastify';
import type { RequestOf } from '../../../service/http/request-of';
import {
	findDefinition,
	readDefinitionXml,
	searchDefinitions,
	type DefinitionSummary,
} from '../../embedded/state/instances/instance-directory';
import { found, byKey, type RestContext } from '../route-context';
import { readPortions } from '../search/read-portions';
import { searchPortions, findFilterValue, searching } from '../search-request';
import { plain } from '../../../manifests/registry/http/routes/registry-route';
import { processDefinitions } from '../answers/instances';

const searchable = ['processDefinitionKey', 'processDefinitionId', 'name', 'version', 'versionTag', 'resourceName', 'tenantId'] as const;

/** POST /process-definitions/search, GET …/{key} and …/{key}/xml. */
export function processDefinitionRoutes(app: FastifyInstance, { engineOf }: RestContext): void {
	app.post<RequestOf<typeof searching>>(
		'/process-definitions/search',
		{ schema: { summary: 'Search process definitions', 'x-answers': processDefinitions.search, ...searching } },
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

	app.get<RequestOf<typeof byKey>>(
		'/process-definitions/:key',
		{ schema: { summary: 'Get a process definition', 'x-answers': processDefinitions.one, ...byKey } },
		async (request) => {
			const { key } = request.params;
			const definition = await engineOf(request).read((kernel, tenants) => findDefinition(kernel, key, tenants));
			return toDefinition(found(definition, 'PROCESS_NOT_FOUND', 'process definition', key));
		},
	);

	app.get<RequestOf<typeof byKey>>(
		'/process-definitions/:key/xml',
		{
			schema: { summary: 'Get the BPMN of a process definition', 'x-answers': { 200: plain('The model', 'text/xml') }, ...byKey },
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
