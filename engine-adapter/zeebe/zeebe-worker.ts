import { setTimeout as sleep } from 'node:timers/promises';
import { isTroupeError, messageOf, type TroupeErrorCode } from '../../core/errors';
import type { Job, JobHandler, JobOutcome, Worker, WorkerOptions } from '../engine';
import type { Gateway } from './gateway';
import type { ReplyStream } from './load-sdk';
import type { Command } from './translate-error';
import type { VariablesCodec } from './variables-json';

/** How long the gateway holds a poll that finds nothing. It answers at once when a job comes. */
const longPollMs = 10_000;
/** A gateway that answers an idle poll sooner than this does not hold polls, as with its long polling switched off. */
const heldAtLeastMs = 1_000;
const notHeldPauseMs = 25;
const shortestPauseMs = 100;
const longestPauseMs = 5_000;

/** A job as the gateway writes it. */
interface WireJob {
	key: string;
	type: string;
	processInstanceKey: string;
	bpmnProcessId: string;
	processDefinitionKey: string;
	elementId: string;
	elementInstanceKey: string;
	customHeaders: string;
	variables: string;
	retries: number;
	deadline: string;
}

/**
 * Long-polls for as many jobs as it has free hands for (docs/decisions/0030-zeebe-worker-polls.md says why it does not stream),
 * keeps each job while its handler runs, and delivers the handler's outcome.
 */
export class ZeebeWorker implements Worker {
	private readonly running = new Map<string, { patience: AbortController; done: Promise<void> }>();
	private readonly closing = new AbortController();
	private poll?: ReplyStream;
	private polling: Promise<void> = Promise.resolve();
	private handFree: () => void = () => undefined;
	private troubled = false;

	constructor(
		readonly type: string,
		private readonly options: WorkerOptions,
		private readonly handler: JobHandler,
		private readonly gateway: Gateway,
		private readonly codec: VariablesCodec,
		private readonly onProblem: (line: string) => void,
	) {}

	start(): void {
		this.polling = this.pollUntilClosed();
	}

	async close(graceMs = 10_000): Promise<void> {
		if (!this.closing.signal.aborted) {
			this.closing.abort();
			this.poll?.cancel();
			this.handFree();
		}
		await this.polling;
		const everyDone = Promise.allSettled([...this.running.values()].map(({ done }) => done));
		await Promise.race([everyDone, sleep(graceMs, undefined, { ref: false })]);
		for (const { patience } of this.running.values()) patience.abort();
		await everyDone;
	}

	private async pollUntilClosed(): Promise<void> {
		let pauseMs = shortestPauseMs;
		while (!this.closing.signal.aborted) {
			try {
				await this.freeHand();
				const polledAt = Date.now();
				const found = await this.pollOnce(this.options.concurrency - this.running.size);
				this.recovered();
				pauseMs = shortestPauseMs;
				if (found === 0 && Date.now() - polledAt < heldAtLeastMs) await this.pause(notHeldPauseMs);
			} catch (error) {
				if (this.closing.signal.aborted) return;
				this.troubledBy(error);
				await this.pause(pauseMs);
				pauseMs = Math.min(pauseMs * 2, longestPauseMs);
			}
		}
	}

	private async pause(ms: number): Promise<void> {
		await sleep(ms, undefined, { signal: this.closing.signal }).catch(() => undefined);
	}

	private async freeHand(): Promise<void> {
		while (this.running.size >= this.options.concurrency && !this.closing.signal.aborted) {
			await new Promise<void>((resolve) => (this.handFree = resolve));
		}
	}

	/** Tells how many jobs it found. */
	private async pollOnce(hands: number): Promise<number> {
		if (this.closing.signal.aborted) return 0;
		const command: Command = { method: 'activateJobs', subject: `jobs of type "${this.type}"` };
		const stream = await this.gateway.stream(command, {
			type: this.type,
			worker: this.options.name,
			timeout: this.options.timeoutMs,
			maxJobsToActivate: hands,
			fetchVariable: this.options.fetchVariables ?? [],
			requestTimeout: longPollMs,
		});
		this.poll = stream;
		let found = 0;
		await new Promise<void>((resolve, reject) => {
			stream.on('data', ({ jobs }: { jobs: WireJob[] }) => {
				found += jobs.length;
				jobs.forEach((job) => this.take(job));
			});
			stream.on('end', resolve);
			stream.on('error', (error) => reject(this.gateway.translated(error, command)));
			if (this.closing.signal.aborted) stream.cancel();
		});
		return found;
	}

