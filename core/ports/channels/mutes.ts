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

/** Milliseconds since the epoch. */
export interface MutedTime {
	from: number;
	until: number;
}

/** Silences the agents of many conversations, and lets them speak again. */
export interface ConversationSwitch {
	/** Switches the agent off where it has something to answer or to send. Messages that were not sent are withdrawn. */
	silence(
		tenant: string,
		isMeant: (conversation: SwitchedConversation) => boolean,
		mute: string,
	): Promise<{ conversations: number; withdrawn: number }>;
	/**
	 * Switches the agent on again where the mute switched it off, and nobody else has taken over since. What waited before it waits on, and so does a
	 * message whose answer the mute withdrew.
	 * @param chooseMode what a conversation is to have now
	 * @param muted the time of the mute: what arrived in it is left to people; undefined: the agent answers that too
	 * @returns how many conversations, and how many of their messages are left to people
	 */
	restore(
		tenant: string,
		mute: string,
		chooseMode: (conversation: SwitchedConversation) => { mode: ConversationMode; by: string },
		muted: MutedTime | undefined,
	): Promise<{ conversations: number; dropped: number }>;
}
