import { TroupeError } from '../../../core/base/errors';
import type { TaskEvent } from '../../engine/jobs';
import { discardItems } from '../agents/agent-items';
import type { Kernel } from '../flow/kernel';

/** FAILED waits for its backoff or the resolution of its incident, ERROR_THROWN for the latter. */
type JobState = 'ACTIVATABLE' | 'ACTIVATED' | 'FAILED' | 'ERROR_THROWN';

export interface JobRow {
	key: number;
	type: string;
	element_instance_key: number;
	state: JobState;
	retries: number;
	headers: string;
	due: number | null;
	worker: string;
	is_own: number;
	error_code: string | null;
	error_message: string | null;
	/** Index of the event's listener, from 0; null for the element's own job. */
	listener: number | null;
	tenant_id: string;
	/** Null for all but task listeners. */
	task_event: TaskEvent | null;
	/** Last token: from then on, only its holder ends the job. */
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
		state,
		retries,
		due,
		worker,
		is_own,
		error_code,
		error_message,
		key,
	);
}

export function removeJob(kernel: Kernel, { key }: JobRow): void {
	discardItems(kernel, key);
	kernel.database.run('DELETE FROM job WHERE key = ?', key);
	kernel.effects.jobGone(key);
}
