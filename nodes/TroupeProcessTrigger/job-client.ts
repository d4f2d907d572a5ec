import type { IDataObject } from 'n8n-workflow';
import { isUnknown, camundaProblem } from '../shared/camunda/camunda-problem';
import { askCamunda, readAnswer, type CamundaContext } from '../shared/camunda/camunda-request';
import type { CamundaCall, CamundaAnswer } from '../shared/camunda/camunda-call';

/** A job as the workflow's first item has it: Camunda's fields, `variables` and `customHeaders` among them. */
export interface Job extends IDataObject {
	/** The idempotency key: delivery is at least once. */
	jobKey: string;
	/** Attempts left, this one included. */
	retries: number;
}

export type JobOutcome =
	| { kind: 'complete'; variables: IDataObject }
	| { kind: 'bpmn-error'; errorCode: string; message: string }
	| { kind: 'fail'; message: string; retries: number; backoffMs: number };

interface ActivationRequest {
	type: string;
	worker: string;
	timeoutMs: number;
	limit: number;
	fetchVariables: string[];
	/** Max time that the gateway holds the request open without a job. */
	waitMs: number;
}

/** The gateway ends the wait itself; this covers one that does not. */
const answerMs = 10_000;

export class JobClient {
	constructor(private readonly context: CamundaContext) {}

	/** Asks for the cluster's topology: that address and credential are right. @throws NodeApiError, TroupeError */
	async check(): Promise<void> {
		await this.#call({ what: 'connecting to the cluster', method: 'GET', path: '/topology' });
	}

	/** Long polling: none when the wait is over. @throws NodeApiError, TroupeError */
	async activate({ type, worker, timeoutMs, limit, fetchVariables, waitMs }: ActivationRequest, signal: AbortSignal): Promise<Job[]> {
		const body = { type, worker, timeout: timeoutMs, maxJobsToActivate: limit, requestTimeout: waitMs };
		const call: CamundaCall = {
			what: `asking for jobs of the type "${type}"`,
			path: '/jobs/activation',
			body: fetchVariables.length > 0 ? { ...body, fetchVariable: fetchVariables } : body,
			timeoutMs: waitMs + answerMs,
		};
		const { jobs } = await this.#call(call, signal);
		return (jobs as IDataObject[]).map(({ key, ...job }) => ({ ...job, jobKey: job.jobKey ?? key }) as Job);
	}

	/** @returns whether the job is still ours. @throws NodeApiError, TroupeError */
	async extend(jobKey: string, timeoutMs: number): Promise<boolean> {
		const body = { changeset: { timeout: timeoutMs } };
		return this.#tell({ what: `extending the job ${jobKey}`, method: 'PATCH', path: `/jobs/${jobKey}`, body }, [400, 409]);
	}

	/** @returns whether the job was still there; one that was answered or cancelled meanwhile is superseded. @throws NodeApiError, TroupeError */
	async answer(jobKey: string, outcome: JobOutcome): Promise<boolean> {
		const { path, body } = toRequest(outcome);
		return this.#tell({ what: `answering the job ${jobKey}`, path: `/jobs/${jobKey}/${path}`, body }, [409]);
	}

	async #call(call: CamundaCall, signal?: AbortSignal): Promise<IDataObject> {
		const answer = await askCamunda(this.context, call, signal);
		if (answer.status >= 400) throw this.#problem(call, answer);
		return readAnswer(call, answer);
	}

	async #tell(call: CamundaCall, lostStatuses: number[]): Promise<boolean> {
		const answer = await askCamunda(this.context, call);
		if (isUnknown(answer) || lostStatuses.includes(answer.status)) return false;
		if (answer.status >= 400) throw this.#problem(call, answer);
		return true;
	}

	#problem(call: CamundaCall, answer: CamundaAnswer) {
		return camundaProblem(this.context.getNode(), undefined, call, answer);
	}
}

function toRequest(outcome: JobOutcome): { path: string; body: IDataObject } {
	switch (outcome.kind) {
		case 'complete':
			return { path: 'completion', body: { variables: outcome.variables } };
		case 'bpmn-error':
			return { path: 'error', body: { errorCode: outcome.errorCode, errorMessage: outcome.message } };
		case 'fail':
			return { path: 'failure', body: { retries: outcome.retries, errorMessage: outcome.message, retryBackOff: outcome.backoffMs } };
	}
}
