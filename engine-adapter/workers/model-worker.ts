import { isTroupeError, type TroupeError } from '../../core/base/errors';
import { readAttempts } from '../../core/llm/attempts';
import type { ModelTaskResult } from '../../core/llm/model-task';
import type { Host } from '../../providers/compose/hosts/host';
import { runModelTask } from '../../providers/compose/models/model-task';
import type { Job, JobHandler, JobOutcome } from '../engine/jobs';
import type { ProcessEngine } from '../engine/process-engine';
import type { Variables } from '../engine/variables';
import type { Worker, WorkerOptions } from '../engine/workers';
import { errorCodes } from '../to-job-outcome';
import { noResults } from './task-worker';
import { boundedVariables } from './bounded-variables';
import { admittedJob, openGatedWorker } from './gated-worker';
import { toJobHost } from './job-host';
import type { JobType } from '../../bpmn/job-types';
import { withResultMapping } from './with-result-mapping';
import { modelVariables, readModelTask } from './model-job-input';

/** Its contract is docs/job-types/troupe-model.md. */
const modelJobType: JobType = 'troupe:model';

const defaults: WorkerOptions = { name: 'troupe', concurrency: 8, timeoutMs: 60_000, fetchVariables: modelVariables };

/**
 * Serves `troupe:model` on an engine.
 * @throws TroupeError when the manifest does not allow it; then no job is taken
 */
export async function openModelWorker(engine: ProcessEngine, host: Host, options: Partial<WorkerOptions> = {}): Promise<Worker> {
	return openGatedWorker(engine, host.gate, modelJobType, { ...defaults, ...options }, modelJobHandler(host));
}

export function modelJobHandler(host: Host): JobHandler {
	const work = async (job: Job, signal: AbortSignal): Promise<JobOutcome> => {
		try {
			return toOutcome(await runModelTask(readModelTask(job), toJobHost(host, job), signal));
		} catch (error) {
			const caught = signal.aborted ? undefined : toBpmnError(error);
			if (caught === undefined) throw error;
			return caught;
		}
	};
	return (job, stop) =>
		admittedJob(host, modelJobType, job, stop, ({ signal }) => withResultMapping(job, () => work(job, signal)), 'The model task');
}

function toOutcome(result: ModelTaskResult): JobOutcome {
	const fix = 'Request less at a time: fewer texts to embed, or a smaller maxOutputTokens.';
	const variables = boundedVariables(toVariables(result), 'the model', fix);
	if (variables.finish !== 'content-filter') return { kind: 'complete', variables };
	return {
		kind: 'bpmn-error',
		errorCode: errorCodes.contentFiltered,
		message: 'The model’s content filter stopped the answer.',
		variables,
	};
}

const none = noResults('troupe:model');

function toVariables(result: ModelTaskResult): Variables {
	switch (result.operation) {
		case 'chat':
			return { ...none, text: result.text, finish: result.finish, ...describeCall(result) };
		case 'structured':
			return { ...none, value: result.value, finish: result.finish, ...describeCall(result) };
		case 'extract':
			return { ...none, value: result.value, extraction: result.extraction, finish: result.finish, ...describeCall(result) };
		case 'embed':
			return { ...none, vectors: result.vectors, ...describeCall(result) };
		case 'estimate':
			return { ...none, estimates: result.estimates };
		case 'list':
			return { ...none, modelList: { models: result.models, failed: result.failed } };
	}
}

function describeCall(result: Exclude<ModelTaskResult, { operation: 'estimate' | 'list' }>): Variables {
	const { usage, costUsd, priceTable, model, durationMs, attempts, violations } = result;
	return { usage: { ...usage, costUsd, priceTable, model, durationMs, attempts }, violations };
}

const bpmnErrors: Partial<Record<string, string>> = {
	BUDGET_EXCEEDED: errorCodes.budgetExceeded,
	MODEL_OUTPUT_INVALID: errorCodes.outputInvalid,
	GUARDRAIL_VIOLATION: errorCodes.blocked,
	GUARDRAIL_FAILED: errorCodes.blocked,
};

/** Returns the BPMN error for a fault that a process can handle; any other fault is retried or an incident. */
function toBpmnError(error: unknown): JobOutcome | undefined {
	const errorCode = isTroupeError(error) ? bpmnErrors[error.code] : undefined;
	if (errorCode === undefined) return undefined;
	const { message, details } = error as TroupeError;
	const variables = { ...none, usage: { attempts: readAttempts(error) }, violations: details?.violations ?? null };
	return { kind: 'bpmn-error', errorCode, message, variables };
}
