import { defaultTenant } from '../../core/base/tenant';
import type { NewEvent } from '../../core/ports/events/events';
import { decorate } from '../../engine-adapter/decorate';
import type { Job, JobHandler, JobOutcome } from '../../engine-adapter/engine/jobs';
import type { ProcessEngine } from '../../engine-adapter/engine/process-engine';
import { toJobHost } from '../../engine-adapter/workers/job-host';
import { composeEvents } from '../../providers/compose/events/events';
import type { Host } from '../../providers/compose/hosts/host';

/** Publishes a cluster's jobs without attempts left, which become incidents. The embedded engine publishes its own. */
export function withIncidentEvents(engine: ProcessEngine, host: Host): ProcessEngine {
	const events = composeEvents(host);
	const tell = (handler: JobHandler): JobHandler => {
		return async (job, signal) => {
			const outcome = await handler(job, signal);
			if (outcome.kind === 'fail' && outcome.retries <= 0)
				await events.publish(toJobHost(host, job).tenant ?? defaultTenant, toEvent(job, outcome));
			return outcome;
		};
	};
	const openWorker: ProcessEngine['openWorker'] = (type, options, handler) => engine.openWorker(type, options, tell(handler));
	return decorate(engine, { openWorker });
}

/** Without the message, which can contain values of variables. */
function toEvent(job: Job, { code }: JobOutcome & { kind: 'fail' }): NewEvent {
	const { instanceKey, processId, elementId, type } = job;
	return {
		type: 'process.incident-created',
		data: {
			engine: 'zeebe',
			instanceKey,
			processId,
			elementId,
			jobType: type,
			errorType: 'JOB_NO_RETRIES',
			...(code !== undefined && { code }),
		},
	};
}
