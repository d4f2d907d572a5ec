import type { CrmTask } from '../../../core/crm/crm-task';
import { parseCrmTask } from '../../../core/crm/parse-crm-task';
import type { Job } from '../../engine/jobs';
import { asNumber, asText, invalidJob, presentVariables, readHeaders } from '../job-input';

export const crmVariables = ['lead', 'cnpj', 'text', 'targetId', 'crmPlace'];

interface CrmJob {
	task: CrmTask;
	credential: string;
	requestsPerMinute?: number;
}

const maxRequestsPerMinute = 10_000;

/** The headers for pipeline, stage, origin and owner precede a variable. @throws TroupeError INPUT_INVALID */
export function readCrmJob(job: Job): CrmJob {
	const { credential, requestsPerMinute, ...headers } = readHeaders(job, {
		credential: asText,
		requestsPerMinute: asNumber,
		operation: asText,
		target: asText,
		noteTemplate: asText,
		pipeline: asText,
		stage: asText,
		origin: asText,
		owner: asText,
	});
	if (typeof credential !== 'string') {
		throw invalidJob(job, 'does not name the credential of the CRM', 'Give it a header "credential" with the name of a stored credential.');
	}
	// A redelivered job adds no second note.
	const { crmPlace, ...inputs } = presentVariables(job, crmVariables);
	const key = `element ${job.elementInstanceKey}`;
	return {
		task: parseCrmTask({ ...readPlace(job, crmPlace), key, ...inputs, ...headers }),
		credential,
		...(requestsPerMinute !== undefined && { requestsPerMinute: readRate(job, requestsPerMinute) }),
	};
}

function readPlace(job: Job, place: unknown): object {
	if (place === undefined) return {};
	if (typeof place === 'object' && place !== null && !Array.isArray(place)) {
		const { pipeline, stage, origin, owner } = place as Record<string, unknown>;
		return { pipeline, stage, origin, owner };
	}
	throw invalidJob(job, 'has a variable "crmPlace" that is not a context', 'Write {pipeline: 1, stage: 10, origin: 5, owner: 7}.');
}

function readRate(job: Job, value: unknown): number {
	if (typeof value === 'number' && value >= 1 && value <= maxRequestsPerMinute) return value;
	throw invalidJob(job, `has a header "requestsPerMinute" that is not a number from 1 to ${maxRequestsPerMinute}`, 'Correct it.');
}
