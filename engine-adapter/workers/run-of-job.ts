import type { Job } from '../engine/jobs';

const runs = new WeakMap<Job, string>();

/** For the log: the run id is known only after the variables are read. */
export const noteRun = (job: Job, runId: string | undefined): void => void (runId !== undefined && runs.set(job, runId));

export const findRun = (job: Job): string | undefined => runs.get(job);
