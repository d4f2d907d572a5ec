import type { MessageContent } from './message-content';

/**
 * A name under which a provider knows a person. `kind` says which names can be compared: a phone number is the same everywhere, a contact of
 * Chatwoot only within its account (`chatwoot:<host>/<account>`).
 */
export interface AliasClaim {
	kind: 'phone' | 'email' | 'lid' | 'bsuid' | 'parent-bsuid' | 'telegram' | `chatwoot:${string}` | `custom:${string}`;
	value: string;
	/** `provider`: the provider itself ties the names of one event together. `entered`: people typed it, as in a contact book. */
	proof: 'provider' | 'entered';
}

interface EventOfConversation {
	/** Identifies the event within its channel. A second event with this key is a repetition and changes nothing. */
	key: string;
	/** The conversation's address at the provider: what a reply is sent to. */
	address: string;
	/** Milliseconds since the epoch, as the provider says. */
	at: number;
}

export interface MessageEvent extends EventOfConversation {
	kind: 'message';
	/** The provider's id of the message. */
	id: string;
	/**
	 * `contact`: the customer. `account`: someone who writes for us, whether Troupe, a person at the phone or in Chatwoot, or another program; own writes
	 * are recognized by `id`, `mark` and content.
	 */
	author: 'contact' | 'account';
	/** The names of the customer, also in a message of ours. */
	contact: AliasClaim[];
	name?: string;
	content: MessageContent[];
	replyTo?: string;
	/** For a message of ours: what Troupe sent along. */
	mark?: string;
	/** For a message of ours: whether a program sent it, if the provider says so. */
	byProgram?: boolean;
	/** For a message of ours: who wrote it, as the provider names them. */
	writer?: { id: string; name?: string };
	/** It replaces the content of a message that came before. Without content, that was deleted. */
	edits?: string;
}

export interface StatusEvent extends EventOfConversation {
	kind: 'status';
	/** The provider's id of the message that we sent. */
	id: string;
	status: 'sent' | 'delivered' | 'read' | 'failed';
	/** For `failed`: the provider's words, without personal data. */
	reason?: string;
	/** For `failed`: the provider's own code. */
	code?: string;
	/** What Troupe sent along with the message. */
	mark?: string;
	/** The names of the customer, as far as the provider tells them. */
	contact: AliasClaim[];
}

export interface MissedCallEvent extends EventOfConversation {
	kind: 'missed-call';
	contact: AliasClaim[];
	name?: string;
}

/** A change of a conversation at the provider: by a person, by a rule, or by ourselves. */
export interface ConversationEvent extends EventOfConversation {
	kind: 'conversation';
	/** Only what changed. */
	changes: { status?: string; assignee?: string | null; labels?: string[] };
	contact: AliasClaim[];
	/** Who changed it, if the provider says so. */
	changedBy?: { id: string; name?: string };
	mark?: string;
}

/** The account was connected or disconnected. */
export interface ConnectionEvent {
	kind: 'connection';
	key: string;
	at: number;
	state: 'connected' | 'disconnected';
	detail?: string;
}

/** A request that concerns nobody. It is stored with the reason and does nothing. */
export interface IgnoredEvent {
	kind: 'ignored';
	key: string;
	at: number;
	reason: 'group' | 'other-number' | 'newsletter' | 'broadcast' | 'waiting-message' | 'note' | 'typing' | 'unsupported';
}

export type ChannelEvent = MessageEvent | StatusEvent | MissedCallEvent | ConversationEvent | ConnectionEvent | IgnoredEvent;
