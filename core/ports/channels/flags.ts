import type { ConversationMode } from './mailbox';

/** A switch of an operator: while it is off, the agents of its channel or origin are silent, and people go on working. */
export interface ChannelFlag {
	/** `channel:NAME`, `origin:VALUE`, or both joined by `+`. */
	name: string;
	isOn: boolean;
	reason: string | null;
	/** Milliseconds since the epoch. */
	changedAt: number;
	/** For the audit: `user:ana`. */
	changedBy: string;
}

/** Flags of channels, shared by all machines. */
export interface ChannelFlags {
	/** @returns when it was changed, in milliseconds since the epoch */
	set(tenant: string, flag: Omit<ChannelFlag, 'changedAt'>): Promise<number>;
	/** By name. */
	list(tenant: string): Promise<ChannelFlag[]>;
	/** Every change, newest first. */
	log(tenant: string, limit: number): Promise<ChannelFlag[]>;
}

/** A conversation, as far as flags look at it. */
export interface SwitchedConversation {
	channel: string;
	labels: string[];
}

/** Silences the agents of many conversations, and lets them speak again. */
export interface ConversationSwitch {
	/** Switches the agent off where it has something to answer or to send. Messages that were not sent are withdrawn. */
	silence(
		tenant: string,
		isMeant: (conversation: SwitchedConversation) => boolean,
		flag: string,
	): Promise<{ conversations: number; withdrawn: number }>;
	/**
	 * Switches the agent on again where the flag switched it off, and nobody else has taken over since.
	 * @param chooseMode what a conversation is to have now
	 * @param dropBefore what arrived before this time is not answered any more; undefined: everything that waits is
	 * @returns how many conversations, and how many of their messages are left unanswered
	 */
	restore(
		tenant: string,
		flag: string,
		chooseMode: (conversation: SwitchedConversation) => { mode: ConversationMode; by: string },
		dropBefore: number | undefined,
	): Promise<{ conversations: number; dropped: number }>;
}
