import type { FastifyInstance } from 'fastify';
import { searchIncidentDetails, type IncidentSummary } from '../../embedded/work/work-directory';
import { toDate, found, keyParams, type RestContext } from '../route-context';
import { date, oneOf } from '../search/fields';
import { readPortions } from '../search/read-portions';
import { searchPortions, searchRequestSchema, findFilterValue, type SearchRequest } from '../search-request';

/** Camunda's names. */
const errorTypes = [
	'UNSPECIFIED',
	'UNKNOWN',
	'IO_MAPPING_ERROR',
	'JOB_NO_RETRIES',
	'EXECUTION_LISTENER_NO_RETRIES',
	'TASK_LISTENER_NO_RETRIES',
	'AD_HOC_SUB_PROCESS_NO_RETRIES',
	'CONDITION_ERROR',
	'EXTRACT_VALUE_ERROR',
	'CALLED_ELEMENT_ERROR',
	'UNHANDLED_ERROR_EVENT',
	'MESSAGE_SIZE_EXCEEDED',
	'CALLED_DECISION_ERROR',
	'DECISION_EVALUATION_ERROR',
	'FORM_NOT_FOUND',
	'RESOURCE_NOT_FOUND',
];

const searchable = [
	'incidentKey',
	'processInstanceKey',
	'processDefinitionId',
	'processDefinitionKey',
	oneOf('errorType', errorTypes),
	'errorMessage',
	'elementId',
	'elementInstanceKey',
	'jobKey',
	oneOf('state', ['ACTIVE', 'MIGRATED', 'RESOLVED', 'PENDING']),
	date('creationTime'),
	'tenantId',
] as const;

/** POST /incidents/search, GET …/{key} and POST …/{key}/resolution. Those that are open: the engine keeps no resolved ones. */
export function incidentRoutes(app: FastifyInstance, { engineOf }: RestContext): void {
	app.post<{ Body: SearchRequest | null }>(
		'/incidents/search',
		{ schema: { summary: 'Search unresolved incidents', body: searchRequestSchema } },
		async (request) => {
			const { body } = request;
			const query = { key: findFilterValue(body, 'incidentKey'), instanceKey: findFilterValue(body, 'processInstanceKey') };
			const incidents = readPortions(
				engineOf(request),
				(kernel, page) => searchIncidentDetails(kernel, { ...query, ...page }).map(toIncident),
				({ incidentKey }) => incidentKey,
			);
			return searchPortions(incidents, searchable, body);
		},
	);

	app.get<{ Params: { key: string } }>(
		'/incidents/:key',
		{ schema: { summary: 'Get an unresolved incident', params: keyParams } },
		async (request) => {
			const { params } = request;
			const [incident] = await engineOf(request).read((kernel, tenants) => searchIncidentDetails(kernel, { key: params.key, tenants }));
			return toIncident(found(incident, 'INCIDENT_NOT_FOUND', 'incident', params.key));
		},
	);

	app.post<{ Params: { key: string } }>(
		'/incidents/:key/resolution',
		{ schema: { summary: 'Resolve an incident', params: keyParams } },
		async (request, reply) => {
			await engineOf(request).resolveIncident(request.params.key);
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
		jobKey: incident.jobKey,
		state: 'ACTIVE',
		creationTime: incident.createdAt === undefined ? undefined : toDate(incident.createdAt),
		tenantId: incident.tenantId,
	};
}
