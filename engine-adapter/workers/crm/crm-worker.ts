import { runNamedCrmTask } from '../../../providers/compose/crm/named-crm';
import type { Job, JobHandler, JobOutcome } from '../../engine/jobs';
import type { ProcessEngine } from '../../engine/process-engine';
import type { Worker, WorkerOptions } from '../../engine/workers';
import { openTaskWorker, type TaskKind, taskJobHandler, type WorkerHost } from '../task-worker';
import { crmVariables, readCrmJob } from './crm-job-input';

/** Records a lead, finds a company or adds a note; its contract is docs/job-types/troupe-crm.md. */
const crmTask: TaskKind = { type: 'troupe:crm', what: 'The task of the CRM', variables: crmVariables, run: perform };

/**
 * Serves `troupe:crm` on an engine.
 * @throws TroupeError when the manifest does not allow it; then no job is taken
 */
export function openCrmWorker(engine: ProcessEngine, host: WorkerHost, options: Partial<WorkerOptions> = {}): Promise<Worker> {
	return openTaskWorker(crmTask, engine, host, options);
}

export function crmJobHandler(host: WorkerHost): JobHandler {
	return taskJobHandler(crmTask, host);
}

async function perform(job: Job, host: WorkerHost, signal: AbortSignal): Promise<JobOutcome> {
	const { task, ...account } = readCrmJob(job);
	const { operation: _operation, ...crm } = await runNamedCrmTask(task, account, host, signal);
	return { kind: 'complete', variables: { crm } };
}
