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
	 * Appending the same entries again, after an error that leaves open whether they were stored, changes nothing.
	 * @throws TroupeError RUN_TAKEN if the lease was lost
	 */
	append(runId: string, holder: string, entries: unknown[], options: AppendOptions): Promise<void>;
	release(runId: string, holder: string): Promise<void>;
	/** Returns the first entry of a run's trail, whoever holds the run; undefined if nothing is stored. */
	first(runId: string): Promise<unknown>;
	/**
	 * Records who resumes a suspended run: it is resumed only once.
	 * @param by the claimant
	 * @param isStored whether the claimant writes the trail of the run to this store, so that others know how far it came
	 * @param decidedBy who decided, for the notice
	 */
	claim(suspension: string, by: string, isStored: boolean, decidedBy?: string): Promise<Claim>;
	/** Stores a run that waits for a person, in place of an earlier suspension of it: any process of this store can continue it by its id. */
	suspend(run: SuspendedRun): Promise<void>;
	/** Removes what `suspend` stored of a run. */
	settle(runId: string): Promise<void>;
	/** Removes runs and claims that were not used since `before` (milliseconds since the epoch). Returns the number of runs. */
	clean(before: number): Promise<number>;
}

export interface AppendOptions {
	/** The number of entries that the run had before. */
	from: number;
	leaseMs: number;
	synced: boolean;
}

/**
 * `ours`: this claimant was the first, or asks again. `shared`: another one was; after its end, the trail shows what is left to do. `taken`:
 * another one was, and nobody knows how far it came. `cancelled`: an operator cancelled the run.
 */
export type Claim = 'ours' | 'shared' | 'taken' | 'cancelled';

/** What a person decides: a tool to approve, without its arguments, or a question, without its text. */
export type WaitingDecision = { /** Who should decide. */ approver?: string } & (
	| { kind: 'approval'; tool: string; /** The definition's own question, with its placeholders. */ message?: string }
	| { kind: 'question' }
);

/**
 * What happens to a run about which nobody decided in time. `end`: it cannot be continued any more. `decline`, `approve`: it continues as if the
 * person had done that. `escalate`: somebody else is asked.
 */
export type WhenTimedOut = 'end' | 'decline' | 'approve' | 'escalate';

/** What happened to a run that waits for a person, for those who follow such runs. Holds nothing of what it is about. */
export interface RunNotice {
	/** From 1, without gaps, for each tenant. */
	id: number;
	/** Milliseconds since the epoch. */
	at: number;
	/** `waiting`: it was suspended. `decided`: a person decided. `timed-out`: nobody did in time. Each once for a suspension. */
	kind: 'waiting' | 'decided' | 'timed-out';
	runId: string;
	/** Identifies the suspension. */
	suspension: string;
	agent: { id: string; version: string };
	/** Milliseconds since the epoch. */
	since: number;
	decideBy: number;
	whenTimedOut: SuspendedRun['whenTimedOut'];
	/** The host that suspended it, and that continues it. */
	host?: string;
	/** Who decided, as the host names them; `rule` where nobody did in time and the call is declined or approved. */
	by?: string;
	pending: WaitingDecision[];
}

/** Where a host that waits in its own way is told that its run was cancelled. */
export interface RunWaker {
	/** A secret: who has it may decide. */
	url: string;
	/** Whether it may lead to a private network. */
	isPrivate: boolean;
}

/** A run that waits for a person. */
export interface SuspendedRun {
	runId: string;
	/** Identifies this suspension. */
	suspension: string;
	agent: { id: string; version: string };
	/** The file of the definition, if the host named one. */
	agentFile?: string;
	conversationId: string;
	person?: string;
	/** Milliseconds since the epoch. */
	expiresAt: number;
	/** Until then, a person can decide. */
	decideBy: number;
	whenTimedOut: WhenTimedOut;
	/** The host that suspended it, such as `n8n`, `worker` or `cli`, and that continues it. Absent in runs of earlier versions. */
	host?: string;
	pending: WaitingDecision[];
	waker?: RunWaker;
	/** The signed state. JSON. */
	state: unknown;
}
