/** A call that must not be made twice. */
export interface StoredCall {
	/** `called`: may have started. `running`: goes on elsewhere, as `executionId`. `ended`: the outcome is known. */
	state: 'called' | 'running' | 'ended';
	/** Milliseconds since the epoch. */
	startedAt: number;
	executionId: string | null;
	/** Encrypted. */
	outcome: Uint8Array | null;
}

/** `taken`: another worker is at it. */
export type BegunCall = { kind: 'new' } | { kind: 'known'; call: StoredCall } | { kind: 'taken' };

export interface WaitingCall {
	tenant: string;
	key: string;
	/** False once it ended. */
	isWaiting: boolean;
	/** Encrypted: its state, or its outcome. */
	outcome: Uint8Array;
}

export type CallKind = 'workflow' | 'node' | 'crm';

/**
 * No job makes a call twice. Shared by any number of workers. For a waiting node (`running`), `executionId` is a hash of the secret in the link to
 * it.
 */
export interface CallStore {
	begin(tenant: string, key: string, holder: string, leaseMs: number): Promise<BegunCall>;
	/** Renews the lease and stores the state. @returns false if another holder has the call */
	note(
		tenant: string,
		key: string,
		holder: string,
		change: Partial<Pick<StoredCall, 'state' | 'executionId' | 'outcome'>>,
		leaseMs: number,
	): Promise<boolean>;
	release(tenant: string, key: string, holder: string): Promise<void>;
	drop(tenant: string, key: string, holder: string): Promise<void>;
	findWaiting(hash: string): Promise<WaitingCall | undefined>;
	/** Works once. @returns false if the call does not wait any more */
	answer(call: WaitingCall, outcome: Uint8Array): Promise<boolean>;
	/** Answered calls of all tenants by key prefix, whose answer no job has taken yet. */
	listAnswered(prefix: string, limit: number): Promise<Array<Pick<WaitingCall, 'tenant' | 'key'>>>;
	settle(tenant: string, key: string): Promise<void>;
	/** For calls that wait for nothing any more, such as one of a cancelled instance. */
	forget(tenant: string, key: string): Promise<void>;
	close(): Promise<void>;
}
