import { zeebeDefault } from '../../core/base/tenant';
import { readTraceId } from '../../core/base/trace-context';
import { decorate } from '../../engine-adapter/decorate';
import type { Job, JobHandler, JobOutcome } from '../../engine-adapter/engine/jobs';
import type { ProcessEngine } from '../../engine-adapter/engine/process-engine';
import { readJobTrace } from '../../engine-adapter/engine/trace-variable';
import { findRun } from '../../engine-adapter/workers/run-of-job';
import { describeFault } from './fault-log';
import type { Log } from './log';

/** Logs each job's start and end. An instance's lines share its key. @param tenant that of jobs without one */
export function withJobLog(engine: ProcessEngine, log: Log, tenant?: string): ProcessEngine {
	const openWorker: ProcessEngine['openWorker'] = (type, options, handler) =>
		engine.openWorker(type, options, logJobs(handler, log, tenant));
	return decorate(engine, { openWorker });
}

function logJobs(handler: JobHandler, log: Log, tenant?: string): JobHandler {
	return async (job, signal) => {
		const startedAt = performance.now();
		const about = collectJobFacts(job, tenant);
		const facts = () => ({ ...about, run: findRun(job), durationMs: Math.round(performance.now() - startedAt) });
		log('info', 'job started', about);
		try {
			const outcome = await handler(job, signal);
			const ignored = outcome.kind === 'complete' ? outcome.ignored : undefined;
			log(outcome.kind === 'fail' || ignored ? 'warn' : 'info', 'job ended', {
				...facts(),
				outcome: outcome.kind,
				...(outcome.kind === 'bpmn-error' && { errorCode: outcome.errorCode }),
				...(outcome.kind === 'complete' && outcome.searched && { search: outcome.searched }),
				...(ignored && { errorCode: ignored.code, reason: ignored.message }),
				...(outcome.kind === 'fail' && collectFailureFacts(outcome)),
			});
			return outcome;
		} catch (error) {
			log('error', 'job broke', { ...facts(), ...describeFault(error) });
			throw error;
		}
	};
}

function collectFailureFacts({ code, message, retries, backoffMs = 0 }: JobOutcome & { kind: 'fail' }) {
	const next = retries > 0 ? { nextAttempt: new Date(Date.now() + backoffMs).toISOString() } : {};
	return { errorCode: code, reason: message, attemptsLeft: retries, ...next };
}

function collectJobFacts(job: Job, tenant?: string) {
	return {
		tenant: findJobTenant(job, tenant),
		trace: readTraceId(readJobTrace(job).trace),
		instance: job.instanceKey,
		jobKey: job.key,
		type: job.type,
		process: job.processId,
		element: job.elementId,
		retries: job.retries,
	};
}

/** The job's own name of it, also for an unknown tenant, which Troupe refuses. */
export const findJobTenant = ({ tenantId }: Pick<Job, 'tenantId'>, tenant?: string): string | undefined =>
	tenantId && tenantId !== zeebeDefault ? tenantId : tenant;
