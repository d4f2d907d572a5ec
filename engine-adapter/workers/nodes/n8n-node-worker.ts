import { nodeErrorCode } from '../../../bpmn/templates/n8n/n8n-node-job';
import { isTroupeError, TroupeError } from '../../../core/base/errors';
import { runNodeOnce } from '../../../providers/compose/nodes/node-once';
import type { NodeFault, NodeItem } from '../../../providers/tools/n8n-node/node-task';
import { decorate } from '../../decorate';
import type { Job, JobHandler, JobOutcome } from '../../engine/jobs';
import type { ProcessEngine } from '../../engine/process-engine';
import type { Variables } from '../../engine/variables';
import type { Worker, WorkerOptions } from '../../engine/workers';
import { boundedVariables } from '../bounded-variables';
import { type N8nNodeJob, readN8nNodeJob } from './n8n-node-job-input';
import { WaitingJobs } from '../waiting/waiting-jobs';
import { noResults, openTaskWorker, type TaskKind, taskJobHandler, type WorkerHost } from '../task-worker';

const none = noResults('troupe:n8n-node');

/** Its contract is docs/job-types/troupe-n8n-node.md. */
const n8nNodeTask = (waiting: WaitingJobs): TaskKind => ({
	type: 'troupe:n8n-node',
	what: 'The node',
	run: (job, host, signal) => runNodeJob(job, waiting, host, signal),
});

/**
 * Serves `troupe:n8n-node` on an engine.
 * @throws TroupeError when the manifest does not allow it; then no job is taken
 */
export async function openN8nNodeWorker(engine: ProcessEngine, host: WorkerHost, options: Partial<WorkerOptions> = {}): Promise<Worker> {
	const waiting = new WaitingJobs(host, engine);
	return openTaskWorker(n8nNodeTask(waiting), whileOpen(engine, waiting), host, options);
}

function whileOpen(engine: ProcessEngine, waiting: WaitingJobs): ProcessEngine {
	return decorate(engine, {
		async openWorker(type, options, handler) {
			const unfollow = await waiting.follow();
			try {
				return await engine.openWorker(type, { ...options, onClose: unfollow }, handler);
			} catch (error) {
				await unfollow();
				throw error;
			}
		},
	});
}

export function n8nNodeJobHandler(host: WorkerHost, engine: ConstructorParameters<typeof WaitingJobs>[1] = {}): JobHandler {
	return taskJobHandler(n8nNodeTask(new WaitingJobs(host, engine)), host);
}

async function runNodeJob(job: Job, waiting: WaitingJobs, host: WorkerHost, signal: AbortSignal): Promise<JobOutcome> {
	waiting.take(job);
	const read = readN8nNodeJob(job);
	const { task, isRepeatable, again } = read;
	try {
		const key = await waiting.nameJob(job.key, again);
		const outcome = await runNodeOnce({ ...task, key, isRepeatable }, host, signal);
		switch (outcome.kind) {
			case 'returned':
				return completed(outcome.outputs);
			case 'failed':
				return failed(outcome.fault, job, read);
			case 'waits':
				return waiting.letWait(job, { type: task.type, name: key, tenant: host.tenant }, outcome.until);
		}
	} catch (error) {
		const isOfNode = isTroupeError(error) && (error.code === 'NODE_TIMEOUT' || error.code === 'NODE_CRASHED');
		if (!isOfNode || !endsWithRule(job, read, error.retryable)) throw error;
		return toBpmnError({ kind: 'node', message: error.message });
	}
}

function completed(outputs: NodeItem[][]): JobOutcome {
	const [items = []] = outputs;
	const variables: Variables = {
		item: items[0]?.json ?? null,
		items,
		outputs: outputs.length > 1 ? outputs : null,
		nodeError: null,
	};
	const fix = 'Let the node return less, such as with its limit or its filter, or fewer fields.';
	return { kind: 'complete', variables: boundedVariables(variables, 'the node', fix) };
}

/** Retries a transient error while retries remain; then the designer's rule decides. */
function failed(fault: NodeFault, job: Job, read: N8nNodeJob): JobOutcome {
	const { task } = read;
	const { message, description, httpCode = null, itemIndex = null, retryAfterMs } = fault;
	const canPass = isPassing(fault.httpCode);
	if (endsWithRule(job, read, canPass)) return toBpmnError(fault);
	throw new TroupeError({
		code: 'NODE_FAILED',
		message: `The node ${task.type} of task "${task.name}" failed${httpCode === null ? '' : ` (${httpCode})`}: ${[message, description].filter(Boolean).join(' ')}`,
		fix: canPass ? 'Check that the service responds.' : 'Correct what the message names, in the model, its input or the credential.',
		retryable: canPass,
		...(retryAfterMs !== undefined && { retryAfterMs }),
		details: { httpCode, itemIndex },
	});
}

/** True at once, or with the last retry of a transient error. */
const endsWithRule = (job: Job, { onError }: N8nNodeJob, canPass: boolean): boolean =>
	onError === 'bpmn-error' && !(canPass && job.retries > 1);

function toBpmnError(fault: NodeFault): JobOutcome {
	const { message, description = null, httpCode = null, itemIndex = null } = fault;
	const variables = { ...none, nodeError: { message, description, httpCode, itemIndex } };
	return { kind: 'bpmn-error', errorCode: nodeErrorCode, message, variables };
}

const passingStatuses = new Set(['408', '425', '429']);
/** Node.js codes for a connection that failed or ended early. */
const connectionCodes =
	/^(ECONN\w+|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EPIPE|EHOSTUNREACH|ENETUNREACH|UND_ERR_(CONNECT|HEADERS|BODY)_TIMEOUT|UND_ERR_SOCKET)$/;

const isPassing = (httpCode = ''): boolean => passingStatuses.has(httpCode) || /^5\d\d$/.test(httpCode) || connectionCodes.test(httpCode);
