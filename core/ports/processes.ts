/** A person, as variables, correlation keys and messages of processes name them. */
export interface PersonInProcesses {
	tenant: string;
	/** Ids of the contact and of conversations, phone numbers and other names, in each form in which they are written. */
	names: readonly string[];
	/** Keyed hashes of the ids of the contact and of conversations, where nobody knows the ids any more. */
	hashes?: readonly string[];
	/** Looks for what began since the same call ended: where nothing did, the file is not rewritten a second time. */
	isSecondLook?: boolean;
}

/** All of a tenant, with what it deployed. */
export interface TenantInProcesses {
	tenant: string;
	isWhole: true;
}

/** What was removed from processes, and what is left. */
export interface ForgottenInProcesses {
	/** Active instances of the person that were cancelled; they are among `instances`. */
	cancelled: number;
	/** Removed instances, with variables, jobs, incidents, tasks and history. */
	instances: number;
	/** Messages that waited to be correlated. */
	messages: number;
	/** Active instances that mention the person among others: somebody has to decide about them. */
	left: readonly string[];
}

/** Removes a person, or a tenant, from processes. Repeated, it finds what is left. @throws TroupeError, retryable where the engine can be reached later */
export type ForgetInProcesses = (whom: PersonInProcesses | TenantInProcesses, signal: AbortSignal) => Promise<ForgottenInProcesses>;

/** A portion of the rows that processes hold of a person. */
export interface ExportedFromProcesses {
	rows: ReadonlyArray<{ table: string; row: Record<string, unknown> }>;
	/** Instances of others, or of several, that mention the person: they are not among the rows. */
	others: number;
	/** Where the next portion begins; absent after the last one. */
	next?: string;
}

/** Reads what processes hold of a person, in portions. @param person `after`: `next` of the portion before @throws TroupeError */
export type ExportFromProcesses = (person: PersonInProcesses & { after?: string }, signal: AbortSignal) => Promise<ExportedFromProcesses>;
