/** Shared by any number of processes. Another process can continue a run, and no effect happens twice. */
export interface RunStore {
	/** Same for all processes that share the store, different for other stores. */
	identity(): Promise<string>;
	/**
	 * Returns the trail, and reserves the run for this holder until its release or `leaseMs`. The trail is removed with its conversation or person.
	 * @throws TroupeError RUN_TAKEN, retryable, while another holder has it
	 */
	open(runId: string, holder: string, leaseMs: number, conversationId?: string, person?: string): Promise<unknown[]>;
	/**
	 * Appends all entries or none, and renews the lease. Entries survive the end of this process; with `synced`, also a crash of the machine.
	 * Appending the same entries again, after an unclear error, changes nothing. @throws TroupeError RUN_TAKEN if the lease was lost
	 */
	append(runId: string, holder: string, entries: unknown[], options: AppendOptions): Promise<void>;
	release(runId: string, holder: string): Promise<void>;
	first(runId: string): Promise<unknown>;
	/**
	 * @param isStored true if the claimant writes the trail to this store, so that others know how far it came @param decidedBy for the notice
	 */
	claim(suspension: string, by: string, isStored: boolean, decidedBy?: string): Promise<Claim>;
	/** Replaces an earlier suspension: any process of this store can continue the run by its id. */
	suspend(run: SuspendedRun): Promise<void>;
	settle(runId: string): Promise<void>;
	/** Removes runs and claims unused since `before` (milliseconds since the epoch). @returns the number of runs */
	clean(before: number): Promise<number>;
}

interface AppendOptions {
	from: number;
	leaseMs: number;
	synced: boolean;
}

/**
 * `ours`: first claim, or repeated. `shared`: another claimant; after its end, the trail shows the rest. `taken`: another claimant, progress unknown.
 * `cancelled`: by an operator.
 */
export type Claim = 'ours' | 'shared' | 'taken' | 'cancelled';

/** A tool to approve, without arguments, or a question, without text. */
export type WaitingDecision = { approver?: string } & ({ kind: 'approval'; tool: string; message?: string } | { kind: 'question' });

/** `end`: the run cannot be continued. `decline`, `approve`: it continues with that decision. `escalate`: somebody else is asked. */
export type WhenTimedOut = 'end' | 'decline' | 'approve' | 'escalate';

/** Holds no content of the run. */
export interface RunNotice {
	/** From 1, without gaps, for each tenant. */
	id: number;
	/** Milliseconds since the epoch. */
	at: number;
	/** `waiting`: suspended. `decided`: by a person. `timed-out`: no decision in time. Each once for a suspension. */
	kind: 'waiting' | 'decided' | 'timed-out';
	runId: string;
	suspension: string;
	agent: { id: string; version: string };
	/** Milliseconds since the epoch. */
	since: number;
	decideBy: number;
	whenTimedOut: SuspendedRun['whenTimedOut'];
	host?: string;
	/** As the host names them; `rule` after a timeout. */
	by?: string;
	pending: WaitingDecision[];
}

export interface RunWaker {
	/** A secret: who has it may decide. */
	url: string;
	isPrivate: boolean;
}

export interface SuspendedRun {
	runId: string;
	suspension: string;
	agent: { id: string; version: string };
	agentFile?: string;
	conversationId: string;
	person?: string;
	/** Milliseconds since the epoch. */
	expiresAt: number;
	decideBy: number;
	whenTimedOut: WhenTimedOut;
	/** Such as `n8n`, `worker` or `cli`: it continues the run. */
	host?: string;
	pending: WaitingDecision[];
	waker?: RunWaker;
	/** Signed. JSON. */
	state: unknown;
}
