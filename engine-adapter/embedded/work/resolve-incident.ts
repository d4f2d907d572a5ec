import { TroupeError } from '../../../core/base/errors';
import { removeIncident, type IncidentRow } from './incidents';
import { findInstance } from '../state/instances/element-instances';
import { releaseJob } from './change-jobs';
import { findJob } from './job-rows';
import type { Kernel } from '../flow/kernel';

/**
 * Zeebe's documentation, incidents: repeats the failed step; a job becomes available, which needs retries. @throws TroupeError INCIDENT_NOT_FOUND,
 * and for missing retries the version's code
 */
export function resolveIncident(kernel: Kernel, key: number): void {
	const incident = kernel.database.get<IncidentRow>('SELECT * FROM incident WHERE key = ?', key);
	if (!incident) throw incidentNotFound(key);
	const job = incident.job_key === null ? undefined : findJob(kernel, incident.job_key);
	if (job && job.retries <= 0) {
		throw new TroupeError({
			code: kernel.definitions.get(findInstance(kernel, incident.element_instance_key)!.definitionKey).rules.codeWithoutRetries,
			message: `Incident ${key} cannot be resolved: its job ${job.key} has no retries left.`,
			fix: 'Update the retries of the job first.',
			details: { jobKey: String(job.key) },
		});
	}
	removeIncident(kernel, incident);
	kernel.runaway.forgive(incident.instance_key);
	if (job) releaseJob(kernel, job);
	else kernel.steps.push({ kind: 'retry', key: incident.element_instance_key });
}

export function incidentNotFound(key: number): TroupeError {
	return new TroupeError({
		code: 'INCIDENT_NOT_FOUND',
		message: `There is no open incident ${key}.`,
		fix: 'List the incidents. It may already be resolved.',
	});
}
