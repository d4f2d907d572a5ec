import { TroupeError } from '../../../core/base/errors';
import type { AdHocDecision, JobOutcome, TaskDecision } from '../../engine/jobs';
import type { Variables } from '../../engine/variables';
import { commitItems } from '../agents/agent-items';
import { findCatchingEvent, throwTo, uncaughtError } from '../events/thrown-events';
import { expectInput, isDuration } from '../expect-input';
import { decide } from '../flow/ad-hoc-sub-processes';
import { IncidentCause } from '../flow/incident-cause';
import type { Kernel } from '../flow/kernel';
import { findInstance, setTrigger } from '../state/instances/element-instances';
import { mergeVariables, parseVariables } from '../state/instances/variables';
import { createIncident } from './incidents';
import { checkLease } from './activate-jobs';
import { extendJob, releaseJob } from './change-jobs';
import { logJob, logJobEnd } from './job-log';
import { type JobRow, needJob, removeJob, updateJob } from './job-rows';
import { mergeListenerVariables } from './listeners';
import { correctChange, denyChange } from './task-changes';
import { findTaskOf } from './task-store';
import { toProperties } from './user-task-properties';

/** A created or ending task cannot go back. */
const deniable = ['assigning', 'updating', 'completing'];

/** @throws TroupeError INPUT_INVALID for results that 8.8 refuses */
function completeTaskListener(kernel: Kernel, job: JobRow, variables: Variables, decision: TaskDecision): void {
	const { denied = false, reason, corrections = {} } = decision;
	const corrected = toProperties(corrections);
	const what = `Job ${job.key} of the listener to ${job.task_event}`;
	expectInput(Object.keys(variables).length === 0, `${what} returns variables, which a task listener cannot.`, 'Return none.');
	expectInput(
		!denied || deniable.includes(job.task_event!),
		`${what} denies it, which is possible for ${deniable.join(', ')} only.`,
		'Complete the job without a denial.',
	);
	expectInput(
		!denied || Object.keys(corrected).length === 0,
		`${what} denies it and corrects something.`,
		'Deny the change, or correct it.',
	);
	const task = findTaskOf(kernel, job.element_instance_key)!;
	expectInput(
		job.task_event !== 'creating' || corrected.assignee === undefined || !task.properties.assignee,
		`${what} corrects the assignee that the model gives user task ${task.key}.`,
		'Correct it with a listener to assigning.',
	);
	const { instance } = logJobEnd(kernel, 'job-completed', job);
	removeJob(kernel, job);
	if (denied) return denyChange(kernel, task, reason);
	correctChange(kernel, task, corrected);
	kernel.steps.push({ kind: 'task-listened', key: instance.key, done: job.listener! + 1 });
}

/** @throws TroupeError JOB_NOT_FOUND when it was ended meanwhile, STATE_CONFLICT when it waits for a retry or a person, or is leased by another */
export function answerJob(kernel: Kernel, key: number, outcome: JobOutcome, lease?: string): void {
	const job = needAnswerableJob(kernel, key);
	checkLease(job, lease);
	if (outcome.kind === 'complete' && job.task_event !== null)
		completeTaskListener(kernel, job, parseVariables(outcome.variables), outcome.task ?? {});
	else if (outcome.kind === 'complete') completeJob(kernel, job, parseVariables(outcome.variables), outcome.adHoc);
	else if (outcome.kind === 'fail') failJob(kernel, job, outcome);
	else if (outcome.kind === 'wait') letWait(kernel, job, outcome.forMs);
	else throwJobError(kernel, job, outcome.errorCode, outcome.message, parseVariables(outcome.variables ?? {}));
}