	private take(wireJob: WireJob): void {
		const patience = new AbortController();
		const done = this.handle(wireJob, patience).finally(() => {
			this.running.delete(wireJob.key);
			this.handFree();
		});
		this.running.set(wireJob.key, { patience, done });
	}

	private async handle(job: WireJob, patience: AbortController): Promise<void> {
		const keeping = setInterval(() => void this.keep(job, patience), this.options.timeoutMs / 3);
		try {
			await this.deliver(job, await this.outcomeOf(job, patience.signal));
		} catch (error) {
			// Superseded: it timed out, was cancelled or completed by another. Delivery is at least once; nothing is wrong.
			if (isTroupeError(error) && error.code === 'JOB_NOT_FOUND') return;
			this.onProblem(`The outcome of job ${job.key} (${this.type}) could not be delivered: ${messageOf(error)}`);
		} finally {
			clearInterval(keeping);
		}
	}

	private async outcomeOf(job: WireJob, signal: AbortSignal): Promise<JobOutcome> {
		try {
			return await this.handler(this.readJob(job), signal);
		} catch (error) {
			// A handler that was told to stop is not at fault: the job goes back with all its retries.
			const retries = signal.aborted ? job.retries : job.retries - 1;
			return { kind: 'fail', message: messageOf(error), retries };
		}
	}

	/** Extends the job's timeout; when the job is gone its handler is told to stop. */
	private async keep(job: WireJob, patience: AbortController): Promise<void> {
		try {
			await this.gateway.call(aboutJob('updateJobTimeout', job), { jobKey: job.key, timeout: this.options.timeoutMs });
		} catch (error) {
			if (isTroupeError(error) && error.code === 'JOB_NOT_FOUND') patience.abort();
			else this.onProblem(`The timeout of job ${job.key} (${this.type}) could not be extended: ${messageOf(error)}`);
		}
	}

	private async deliver(job: WireJob, outcome: JobOutcome): Promise<void> {
		switch (outcome.kind) {
			case 'complete':
				return this.send('completeJob', job, { variables: this.codec.stringify(outcome.variables) });
			case 'bpmn-error':
				return this.send('throwError', job, {
					errorCode: outcome.errorCode,
					errorMessage: outcome.message,
					variables: this.codec.stringify(outcome.variables),
				});
			case 'fail':
				return this.send('failJob', job, {
					retries: Math.max(outcome.retries, 0),
					errorMessage: outcome.message,
					retryBackOff: outcome.backoffMs ?? 0,
					variables: '{}',
				});
		}
	}

	/** Repeats while the cluster is out of reach, as long as the job is this worker's. */
	private async send(method: string, job: WireJob, request: object): Promise<void> {
		const until = Date.now() + this.options.timeoutMs;
		for (let pauseMs = shortestPauseMs; ; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
			try {
				return await this.gateway.call(aboutJob(method, job), { jobKey: job.key, ...request });
			} catch (error) {
				const hopeless = !isTroupeError(error) || !error.retryable || Date.now() + pauseMs > until || this.closing.signal.aborted;
				if (hopeless) throw error;
				await sleep(pauseMs);
			}
		}
	}

	private readJob(job: WireJob): Job {
		return {
			key: job.key,
			type: job.type,
			instanceKey: job.processInstanceKey,
			processId: job.bpmnProcessId,
			processDefinitionKey: job.processDefinitionKey,
			elementId: job.elementId,
			elementInstanceKey: job.elementInstanceKey,
			headers: JSON.parse(job.customHeaders || '{}') as Record<string, string>,
			variables: this.codec.parse(job.variables),
			retries: job.retries,
			deadline: Number(job.deadline),
		};
	}

	/** Once per outage, not once per poll. */
	private troubledBy(error: unknown): void {
		if (!this.troubled) this.onProblem(`The worker for ${this.type} gets no jobs and keeps trying: ${messageOf(error)}`);
		this.troubled = true;
	}

	private recovered(): void {
		if (this.troubled) this.onProblem(`The worker for ${this.type} gets jobs again.`);
		this.troubled = false;
	}
}

const aboutJob = (method: string, job: WireJob): Command => ({
	method,
	subject: `job ${job.key}`,
	notFound: 'JOB_NOT_FOUND' satisfies TroupeErrorCode,
});
