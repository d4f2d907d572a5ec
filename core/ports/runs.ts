/** Keeps the trail of runs, so that another process can go on with one, and nothing that had an effect happens twice. For any number of processes at once. */
export interface RunStore {
	/**
	 * The trail of a run so far, and the run taken for this holder until it is released or `leaseMs` have passed. With its conversation it is
	 * forgotten.
	 * @throws TroupeError RUN_TAKEN, retryable, while another holder has it
	 */
	open(runId: string, holder: string, leaseMs: number, conversationId?: string): Promise<unknown[]>;
	/**
	 * Adds entries behind the last, all or none, and renews the lease. What was added is there when this process dies; where it is `synced`,
	 * also when the machine does.
	 * @throws TroupeError RUN_TAKEN when the lease was lost
	 */
	append(runId: string, holder: string, entries: unknown[], options: { leaseMs: number; synced: boolean }): Promise<void>;
	release(runId: string, holder: string): Promise<void>;
	/** The first entry of a run's trail, whoever has the run; undefined where nothing of it was kept. */
	first(runId: string): Promise<unknown>;
	/** True for who claims a name first, also when it asks again; false for all others, ever after: a suspended run is resumed once. */
	claim(name: string, by: string): Promise<boolean>;
	/** Forgets runs and claims that nobody touched since `before` (milliseconds since the epoch); how many runs. */
	clean(before: number): Promise<number>;
}
