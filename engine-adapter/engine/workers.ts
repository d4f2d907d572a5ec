import type { JobOutcome } from './jobs';

export interface WorkerOptions {
	name: string;
	concurrency: number;
	/** Milliseconds of ownership; extended while the handler runs, where the engine can. */
	timeoutMs: number;
	/** Default: all. */
	fetchVariables?: string[];
	/** Default: those of the engine. */
	tenantIds?: readonly string[];
	/** Once for each job. `superseded`: the job had ended or gone to another. */
	onDelivered?: (outcome: JobOutcome['kind'] | 'superseded' | 'undelivered') => void;
	onTrouble?: (error: unknown) => void;
	onAnswer?: () => void;
	/** When the manifest gate refuses the job type, and without a refusal when it admits it again. */
	onGate?: (type: string, refusal?: unknown) => void;
	/** After closing, also by its engine, which waits for it. */
	onClose?: () => void | Promise<void>;
}

export interface Worker {
	readonly type: string;
	/** Takes no new job, waits for the running ones at most `graceMs`, then aborts them. */
	close(graceMs?: number): Promise<void>;
}
