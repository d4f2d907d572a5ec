import type { MessageContent } from './message-content';

/**
 * A provider's name of a person. `kind` limits comparisons: a phone number is the same everywhere, a Chatwoot contact only within its account
 * (`chatwoot:<host>/<account>`).
 */
export interface AliasClaim {
	kind: 'phone' | 'email' | 'lid' | 'bsuid' | 'parent-bsuid' | 'telegram' | `chatwoot:${string}` | `custom:${string}`;
	value: string;
	/** `provider`: tied together by the provider in one event. `entered`: typed by people, as in a contact book. */
	proof: 'provider' | 'entered';
}

interface EventOfConversation {
	/** Unique within the channel. An event with a known key is a repetition and changes nothing. */
	key: string;
	/** Replies go to this address. */
	address: string;
	/** Milliseconds since the epoch, of the provider. */
	at: number;
}

export interface MessageEvent extends EventOfConversation {
	kind: 'message';
	id: string;
	/**
	 * `contact`: the customer. `account`: Troupe, a person at the phone or in Chatwoot, or another program; own writes are recognized by `id`, `mark`
	 * and content.
	 */
	author: 'contact' | 'account';
	contact: AliasClaim[];
	name?: string;
	content: MessageContent[];
	replyTo?: string;
	mark?: string;
	byProgram?: boolean;
	writer?: { id: string; name?: string };
	edits?: string;
}

export interface StatusEvent extends EventOfConversation {
	kind: 'status';
	id: string;
	status: 'sent' | 'delivered' | 'read' | 'failed';
	/** For `failed`: the provider's words, without personal data. */
	reason?: string;
	code?: string;
	mark?: string;
	contact: AliasClaim[];
}

interface MissedCallEvent extends EventOfConversation {
	kind: 'missed-call';
	contact: AliasClaim[];
	name?: string;
}

export interface ConversationEvent extends EventOfConversation {
	kind: 'conversation';
	changes: { status?: string; assignee?: string | null; labels?: string[] };
	contact: AliasClaim[];
	changedBy?: { id: string; name?: string };
	mark?: string;
}

export interface ConnectionEvent {
	kind: 'connection';
	key: string;
	at: number;
	state: 'connected' | 'disconnected';
	detail?: string;
}

export interface IgnoredEvent {
	kind: 'ignored';
	key: string;
	at: number;
	reason: 'group' | 'other-number' | 'newsletter' | 'broadcast' | 'waiting-message' | 'note' | 'typing' | 'unsupported';
}

export type ChannelEvent = MessageEvent | StatusEvent | MissedCallEvent | ConversationEvent | ConnectionEvent | IgnoredEvent;
