/** What is known of a call of a workflow, by its idempotency key. */
export interface WorkflowCall {
	/** `called`: it may have started. `running`: its execution is known. `ended`: its outcome is. */
	state: 'called' | 'running' | 'ended';
	/** Milliseconds since the epoch. */
	startedAt: number;
	executionId: string | null;
	/** Encrypted. */
	outcome: Uint8Array | null;
}

/** `new`: nobody has called it before. `taken`: another worker is at it. */
export type BegunCall = { kind: 'new' } | { kind: 'known'; call: WorkflowCall } | { kind: 'taken' };

/** Remembers which workflows were called, so that no job starts one twice. Shared by any number of workers. */
export interface WorkflowCallStore {
	/** Reserves a call for a holder, and writes down that it is made. */
	begin(tenant: string, key: string, holder: string, leaseMs: number): Promise<BegunCall>;
	/** Keeps the call for the holder, and writes down what is known of it by now. */
	note(
		tenant: string,
		key: string,
		holder: string,
		change: Partial<Pick<WorkflowCall, 'state' | 'executionId' | 'outcome'>>,
		leaseMs: number,
	): Promise<void>;
	/** Others can take it from now on. */
	release(tenant: string, key: string, holder: string): Promise<void>;
	/** Forgets a call that started nothing. */
	drop(tenant: string, key: string, holder: string): Promise<void>;
	close(): Promise<void>;
}
