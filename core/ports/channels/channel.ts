import type { ChannelEvent } from './channel-events';
import type { Desk } from './desk';
import type { MessageContent } from './message-content';
import type { SendOutcome } from './send-outcome';

/** A request that a provider sent to the address of a channel, as it arrived. */
export interface ChannelRequest {
	method: 'GET' | 'POST';
	/** With names in lower case. */
	headers: Readonly<Record<string, string | undefined>>;
	query: Readonly<Record<string, string | undefined>>;
	/** At most `maxRequestBytes`. */
	body: Uint8Array;
	/** Milliseconds since the epoch, by our clock. */
	receivedAt: number;
}

/** 1 MiB. Providers send addresses of media, not media; a batch of WhatsApp Cloud has at most some hundred kB. */
export const maxRequestBytes = 1_048_576;

/**
 * What the check of a request found, before anything is stored.
 * - `accepted`: `key` identifies the request within the channel, so that a repeated one is recognized; `stored` is its body without secrets;
 *   `answer` is what the provider is told once it is stored. Default: `{}`.
 * - `answer`: a handshake; the answer is sent as it is, and nothing is stored.
 * - `refused`: nothing is stored. `reason` is for the log and the channel's status, never for the sender.
 */
export type Verification =
	| { kind: 'accepted'; key: string; stored: string; answer?: object }
	| { kind: 'answer'; status: number; contentType: string; body: string }
	| { kind: 'refused'; status: 400 | 401 | 403 | 405 | 413 | 415; reason: RefusalReason; detail: string };

export type RefusalReason = 'signature' | 'timestamp' | 'secret' | 'format' | 'instance' | 'method';

/** The body of an accepted request. */
export interface StoredRequest {
	stored: string;
	receivedAt: number;
}

/** A message that Troupe sends. */
export interface OutgoingMessage {
	/** Identifies the message in Troupe. Where the provider carries marks, it travels with the message. */
	id: string;
	/** The conversation's address at the provider, from the events: a chat, a phone number, a conversation id. */
	address: string;
	content: MessageContent;
	/** The provider's id of the message that this one replies to. */
	replyTo?: string;
}

/** What a channel can send, and how fast. */
export interface ChannelAbilities {
	/** Kinds of content that it can send. Others are refused before anything is stored. */
	sends: ReadonlySet<MessageContent['kind']>;
	/** In UTF-16 code units. Longer texts are sent in several messages. */
	maxTextLength: number;
	/** How long after the contact's last message free texts can be sent; later, only templates. Undefined: always. */
	serviceWindowMs?: number;
	/** The least time between two messages of one conversation. */
	paceMs: number;
	/** Whether the provider takes a message that it has already only once, by its id: one with an unknown outcome is sent again. */
	takesOnce?: true;
	/** Whether the provider signs its requests. If not, the secret in the path and the list of addresses protect the channel. */
	signs: boolean;
}

/** A found problem names what to do about it. */
export interface ChannelHealth {
	state: 'connected' | 'disconnected' | 'unauthorized' | 'unreachable';
	detail: string;
	/** It sends all the same: only what customers write does not arrive. */
	canSend?: true;
}

/** A media file, while it is read. */
export interface MediaFile {
	mimeType: string;
	bytes: Uint8Array;
}

export interface MediaLimits {
	maxBytes: number;
	timeoutMs: number;
}

/** One account at a provider of messages: a WhatsApp number, a Telegram bot, a Chatwoot inbox. Implemented once for each provider. */
export interface Channel {
	readonly abilities: ChannelAbilities;
	/** Checks signature, timestamp and form, within a few milliseconds. */
	verify(request: ChannelRequest): Verification | Promise<Verification>;
	/** Reads the events of an accepted request, in their order. @throws TroupeError CHANNEL_PAYLOAD_INVALID */
	read(request: StoredRequest): ChannelEvent[];
	/** Never throws because of the provider: the outcome says what happened. */
	send(message: OutgoingMessage, signal: AbortSignal): Promise<SendOutcome>;
	/** Looks up a message with an unknown outcome. Absent where the provider has no way to look. @returns its ids, or undefined if it was not sent */
	findSent?(message: OutgoingMessage, since: number, signal: AbortSignal): Promise<[string, ...string[]] | undefined>;
	/** Takes a message back that the provider's own queue still holds. @returns whether it did */
	withdraw?(messageIds: readonly string[], signal: AbortSignal): Promise<boolean>;
	markRead?(address: string, messageId: string, signal: AbortSignal): Promise<void>;
	/** Shows that an answer is being written. */
	showTyping?(address: string, signal: AbortSignal): Promise<void>;
	/** @param reference of a message's media @throws TroupeError CHANNEL_MEDIA_REFUSED, CHANNEL_UNREACHABLE, ADDRESS_REFUSED */
	download?(reference: string, limits: MediaLimits, signal: AbortSignal): Promise<MediaFile>;
	/** Tells the provider the address of the channel. Absent where a person enters it. @throws TroupeError CHANNEL_REFUSED, CHANNEL_UNREACHABLE */
	connect?(url: string, signal: AbortSignal): Promise<void>;
	/** Absent where people have no notes, labels and assignees. */
	readonly desk?: Desk;
	/** Asks the provider whether the account works. */
	check(signal: AbortSignal): Promise<ChannelHealth>;
}
