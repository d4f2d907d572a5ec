import type { TakenWork, WorkQueue } from '../../../core/ports/work';

/** Run states plus `queued`. `interrupted`: its process ended, and a repeat could do harm. */
export const operationStates = ['queued', 'running', 'completed', 'failed', 'cancelled', 'interrupted'] as const;
export type OperationState = (typeof operationStates)[number];

/** Max concurrent operations of a caller, so that others do not wait. */
export const perCaller = 2;

export interface Progress {
	done: number;
	total?: number;
	/** The counted unit, singular: `document`. */
	unit: string;
	note?: string;
	isWaiting?: boolean;
}

export interface NewOperation {
	id: string;
	/** The declared operation: `uploadDocument`. */
	name: string;
	scope: string;
	caller: string;
	isRepeatable: boolean;
	kind?: string;
	/** The target; sealed like the input. */
	about?: Uint8Array;
	input: Uint8Array;
}

export type QueuedOperation = Omit<NewOperation, 'scope' | 'kind' | 'about' | 'input'> & { tenant: string; createdAt: number };

export interface StoredOperation {
	id: string;
	name: string;
	scope: string;
	caller: string;
	state: OperationState;
	createdAt: number;
	startedAt: number | null;
	endedAt: number | null;
	progress: string | null;
	about: Uint8Array | null;
	/** Current or last worker: host and process id. */
	process: string | null;
	/** Sealed; null before the end, or if nothing is kept. */
	answer: Uint8Array | null;
}

export interface OperationBounds {
	open: number;
	openPerTenant: number;
	openPerCaller: number;
	openBytes: number;
	openBytesPerTenant: number;
	keptPerTenant: number;
	keptBytesPerTenant: number;
	keptMs: number;
}

export type FullOf = 'service' | 'tenant' | 'caller';

export interface OperationEnd {
	state: Exclude<OperationState, 'queued' | 'running'>;
	/** Sealed. */
	answer?: Uint8Array;
}

export interface OperationFilter {
	limit: number;
	caller?: string;
	name?: string;
	kind?: string;
	state?: OperationState;
	before?: { createdAt: number; id: string };
}

export interface OperationStore {
	/** @returns the exceeded bound, if any */
	add(tenant: string, operation: NewOperation): Promise<FullOf | undefined>;
	/** Waiting operations. After a crash a repeatable one runs again; others are interrupted. */
	queue: WorkQueue<QueuedOperation>;
	/** Reads the input separately: it can be large. @returns undefined if ended */
	readInput(operation: Pick<QueuedOperation, 'tenant' | 'id'>): Promise<Uint8Array | undefined>;
	/** Stores progress. @returns false if cancelled or taken by another process */
	report(work: TakenWork, progress?: Progress): Promise<boolean>;
	/** Requeues it, for later or another process. @returns false as for `report` */
	putBack(work: TakenWork, afterMs: number, progress?: Progress): Promise<boolean>;
	end(work: TakenWork, end: OperationEnd): Promise<boolean>;
	/** Cancels an open operation; its worker notices at the next report. @returns false if it had ended */
	cancel(tenant: string, id: string): Promise<boolean>;
	find(tenant: string, id: string): Promise<StoredOperation | undefined>;
	list(tenant: string, filter: OperationFilter): Promise<StoredOperation[]>;
	clean(): Promise<void>;
	removeOlder(tenant: string, ageMs: number): Promise<number>;
	close(): Promise<void>;
}
