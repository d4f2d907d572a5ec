import type { ChannelEvent } from './channel-events';
import type { Desk } from './desk';
import type { MessageContent } from './message-content';
import type { SendOutcome } from './send-outcome';

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
 * Check of a request before anything is stored. - `accepted`: `key` recognizes repetitions within the channel; `stored` is the body without secrets;
 * `answer` goes to the provider after storing. Default: `{}`. - `answer`: a handshake; sent as it is, nothing is stored. - `refused`: nothing is
 * stored. `reason` is for the log and the channel's status, never for the sender.
 */
export type Verification =
	| { kind: 'accepted'; key: string; stored: string; answer?: object }
	| { kind: 'answer'; status: number; contentType: string; body: string }
	| { kind: 'refused'; status: 400 | 401 | 403 | 405 | 413 | 415; reason: RefusalReason; detail: string };

type RefusalReason = 'signature' | 'timestamp' | 'secret' | 'format' | 'instance' | 'method';

export interface StoredRequest {
	stored: string;
	receivedAt: number;
}

export interface OutgoingMessage {
	/** Troupe's id. Travels with the message if the provider carries marks. */
	id: string;
	/** From the events: a chat, a phone number, a conversation id. */
	address: string;
	content: MessageContent;
	replyTo?: string;
}

export interface ChannelAbilities {
	/** Other kinds are refused before anything is stored. */
	sends: ReadonlySet<MessageContent['kind']>;
	/** In UTF-16 code units. Longer texts are split. */
	maxTextLength: number;
	/** Time after the contact's last message for free texts; later, only templates. Undefined: always. */
	serviceWindowMs?: number;
	/** Min time between two messages of one conversation. */
	paceMs: number;
	/** The provider takes a message only once by its id: one with an unknown outcome is sent again. */
	takesOnce?: true;
	/** If the provider does not sign its requests, the path's secret and the address list protect the channel. */
	signs: boolean;
}

/** A problem names its fix. */
export interface ChannelHealth {
	state: 'connected' | 'disconnected' | 'unauthorized' | 'unreachable';
	detail: string;
	/** It can still send: only customers' messages do not arrive. */
	canSend?: true;
}

export interface MediaFile {
	mimeType: string;
	bytes: Uint8Array;
}

export interface MediaLimits {
	maxBytes: number;
	timeoutMs: number;
}

/** A WhatsApp number, a Telegram bot, a Chatwoot inbox. One implementation for each provider. */
export interface Channel {
	readonly abilities: ChannelAbilities;
	verify(request: ChannelRequest): Verification | Promise<Verification>;
	/** In their order. @throws TroupeError CHANNEL_PAYLOAD_INVALID */
	read(request: StoredRequest): ChannelEvent[];
	/** Never throws because of the provider: see the outcome. */
	send(message: OutgoingMessage, signal: AbortSignal): Promise<SendOutcome>;
	/** For an unknown outcome. Absent if the provider cannot look it up. @returns its ids, or undefined if it was not sent */
	findSent?(message: OutgoingMessage, since: number, signal: AbortSignal): Promise<[string, ...string[]] | undefined>;
	/** If the provider's own queue still holds it. @returns whether it did */
	withdraw?(messageIds: readonly string[], signal: AbortSignal): Promise<boolean>;
	markRead?(address: string, messageId: string, signal: AbortSignal): Promise<void>;
	showTyping?(address: string, signal: AbortSignal): Promise<void>;
	/** @param reference of a message's media @throws TroupeError CHANNEL_MEDIA_REFUSED, CHANNEL_UNREACHABLE, ADDRESS_REFUSED */
	download?(reference: string, limits: MediaLimits, signal: AbortSignal): Promise<MediaFile>;
	/** Registers the channel's address. Absent if a person enters it. @throws TroupeError CHANNEL_REFUSED, CHANNEL_UNREACHABLE */
	connect?(url: string, signal: AbortSignal): Promise<void>;
	readonly desk?: Desk;
	check(signal: AbortSignal): Promise<ChannelHealth>;
}
