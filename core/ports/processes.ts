interface PersonInProcesses {
	tenant: string;
	names: readonly string[];
	hashes?: readonly string[];
	isSecondLook?: boolean;
}

interface TenantInProcesses {
	tenant: string;
	isWhole: true;
}

export interface ForgottenInProcesses {
	/** Active instances of the person; they are among `instances`. */
	cancelled: number;
	instances: number;
	messages: number;
	left: readonly string[];
}

/** @throws TroupeError, retryable where the engine can be reached later */
export type ForgetInProcesses = (whom: PersonInProcesses | TenantInProcesses, signal: AbortSignal) => Promise<ForgottenInProcesses>;

export interface ExportedFromProcesses {
	rows: ReadonlyArray<{ table: string; row: Record<string, unknown> }>;
	/** Instances that mention the person among others: not in the rows. */
	others: number;
	/** Absent after the last portion. */
	next?: string;
}

/** @param person `after`: `next` of the portion before @throws TroupeError */
export type ExportFromProcesses = (person: PersonInProcesses & { after?: string }, signal: AbortSignal) => Promise<ExportedFromProcesses>;
