import type { Channel } from './channel';
import type { HandOverSettings } from './hand-overs';
import type { MailboxRules } from './mailbox-rules';

/** Set up by an operator: the provider's account, and who answers. Without secrets. */
export interface ChannelRecord {
	tenant: string;
	/** Lower-case letters, digits and hyphens; part of the address that the provider calls. */
	name: string;
	provider: string;
	/** Besides its secrets, such as an instance id. */
	settings: Record<string, string>;
	credential: string;
	/** An agent's id or `id@range`. `null`: workflows and processes. */
	agent: string | null;
	/** BPMN message of each turn. `null`: none. Excludes `agent`. */
	message: string | null;
	rules: Partial<MailboxRules>;
	/** Undefined: the agent is silent, without a hand-over. */
	handOver?: HandOverSettings;
	/** `paused`: incoming messages are stored; nothing is answered or sent. */
	state: 'active' | 'paused';
	/** As CIDR; empty: any. */
	allowedNetworks: string[];
	/** SHA-256 of the path's secret, in hex. `null`: the provider signs. */
	pathSecretHash: string | null;
	/** Milliseconds since the epoch. */
	createdAt: number;
	changedAt: number;
	changedBy: string;
}

export interface ChannelTraffic {
	/** Milliseconds since the epoch. */
	lastAcceptedAt: number | null;
	lastRefusedAt: number | null;
	/** Without personal data. */
	lastRefusal: string | null;
	/** Since the channel was added. */
	refused: number;
}

/** Work to read, to answer, to send, or given up for a person; and customers who wait too long. */
export interface ChannelBacklog {
	tenant: string;
	channel: string;
	what: 'receipt' | 'given-up receipt' | 'turn' | 'given-up turn' | 'message' | 'conversation';
	count: number;
	oldestMs: number;
}

export interface ChannelRecords {
	/** @returns false if the name exists and is not to be replaced */
	put(record: ChannelRecord, replaces: boolean): Promise<boolean>;
	/** Keeps the account. @returns the new record, undefined if there is none */
	change(tenant: string, name: string, edit: (record: ChannelRecord) => ChannelRecord): Promise<ChannelRecord | undefined>;
	find(tenant: string, name: string): Promise<ChannelRecord | undefined>;
	/** @param tenant undefined: of all tenants */
	list(tenant?: string): Promise<ChannelRecord[]>;
	/** Slower than `list`. */
	listTraffic(tenant?: string): Promise<Array<ChannelRecord & ChannelTraffic>>;
	/** Returns the work that waits at the channels of all tenants. Channels where nothing waits are left out. */
	readBacklog(): Promise<ChannelBacklog[]>;
	setState(tenant: string, name: string, state: ChannelRecord['state'], by: string): Promise<boolean>;
	/** Its conversations stay until they are forgotten. */
	remove(tenant: string, name: string): Promise<boolean>;
	noteRefusal(tenant: string, name: string, reason: string): Promise<void>;
}

export interface OpenChannel {
	record: ChannelRecord;
	channel: Channel;
	rules: MailboxRules;
}

export interface ChannelDirectory {
	/** @throws TroupeError CREDENTIAL_NOT_FOUND, INPUT_INVALID for settings that the provider does not take */
	find(tenant: string, name: string): Promise<OpenChannel | undefined>;
}
