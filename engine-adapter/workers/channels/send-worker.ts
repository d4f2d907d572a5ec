import { defaultTenant } from '../../../core/base/tenant';
import { sendInConversation } from '../../../core/channels/send-in-conversation';
import type { Job, JobHandler, JobOutcome } from '../../engine/jobs';
import type { ProcessEngine } from '../../engine/process-engine';
import type { Worker, WorkerOptions } from '../../engine/workers';
import { invalidJob } from '../job-input';
import { openTaskWorker, type TaskKind, taskJobHandler, type WorkerHost } from '../task-worker';
import { openChannelsOf, unknownConversation } from './channel-job';
import { readSendJob, sendVariables } from './send-job-input';

/** Its contract is docs/job-types/troupe-send.md. */
const sendTask: TaskKind = { type: 'troupe:send', what: 'The message', variables: sendVariables, run: send };

/**
 * Serves `troupe:send` on an engine.
 * @throws TroupeError when the manifest does not allow it; then no job is taken
 */
export function openSendWorker(engine: ProcessEngine, host: WorkerHost, options: Partial<WorkerOptions> = {}): Promise<Worker> {
	return openTaskWorker(sendTask, engine, host, options);
}

export function sendJobHandler(host: WorkerHost): JobHandler {
	return taskJobHandler(sendTask, host);
}

/** The id of the element instance names the rows: a redelivered job sends nothing twice. */
async function send(job: Job, host: WorkerHost): Promise<JobOutcome> {
	const read = readSendJob(job);
	const parts = await openChannelsOf(host);
	const { conversation, content, ...message } = read;
	const tenant = host.tenant ?? defaultTenant;
	if (content.kind === 'no-answer') {
		const by = `process:${job.processId}`;
		const isNew = await parts.waits.needNoAnswer(tenant, conversation, { by, reason: content.reason, ...message.answers });
		if (!isNew && (await parts.mailbox.find(tenant, conversation)) === undefined) throw unknownConversation(job, conversation);
		return { kind: 'complete', variables: { sent: { state: 'no-answer', ids: [] } } };
	}
	const key = `element ${job.elementInstanceKey}`;
	const handed = await sendInConversation(parts, { tenant, id: conversation }, { key, content, ...message });
	switch (handed.kind) {
		case 'unknown-conversation':
			throw unknownConversation(job, conversation);
		case 'unsupported':
			throw invalidJob(job, `sends a message of the kind "${content.kind}", which the channel cannot`, 'Send a text.');
		case 'silent':
			return { kind: 'complete', variables: { sent: { state: 'silent', mode: handed.mode, ids: [] } } };
		case 'opted-out':
		case 'no-basis':
			return { kind: 'complete', variables: { sent: { state: handed.kind, ids: [] } } };
		case 'queued':
			return { kind: 'complete', variables: { sent: { state: 'queued', ids: handed.ids } } };
	}
}
