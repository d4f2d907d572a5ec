import { defaultTenant } from '../../../core/base/tenant';
import { handOver } from '../../../core/channels/hand-over';
import type { Job, JobHandler, JobOutcome } from '../../engine/jobs';
import type { ProcessEngine } from '../../engine/process-engine';
import type { Worker, WorkerOptions } from '../../engine/workers';
import { openTaskWorker, type TaskKind, taskJobHandler, type WorkerHost } from '../task-worker';
import { openChannelsOf, unknownConversation } from './channel-job';
import { handOverVariables, readHandOverJob } from './hand-over-job-input';

/** Gives a conversation to people; its contract is docs/job-types/troupe-hand-over.md. */
const handOverTask: TaskKind = {
	type: 'troupe:hand-over',
	what: 'The hand-over',
	variables: handOverVariables,
	run,
};

/**
 * Serves `troupe:hand-over` on an engine.
 * @throws TroupeError when the manifest does not allow it; then no job is taken
 */
export function openHandOverWorker(engine: ProcessEngine, host: WorkerHost, options: Partial<WorkerOptions> = {}): Promise<Worker> {
	return openTaskWorker(handOverTask, engine, host, options);
}

export function handOverJobHandler(host: WorkerHost): JobHandler {
	return taskJobHandler(handOverTask, host);
}

/** The id of the element instance names the hand-over: a redelivered job writes nothing twice. */
async function run(job: Job, host: WorkerHost): Promise<JobOutcome> {
	const read = readHandOverJob(job);
	const parts = await openChannelsOf(host);
	const by = `process:${job.processId}`;
	const request = { ...read, tenant: host.tenant ?? defaultTenant, key: `element ${job.elementInstanceKey}`, by };
	const done = await handOver(parts, request);
	if (done.kind === 'unknown-conversation') throw unknownConversation(job, read.conversation);
	const desk = done.desk && 'name' in done.desk ? done.desk.name : null;
	const problem = done.desk && 'missing' in done.desk ? done.desk.missing : null;
	return { kind: 'complete', variables: { handedOver: { id: done.handOver.id, desk, problem } } };
}
