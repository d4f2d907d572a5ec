import type { RecordLog } from '../records';
import type { Match } from './match';

/** Types and positions of matches; never the text, never a person's unhashed id. */
export interface ViolationRecord {
	/** From 1, without gaps, for each tenant; the cursor. */
	id: number;
	/** Milliseconds since the epoch. */
	at: number;
	/** Keyed hash of its id, always the same. Null without a conversation. */
	conversation: string | null;
	/** Keyed hash, as in the usage of models. Null if unknown. */
	person: string | null;
	run: string | null;
	key: string | null;
	agent: string | null;
	agentVersion: string | null;
	agentSha256: string | null;
	/** Null for guardrails that agents always have. */
	policy: string | null;
	policyVersion: string | null;
	host: string;
	guardrail: string;
	code: string;
	stage: string;
	action: string;
	tool: string | null;
	/** Place in the arguments, such as `customer.notes[2]`, never the value. Null elsewhere. */
	argument: string | null;
	/** At most the first fifty. */
	matches: Match[];
	/** The number of all matches; of the check `odd-behaviour`, that of the messages it counted. */
	matchCount: number;
}

/** Shared by any number of processes. */
export interface ViolationStore extends RecordLog<ViolationRecord> {
	/** Assigns the next ids. Removes the tenant's oldest records above `max`, and all from before `since`. */
	append(tenant: string, records: Array<Omit<ViolationRecord, 'id'>>, keep: { max: number; since: number }): Promise<void>;
	appendOnce(tenant: string, key: string, record: Omit<ViolationRecord, 'id'>, keep: { max: number; since: number }): Promise<boolean>;
}
