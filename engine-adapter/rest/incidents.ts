import type { FastifyInstance } from 'fastify';
import { keySchema, tenantId, type RestContext } from './context';
import { keyOf, search, searchRequestSchema, type SearchRequest } from './search';

const searchable = ['incidentKey', 'processInstanceKey', 'errorType', 'errorMessage', 'elementId', 'jobKey', 'state', 'tenantId'] as const;

/** POST /incidents/search and …/{key}/resolution. */
export function incidentRoutes(app: FastifyInstance, { engine }: RestContext): void {
	app.post<{ Body: SearchRequest | null }>(
		'/incidents/search',
		{ schema: { summary: 'Search unresolved incidents', body: searchRequestSchema } },
		async ({ body }) => {
			const incidents = await engine.searchIncidents({ instanceKey: keyOf(body) });
			const items = incidents.map((incident) => ({
				incidentKey: incident.key,
				processInstanceKey: incident.instanceKey,
				errorType: incident.errorType,
				errorMessage: incident.message,
				elementId: incident.elementId,
				jobKey: incident.jobKey ?? null,
				state: 'ACTIVE',
				tenantId,
			}));
			return search(items, searchable, body ?? {});
		},
	);

	app.post<{ Params: { key: string } }>(
		'/incidents/:key/resolution',
		{ schema: { summary: 'Resolve an incident', params: { type: 'object', properties: { key: keySchema } } } },
		async ({ params }, reply) => {
			await engine.resolveIncident(params.key);
			return reply.code(204).send();
		},
	);
}
