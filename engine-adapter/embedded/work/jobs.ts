import { TroupeError } from '../../../core/base/errors';
import type { AdHocDecision, Job, JobOutcome, Variables } from '../../engine';
import { decide } from '../flow/ad-hoc';
import { mostDueAtOnce } from '../bounds';
import { IncidentCause, type ElementContext } from '../flow/element-behavior';
import { findInstance, setTrigger, type ElementInstance } from '../state/element-instances';
import { expectInput, isDuration } from '../expect-input';
import { createIncident } from './incidents';
import { listenedTo, mergeListenerVariables, type ListenerEvent } from './listeners';
import type { Kernel } from '../flow/kernel';
import { findCatchingEvent, throwTo, uncaughtError } from '../events/thrown-events';
import { lookUp, mergeVariables, parseVariables, visibleVariables } from '../state/variables';

/** FAILED waits for its backoff to pass or its incident to be resolved, ERROR_THROWN for the latter. */
type JobState = 'ACTIVATABLE' | 'ACTIVATED' | 'FAILED' | 'ERROR_THROWN';

export interface JobRow {
	key: number;
	type: string;
	element_instance_key: number;
	state: JobState;
	retries: number;
	headers: string;
	/** End of the activation or of the backoff. */
	due: number | null;
	/** Which listener of its event it is, counted from 0; null for the element's own job. */
	listener: number | null;
}

export interface JobProperties {
	type: string;
	retries: number;
	headers: Record<string, string>;
}

export interface ActivationRequest {
	limit: number;
	timeoutMs: number;
	fetchVariables?: string[];
}

/** What the model says of an element's job. @throws IncidentCause EXTRACT_VALUE_ERROR */
export function jobPropertiesOf({ kernel, process, instance, node }: ElementContext): JobProperties {
	const see = (name: string): unknown => lookUp(kernel, instance.key, name);
	const type = process.expressions.evaluateText(node.job!.type, see);
	if (type === '') throw new IncidentCause('EXTRACT_VALUE_ERROR', 'Expected the type of the job to be a text, but it is empty.');
	const retries = toInteger(process.expressions.evaluateNumber(node.job!.retries, see));
	return { type, retries, headers: node.headers };
}

/** Of 32 bits, as Zeebe keeps it. */
export const toInteger = (value: number | bigint): number =>
	typeof value === 'bigint' ? Number(BigInt.asIntN(32, value)) : Math.trunc(value) | 0;

export function createJob(
	{ kernel, instance, node }: ElementContext,
	{ type, retries, headers }: JobProperties,
	listener?: { event: ListenerEvent; index: number },
): void {
	const key = kernel.database.nextKey();
	kernel.database.run(
		'INSERT INTO job (key, type, element_instance_key, state, retries, headers, listener) VALUES (?, ?, ?, ?, ?, ?, ?)',
		key,
		type,
		instance.key,
		'ACTIVATABLE',
		retries,
		JSON.stringify(headers),
		listener?.index ?? null,
	);
	kernel.log.append('job-created', { ...instance, type: node.type }, { jobKey: String(key), type, retries, listener: listener?.event });
	kernel.effects.jobAvailable(type);
}

/** Oldest first; they belong to the worker until the timeout has passed. */
export function activateJobs(kernel: Kernel, type: string, { limit, timeoutMs, fetchVariables }: ActivationRequest): Job[] {
	const rows = kernel.database.all<JobRow>("SELECT * FROM job WHERE state = 'ACTIVATABLE' AND type = ? ORDER BY key LIMIT ?", type, limit);
	return rows.map((row) => {
		const deadline = kernel.clock.now() + timeoutMs;
		updateJob(kernel, { ...row, state: 'ACTIVATED', due: deadline });
		const instance = findInstance(kernel, row.element_instance_key)!;
		const { process } = log(kernel, 'job-activated', row, { retries: row.retries });
		return {
			key: String(row.key),
			type,
			instanceKey: String(instance.instanceKey),
			processId: process.processId,
			processDefinitionKey: String(process.key),
			elementId: instance.elementId,
			elementInstanceKey: String(instance.key),
			headers: JSON.parse(row.headers) as Record<string, string>,
			variables: visibleVariables(kernel, instance.key, fetchVariables),
			retries: row.retries,
			deadline,
			...(row.listener === null ? {} : { listener: listenedTo(instance) }),
		};
	});
}

/** @throws TroupeError JOB_NOT_FOUND when it was ended meanwhile, STATE_CONFLICT when it waits for a retry or a person */
export function answerJob(kernel: Kernel, key: number, outcome: JobOutcome): void {
	const job = needAnswerableJob(kernel, key);
	if (outcome.kind === 'complete') completeJob(kernel, job, parseVariables(outcome.variables), outcome.adHoc);
	else if (outcome.kind === 'fail') failJob(kernel, job, outcome);
	else throwJobError(kernel, job, outcome.errorCode, outcome.message, parseVariables(outcome.variables ?? {}));
}