function completeJob(kernel: Kernel, job: JobRow, variables: Variables, adHoc: AdHocDecision = {}): void {
	const { instance, process } = logJobEnd(kernel, 'job-completed', job);
	commitItems(kernel, job.key, job.lease);
	removeJob(kernel, job);
	if (job.listener !== null) {
		mergeListenerVariables(kernel, instance, variables);
		return kernel.steps.push({ kind: 'listened', key: instance.key, done: job.listener + 1 });
	}
	const node = process.node(instance.elementId);
	if (node.adHoc) {
		mergeVariables(kernel, instance.key, variables);
		return decide({ kernel, process, instance, node }, adHoc);
	}
	setTrigger(kernel, job.element_instance_key, { variables });
	kernel.steps.push({ kind: 'complete', key: job.element_instance_key });
}

/** No wait for a job that another worker can already get. */
function letWait(kernel: Kernel, { key, state }: JobRow, forMs: number): void {
	if (state === 'ACTIVATED') extendJob(kernel, key, forMs);
}

function failJob(kernel: Kernel, job: JobRow, { message, retries, backoffMs = 0, code }: JobOutcome & { kind: 'fail' }): void {
	expectInput(Number.isInteger(retries), 'The retries of a failed job are not a whole number.', 'Pass the number of attempts left.');
	expectInput(isDuration(backoffMs), 'The backoff of a failed job is not a duration.', 'Pass milliseconds, 0 or more.');
	const { instance } = logJob(kernel, 'job-failed', job, { retries, message, ...(backoffMs > 0 && { backoffMs }) });
	const failed: JobRow = { ...job, retries, state: 'FAILED', due: null, error_code: code ?? null, error_message: message };
	if (retries > 0 && backoffMs > 0) return updateJob(kernel, { ...failed, due: kernel.clock.now() + backoffMs });
	if (retries > 0) return releaseJob(kernel, failed);
	updateJob(kernel, failed);
	const isAdHoc = kernel.definitions.get(instance.definitionKey).node(instance.elementId).adHoc !== undefined;
	const ownError = isAdHoc ? 'AD_HOC_SUB_PROCESS_NO_RETRIES' : 'JOB_NO_RETRIES';
	const listenerError = job.task_event === null ? 'EXECUTION_LISTENER_NO_RETRIES' : 'TASK_LISTENER_NO_RETRIES';
	const errorType = job.listener === null ? ownError : listenerError;
	createIncident(kernel, instance, new IncidentCause(errorType, message === '' ? 'No more retries left.' : message, job.key));
}

/** BPMN 2.0, 10.5.6: to the nearest catching boundary event, from the task outwards. */
function throwJobError(kernel: Kernel, job: JobRow, errorCode: string, message: string, variables: Variables): void {
	if (job.listener !== null) throw cannotThrow(job);
	const catching = findCatchingEvent(kernel, findInstance(kernel, job.element_instance_key)!, 'error', errorCode);
	if (catching) {
		logJobEnd(kernel, 'job-error-thrown', job, { errorCode, message, isCaught: true });
		removeJob(kernel, job);
		return throwTo(kernel, catching, variables);
	}
	const { instance, process } = logJob(kernel, 'job-error-thrown', job, { errorCode, message });
	updateJob(kernel, { ...job, state: 'ERROR_THROWN', due: null, error_code: errorCode, error_message: message });
	const atTask = process.rules.uncaughtErrorAtTask;
	createIncident(kernel, instance, uncaughtError(kernel, instance, errorCode, { key: job.key, message, atTask }));
}

function needAnswerableJob(kernel: Kernel, key: number): JobRow {
	const job = needJob(kernel, key);
	if (job.state === 'ACTIVATABLE' || job.state === 'ACTIVATED') return job;
	throw new TroupeError({
		code: 'STATE_CONFLICT',
		message: `Job ${key} cannot be answered in state ${job.state}.`,
		fix: 'Resolve its incident, or wait for its backoff.',
		details: { jobKey: String(key), state: job.state },
	});
}

/** Zeebe's documentation, execution listeners: they fail, and throw no errors. */
function cannotThrow({ key, type }: JobRow): TroupeError {
	return new TroupeError({
		code: 'STATE_CONFLICT',
		message: `Job ${key} of type ${type} is a listener and cannot throw an error.`,
		fix: 'Fail the job, or throw the error from the task itself.',
		details: { jobKey: String(key) },
	});
}
