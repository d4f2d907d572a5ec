import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { TroupeError } from '../../core/errors';
import type { Job, JobOutcome, ProcessEngine } from '../engine';

export interface ActivationRequest {
	type: string;
	worker: string;
	/** Milliseconds the jobs belong to the caller. */
	timeoutMs: number;
	maximum: number;
	/** Milliseconds to wait for a first job. */
	waitMs: number;
	fetchVariables?: string[];
}

const longestWaitMs = 60_000;

/**
 * Jobs handed out over HTTP. The port's worker waits for a handler's outcome; here the handler waits for the caller's next request,
 * or for the end of its lease, and then gives the job back.
 */
export class LeasedJobs {
	readonly #engine: ProcessEngine;
	readonly #leases = new Map<string, (outcome: JobOutcome) => void>();
	readonly #closing = new AbortController();

	constructor(engine: ProcessEngine) {
		this.#engine = engine;
	}

	/** Waits for jobs at most `waitMs`, and no longer than the caller does. */
	async activate(request: ActivationRequest, caller: AbortSignal): Promise<Job[]> {
		const jobs: Job[] = [];
		const signal = AbortSignal.any([caller, this.#closing.signal, AbortSignal.timeout(Math.min(request.waitMs, longestWaitMs))]);
		const arrived = new EventTarget();
		let open = true;
		const options = {
			name: request.worker,
			concurrency: request.maximum,
			timeoutMs: request.timeoutMs,
			fetchVariables: request.fetchVariables,
		};
		const worker = await this.#engine.openWorker(request.type, options, async (job, aborted) => {
			if (!open) return giveBack(job);
			jobs.push(job);
			arrived.dispatchEvent(new Event('job'));
			return this.#lease(job, request.timeoutMs, aborted);
		});
		try {
			if (jobs.length === 0) await once(arrived, 'job', { signal });
			// Jobs that were ready with the first one are handed out in the same turn of the event loop.
			await sleep(0);
		} catch (error) {
			if (!signal.aborted) throw error;
		}
		open = false;
		void worker.close(request.timeoutMs);
		return caller.aborted ? this.#returnAll(jobs) : jobs;
	}

	/**
	 * Ends the lease with this outcome.
	 * @throws TroupeError JOB_NOT_FOUND when the job is not leased, or no longer
	 */
	settle(jobKey: string, outcome: JobOutcome): void {
		const settle = this.#leases.get(jobKey);
		if (!settle) {
			throw new TroupeError({
				code: 'JOB_NOT_FOUND',
				message: `Expected to find an activated job with key '${jobKey}', but none found.`,
				fix: 'Another worker has it by now, or it ended: drop the result.',
			});
		}
		settle(outcome);
	}

	/** Ends every wait and gives every job back. */
	close(): void {
		this.#closing.abort();
	}

	async #lease(job: Job, timeoutMs: number, aborted: AbortSignal): Promise<JobOutcome> {
		const ends = AbortSignal.any([aborted, this.#closing.signal, AbortSignal.timeout(timeoutMs)]);
		try {
			return await new Promise<JobOutcome>((resolve) => {
				ends.addEventListener('abort', () => resolve(giveBack(job)), { once: true });
				this.#leases.set(job.key, resolve);
			});
		} finally {
			this.#leases.delete(job.key);
		}
	}

	// The caller went away while it was being answered: nobody would complete what it was given.
	#returnAll(jobs: Job[]): Job[] {
		for (const job of jobs) this.#leases.get(job.key)?.(giveBack(job));
		return [];
	}
}

function giveBack(job: Job): JobOutcome {
	return { kind: 'fail', message: 'The lease of the job ended without an outcome.', retries: job.retries };
}
