import type { Job } from '../engine/jobs';

const runs = new WeakMap<Job, string>();

/** Notes the run of a job, for its log: its id is known when its variables were read. */
export const noteRun = (job: Job, runId: string | undefined): void => void (runId !== undefined && runs.set(job, runId));

export const findRun = (job: Job): string | undefined => runs.get(job);
