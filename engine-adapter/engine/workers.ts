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
	/** At a refusal of the job type by the manifest gate, and at its later admission. */
	onGate?: (type: string, refusal?: unknown) => void;
	/** After closing, also by its engine, which waits for it. */
	onClose?: () => void | Promise<void>;
}

export interface Worker {
	readonly type: string;
	/** Takes no new job, waits for the running ones at most `graceMs`, then aborts them. */
	close(graceMs?: number): Promise<void>;
}
