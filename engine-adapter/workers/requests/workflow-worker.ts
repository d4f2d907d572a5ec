import { isTroupeError, TroupeError } from '../../../core/base/errors';
import { runWorkflowTask, type WorkflowOutcome, type WorkflowTask } from '../../../providers/compose/workflows/workflow-task';
import type { Job, JobHandler, JobOutcome } from '../../engine/jobs';
import type { ProcessEngine } from '../../engine/process-engine';
import type { Worker, WorkerOptions } from '../../engine/workers';
import { boundedVariables } from '../bounded-variables';
import { isPresent, textVariable } from '../job-input';
import { openTaskWorker, type TaskKind, taskJobHandler, type WorkerHost } from '../task-worker';
import { headerOf, need, readNumber } from './http-job-input';
import { readResultMapping, type ResultMapping } from './result-mapping';

const usualTimeoutMs = 60_000;
const maxTimeoutMs = 24 * 3_600_000;

export const workflowVariables = ['data', 'idempotencyKey'];

/** Its contract is docs/job-types/troupe-n8n-workflow.md. */
const workflowTask: TaskKind = {
	type: 'troupe:n8n-workflow',
	what: 'The call of the workflow',
	variables: workflowVariables,
	mapsResult: true,
	run: callWorkflow,
};

/**
 * Serves `troupe:n8n-workflow` on an engine.
 * @throws TroupeError when the manifest does not allow it; then no job is taken
 */
export function openWorkflowWorker(engine: ProcessEngine, host: WorkerHost, options: Partial<WorkerOptions> = {}): Promise<Worker> {
	return openTaskWorker(workflowTask, engine, host, options);
}

export function workflowJobHandler(host: WorkerHost): JobHandler {
	return taskJobHandler(workflowTask, host);
}

async function callWorkflow(job: Job, host: WorkerHost, signal: AbortSignal): Promise<JobOutcome> {
	const task = readWorkflowTask(job);
	const mapping = await readResultMapping(job);
	try {
		return toOutcome(await runWorkflowTask(task, host, signal), mapping);
	} catch (error) {
		if (signal.aborted || !isTroupeError(error)) throw error;
		const judged = mapping.judgeFault(error);
		if (!judged) throw error;
		return judged;
	}
}

/** Headers come first: users who may set variables must not call another workflow. */
export function readWorkflowTask(job: Job): WorkflowTask {
	const { data, idempotencyKey } = job.variables;
	return {
		url: need(job, 'url'),
		data: isPresent(data) ? data : {},
		credential: headerOf(job, 'credential'),
		n8nCredential: headerOf(job, 'n8nCredential'),
		timeoutMs: readNumber(job, 'timeoutMs', usualTimeoutMs, maxTimeoutMs),
		idempotencyKey: isPresent(idempotencyKey) ? textVariable('idempotencyKey', job) : job.key,
	};
}

function toOutcome(outcome: WorkflowOutcome, mapping: ResultMapping): JobOutcome {
	if (outcome.kind === 'failed') throw failed(outcome.code, outcome.message);
	const { answer } = outcome;
	const isError = answer.status < 200 || answer.status > 299;
	const message = `The workflow answered ${answer.status}.`;
	const judged = mapping.judge(answer, isError ? { code: String(answer.status), message } : null);
	if (judged) return judged;
	if (isError) throw failed('WORKFLOW_FAILED', message);
	const fix = 'Return less from the workflow, or take what the process needs in the resultExpression of the task.';
	return { kind: 'complete', variables: boundedVariables(mapping.toVariables(answer), 'the workflow', fix) };
}

/** Not retried: the workflow ran, and its effects would happen twice. */
const failed = (code: 'WORKFLOW_FAILED' | 'WORKFLOW_TIMEOUT', message: string) =>
	new TroupeError({
		code,
		message,
		fix: 'Look at the execution in n8n. To start the workflow again, set the variable idempotencyKey to a new value and resolve the incident.',
	});
