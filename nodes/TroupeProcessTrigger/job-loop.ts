import { getErrorMessage, isTroupeError } from '../../core/base/errors';
import type { Job, JobClient, JobOutcome } from './job-client';
import { warnLog } from '../shared/warn-log';
import { pause } from '../../core/base/async/pause';
import type { Settings } from './settings';
import { givenBack, toFailure } from './to-outcome';
import type { Ending } from './to-outcome';

type RunWorkflow = (job: Job) => Promise<Ending>;

interface Log {
	debug(message: string, details?: object): void;
	warn(message: string, details?: object): void;
}

const unansweredJob =
	'The workflow ended without answering its job. Add a Troupe Process node that completes it, or set “Respond When” of the trigger to “When Workflow Ends”.';
const released = 'The workflow was unpublished before it ended. The job returns to the engine.';
const attempts = 6;

/** One job in work: its lease is extended until it is answered, once. */
class JobRun {
	readonly #over = new AbortController();
	readonly done: Promise<void>;

	constructor(
		private readonly job: Job,
		private readonly client: JobClient,
		private readonly settings: Settings,
		private readonly log: Log,
		runWorkflow: RunWorkflow,
	) {
		void this.#keepLease();
		this.done = runWorkflow(job)
			.catch((error: unknown): Ending => ({ kind: 'outcome', outcome: toFailure(getErrorMessage(error), job, settings) }))
			.then((ending) => this.#end(ending))
			.catch((error: unknown) => this.#warn('could not be answered; the engine offers it again after its timeout', error))
			.finally(() => this.#over.abort());
	}

	/** Gives the job to another attempt; what its workflow still does counts no more. */
	async release(): Promise<void> {
		if (this.#over.signal.aborted) return;
		this.#over.abort();
		await this.client
			.answer(this.job.jobKey, givenBack(this.job, released))
			.catch((error: unknown) => this.#warn('could not be returned; the engine offers it again after its timeout', error));
	}

	async #end(ending: Ending): Promise<void> {
		if (this.#over.signal.aborted) return;
		if (ending.kind === 'outcome') return this.#answer(ending.outcome);
		const { jobKey } = this.job;
		// The cluster remembers how long: that outlives this process.
		if (ending.kind === 'paused') return void (await this.client.extend(jobKey, this.settings.longestPauseMs));
		const unanswered = await this.client.extend(jobKey, this.settings.timeoutMs);
		if (unanswered) await this.#answer(toFailure(unansweredJob, this.job, this.settings));
	}

	async #answer(outcome: JobOutcome): Promise<void> {
		const { jobKey } = this.job;
		const refusal = await this.#insist(outcome);
		if (refusal === undefined) return;
		if (outcome.kind === 'fail' || isLost(refusal))
			return this.#warn('could not be answered; the engine offers it again after its timeout', refusal);
		await this.client.answer(jobKey, toFailure(`The result was refused. ${getErrorMessage(refusal)}`, this.job, this.settings));
	}

	/** Goes on while the cluster is away. @returns why it was not taken, if it was not */
	async #insist(outcome: JobOutcome): Promise<unknown> {
		for (let attempt = 1; ; attempt++) {
			const refusal = await this.client.answer(this.job.jobKey, outcome).then(
				(isAccepted) => this.#noteSuperseded(isAccepted),
				(error: unknown) => error,
			);
			if (refusal === undefined || attempt === attempts || !isLost(refusal)) return refusal;
			await pause(this.settings.reconnectMs * 2 ** (attempt - 1), this.#over.signal);
		}
	}

	#noteSuperseded(isAccepted: boolean): undefined {
		if (!isAccepted) this.log.debug(`The job ${this.job.jobKey} was answered or cancelled meanwhile.`);
	}

	async #keepLease(): Promise<void> {
		const { timeoutMs } = this.settings;
		for (let ours = true; ours && (await pause(timeoutMs / 3, this.#over.signal));) {
			ours = await this.client.extend(this.job.jobKey, timeoutMs).catch((error: unknown) => {
				this.#warn('could not be extended; the trigger tries again', error);
				return true;
			});
		}
	}

	#warn(what: string, error: unknown): void {
		void warnLog(this.log, `The job ${this.job.jobKey} ${what}: ${getErrorMessage(error)}`);
	}
}

/** Checks that the same may work a moment later. */
function isLost(error: unknown): boolean {
	const { httpCode } = error as { httpCode?: string | null };
	return isTroupeError(error) || httpCode === '429' || httpCode === '503' || httpCode === '504';
}

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
