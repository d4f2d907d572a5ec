import type { Job, JobOutcome } from '../engine/jobs';
import type { Gateway } from './gateway';
import type { Command } from './translate-error';
import type { VariablesCodec } from './variables-json';

export interface JobPoll {
	type: string;
	worker: string;
	timeoutMs: number;
	limit: number;
	/** All when empty. */
	fetchVariables: string[];
	requestTimeoutMs: number;
}

/** An unreadable job fails by itself, not the poll. */
export interface ArrivedJob {
	key: string;
	retries: number;
	/** @throws when it cannot be read */
	read(): Job;
}

export interface JobTransport {
	/** Polls once; calls `take` with each job. Resolves when the gateway has answered or the signal ends. */
	poll(request: JobPoll, take: (job: ArrivedJob) => void, signal: AbortSignal): Promise<void>;
	/** @throws TroupeError JOB_NOT_FOUND when the job is superseded, ENGINE_UNREACHABLE, ENGINE_TIMEOUT and others */
	answer(jobKey: string, outcome: JobOutcome): Promise<void>;
	/** Locks the job for this time from now. @throws as `answer` does */
	extend(jobKey: string, timeoutMs: number): Promise<void>;
}

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
	tenantId: string;
}

export class GrpcJobs implements JobTransport {
	constructor(
		private readonly gateway: Gateway,
		private readonly codec: VariablesCodec,
		/** For outcomes that gRPC lacks: the next elements of an ad-hoc sub-process. */
		private readonly overRest: () => Pick<JobTransport, 'answer'>,
		private readonly tenantIds: readonly string[] = [],
	) {}

	async poll(request: JobPoll, take: (job: ArrivedJob) => void, signal: AbortSignal): Promise<void> {
		const command: Command = { method: 'activateJobs', subject: `jobs of type "${request.type}"` };
		const stream = await this.gateway.stream(command, {
			type: request.type,
			worker: request.worker,
			timeout: request.timeoutMs,
			maxJobsToActivate: request.limit,
			fetchVariable: request.fetchVariables,
			requestTimeout: request.requestTimeoutMs,
			tenantIds: this.tenantIds,
		});
		const cancel = () => stream.cancel();
		signal.addEventListener('abort', cancel, { once: true });
		try {
			await new Promise<void>((resolve, reject) => {
				stream.on('data', (reply: { jobs: WireJob[] }) =>
					reply.jobs.forEach((job) => take({ key: job.key, retries: job.retries, read: () => this.#readJob(job) })),
				);
				stream.on('end', resolve);
				stream.on('error', (error) => reject(this.gateway.translated(error, command)));
				if (signal.aborted) cancel();
			});
		} finally {
			signal.removeEventListener('abort', cancel);
		}
	}

	async answer(jobKey: string, outcome: JobOutcome): Promise<void> {
		if (outcome.kind === 'complete' && (outcome.adHoc ?? outcome.task)) return this.overRest().answer(jobKey, outcome);
		const [method, request] = this.#toRequest(outcome);
		await this.gateway.call(aboutJob(method, jobKey), { jobKey, ...request });
	}

	async extend(jobKey: string, timeoutMs: number): Promise<void> {
		await this.gateway.call(aboutJob('updateJobTimeout', jobKey), { jobKey, timeout: timeoutMs });
	}

	#toRequest(outcome: JobOutcome): [method: string, request: object] {
		switch (outcome.kind) {
			case 'complete':
				return ['completeJob', { variables: this.codec.stringify(outcome.variables) }];
			case 'bpmn-error': {
				const { errorCode, message, variables } = outcome;
				return ['throwError', { errorCode, errorMessage: message, variables: this.codec.stringify(variables) }];
			}
			case 'wait':
				return ['updateJobTimeout', { timeout: outcome.forMs }];
			case 'fail': {
				const { message, retries, backoffMs = 0 } = outcome;
				return ['failJob', { retries: Math.max(retries, 0), errorMessage: message, retryBackOff: backoffMs, variables: '{}' }];
			}
		}
	}

	#readJob(job: WireJob): Job {
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
			...(job.tenantId && { tenantId: job.tenantId }),
		};
	}
}

const aboutJob = (method: string, jobKey: string): Command => ({ method, subject: `job ${jobKey}`, notFound: 'JOB_NOT_FOUND' });