function completeJob(kernel: Kernel, job: JobRow, variables: Variables, adHoc: AdHocDecision = {}): void {
	const { instance, process } = log(kernel, 'job-completed', job);
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

function failJob(kernel: Kernel, job: JobRow, { message, retries, backoffMs = 0 }: JobOutcome & { kind: 'fail' }): void {
	expectInput(Number.isInteger(retries), 'The retries of a failed job are not a whole number.', 'Give the attempts that are left.');
	expectInput(isDuration(backoffMs), 'The backoff of a failed job is not a duration.', 'Give milliseconds, 0 or more.');
	const { instance } = log(kernel, 'job-failed', job, { retries, message });
	const failed: JobRow = { ...job, retries, state: 'FAILED', due: null };
	if (retries > 0 && backoffMs > 0) return updateJob(kernel, { ...failed, due: kernel.clock.now() + backoffMs });
	if (retries > 0) return releaseJob(kernel, failed);
	updateJob(kernel, failed);
	const isAdHoc = kernel.definitions.get(instance.definitionKey).node(instance.elementId).adHoc !== undefined;
	const ownError = isAdHoc ? 'AD_HOC_SUB_PROCESS_NO_RETRIES' : 'JOB_NO_RETRIES';
	const errorType = job.listener === null ? ownError : 'EXECUTION_LISTENER_NO_RETRIES';
	createIncident(kernel, instance, new IncidentCause(errorType, message === '' ? 'No more retries left.' : message, job.key));
}

/** BPMN 2.0, 10.5.6: the error goes to the nearest boundary event that catches it, from the task outwards. */
function throwJobError(kernel: Kernel, job: JobRow, errorCode: string, message: string, variables: Variables): void {
	if (job.listener !== null) throw cannotThrow(job);
	const { instance, process } = log(kernel, 'job-error-thrown', job, { errorCode, message });
	const catching = findCatchingEvent(kernel, instance, 'error', errorCode);
	if (catching) {
		removeJob(kernel, job);
		return throwTo(kernel, catching, variables);
	}
	updateJob(kernel, { ...job, state: 'ERROR_THROWN', due: null });
	createIncident(kernel, instance, uncaughtError(errorCode, { key: job.key, message, atTask: process.rules.uncaughtErrorAtTask }));
}

/** @throws TroupeError JOB_NOT_FOUND, INPUT_INVALID */
export function updateJobRetries(kernel: Kernel, key: number, retries: number): void {
	expectInput(Number.isInteger(retries) && retries >= 1, `A job cannot have ${retries} retries.`, 'Give a whole number of 1 or more.');
	const job = findJob(kernel, key) ?? jobNotFound(key);
	updateJob(kernel, { ...job, retries });
}

/** Moves the end of an activation. @throws TroupeError JOB_NOT_FOUND when the job was ended meanwhile, INPUT_INVALID when it is nobody's */
export function extendJob(kernel: Kernel, key: number, timeoutMs: number): void {
	const job = findJob(kernel, key) ?? jobNotFound(key);
	expectInput(job.state === 'ACTIVATED', `Job ${key} belongs to no worker.`, 'Activate it first; its time has passed or it was answered.');
	updateJob(kernel, { ...job, due: kernel.clock.now() + timeoutMs });
}

/** Makes a job available to the next worker. */
export function releaseJob(kernel: Kernel, job: JobRow): void {
	updateJob(kernel, { ...job, state: 'ACTIVATABLE', due: null });
	kernel.effects.jobAvailable(job.type);
}

/** Jobs whose worker fell silent and jobs whose backoff has passed. */
export function releaseDueJobs(kernel: Kernel): void {
	for (const job of kernel.database.all<JobRow>('SELECT * FROM job WHERE due <= ? ORDER BY due LIMIT ?', kernel.clock.now(), mostDueAtOnce))
		releaseJob(kernel, job);
}

export function cancelJob({ kernel, instance }: ElementContext): void {
	kernel.database.run('DELETE FROM job WHERE element_instance_key = ?', instance.key);
}

export function findJob(kernel: Kernel, key: number): JobRow | undefined {
	return kernel.database.get<JobRow>('SELECT * FROM job WHERE key = ?', key);
}

function needAnswerableJob(kernel: Kernel, key: number): JobRow {
	const job = findJob(kernel, key) ?? jobNotFound(key);
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
		fix: 'Fail the job, or throw the error by the task itself.',
		details: { jobKey: String(key) },
	});
}

function jobNotFound(key: number): never {
	throw new TroupeError({
		code: 'JOB_NOT_FOUND',
		message: `There is no job ${key}.`,
		fix: 'Nothing to do: it was completed or cancelled meanwhile.',
		details: { jobKey: String(key) },
	});
}

function updateJob(kernel: Kernel, { key, state, retries, due }: JobRow): void {
	kernel.database.run('UPDATE job SET state = ?, retries = ?, due = ? WHERE key = ?', state, retries, due, key);
}

function removeJob(kernel: Kernel, { key }: JobRow): void {
	kernel.database.run('DELETE FROM job WHERE key = ?', key);
}

function log(
	kernel: Kernel,
	kind: 'job-activated' | 'job-completed' | 'job-failed' | 'job-error-thrown',
	job: JobRow,
	details: object = {},
): { instance: ElementInstance; process: ElementContext['process'] } {
	const instance = findInstance(kernel, job.element_instance_key)!;
	const process = kernel.definitions.get(instance.definitionKey);
	kernel.log.append(
		kind,
		{ ...instance, type: process.node(instance.elementId).type },
		{ jobKey: String(job.key), type: job.type, ...details },
	);
	return { instance, process };
}
