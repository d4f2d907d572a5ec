import type { FastifyInstance } from 'fastify';
import type { RequestOf } from '../../../../service/http/request-of';
import { searchEndedJobs } from '../../../embedded/history/ended-jobs';
import { searchJobDetails, type JobSummary } from '../../../embedded/work/job-directory';
import { toDate, type RestContext } from '../../route-context';
import { date, oneOf } from '../../search/fields';
import { mapItems, readWithHistory } from '../../search/read-portions';
import { findFilterValue, findFilterValues, searchPortions, searching } from '../../search-request';
import { jobs } from '../../answers/work';

const searchable = [
	'jobKey',
	'type',
	'worker',
	oneOf('state', ['CREATED', 'COMPLETED', 'FAILED', 'RETRIES_UPDATED', 'TIMED_OUT', 'CANCELED', 'ERROR_THROWN', 'MIGRATED']),
	oneOf('kind', ['BPMN_ELEMENT', 'EXECUTION_LISTENER', 'TASK_LISTENER', 'AD_HOC_SUB_PROCESS']),
	oneOf('listenerEventType', ['ASSIGNING', 'CANCELING', 'COMPLETING', 'CREATING', 'END', 'START', 'UNSPECIFIED', 'UPDATING']),
	'retries',
	date('deadline'),
	date('endTime'),
	'hasFailedWithRetriesLeft',
	'errorCode',
	'errorMessage',
	'elementId',
	'elementInstanceKey',
	'processInstanceKey',
	'processDefinitionId',
	'processDefinitionKey',
	'tenantId',
] as const;

export function jobSearchRoutes(app: FastifyInstance, { engineOf }: RestContext): void {
	app.post<RequestOf<typeof searching>>(
		'/jobs/search',
		{ schema: { summary: 'Search jobs', 'x-answers': jobs.search, ...searching } },
		async (request) => {
			const { body } = request;
			const query = {
				key: findFilterValue(body, 'jobKey'),
				type: findFilterValue(body, 'type'),
				instanceKey: findFilterValue(body, 'processInstanceKey'),
			};
			const jobs = readWithHistory(engineOf(request), {
				present: (kernel, page) => searchJobDetails(kernel, { ...query, ...page }),
				past: (kernel, page) => searchEndedJobs(kernel, { ...query, ...page }),
				states: {
					present: ['CREATED', 'FAILED', 'ERROR_THROWN'],
					past: ['COMPLETED', 'CANCELED', 'ERROR_THROWN'],
					asked: findFilterValues(body, 'state'),
				},
			});
			return searchPortions(mapItems(jobs, toSearchedJob), searchable, body);
		},
	);
}

/** For Camunda, CREATED is any job that has not failed, with or without a worker. */
const publicStates: Record<JobSummary['state'], string> = {
	ACTIVATABLE: 'CREATED',
	ACTIVATED: 'CREATED',
	FAILED: 'FAILED',
	ERROR_THROWN: 'ERROR_THROWN',
	COMPLETED: 'COMPLETED',
	CANCELED: 'CANCELED',
};

function toSearchedJob(job: JobSummary) {
	return {
		jobKey: job.key,
		type: job.type,
		worker: job.worker,
		state: publicStates[job.state],
		kind: job.kind,
		listenerEventType: job.listener?.toUpperCase() ?? 'UNSPECIFIED',
		retries: job.retries,
		priority: 0,
		hasFailedWithRetriesLeft: job.state === 'FAILED' && job.retries > 0,
		customHeaders: job.headers,
		elementId: job.elementId,
		elementInstanceKey: job.elementInstanceKey,
		processInstanceKey: job.instanceKey,
		processDefinitionId: job.processId,
		processDefinitionKey: job.processDefinitionKey,
		tenantId: job.tenantId,
		// End of activation or backoff: a worker can have it again.
		...(job.due !== undefined && { deadline: toDate(job.due) }),
		...(job.endedAt !== undefined && { endTime: toDate(job.endedAt) }),
		...(job.errorCode !== undefined && { errorCode: job.errorCode }),
		...(job.errorMessage !== undefined && { errorMessage: job.errorMessage }),
	};
}
