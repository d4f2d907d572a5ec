import { randomUUID } from 'node:crypto';
import type { Value } from '../../../bpmn/reading/process-model';
import { TroupeError } from '../../../core/base/errors';
import type { Job, ListenerEvent, TaskEvent } from '../../engine/jobs';
import { discardItems } from '../agents/agent-items';
import { maxDueAtOnce } from '../bounds';
import { expectInput } from '../expect-input';
import { IncidentCause } from '../flow/incident-cause';
import type { ElementContext, Kernel } from '../flow/kernel';
import type { ElementInstance } from '../state/instances/element-instance';
import { defaultTenantId } from '../state/tenants';
import { findStarter } from '../flow/starter';
import { findInstance } from '../state/instances/element-instances';
import { lookUp, visibleVariables } from '../state/instances/variables';
import { readChangedVariables } from './task-store';

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
	/** Last worker that activated it. */
	worker: string;
	/** 1 when that was a worker of this engine's process: its jobs are nobody's once the process has ended. */
	is_own: number;
	/** Reason of the last failure, or the error that it threw. */
	error_code: string | null;
	error_message: string | null;
	/** Index of the listener of its event, counted from 0; null for the element's own job. */
	listener: number | null;
	tenant_id: string;
	/** Change of the user task that a task listener listens to; null for any other job. */
	task_event: TaskEvent | null;
	/** The token of its last activation with a lease: from then on, only its holder ends the job. */
	lease: string | null;
}

/** Returns the event of the current listener of an element that is between its states. */
export const listenedTo = ({ state }: Pick<ElementInstance, 'state'>): 'start' | 'end' => (state === 'ACTIVATING' ? 'start' : 'end');

/** Returns the event of the job's listener; undefined for the job of an element. */
export const readListenerEvent = (
	{ listener, task_event }: Pick<JobRow, 'listener' | 'task_event'>,
	instance: Pick<ElementInstance, 'state'>,
): ListenerEvent | undefined => (listener === null ? undefined : (task_event ?? listenedTo(instance)));

export const isTaskEvent = (event: ListenerEvent): event is TaskEvent => event !== 'start' && event !== 'end';

interface JobProperties {
	type: string;
	retries: number;
	headers: Record<string, string>;
}

export interface ActivationRequest {
	/** Its name, and whether it ends with the process of the engine. */
	worker?: string;
	isOwn?: boolean;
	limit: number;
	timeoutMs: number;
	fetchVariables?: string[];
	/** Default: every tenant. */
	tenantIds?: readonly string[];
	/** Gives each job a new token, which ends the rights of its earlier workers. Without it, jobs that once had one are left alone. */
	withLease?: boolean;
}

/**
 * Evaluates the job of an element as the model defines it.
 * @throws IncidentCause EXTRACT_VALUE_ERROR
 */
export const evaluateJobProperties = (context: ElementContext): JobProperties => ({
	...evaluateWork(context, context.node.job!),
	headers: context.node.headers,
});

/** The job of an element or a listener. @throws IncidentCause EXTRACT_VALUE_ERROR */
export function evaluateWork(
	{ kernel, process, instance }: ElementContext,
	definition: { type: Value; retries: Value },
): Pick<JobProperties, 'type' | 'retries'> {
	const see = (name: string): unknown => lookUp(kernel, instance.key, name);
	const type = process.expressions.evaluateText(definition.type, see);
	if (type === '') throw new IncidentCause('EXTRACT_VALUE_ERROR', 'Expected the type of the job to be a text, but it is empty.');
	return { type, retries: toInteger(process.expressions.evaluateNumber(definition.retries, see)) };
}

/** Converts to 32 bits, as Zeebe stores it. */
export const toInteger = (value: number | bigint): number =>
	typeof value === 'bigint' ? Number(BigInt.asIntN(32, value)) : Math.trunc(value) | 0;

