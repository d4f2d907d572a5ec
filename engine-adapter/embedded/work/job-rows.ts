import { TroupeError } from '../../../core/base/errors';
import type { TaskEvent } from '../../engine/jobs';
import { discardItems } from '../agents/agent-items';
import type { Kernel } from '../flow/kernel';

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
	kernel.effects.jobGone(key);
}
