import { isTroupeError, getErrorMessage } from '../../core/base/errors';
import type { Job, JobClient, JobOutcome } from './job-client';
import { pause } from '../../core/base/async/pause';
import type { Settings } from './settings';
import { givenBack, toFailure, type Ending } from './to-outcome';
import { warnLog } from '../shared/warn-log';

/** Runs the workflow for a job and tells how it ended. */
export type RunWorkflow = (job: Job) => Promise<Ending>;

export interface Log {
	debug(message: string, details?: object): void;
	warn(message: string, details?: object): void;
}

const unansweredJob =
	'The workflow ended without answering its job. Add a Troupe Process node that completes it, or set “Respond When” of the trigger to “When Workflow Ends”.';
const released = 'The workflow was unpublished before it ended. The job returns to the engine.';
const attempts = 6;

/** One job in work: its lease is extended until it is answered, once. */
export class JobRun {
	readonly #over = new AbortController();
	/** Resolves when the job is nobody's concern here any more. */
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
		// What the cluster refuses, such as variables that are too large, fails the job.
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

	/** One beat that is missed does no harm: the next comes before the job's time has passed. */
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
