import { isTroupeError } from '../../core/base/errors';
import type { AdHocDecision, Job, JobAnswer, JobOutcome, TaskDecision } from '../engine/jobs';
import type { Variables } from '../engine/variables';
import type { CamundaRest } from './camunda-rest';
import type { ArrivedJob, JobPoll, JobTransport } from './job-transport';
import { text, withVariables } from './rest-searches';

const graceMs = 10_000;

type WireJob = Record<string, unknown>;

export class RestJobs implements JobTransport {
	/** @param tenantIds empty: the engine's default @param canFilter true if the engine gives the jobs of all visible tenants without a list */
	constructor(
		private readonly rest: CamundaRest,
		private readonly tenantIds: readonly string[] = [],
		private canFilter = false,
	) {}

	async poll(request: JobPoll, take: (job: ArrivedJob) => void, signal: AbortSignal): Promise<void> {
		const jobs = await this.#activate(request, signal).catch((error: unknown) => {
			// For example a cluster without multi-tenancy: from now on polls have no filter.
			if (!this.canFilter || !isTroupeError(error) || error.code !== 'INPUT_INVALID') throw error;
			this.canFilter = false;
			return this.#activate(request, signal);
		});
		for (const job of jobs) take({ key: text(job.jobKey ?? job.key), retries: Number(job.retries), read: () => readJob(job) });
	}

	async #activate(request: JobPoll, signal: AbortSignal): Promise<WireJob[]> {
		const { jobs } = await this.rest.call<{ jobs: WireJob[] }>({
			subject: `jobs of type "${request.type}"`,
			path: '/jobs/activation',
			body: {
				type: request.type,
				worker: request.worker,
				timeout: request.timeoutMs,
				maxJobsToActivate: request.limit,
				requestTimeout: request.requestTimeoutMs,
				...(this.tenantIds.length > 0 ? { tenantIds: this.tenantIds } : this.canFilter && { tenantFilter: 'ASSIGNED' }),
				...(request.fetchVariables.length > 0 && { fetchVariable: request.fetchVariables }),
			},
			withinMs: request.requestTimeoutMs + graceMs,
			signal,
		});
		return jobs;
	}

	async answer(jobKey: string, outcome: JobOutcome): Promise<void> {
		if (outcome.kind === 'wait') return this.extend(jobKey, outcome.forMs);
		const [action, body] = toRequest(outcome);
		await this.rest.call({ ...aboutJob(jobKey), path: `/jobs/${jobKey}/${action}`, body });
	}

	async extend(jobKey: string, timeoutMs: number): Promise<void> {
		await this.update(jobKey, { timeout: timeoutMs });
	}

	async update(jobKey: string, changeset: { retries?: number; timeout?: number }): Promise<void> {
		await this.rest.call({ ...aboutJob(jobKey), method: 'PATCH', path: `/jobs/${jobKey}`, body: { changeset } });
	}
}

const aboutJob = (jobKey: string) => ({ subject: `job ${jobKey}`, notFound: 'JOB_NOT_FOUND' as const });

function toRequest(outcome: JobAnswer): [action: string, body: object] {
	switch (outcome.kind) {
		case 'complete':
			return ['completion', { variables: outcome.variables, ...toResult(outcome) }];
		case 'bpmn-error':
			return ['error', { errorCode: outcome.errorCode, errorMessage: outcome.message, variables: outcome.variables ?? {} }];
		case 'fail':
			return ['failure', { retries: Math.max(outcome.retries, 0), errorMessage: outcome.message, retryBackOff: outcome.backoffMs ?? 0 }];
	}
}

function toResult({ adHoc, task }: JobOutcome & { kind: 'complete' }): object {
	if (adHoc) return { result: toAdHocResult(adHoc) };
	return task ? { result: toTaskResult(task) } : {};
}

const toTaskResult = ({ denied = false, reason, corrections }: TaskDecision): object => ({
	type: 'userTask',
	denied,
	...(reason !== undefined && { deniedReason: reason }),
	...(corrections && { corrections }),
});

const toAdHocResult = ({ activate = [], complete = false, cancelRemaining = false }: AdHocDecision): object => ({
	type: 'adHocSubProcess',
	activateElements: activate.map(withVariables),
	isCompletionConditionFulfilled: complete,
	isCancelRemainingInstances: cancelRemaining,
});

/** 8.6 names some fields as gRPC does. */
function readJob(job: WireJob): Job {
	return {
		key: text(job.jobKey ?? job.key),
		type: text(job.type),
		instanceKey: text(job.processInstanceKey),
		processId: text(job.processDefinitionId ?? job.bpmnProcessId),
		processDefinitionKey: text(job.processDefinitionKey),
		elementId: text(job.elementId),
		elementInstanceKey: text(job.elementInstanceKey),
		headers: (job.customHeaders ?? {}) as Record<string, string>,
		variables: (job.variables ?? {}) as Variables,
		retries: Number(job.retries),
		deadline: Number(job.deadline),
		...(typeof job.tenantId === 'string' && { tenantId: job.tenantId }),
		...(typeof job.startedBy === 'string' && { startedBy: job.startedBy }),
		...(typeof job.session === 'string' && { session: job.session }),
		...(Array.isArray(job.asker) && { asker: job.asker as string[] }),
	};
}
