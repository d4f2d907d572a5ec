import type { Kernel } from '../flow/kernel';
import type { ListenerEvent } from '../../engine/jobs';
import { toJobKind, type JobSummary } from '../work/job-directory';
import { type Ended, type EndedQuery, findNode, lookAtLog, readText, type Look } from './search-ended';

/** In order of their end. */
export function searchEndedJobs(kernel: Kernel, { key, ...query }: EndedQuery): Look<JobSummary> {
	const { rows, next } = lookAtLog(kernel, ['job-completed', 'job-error-thrown', 'job-canceled'], query);
	const isAsked = (ended: Ended): boolean => key === undefined || ended.details.jobKey === key;
	return { rows: rows.filter((ended) => isAsked(ended) && isOver(ended)).map((ended) => toJob(kernel, ended)), next };
}

/** A job with an uncaught error waits at its incident, and may go on. */
const isOver = ({ kind, details }: Ended): boolean => kind !== 'job-error-thrown' || details.isCaught === true;

const states: Partial<Record<Ended['kind'], JobSummary['state']>> = {
	'job-completed': 'COMPLETED',
	'job-error-thrown': 'ERROR_THROWN',
};

function toJob(kernel: Kernel, ended: Ended): JobSummary {
	const node = findNode(kernel, ended);
	const { rules } = kernel.definitions.get(Number(ended.processDefinitionKey));
	const listener = readText(ended, 'listener') as ListenerEvent | undefined;
	return {
		...ended,
		key: readText(ended, 'jobKey') ?? '',
		type: readText(ended, 'type') ?? '',
		state: states[ended.kind] ?? 'CANCELED',
		kind: toJobKind(listener, node.adHoc !== undefined),
		listener,
		retries: Number(ended.details.retries ?? 0),
		headers: listener && !rules.headersForListeners ? {} : node.headers,
		worker: readText(ended, 'worker') ?? '',
		errorCode: readText(ended, 'errorCode'),
		errorMessage: readText(ended, 'message'),
	};
}
