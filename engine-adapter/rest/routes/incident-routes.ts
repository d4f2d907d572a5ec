import type { FastifyInstance } from 'fastify';
import { searchIncidentDetails, type IncidentSummary } from '../../embedded/work/work-directory';
import { toDate, found, keyParams, tenantId, type RestContext } from '../route-context';
import { search, searchRequestSchema, findFilterValue, type SearchRequest } from '../search-request';

const searchable = [
	'incidentKey',
	'processInstanceKey',
	'processDefinitionId',
	'processDefinitionKey',
	'errorType',
	'errorMessage',
	'elementId',
	'elementInstanceKey',
	'jobKey',
	'state',
	'creationTime',
	'tenantId',
] as const;

/** POST /incidents/search, GET …/{key} and POST …/{key}/resolution. Those that are open: the engine keeps no resolved ones. */
export function incidentRoutes(app: FastifyInstance, { engine }: RestContext): void {
	app.post<{ Body: SearchRequest | null }>(
		'/incidents/search',
		{ schema: { summary: 'Search unresolved incidents', body: searchRequestSchema } },
		async ({ body }) => {
			const query = { key: findFilterValue(body, 'incidentKey'), instanceKey: findFilterValue(body, 'processInstanceKey') };
			const incidents = await engine.read((kernel) => searchIncidentDetails(kernel, query));
			return search(incidents.map(toIncident), searchable, body ?? {});
		},
	);

	app.get<{ Params: { key: string } }>(
		'/incidents/:key',
		{ schema: { summary: 'Get an unresolved incident', params: keyParams } },
		async ({ params }) => {
			const [incident] = await engine.read((kernel) => searchIncidentDetails(kernel, { key: params.key }));
			return toIncident(found(incident, 'INCIDENT_NOT_FOUND', 'incident', params.key));
		},
	);

	app.post<{ Params: { key: string } }>(
		'/incidents/:key/resolution',
		{ schema: { summary: 'Resolve an incident', params: keyParams } },
		async ({ params }, reply) => {
			await engine.resolveIncident(params.key);
			return reply.code(204).send();
		},
	);
}

function toIncident(incident: IncidentSummary) {
	return {
		incidentKey: incident.key,
		processInstanceKey: incident.instanceKey,
		processDefinitionId: incident.processId,
		processDefinitionKey: incident.processDefinitionKey,
		errorType: incident.errorType,
		errorMessage: incident.message,
		elementId: incident.elementId,
		elementInstanceKey: incident.elementInstanceKey,
		jobKey: incident.jobKey ?? null,
		state: 'ACTIVE',
		creationTime: toDate(incident.createdAt),
		tenantId,
	};
}
