/** Stores the trails of runs, shared by any number of processes. Another process can continue a run, and no effect happens twice. */
export interface RunStore {
	/** Returns the same for all processes that share the store, and something else for every other store. */
	identity(): Promise<string>;
	/**
	 * Returns the trail of a run so far, and reserves the run for this holder until it is released or `leaseMs` have passed. The trail is removed
	 * together with its conversation, or with its person.
	 * @throws TroupeError RUN_TAKEN, retryable, while another holder has it
	 */
	open(runId: string, holder: string, leaseMs: number, conversationId?: string, person?: string): Promise<unknown[]>;
	/**
	 * Appends entries, all or none, and renews the lease. Entries survive the end of this process; with `synced`, also a crash of the machine.
	 * @throws TroupeError RUN_TAKEN if the lease was lost
	 */
	append(runId: string, holder: string, entries: unknown[], options: { leaseMs: number; synced: boolean }): Promise<void>;
	release(runId: string, holder: string): Promise<void>;
	/** Returns the first entry of a run's trail, whoever holds the run; undefined if nothing is stored. */
	first(runId: string): Promise<unknown>;
	/** Returns true for the first claimant of a name, also when it asks again, and false for all others: a suspended run is resumed only once. */
	claim(name: string, by: string): Promise<boolean>;
	/** Removes runs and claims that were not used since `before` (milliseconds since the epoch). Returns the number of runs. */
	clean(before: number): Promise<number>;
}
