import { maxDueAtOnce } from '../bounds';
import { expectInput } from '../expect-input';
import type { ElementContext, Kernel } from '../flow/kernel';
import { checkLease } from './activate-jobs';
import { logJobEnd } from './job-log';
import { type JobRow, needJob, removeJob, updateJob } from './job-rows';

/** @throws TroupeError JOB_NOT_FOUND, INPUT_INVALID, STATE_CONFLICT for a token of an earlier activation */
export function updateJobRetries(kernel: Kernel, key: number, retries: number, lease?: string): void {
	expectInput(Number.isInteger(retries) && retries >= 1, `A job cannot have ${retries} retries.`, 'Pass a whole number of 1 or more.');
	const job = needJob(kernel, key);
	if (lease !== undefined) checkLease(job, lease);
	updateJob(kernel, { ...job, retries });
}

/** @throws TroupeError JOB_NOT_FOUND when the job was ended meanwhile, INPUT_INVALID when it is nobody's */
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

export function releaseJob(kernel: Kernel, job: JobRow): void {
	updateJob(kernel, { ...job, state: 'ACTIVATABLE', due: null });
	kernel.effects.jobAvailable(job.type);
}

/** Their worker ended with an earlier process: they need not wait for their timeout. */
export function releaseOwnJobs(kernel: Kernel): void {
	const jobs = kernel.database.all<JobRow>("SELECT * FROM job WHERE state = 'ACTIVATED' AND is_own = 1 AND due IS NOT NULL");
	for (const job of jobs) releaseJob(kernel, job);
}

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
