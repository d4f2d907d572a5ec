import type { TakenContent, WorkQueue } from '../work';
import type { ChannelPartState } from './channel-states';
import type { MessageContent } from './message-content';
import type { SendOutcome } from './send-outcome';

export type SendState = 'queued' | 'held' | 'sending' | 'unknown' | 'sent' | 'delivered' | 'read' | 'refused' | 'failed' | 'withdrawn';

/** The row exists before anything is sent. */
export interface Send {
	tenant: string;
	id: string;
	channel: string;
	conversation: string;
	address: string;
	content: MessageContent;
	replyTo: string | null;
	run: string | null;
	state: SendState;
	attempts: number;
	reason: string | null;
	/** For a failure: the provider's code, its answer's status, or a code of Troupe. */
	code: string | null;
	/** Milliseconds since the epoch. */
	createdAt: number;
	sentAt: number | null;
	/** Last attempt, by our clock. */
	triedAt: number | null;
	lastContactAt: number | null;
	accountState: ChannelPartState['state'] | null;
}

export interface UnsentMessage extends Pick<Send, 'tenant' | 'id' | 'channel' | 'conversation' | 'run' | 'code'> {
	state: 'refused' | 'failed' | 'unknown';
	/** Without personal data. */
	reason: string;
	/** Milliseconds since the epoch. */
	at: number;
}

export interface NewSend {
	key: string;
	content: MessageContent;
	replyTo?: string;
	run?: string;
	byPerson?: true;
	writer?: string;
}

interface TakeOver {
	wasAgents: boolean;
	withdrawn: number;
}

/** Refused while a person writes, for a contact who opted out, or without a needed legal basis. */
export type Enqueued =
	| {
			kind: 'queued';
			ids: string[];
			/** `wasAgents`: the agent answered until now; `withdrawn`: its unsent messages. */ takeOver?: TakeOver;
	  }
	| { kind: 'silent'; mode: 'person' | 'off' }
	| { kind: 'opted-out' }
	| { kind: 'no-basis' }
	| { kind: 'unknown-conversation' };

/** `held`: the provider takes only a template now, which is sent instead; the message follows when the customer writes. */
export type AttemptOutcome = SendOutcome | { kind: 'not-sent' } | { kind: 'held'; template: MessageContent };

export interface SendTiming {
	/** Next attempt or look-up. Undefined: the end. */
	retryAfterMs?: number;
	/** The account is down: the attempt does not count. */
	isAway?: true;
	paceMs?: number;
}

export interface EnqueueOptions {
	evenIfSilent?: boolean;
	/** Withdraws messages that only announced a wait; a process or workflow has answered its messages. */
	answers?: Answered;
	/** A person answers and has the conversation from then on. `pauseMs`: until the agent is back; `nextKey`: for one more part of the message. */
	takesOver?: { by: string; pauseMs: number | null; nextKey: string };
}

/** `until`: ids of messages up to the last answered one; without them, all. */
export interface Answered {
	until?: readonly string[];
}

export interface Outbox {
	/** @throws TroupeError STATE_CONFLICT for a person's message stored before with another content */
	enqueue(tenant: string, conversation: string, sends: readonly NewSend[], options?: EnqueueOptions): Promise<Enqueued>;
	/**
	 * Each channel is a lane. A row is `sending`, and synced, before it is returned. If its holder stopped while sending, it comes back as `unknown`:
	 * it is looked up first.
	 */
	queue: WorkQueue<Send>;
	/** The contact has opted out meanwhile. The message that confirms it is wanted. */
	isUnwanted(send: Send): Promise<boolean>;
	/** `not-sent`: the look-up found nothing. @returns the message if it ended without reaching the customer */
	note(work: TakenContent<Send>, outcome: AttemptOutcome, timing?: SendTiming): Promise<UnsentMessage | undefined>;
	find(tenant: string, id: string): Promise<Send | undefined>;
	/**
	 * Newest first. @param filter `before`: id of the last one of the page before; `isUnsent`: it did not reach the customer, and nobody settled it
	 */
	list(
		tenant: string,
		filter: { channel?: string; conversation?: string; state?: SendState; isUnsent?: true; before?: string },
		limit: number,
	): Promise<Send[]>;
	/**
	 * For failed and unknown outcomes, on a person's responsibility. @returns whether there was one; `missing`: a needed legal basis is not recorded,
	 * in words
	 */
	resend(tenant: string, id: string): Promise<boolean | { missing: string }>;
	/** A person has seen to an unsent message. @returns whether one waited */
	settle(tenant: string, id: string, by: string): Promise<boolean>;
}
