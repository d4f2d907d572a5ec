import { defaultTenant } from '../../../core/base/tenant';
import { splitText } from '../../../core/conversations/outbox/split-text';
import type { MessageContent, NewSend } from '../../../core/ports';
import type { Job, JobHandler, JobOutcome, ProcessEngine, Worker, WorkerOptions } from '../../engine';
import { invalidJob } from '../job-input';
import { openTaskWorker, type TaskKind, taskJobHandler, type WorkerHost } from '../task-worker';
import { openChannelsOf, unknownConversation } from './channel-job';
import { readSendJob, sendVariables } from './send-job-input';

/** A task that sends a message in a conversation; docs/job-types/troupe-send.md is its contract. */
const sendTask: TaskKind = { type: 'troupe:send', what: 'The message', variables: sendVariables, none: { sent: null }, run: send };

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

/** The rows of an element instance have names of their own: a job that comes again sends nothing twice. */
async function send(job: Job, host: WorkerHost): Promise<JobOutcome> {
	const read = readSendJob(job);
	const { mailbox, outbox, directory } = await openChannelsOf(host);
	const tenant = host.tenant ?? defaultTenant;
	const conversation = await mailbox.find(tenant, read.conversation);
	const open = conversation && (await directory.find(tenant, conversation.channel));
	if (conversation === undefined || open === undefined) throw unknownConversation(job, read.conversation);
	const { abilities } = open.channel;
	if (!abilities.sends.has(read.content.kind)) {
		throw invalidJob(job, `sends a message of the kind "${read.content.kind}", which the channel cannot`, 'Send a text.');
	}
	const parts = splitContent(read.content, abilities.maxTextLength);
	const sends: NewSend[] = parts.map((content, index) => ({
		...{ key: `element ${job.elementInstanceKey} ${index}`, content },
		...(index === 0 && read.replyTo !== undefined && { replyTo: read.replyTo }),
	}));
	const enqueued = await outbox.enqueue(tenant, conversation.id, sends, { evenIfSilent: read.evenIfSilent });
	if (enqueued.kind === 'unknown-conversation') throw unknownConversation(job, read.conversation);
	const sent = enqueued.kind === 'queued' ? { state: 'queued', ids: enqueued.ids } : { state: 'silent', mode: enqueued.mode, ids: [] };
	return { kind: 'complete', variables: { sent } };
}

const splitContent = (content: MessageContent, maxLength: number): MessageContent[] =>
	content.kind === 'text' ? splitText(content.text, maxLength).map((text) => ({ kind: 'text', text })) : [content];
