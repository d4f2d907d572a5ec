/** What is known of a call that must not be made twice, by its key. */
export interface StoredCall {
	/** `called`: it may have started. `running`: it goes on elsewhere, as `executionId` names it. `ended`: its outcome is known. */
	state: 'called' | 'running' | 'ended';
	/** Milliseconds since the epoch. */
	startedAt: number;
	executionId: string | null;
	/** Encrypted. */
	outcome: Uint8Array | null;
}

/** `new`: nobody has made it before. `taken`: another worker is at it. */
export type BegunCall = { kind: 'new' } | { kind: 'known'; call: StoredCall } | { kind: 'taken' };

/** A call that waits for an answer from outside, or has it. */
export interface WaitingCall {
	tenant: string;
	key: string;
	/** False once it was answered, or ended otherwise. */
	isWaiting: boolean;
	/** Encrypted: what it waits with, or its outcome. */
	outcome: Uint8Array;
}

/** What was called: a workflow, a node of n8n, or a CRM that made a record. */
export type CallKind = 'workflow' | 'node' | 'crm';

/**
 * Remembers the calls of one kind, so that no job makes one twice. Shared by any number of workers. A node can wait for an answer: while it is
 * `running`, its `executionId` is a hash of the secret in the link to it.
 */
export interface CallStore {
	/** Reserves a call for a holder, and writes down that it is made. */
	begin(tenant: string, key: string, holder: string, leaseMs: number): Promise<BegunCall>;
	/** Keeps the call for the holder, and writes down what is known of it by now. @returns false if another holder has it meanwhile */
	note(
		tenant: string,
		key: string,
		holder: string,
		change: Partial<Pick<StoredCall, 'state' | 'executionId' | 'outcome'>>,
		leaseMs: number,
	): Promise<boolean>;
	/** Others can take it from now on. */
	release(tenant: string, key: string, holder: string): Promise<void>;
	/** Forgets a call that started nothing. */
	drop(tenant: string, key: string, holder: string): Promise<void>;
	/** Undefined for a hash of no call. */
	findWaiting(hash: string): Promise<WaitingCall | undefined>;
	/** Ends a call that waits with its outcome, once. @returns false if it does not wait any more */
	answer(call: WaitingCall, outcome: Uint8Array): Promise<boolean>;
	/** The calls of all tenants whose key begins so, that were answered, and whose answer no job has taken yet. */
	listAnswered(prefix: string, limit: number): Promise<Array<Pick<WaitingCall, 'tenant' | 'key'>>>;
	/** A job has taken the answer. */
	settle(tenant: string, key: string): Promise<void>;
	/** Forgets a call that waits for nothing any more, such as one of a cancelled instance. */
	forget(tenant: string, key: string): Promise<void>;
	close(): Promise<void>;
}