export function createJob(
	{ kernel, instance, node, process }: ElementContext,
	{ type, retries, headers }: JobProperties,
	listener?: { event: ListenerEvent; index: number },
): void {
	const key = kernel.database.nextKey();
	kernel.database.run(
		`INSERT INTO job (key, type, element_instance_key, state, retries, headers, listener, task_event, tenant_id)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		key,
		type,
		instance.key,
		'ACTIVATABLE',
		retries,
		JSON.stringify(headers),
		listener?.index ?? null,
		listener && isTaskEvent(listener.event) ? listener.event : null,
		process.tenantId,
	);
	kernel.log.append('job-created', { ...instance, type: node.type }, { jobKey: String(key), type, retries, listener: listener?.event });
	kernel.effects.jobAvailable(type);
}

/** Oldest first; they belong to the worker until the timeout has passed. */
export function activateJobs(
	kernel: Kernel,
	type: string,
	{ worker = '', isOwn = false, limit, timeoutMs, fetchVariables, tenantIds, withLease = false }: ActivationRequest,
): Job[] {
	return findActivatable(kernel, { type, limit, tenantIds, withLease }).map((row) => {
		const deadline = kernel.clock.now() + timeoutMs;
		updateJob(kernel, { ...row, state: 'ACTIVATED', due: deadline, worker, is_own: isOwn ? 1 : 0 });
		const lease = withLease ? giveLease(kernel, row) : undefined;
		const instance = findInstance(kernel, row.element_instance_key)!;
		const { process } = logJob(kernel, 'job-activated', row, { retries: row.retries });
		return {
			key: String(row.key),
			type,
			instanceKey: String(instance.instanceKey),
			processId: process.processId,
			processDefinitionKey: String(process.key),
			elementId: instance.elementId,
			elementInstanceKey: String(instance.key),
			headers: JSON.parse(row.headers) as Record<string, string>,
			variables: { ...visibleVariables(kernel, instance.key, fetchVariables), ...readChangedVariables(kernel, row, fetchVariables) },
			retries: row.retries,
			deadline,
			...(row.tenant_id === defaultTenantId ? {} : { tenantId: row.tenant_id }),
			...findStarter(kernel, instance.instanceKey),
			...(row.listener === null ? {} : { listener: readListenerEvent(row, instance) }),
			...(lease === undefined ? {} : { lease }),
		};
	});
}

/** Each tenant is asked by itself: an index then leads to its jobs, however many others wait. */
function findActivatable(
	kernel: Kernel,
	{ type, limit, tenantIds, withLease }: Pick<ActivationRequest, 'limit' | 'tenantIds' | 'withLease'> & { type: string },
): JobRow[] {
	const sql = `SELECT * FROM job WHERE state = 'ACTIVATABLE' AND type = ? AND tenant_id = ? ${withLease ? '' : 'AND lease IS NULL'} ORDER BY key LIMIT ?`;
	const rows = (tenantIds ?? kernel.definitions.listTenants()).map((tenantId) => kernel.database.all<JobRow>(sql, type, tenantId, limit));
	if (rows.length === 1) return rows[0]!;
	return rows
		.flat()
		.sort((a, b) => a.key - b.key)
		.slice(0, limit);
}

function giveLease(kernel: Kernel, { key }: JobRow): string {
	const lease = randomUUID();
	kernel.database.run('UPDATE job SET lease = ? WHERE key = ?', lease, key);
	return lease;
}

/** A token that is passed must be that of the last activation. @throws TroupeError STATE_CONFLICT */
export function checkLease(job: JobRow, lease: string | undefined): void {
	if (job.lease === null || lease === job.lease) return;
	throw new TroupeError({
		code: 'STATE_CONFLICT',
		message: `Job ${job.key} was activated with a lease, which this request does not hold.`,
		fix: 'Pass the token of the last activation. If the job went to another worker meanwhile, drop the work.',
		details: { jobKey: String(job.key) },
	});
}

/** @throws TroupeError JOB_NOT_FOUND, INPUT_INVALID, STATE_CONFLICT for a token of an earlier activation */
export function updateJobRetries(kernel: Kernel, key: number, retries: number, lease?: string): void {
	expectInput(Number.isInteger(retries) && retries >= 1, `A job cannot have ${retries} retries.`, 'Pass a whole number of 1 or more.');
	const job = needJob(kernel, key);
	if (lease !== undefined) checkLease(job, lease);
	updateJob(kernel, { ...job, retries });
}

/** Moves the end of an activation. @throws TroupeError JOB_NOT_FOUND when the job was ended meanwhile, INPUT_INVALID when it is nobody's */
export function extendJob(kernel: Kernel, key: number, timeoutMs: number, lease?: string): void {
	const job = needJob(kernel, key);
	if (lease !== undefined) checkLease(job, lease);
	expectInput(
		job.state === 'ACTIVATED',
		`Job ${key} is not activated by a worker.`,
		'Activate it first. Its timeout has passed, or it was answered.',
	);
	updateJob(kernel, { ...job, due: kernel.clock.now() + timeoutMs });
}

/** Makes a job available to the next worker. */
export function releaseJob(kernel: Kernel, job: JobRow): void {
	updateJob(kernel, { ...job, state: 'ACTIVATABLE', due: null });
	kernel.effects.jobAvailable(job.type);
}

/** Jobs whose worker ended with an earlier process: they need not wait until their time has passed. */
export function releaseOwnJobs(kernel: Kernel): void {
	const jobs = kernel.database.all<JobRow>("SELECT * FROM job WHERE state = 'ACTIVATED' AND is_own = 1 AND due IS NOT NULL");
	for (const job of jobs) releaseJob(kernel, job);
}

/** Jobs whose worker fell silent and jobs whose backoff has passed. */
export function releaseDueJobs(kernel: Kernel): void {
	for (const job of kernel.database.all<JobRow>('SELECT * FROM job WHERE due <= ? ORDER BY due LIMIT ?', kernel.clock.now(), maxDueAtOnce))
		releaseJob(kernel, job);
}

export function cancelJob({ kernel, instance }: ElementContext): void {
	for (const job of kernel.database.all<JobRow>('SELECT * FROM job WHERE element_instance_key = ?', instance.key)) {
		logJobEnd(kernel, 'job-canceled', job);
		removeJob(kernel, job);
	}
}

export function findJob(kernel: Kernel, key: number): JobRow | undefined {
	return kernel.database.get<JobRow>('SELECT * FROM job WHERE key = ?', key);
}

/** @throws TroupeError JOB_NOT_FOUND */
export function needJob(kernel: Kernel, key: number): JobRow {
	const job = findJob(kernel, key);
	if (job) return job;
	throw jobNotFound(key);
}

export function jobNotFound(key: number): TroupeError {
	return new TroupeError({
		code: 'JOB_NOT_FOUND',
		message: `There is no job ${key}.`,
		fix: 'Ignore this if the job was completed or cancelled.',
		details: { jobKey: String(key) },
	});
}

export function updateJob(kernel: Kernel, { key, state, retries, due, worker, is_own, error_code, error_message }: JobRow): void {
	kernel.database.run(
		'UPDATE job SET state = ?, retries = ?, due = ?, worker = ?, is_own = ?, error_code = ?, error_message = ? WHERE key = ?',
		...[state, retries, due, worker, is_own, error_code, error_message, key],
	);
}

/** Removes a job, and what an agent wrote under it without a commit. */
export function removeJob(kernel: Kernel, { key }: JobRow): void {
	discardItems(kernel, key);
	kernel.database.run('DELETE FROM job WHERE key = ?', key);
}

type JobEvent = 'job-activated' | 'job-completed' | 'job-failed' | 'job-error-thrown' | 'job-canceled';

export function logJob(
	kernel: Kernel,
	kind: JobEvent,
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

/** Logs an event that ends the job, with what a search for ended jobs shows. */
export function logJobEnd(
	kernel: Kernel,
	kind: JobEvent,
	job: JobRow,
	details: object = {},
): { instance: ElementInstance; process: ElementContext['process'] } {
	const listener = readListenerEvent(job, findInstance(kernel, job.element_instance_key)!);
	const shown = { retries: job.retries, worker: job.worker || undefined, listener };
	return logJob(kernel, kind, job, { ...shown, ...details });
}
