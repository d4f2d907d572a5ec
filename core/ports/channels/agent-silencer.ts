import type { Conversation, ConversationMode } from './mailbox';

/** A conversation, as far as switches look at it. */
export type SwitchedConversation = Pick<Conversation, 'channel' | 'labels' | 'origin'>;

/** Milliseconds since the epoch. */
export interface SilentTime {
	from: number;
	until: number;
}

/** Silences the agents of many conversations, and lets them speak again. */
export interface AgentSilencer {
	/** Turns the agent off where it has something to answer or to send, and withdraws unsent messages. */
	silence(
		tenant: string,
		isMeant: (conversation: SwitchedConversation) => boolean,
		target: string,
	): Promise<{ conversations: number; withdrawn: number }>;
	/**
	 * Turns the agent on again where this switch turned it off, and nobody took over since. Earlier waits, and messages whose answer the switch
	 * withdrew, wait on. @param chooseMode the mode that a conversation gets @param silent the time of the silence: what arrived in it is left
	 * to people; undefined: the agent answers that too @returns how many conversations, and how many of their messages are left to people
	 */
	restore(
		tenant: string,
		target: string,
		chooseMode: (conversation: SwitchedConversation) => { mode: ConversationMode; by: string },
		silent: SilentTime | undefined,
	): Promise<{ conversations: number; dropped: number }>;
}
