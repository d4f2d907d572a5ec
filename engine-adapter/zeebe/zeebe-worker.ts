import { setTimeout as sleep } from 'node:timers/promises';
import { isTroupeError, getErrorMessage } from '../../core/base/errors';
import { whileWanted } from '../../core/base/async/confirm-wanted';
import { keepRenewing } from '../../core/base/async/keep-renewing';
import type { JobHandler, JobOutcome } from '../engine/jobs';
import type { Worker, WorkerOptions } from '../engine/workers';
import { jittered } from './jitter';
import type { ArrivedJob, JobTransport } from './job-transport';

const longPollMs = 10_000;
/** A gateway that answers an idle poll sooner does not hold polls, as with long polling switched off. */
const heldAtLeastMs = 1_000;
const notHeldPauseMs = 25;
const shortestPauseMs = 100;
const maxPauseMs = 5_000;

/** Long-polls for as many jobs as it has free slots (a stream would push more), extends each job while its handler runs, and delivers the outcome. */
export class ZeebeWorker implements Worker {
	readonly #running = new Map<string, { controller: AbortController; done: Promise<void> }>();
	readonly #closing = new AbortController();
	#polling: Promise<void> = Promise.resolve();
	#handFree: () => void = () => undefined;
	#troubled = false;

	constructor(
		readonly type: string,
		private readonly options: WorkerOptions,
		private readonly handler: JobHandler,
		private readonly jobs: JobTransport,
		private readonly onProblem: (line: string) => void,
		private readonly closed: (worker: ZeebeWorker) => void = () => undefined,
	) {}

	start(): void {
		this.#polling = this.#pollUntilClosed();
	}

	async close(graceMs = 10_000): Promise<void> {
		if (!this.#closing.signal.aborted) {
			this.#closing.abort();
			this.#handFree();
		}
		await this.#polling;
		const everyDone = Promise.allSettled([...this.#running.values()].map(({ done }) => done));
		await Promise.race([everyDone, sleep(graceMs, undefined, { ref: false })]);
		for (const { controller } of this.#running.values()) controller.abort();
		await everyDone;
		this.closed(this);
		await this.options.onClose?.();
	}

	async #pollUntilClosed(): Promise<void> {
		let pauseMs = shortestPauseMs;
		while (!this.#closing.signal.aborted) {
			try {
				await this.#freeHand();
				const polledAt = Date.now();
				const found = await this.#pollOnce(this.options.concurrency - this.#running.size);
				this.#recovered();
				this.options.onAnswer?.();
				pauseMs = shortestPauseMs;
				if (found === 0 && Date.now() - polledAt < heldAtLeastMs) await this.#pause(notHeldPauseMs);
			} catch (error) {
				if (this.#closing.signal.aborted) return;
				this.#troubledBy(error);
				await this.#pause(jittered(pauseMs));
				pauseMs = Math.min(pauseMs * 2, maxPauseMs);
			}
		}
	}

	async #pause(ms: number): Promise<void> {
		await sleep(ms, undefined, { signal: this.#closing.signal }).catch(() => undefined);
	}

	async #freeHand(): Promise<void> {
		while (this.#running.size >= this.options.concurrency && !this.#closing.signal.aborted) {
			await new Promise<void>((resolve) => (this.#handFree = resolve));
		}
	}

	async #pollOnce(limit: number): Promise<number> {
		if (this.#closing.signal.aborted) return 0;
		const { name: worker, timeoutMs, fetchVariables = [] } = this.options;
		const request = { type: this.type, worker, timeoutMs, limit, fetchVariables, requestTimeoutMs: longPollMs };
		let found = 0;
		const take = (job: ArrivedJob) => {
			found += 1;
			this.#take(job);
		};
		await this.jobs.poll(request, take, this.#closing.signal);
		return found;
	}

	#take(job: ArrivedJob): void {
		const controller = new AbortController();
		const done = this.#handle(job, controller).finally(() => {
			this.#running.delete(job.key);
			this.#handFree();
		});
		this.#running.set(job.key, { controller, done });
	}

	async #handle(job: ArrivedJob, controller: AbortController): Promise<void> {
		const keep = () => this.#keep(job, controller);
		const stopKeeping = keepRenewing(this.options.timeoutMs / 3, keep);
		try {
			const outcome = await this.#handleJob(job, controller.signal, keep);
			await this.#deliver(job, outcome);
			this.options.onDelivered?.(outcome.kind);
		} catch (error) {
			// Timed out, cancelled or completed elsewhere. Delivery is at least once; nothing is wrong.
			const isSuperseded = isTroupeError(error) && error.code === 'JOB_NOT_FOUND';
			this.options.onDelivered?.(isSuperseded ? 'superseded' : 'undelivered');
			if (!isSuperseded) this.onProblem(`The outcome of job ${job.key} (${this.type}) could not be delivered: ${getErrorMessage(error)}`);
		} finally {
			stopKeeping();
		}
	}

	async #handleJob(job: ArrivedJob, signal: AbortSignal, keep: () => Promise<void>): Promise<JobOutcome> {
		try {
			return await whileWanted(keep, () => this.handler(job.read(), signal));
		} catch (error) {
			// A stopped handler is not at fault: the job goes back with all its retries.
			const retries = signal.aborted ? job.retries : job.retries - 1;
			return { kind: 'fail', message: getErrorMessage(error), retries };
		}
	}

	async #keep(job: ArrivedJob, controller: AbortController): Promise<void> {
		try {
			await this.jobs.extend(job.key, this.options.timeoutMs);
		} catch (error) {
			if (isTroupeError(error) && error.code === 'JOB_NOT_FOUND') controller.abort(error);
			else this.onProblem(`The timeout of job ${job.key} (${this.type}) could not be extended: ${getErrorMessage(error)}`);
		}
	}

	/** Retries while the cluster is unreachable or overloaded and the job is this worker's. */
	async #deliver(job: ArrivedJob, outcome: JobOutcome): Promise<void> {
		const until = Date.now() + this.options.timeoutMs;
		for (let pauseMs = shortestPauseMs; ; pauseMs = Math.min(pauseMs * 2, maxPauseMs)) {
			try {
				return await this.jobs.answer(job.key, outcome);
			} catch (error) {
				const hopeless = !isTroupeError(error) || !error.retryable || Date.now() + pauseMs > until || this.#closing.signal.aborted;
				if (hopeless) throw error;
				await sleep(jittered(pauseMs));
			}
		}
	}

	#troubledBy(error: unknown): void {
		this.options.onTrouble?.(error);
		if (!this.#troubled) this.onProblem(`The worker for ${this.type} gets no jobs and keeps trying: ${getErrorMessage(error)}`);
		this.#troubled = true;
	}

	#recovered(): void {
		if (this.#troubled) this.onProblem(`The worker for ${this.type} gets jobs again.`);
		this.#troubled = false;
	}
}
