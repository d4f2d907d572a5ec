import { isTroupeError, getErrorMessage } from '../../../core/base/errors';
import { keepRenewing } from '../../../core/base/async/keep-renewing';
import { expectInput, isDuration } from '../expect-input';
import type { Job, JobHandler, JobOutcome } from '../../engine/jobs';
import type { Worker, WorkerOptions } from '../../engine/workers';
import type { ActivationRequest } from './activate-jobs';
import { jobNotFound } from './job-rows';

export interface JobSource {
	activate(type: string, request: ActivationRequest): Promise<Job[]>;
	answer(jobKey: string, outcome: JobOutcome): Promise<void>;
	extend(jobKey: string, timeoutMs: number): Promise<void>;
	closed(worker: Worker): void;
}

const retryMs = 1_000;
const abortMs = 1_000;

export class JobWorker implements Worker {
	readonly #running = new Set<Promise<void>>();
	/** By the keys of the jobs that handlers work on. */
	readonly #handlers = new Map<string, AbortController>();
	/** Jobs that ended while the worker waited to hear which it has. */
	readonly #gone = new Set<string>();
	readonly #ending = new AbortController();
	#free: number;
	#activating: Promise<void> | undefined;
	#wanted = false;
	#open = true;

	constructor(
		readonly type: string,
		private readonly options: WorkerOptions,
		private readonly handler: JobHandler,
		private readonly source: JobSource,
	) {
		this.#free = options.concurrency;
	}

	/** Call it when jobs of the type may be there. */
	notify(): void {
		this.#wanted = true;
		if (this.#activating || !this.#open || this.#free === 0) return;
		this.#activating = this.#takeJobs()
			// Senders of commands hear of the write fault; the worker retries.
			.catch((error: unknown) => {
				this.options.onTrouble?.(error);
				setTimeout(() => this.notify(), retryMs).unref();
			})
			.finally(() => {
				this.#activating = undefined;
				if (this.#wanted) this.notify();
			});
	}

	stop(jobKey: number): void {
		if (this.#activating) this.#gone.add(String(jobKey));
		this.#handlers.get(String(jobKey))?.abort(jobNotFound(jobKey));
	}

	async close(graceMs = 10_000): Promise<void> {
		this.#open = false;
		await this.#activating;
		await this.#settle(graceMs);
		this.#ending.abort();
		// A handler that ignores the signal is abandoned: its job becomes available again after its timeout.
		await this.#settle(abortMs);
		this.source.closed(this);
		await this.options.onClose?.();
	}

	/** Limited wait for running handlers. */
	async #settle(maxWaitMs: number): Promise<void> {
		const grace = Promise.withResolvers<void>();
		const timer = setTimeout(grace.resolve, maxWaitMs);
		await Promise.race([Promise.all(this.#running), grace.promise]);
		clearTimeout(timer);
	}

	async #takeJobs(): Promise<void> {
		this.#wanted = false;
		this.#gone.clear();
		const { name: worker, timeoutMs, fetchVariables, tenantIds } = this.options;
		const limit = this.#free;
		const jobs = await this.source.activate(this.type, { worker, isOwn: true, limit, timeoutMs, fetchVariables, tenantIds });
		// After a full answer there can be more jobs.
		if (jobs.length === limit) this.#wanted = true;
		for (const job of jobs) if (!this.#gone.has(job.key)) this.#start(job);
	}

	#start(job: Job): void {
		this.#free--;
		const run = this.#handle(job).finally(() => {
			this.#free++;
			this.#running.delete(run);
			if (this.#wanted) this.notify();
		});
		this.#running.add(run);
	}

	async #handle(job: Job): Promise<void> {
		const controller = new AbortController();
		const { timeoutMs } = this.options;
		// One missed beat does no harm: the next comes before the timeout.
		const stopKeeping = keepRenewing(timeoutMs / 3, () => this.source.extend(job.key, timeoutMs));
		this.#handlers.set(job.key, controller);
		const signal = AbortSignal.any([this.#ending.signal, controller.signal]);
		try {
			const outcome = await this.handler(job, signal).catch((error: unknown): JobOutcome => {
				// A stopped handler is not at fault: the job goes back with all its retries.
				return { kind: 'fail', message: getErrorMessage(error), retries: signal.aborted ? job.retries : job.retries - 1 };
			});
			this.#handlers.delete(job.key);
			await this.source.answer(job.key, outcome);
			this.options.onDelivered?.(outcome.kind);
		} catch (error) {
			const became = await this.#fail(job, error);
			this.options.onDelivered?.(became);
		} finally {
			stopKeeping();
		}
	}

	/**
	 * A refused outcome, such as variables that are not JSON, fails the job; an outcome for an ended job is superseded. If the failure cannot be
	 * reported either, the job comes back after its timeout.
	 */
	async #fail(job: Job, error: unknown): Promise<'superseded' | 'fail' | 'undelivered'> {
		if (isTroupeError(error) && (error.code === 'JOB_NOT_FOUND' || error.code === 'STATE_CONFLICT')) return 'superseded';
		const failed = this.source.answer(job.key, { kind: 'fail', message: getErrorMessage(error), retries: job.retries - 1 });
		return failed.then(
			() => 'fail',
			() => 'undelivered',
		);
	}
}

/** @throws TroupeError INPUT_INVALID */
export function checkWorkerOptions({ concurrency, timeoutMs }: Pick<WorkerOptions, 'concurrency' | 'timeoutMs'>): void {
	expectInput(
		Number.isInteger(concurrency) && concurrency > 0,
		'The concurrency of a worker is not a whole number of 1 or more.',
		'Set how many jobs it handles at the same time.',
	);
	expectInput(
		isDuration(timeoutMs) && timeoutMs > 0,
		'The job timeout of a worker is not a duration above 0.',
		'Pass milliseconds, 1 or more.',
	);
}
