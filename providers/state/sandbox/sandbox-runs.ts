import type { TakenWork, WorkQueue } from '../../../core/ports/work';

export type StoredState = 'queued' | 'running' | 'ended' | 'refused';

/** A run without what it got and returned. */
export interface StoredRun {
	id: string;
	kind: string;
	state: StoredState;
	createdAt: number;
	startedAt: number | null;
	endedAt: number | null;
	/** JSON. */
	facts: string;
	/** Sealed; null until it ended, and if nothing of it is left. */
	result: Uint8Array | null;
}

export interface NewRun {
	id: string;
	kind: string;
	/** Sealed. */
	request: Uint8Array;
}

export interface QueuedRun extends NewRun {
	tenant: string;
}

/** How much waits, and how much is kept. */
export interface RunBounds {
	queued: number;
	queuedPerTenant: number;
	queuedBytes: number;
	queuedBytesPerTenant: number;
	keptPerTenant: number;
	keptBytesPerTenant: number;
	keptMs: number;
}

export interface RunEnd {
	state: 'ended' | 'refused';
	facts: string;
	result?: Uint8Array;
}

export interface RunFilter {
	limit: number;
	kind?: string;
	state?: string;
	/** Only older ones than this. */
	before?: { createdAt: number; id: string };
}

/** Runs of the sandbox of a service: a queue that its processes and machines share, and what came of them. */
export interface SandboxRunStore {
	/** @returns whose queue is full, if it is */
	add(tenant: string, run: NewRun): Promise<'service' | 'tenant' | undefined>;
	/** The runs that wait. One whose process is gone ends when it would be taken again. */
	queue: WorkQueue<QueuedRun>;
	/** @returns false if the run was cancelled, or its lease ended */
	end(work: TakenWork, end: RunEnd): Promise<boolean>;
	/** Cancels a run that has not ended. The process that works on it notices when it renews it. */
	cancel(tenant: string, id: string): Promise<void>;
	find(tenant: string, id: string): Promise<StoredRun | undefined>;
	/** The newest first, without results. */
	list(tenant: string, filter: RunFilter): Promise<StoredRun[]>;
	/** Counts those of all tenants. */
	/** Removes what is kept for too long, of all tenants. */
	clean(): Promise<void>;
	/** Removes the runs of a tenant that ended longer ago. @returns their number */
	removeOlder(tenant: string, ageMs: number): Promise<number>;
	close(): Promise<void>;
}
