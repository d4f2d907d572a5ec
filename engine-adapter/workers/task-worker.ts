import { confirmWanted } from '../../core/base/async/confirm-wanted';
import { isTroupeError, type TroupeError } from '../../core/base/errors';
import type { Host } from '../../providers/compose/hosts/host';
import type { KnowledgeHost } from '../../providers/compose/hosts/knowledge-host';
import type { Job, JobHandler, JobOutcome } from '../engine/jobs';
import type { ProcessEngine } from '../engine/process-engine';
import type { Variables } from '../engine/variables';
import type { Worker, WorkerOptions } from '../engine/workers';
import { errorCodes } from '../to-job-outcome';
import { admittedJob, openGatedWorker } from './gated-worker';
import { toJobHost } from './job-host';
import { jobResults, type JobType } from '../../bpmn/job-types';
import { withResultMapping } from './with-result-mapping';

export type WorkerHost = Host & KnowledgeHost;

export interface TaskKind {
	type: JobType;
	what: string;
	/** Variables to fetch. Default: all that the job sees. */
	variables?: string[];
	mapsResult?: true;
	run(job: Job, host: WorkerHost, signal: AbortSignal): Promise<JobOutcome>;
}

/** Sets all results to null: in a loop, none of an earlier job may remain. */
export const noResults = (type: JobType): Variables => Object.fromEntries(jobResults[type].map((name) => [name, null]));

const defaults: WorkerOptions = { name: 'troupe', concurrency: 8, timeoutMs: 60_000 };

/** @throws TroupeError when the manifest does not allow it; then no job is taken */
export function openTaskWorker(kind: TaskKind, engine: ProcessEngine, host: WorkerHost, options: Partial<WorkerOptions>): Promise<Worker> {
	const all = { ...defaults, ...(kind.variables && { fetchVariables: kind.variables }), ...options };
	return openGatedWorker(engine, host.gate, kind.type, all, taskJobHandler(kind, host));
}

export function taskJobHandler(kind: TaskKind, host: WorkerHost): JobHandler {
	const work = async (job: Job, signal: AbortSignal): Promise<JobOutcome> => {
		try {
			await confirmWanted();
			signal.throwIfAborted();
			return await kind.run(job, toJobHost(host, job), signal);
		} catch (error) {
			if (signal.aborted || !isTroupeError(error) || error.code !== 'BUDGET_EXCEEDED') throw error;
			return overBudget(error, kind);
		}
	};
	const mapped = (job: Job, signal: AbortSignal) => (kind.mapsResult ? work(job, signal) : withResultMapping(job, () => work(job, signal)));
	return (job, stop) => admittedJob(host, kind.type, job, stop, ({ signal }) => mapped(job, signal), kind.what);
}

/** Only this fault is for the process to handle; any other is retried or an incident. */
function overBudget({ message }: TroupeError, { type, mapsResult }: TaskKind): JobOutcome {
	const variables = mapsResult ? {} : noResults(type);
	return { kind: 'bpmn-error', errorCode: errorCodes.budgetExceeded, message, variables };
}
