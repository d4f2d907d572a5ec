import type { Channel } from './channel';
import type { HandOverSettings } from './hand-overs';
import type { MailboxRules } from './mailbox-rules';

/** What an operator set up: which account of which provider, and who answers there. Without secrets. */
export interface ChannelRecord {
	tenant: string;
	/** Lower-case letters, digits and hyphens; part of the address that the provider calls. */
	name: string;
	/** The provider: `z-api`, `telegram`, … */
	provider: string;
	/** What the provider needs besides its secrets, such as an instance id. */
	settings: Record<string, string>;
	/** The name of the credential with its secrets, in the store of credentials. */
	credential: string;
	/** Who answers: an agent's id or `id@range`. `null`: workflows and processes. */
	agent: string | null;
	/** The name of the BPMN message that each turn becomes. `null`: none. Not together with `agent`. */
	message: string | null;
	rules: Partial<MailboxRules>;
	/** How conversations are given to people. Undefined: the agent is silent, and that is all. */
	handOver?: HandOverSettings;
	/** `paused`: what arrives is stored, and nothing is answered or sent. */
	state: 'active' | 'paused';
	/** Networks that may call, as CIDR; empty: any. */
	allowedNetworks: string[];
	/** SHA-256 of the secret in the path, in hex. `null`: the provider signs. */
	pathSecretHash: string | null;
	/** Milliseconds since the epoch. */
	createdAt: number;
	changedAt: number;
	changedBy: string;
}

/** What has happened at a channel's address lately. */
export interface ChannelTraffic {
	/** Milliseconds since the epoch. */
	lastAcceptedAt: number | null;
	lastRefusedAt: number | null;
	/** Why, without personal data. */
	lastRefusal: string | null;
	/** Refused requests since the channel was added. */
	refused: number;
}

/** Work of a channel that waits: to be read, to be answered, for a person because it was given up, or to be sent; and customers who wait for too long. */
export interface ChannelBacklog {
	tenant: string;
	channel: string;
	what: 'receipt' | 'given-up receipt' | 'turn' | 'given-up turn' | 'message' | 'conversation';
	count: number;
	/** Time that the oldest has been waiting. */
	oldestMs: number;
}

export interface ChannelRecords {
	/** @returns false if there is one of this name, and it is not to be replaced */
	put(record: ChannelRecord, replaces: boolean): Promise<boolean>;
	/** Changes what may change of a channel that keeps its account. @returns the record after it, undefined if there is none */
	change(tenant: string, name: string, edit: (record: ChannelRecord) => ChannelRecord): Promise<ChannelRecord | undefined>;
	find(tenant: string, name: string): Promise<ChannelRecord | undefined>;
	/** @param tenant undefined: of all tenants */
	list(tenant?: string): Promise<ChannelRecord[]>;
	/** The same with what has happened, which takes longer to find out. */
	listTraffic(tenant?: string): Promise<Array<ChannelRecord & ChannelTraffic>>;
	/** Returns the work that waits at the channels of all tenants. Channels where nothing waits are left out. */
	readBacklog(): Promise<ChannelBacklog[]>;
	setState(tenant: string, name: string, state: ChannelRecord['state'], by: string): Promise<boolean>;
	/** Removes the channel. Its conversations stay until they are forgotten. */
	remove(tenant: string, name: string): Promise<boolean>;
	noteRefusal(tenant: string, name: string, reason: string): Promise<void>;
}

/** A channel that is ready to be used. */
export interface OpenChannel {
	record: ChannelRecord;
	channel: Channel;
	rules: MailboxRules;
}

/** Finds channels by name, with their secrets. */
export interface ChannelDirectory {
	/** @throws TroupeError CREDENTIAL_NOT_FOUND, INPUT_INVALID for settings that the provider does not take */
	find(tenant: string, name: string): Promise<OpenChannel | undefined>;
}
