import type { JobOutcome } from './jobs';

export interface WorkerOptions {
	/** Shown by the engine. */
	name: string;
	/** Jobs handled at once. */
	concurrency: number;
	/** Milliseconds a job belongs to this worker; extended while the handler runs, where the engine can. */
	timeoutMs: number;
	/** Variables fetched; default all. */
	fetchVariables?: string[];
	/** The tenants whose jobs are taken. Default: those of the engine. */
	tenantIds?: readonly string[];
	/** Told once for each job what became of its outcome: `superseded` when the job had ended or gone to another meanwhile. */
	onDelivered?: (outcome: JobOutcome['kind'] | 'superseded' | 'undelivered') => void;
	/** Told of every poll that failed. */
	onTrouble?: (error: unknown) => void;
	/** Told of every poll that was answered, with jobs or without. */
	onAnswer?: () => void;
	/** Told when the manifest gate refuses the job type, and without a refusal when it admits it again. */
	onGate?: (type: string, refusal?: unknown) => void;
	/** Told when it was closed, also by its engine, which waits for it. */
	onClose?: () => void | Promise<void>;
}

export interface Worker {
	readonly type: string;
	/** Takes no new job, waits for the running ones at most `graceMs`, then aborts them. */
	close(graceMs?: number): Promise<void>;
}
