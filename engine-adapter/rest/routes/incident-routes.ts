import type { FastifyInstance } from 'fastify';
import type { RequestOf } from '../../../service/http/request-of';
import { searchResolvedIncidents } from '../../embedded/history/ended-work';
import { searchIncidentDetails, type IncidentSummary } from '../../embedded/work/work-directory';
import { searchInstances } from '../../embedded/state/instances/instance-directory';
import type { TenantEngine } from '../../embedded/tenant-engine';
import { byKey, found, referenceSchema, toDate, type RestContext } from '../route-context';
import { date, oneOf } from '../search/fields';
import { mapItems, readFirst, readWithHistory } from '../search/read-portions';
import { checkSearch, searchPortions, findFilterValue, findFilterValues, searching, searchingBelow } from '../search-request';
import { noContent } from '../../../service/http/describe-operations';
import { incidents } from '../answers/instances';

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

const resolving = { ...byKey, body: referenceSchema };

/** POST /incidents/search, GET …/{key} and POST …/{key}/resolution. */
export function incidentRoutes(app: FastifyInstance, { engineOf }: RestContext): void {
	app.post<RequestOf<typeof searching>>(
		'/incidents/search',
		{ schema: { summary: 'Search incidents', 'x-answers': incidents.search, ...searching } },
		async (request) => {
			const { body } = request;
			const query = { key: findFilterValue(body, 'incidentKey'), instanceKey: findFilterValue(body, 'processInstanceKey') };
			return searchPortions(
				mapItems(readIncidents(engineOf(request), query, findFilterValues(body, 'state')), toIncident),
				searchable,
				body,
			);
		},
	);

	app.get<RequestOf<typeof byKey>>(
		'/incidents/:key',
		{ schema: { summary: 'Get an incident', 'x-answers': incidents.one, ...byKey } },
		async (request) => {
			const { params } = request;
			const incident = await readFirst(readIncidents(engineOf(request), { key: params.key }));
			return toIncident(found(incident, 'INCIDENT_NOT_FOUND', 'incident', params.key));
		},
	);

	app.post<RequestOf<typeof searchingBelow>>(
		'/process-instances/:key/incidents/search',
		{
			schema: {
				summary: 'Search the incidents of a process instance',
				'x-answers': incidents.search,
				...searchingBelow,
			},
		},
		async (request) => {
			const { params, body } = request;
			checkSearch(searchable, body);
			const engine = engineOf(request);
			const [instance] = await engine.read((kernel, tenants) => searchInstances(kernel, { instanceKey: params.key, tenants }));
			found(instance, 'INSTANCE_NOT_FOUND', 'process instance', params.key);
			return searchPortions(
				mapItems(readIncidents(engine, { instanceKey: params.key }, findFilterValues(body, 'state')), toIncident),
				searchable,
				body,
			);
		},
	);

	app.post<RequestOf<typeof resolving>>(
		'/incidents/:key/resolution',
		{ schema: { summary: 'Resolve an incident', 'x-answers': noContent, ...resolving } },
		async (request, reply) => {
			await engineOf(request).resolveIncident(request.params.key);
			return reply.code(204).send();
		},
	);
}

const readIncidents = (engine: TenantEngine, query: { key?: string; instanceKey?: string }, asked?: string[]) =>
	readWithHistory(engine, {
		present: (kernel, page) => searchIncidentDetails(kernel, { ...query, ...page }),
		past: (kernel, page) => searchResolvedIncidents(kernel, { ...query, ...page }),
		states: { present: ['ACTIVE'], past: ['RESOLVED'], asked },
	});

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
		state: incident.state,
		creationTime: toDate(incident.createdAt),
		tenantId: incident.tenantId,
	};
}
