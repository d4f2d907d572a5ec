import { bounds, metricsOf } from '../definition';

const { counter, gauge, histogram } = metricsOf('serve', 'worker');
const ofService = metricsOf('serve');
const byType = { type: bounds.jobType } as const;

export const jobMetrics = {
	troupe_jobs_activated_total: counter('Jobs activated.', byType),
	troupe_jobs_running: gauge('Jobs running now.', byType),
	troupe_jobs_completed_total: counter('Jobs completed.', byType),
	troupe_jobs_failed_total: counter('Jobs failed, with a retry or an incident.', byType),
	troupe_job_failures_total: counter('Faults of jobs, by code.', { type: bounds.jobType, code: bounds.code }),
	troupe_jobs_error_thrown_total: counter('Jobs that ended with a BPMN error.', byType),
	troupe_jobs_waited_total: counter('Jobs that began or went on to wait for an answer of a person.', byType),
	troupe_jobs_superseded_total: counter('Outcomes of jobs that had ended or been activated by another worker.', byType),
	troupe_jobs_undelivered_total: counter('Outcomes that could not be delivered; their jobs are activated again.', byType),
	troupe_job_duration_seconds: histogram('Running time of a job.', byType),
	troupe_polls_failed_total: counter('Failed polls for jobs: refused by back-pressure, or unanswered.', byType),
	troupe_back_pressure_total: counter('Commands that the cluster refused under back-pressure and that were retried.'),
	troupe_last_error_age_seconds: gauge('Time since the last failed job or poll; -1 without one.'),
	troupe_gate_refused: gauge('Whether the manifest gate refuses the jobs of a type: 1 or 0.', byType),
	troupe_gate_refusals_total: counter('How often the gate began to refuse a type.', byType),
	troupe_jobs_untaken: ofService.gauge('Jobs whose oldest no worker has taken for five minutes.', {
		type: bounds.jobType,
		tenant: bounds.tenant,
	}),
} as const;
