import type { RecordLog } from '../records';
import type { Match } from './match';

/** One violation as it is stored: types and positions of matches, where and when; never the text, never a person's unhashed id. */
export interface ViolationRecord {
	/** From 1, without gaps, for each tenant; serves as the cursor. */
	id: number;
	/** Milliseconds since the epoch. */
	at: number;
	/** A keyed hash of the conversation's id, the same for the same conversation. Null without a conversation. */
	conversation: string | null;
	/** A keyed hash of the person's id, as in the usage of models. Null where the host does not know the person. */
	person: string | null;
	/** The run of the agent, or what the host calls its own: an execution of n8n. Null for others. */
	run: string | null;
	/** The id of the API key whose caller asked. Null without one. */
	key: string | null;
	/** The agent's id, its version, and the hash of its definition; null outside an agent. */
	agent: string | null;
	agentVersion: string | null;
	agentSha256: string | null;
	/** The policy whose check it is, and its version if it has one; null for what agents always have. */
	policy: string | null;
	policyVersion: string | null;
	/** What ran the guardrail, such as `agent`, `n8n`, `worker` or `cli`. */
	host: string;
	guardrail: string;
	code: string;
	stage: string;
	action: string;
	/** In the arguments of a tool call: the tool. Null elsewhere. */
	tool: string | null;
	/** In the arguments of a tool call: the place, such as `customer.notes[2]`, never what is there. Null elsewhere. */
	argument: string | null;
	/** At most the first fifty. */
	matches: Match[];
	/** The number of all matches; of the check `odd-behaviour`, that of the messages it counted. */
	matchCount: number;
}

/** Stores violations, shared by any number of processes. */
export interface ViolationStore extends RecordLog<ViolationRecord> {
	/** Assigns the tenant's next ids. Removes the tenant's oldest records above `max`, and all from before `since`. */
	append(tenant: string, records: Array<Omit<ViolationRecord, 'id'>>, keep: { max: number; since: number }): Promise<void>;
	/** The same for one record, unless the tenant has one with this key. Returns whether it was added. */
	appendOnce(tenant: string, key: string, record: Omit<ViolationRecord, 'id'>, keep: { max: number; since: number }): Promise<boolean>;
}
