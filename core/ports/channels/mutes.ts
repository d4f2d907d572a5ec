import type { Conversation, ConversationMode } from './mailbox';

/** A switch of an operator: while it is set, the agents of its channel or origin are silent, and people go on working. */
export interface Mute {
	/** `channel:NAME`, `origin:VALUE`, or both joined by `+`. */
	name: string;
	isMuted: boolean;
	reason: string | null;
	/** Milliseconds since the epoch. */
	changedAt: number;
	/** For the log: `user:ana`. */
	changedBy: string;
}

/** The mutes of channels and origins, shared by all machines. */
export interface Mutes {
	/** @returns when it was changed, in milliseconds since the epoch */
	set(tenant: string, mute: Omit<Mute, 'changedAt'>): Promise<number>;
	/** By name. */
	list(tenant: string): Promise<Mute[]>;
	/** Every change, newest first, by number. @param before only changes with smaller numbers */
	log(tenant: string, limit: number, before?: number): Promise<Array<Mute & { number: number }>>;
}

/** A conversation, as far as mutes look at it. */
export type SwitchedConversation = Pick<Conversation, 'channel' | 'labels' | 'origin'>;

/** Silences the agents of many conversations, and lets them speak again. */
export interface ConversationSwitch {
	/** Switches the agent off where it has something to answer or to send. Messages that were not sent are withdrawn. */
	silence(
		tenant: string,
		isMeant: (conversation: SwitchedConversation) => boolean,
		mute: string,
	): Promise<{ conversations: number; withdrawn: number }>;
	/**
	 * Switches the agent on again where the mute switched it off, and nobody else has taken over since.
	 * @param chooseMode what a conversation is to have now
	 * @param dropBefore what arrived before this time is not answered any more; undefined: everything that waits is
	 * @returns how many conversations, and how many of their messages are left unanswered
	 */
	restore(
		tenant: string,
		mute: string,
		chooseMode: (conversation: SwitchedConversation) => { mode: ConversationMode; by: string },
		dropBefore: number | undefined,
	): Promise<{ conversations: number; dropped: number }>;
}
