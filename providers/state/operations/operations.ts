import type { TakenWork, WorkQueue } from '../../../core/ports/work';

/** As runs have them, and `queued`. `interrupted`: its process ended, and it cannot be done again without harm. */
export const operationStates = ['queued', 'running', 'completed', 'failed', 'cancelled', 'interrupted'] as const;
export type OperationState = (typeof operationStates)[number];

/** How many of a caller are done at the same time: others wait no longer than they must. */
export const perCaller = 2;

/** How far work is. */
export interface Progress {
	done: number;
	/** Undefined where nobody knows. */
	total?: number;
	/** Names what is counted, in the singular: `document`. */
	unit: string;
	/** Says more for people. */
	note?: string;
	/** Another process does it, and this one waits. */
	isWaiting?: boolean;
}

export interface NewOperation {
	id: string;
	/** Names the declared operation: `uploadDocument`. */
	name: string;
	scope: string;
	caller: string;
	isRepeatable: boolean;
	/** By what a list finds it. */
	kind?: string;
	/** Names what it is done to or with; sealed, as the input. */
	about?: Uint8Array;
	input: Uint8Array;
}

export type QueuedOperation = Omit<NewOperation, 'scope' | 'kind' | 'about' | 'input'> & { tenant: string; createdAt: number };

/** An operation without what it got and returned. */
export interface StoredOperation {
	id: string;
	name: string;
	scope: string;
	caller: string;
	state: OperationState;
	createdAt: number;
	startedAt: number | null;
	endedAt: number | null;
	/** JSON of `Progress`. */
	progress: string | null;
	/** Sealed. */
	about: Uint8Array | null;
	/** Who does it, or did it last: host and process id. */
	process: string | null;
	/** Sealed; null until it ended, and where nothing is left of it. */
	answer: Uint8Array | null;
}

/** How many operations wait or are done, and how much is kept of those that ended. */
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
	/** Only older ones than this. */
	before?: { createdAt: number; id: string };
}

/** Operations that a service does in the background, and what came of them. Its processes and machines share them. */
export interface OperationStore {
	/** @returns whose operations are too many, if they are */
	add(tenant: string, operation: NewOperation): Promise<FullOf | undefined>;
	/** The operations that wait. One whose process is gone is done again if it is repeatable; otherwise it is interrupted. */
	queue: WorkQueue<QueuedOperation>;
	/** Reads what the caller sent, apart from what takes it: it can be large. @returns undefined if the operation has ended */
	readInput(operation: Pick<QueuedOperation, 'tenant' | 'id'>): Promise<Uint8Array | undefined>;
	/** Stores how far it is. @returns false if it was cancelled, or another process has it */
	report(work: TakenWork, progress?: Progress): Promise<boolean>;
	/** Lets it wait again: it is done later, or by another process. @returns false as for `report` */
	putBack(work: TakenWork, afterMs: number, progress?: Progress): Promise<boolean>;
	/** @returns false as for `report` */
	end(work: TakenWork, end: OperationEnd): Promise<boolean>;
	/** Cancels an operation that has not ended. The process that does it notices when it reports. @returns false if it had ended */
	cancel(tenant: string, id: string): Promise<boolean>;
	find(tenant: string, id: string): Promise<StoredOperation | undefined>;
	/** The newest first, without answers. */
	list(tenant: string, filter: OperationFilter): Promise<StoredOperation[]>;
	/** Removes what is kept for too long, of all tenants. */
	clean(): Promise<void>;
	/** Removes the operations of a tenant that ended longer ago. @returns their number */
	removeOlder(tenant: string, ageMs: number): Promise<number>;
	close(): Promise<void>;
}
