import { getErrorMessage } from '../../core/base/errors';
import type { JobClient } from './job-client';
import { warnLog } from '../shared/warn-log';
import { JobRun, type Log, type RunWorkflow } from './job-run';
import { pause } from '../../core/base/async/pause';
import type { Settings } from './settings';

const longestReconnectMs = 60_000;

/** Asks for jobs, never for more than there are free hands, and runs the workflow for each. */
export class JobLoop {
	readonly #running = new Set<JobRun>();
	readonly #closing = new AbortController();
	#handFreed = Promise.withResolvers<void>();
	#asking: Promise<void> = Promise.resolve();

	constructor(
		private readonly client: JobClient,
		private readonly settings: Settings,
		private readonly log: Log,
		private readonly runWorkflow: RunWorkflow,
	) {}

	start(): void {
		this.#asking = this.#ask();
	}

	/** Takes one job, and no other; none when the asking is stopped before. @throws NodeApiError, TroupeError */
	async takeOne(): Promise<void> {
		while (!this.#closing.signal.aborted && this.#running.size === 0) await this.#takeJobs(1);
	}

	/** Takes no new job; those in work go on. */
	stopAsking(): void {
		this.#closing.abort();
		this.#handFreed.resolve();
	}

	/** Takes no new job, waits for those in work at most the grace time, then gives them back. */
	async close(): Promise<void> {
		this.stopAsking();
		await this.#asking;
		const finished = new AbortController();
		const all = Promise.all([...this.#running].map(({ done }) => done));
		await Promise.race([all, pause(this.settings.graceMs, finished.signal)]);
		finished.abort();
		await Promise.all([...this.#running].map((run) => run.release()));
	}

	async #ask(): Promise<void> {
		const { signal } = this.#closing;
		for (let failures = 0; !signal.aborted;) {
			this.#handFreed = Promise.withResolvers();
			const free = this.settings.concurrency - this.#running.size;
			if (free === 0) await this.#handFreed.promise;
			else
				failures = await this.#takeJobs(free).then(
					() => 0,
					(error: unknown) => this.#waitForCluster(error, failures),
				);
		}
	}

	/** @returns how often it failed one after the other */
	async #waitForCluster(error: unknown, failures: number): Promise<number> {
		if (this.#closing.signal.aborted) return failures;
		const waitMs = Math.min(this.settings.reconnectMs * 2 ** failures, longestReconnectMs);
		void warnLog(this.log, `Troupe Process Trigger cannot get jobs and tries again in ${waitMs} ms: ${getErrorMessage(error)}`);
		await pause(waitMs, this.#closing.signal);
		return failures + 1;
	}

	async #takeJobs(limit: number): Promise<void> {
		const { type, worker, timeoutMs, fetchVariables, waitMs } = this.settings;
		const jobs = await this.client.activate({ type, worker, timeoutMs, limit, fetchVariables, waitMs }, this.#closing.signal);
		for (const job of jobs) {
			const run = new JobRun(job, this.client, this.settings, this.log, this.runWorkflow);
			this.#running.add(run);
			void run.done.then(() => {
				this.#running.delete(run);
				this.#handFreed.resolve();
			});
		}
	}
}
