import { getErrorMessage } from '../../core/base/errors';
import { decorate } from '../../engine-adapter/decorate';
import type { Job, JobHandler, JobOutcome } from '../../engine-adapter/engine/jobs';
import type { ProcessEngine } from '../../engine-adapter/engine/process-engine';
import type { Log } from './log';

/** Wraps the engine so that the start and end of each job are logged. The lines of an instance share its key as correlation id. */
export function withJobLog(engine: ProcessEngine, log: Log): ProcessEngine {
	const openWorker: ProcessEngine['openWorker'] = (type, options, handler) => engine.openWorker(type, options, logJobs(handler, log));
	return decorate(engine, { openWorker });
}

function logJobs(handler: JobHandler, log: Log): JobHandler {
	return async (job, signal) => {
		const startedAt = performance.now();
		const facts = () => ({ ...collectJobFacts(job), durationMs: Math.round(performance.now() - startedAt) });
		log('info', 'job started', collectJobFacts(job));
		try {
			const outcome = await handler(job, signal);
			log(outcome.kind === 'fail' ? 'warn' : 'info', 'job ended', {
				...facts(),
				outcome: outcome.kind,
				...(outcome.kind === 'bpmn-error' && { errorCode: outcome.errorCode }),
				...(outcome.kind === 'complete' && outcome.searched && { search: outcome.searched }),
				...(outcome.kind === 'fail' && collectFailureFacts(outcome)),
			});
			return outcome;
		} catch (error) {
			log('error', 'job broke', { ...facts(), error: getErrorMessage(error) });
			throw error;
		}
	};
}

/** Why it failed, and when it is tried again; without attempts left it is an incident. */
function collectFailureFacts({ code, message, retries, backoffMs = 0 }: JobOutcome & { kind: 'fail' }) {
	const next = retries > 0 ? { nextAttempt: new Date(Date.now() + backoffMs).toISOString() } : {};
	return { errorCode: code, reason: message, attemptsLeft: retries, ...next };
}

function collectJobFacts(job: Job) {
	return {
		correlationId: job.instanceKey,
		jobKey: job.key,
		type: job.type,
		processId: job.processId,
		elementId: job.elementId,
		retries: job.retries,
	};
}
