import type { TakenContent, WorkQueue } from '../work';
import type { ChannelPartState } from './channel-states';
import type { MessageContent } from './message-content';
import type { SendOutcome } from './send-outcome';

export type SendState = 'queued' | 'held' | 'sending' | 'unknown' | 'sent' | 'delivered' | 'read' | 'refused' | 'failed' | 'withdrawn';

/** A message that goes out. The row exists before anything is sent. */
export interface Send {
	tenant: string;
	id: string;
	channel: string;
	conversation: string;
	address: string;
	content: MessageContent;
	replyTo: string | null;
	/** The run of the agent whose words they are. */
	run: string | null;
	state: SendState;
	attempts: number;
	reason: string | null;
	/** Why it did not reach the customer: the provider's own code, the status of its answer, or a code of Troupe. */
	code: string | null;
	/** Milliseconds since the epoch. */
	createdAt: number;
	sentAt: number | null;
	/** When it was last handed to the provider, by our clock. */
	triedAt: number | null;
	/** The time of the contact's last message, for the provider's window. */
	lastContactAt: number | null;
	/** The state of the channel's account, as it was found last. */
	accountState: ChannelPartState['state'] | null;
}

/** A message that ended without reaching the customer, as far as anybody knows. */
export interface UnsentMessage extends Pick<Send, 'tenant' | 'id' | 'channel' | 'conversation' | 'run' | 'code'> {
	state: 'refused' | 'failed' | 'unknown';
	/** Without personal data. */
	reason: string;
	/** Milliseconds since the epoch. */
	at: number;
}

export interface NewSend {
	/** Names the message within the tenant: enqueued twice, it is sent once. */
	key: string;
	content: MessageContent;
	replyTo?: string;
	/** The run of the agent whose words they are. */
	run?: string;
	/** A person of the company wrote it: nobody who takes over withdraws it. */
	byPerson?: true;
	/** The name of the person whose words they are. */
	writer?: string;
}

interface TakeOver {
	wasAgents: boolean;
	withdrawn: number;
}

/** What is enqueued while a person writes is refused, and so is everything for a contact who opted out, or what needs a legal basis that is not recorded. */
export type Enqueued =
	| {
			kind: 'queued';
			ids: string[];
			/** `wasAgents`: the agent answered until now; `withdrawn`: messages of its that were not sent yet. */ takeOver?: TakeOver;
	  }
	| { kind: 'silent'; mode: 'person' | 'off' }
	| { kind: 'opted-out' }
	| { kind: 'no-basis' }
	| { kind: 'unknown-conversation' };

/** What became of an attempt. `held`: the provider takes only a template now, which goes out in its place; the message follows when the customer writes. */
export type AttemptOutcome = SendOutcome | { kind: 'not-sent' } | { kind: 'held'; template: MessageContent };

export interface SendTiming {
	/** It is tried again, or looked up again. Undefined: this was the end of it. */
	retryAfterMs?: number;
	/** The account is down: the attempt does not count. */
	isAway?: true;
	/** The conversation's next message waits so long. */
	paceMs?: number;
}

export interface EnqueueOptions {
	/** For what a person or a hand-over sends. */
	evenIfSilent?: boolean;
	/** Answers the customer: what only said that they wait is withdrawn, and a process or workflow has answered what it had. */
	answers?: Answered;
	/**
	 * A person answers by hand, who has the conversation from then on. `pauseMs`: after which the agent is back by itself; `nextKey`: what
	 * one more part of the message would be named.
	 */
	takesOver?: { by: string; pauseMs: number | null; nextKey: string };
}

/** What an answer is about. `until`: ids of messages, of which the last is the last one that is answered; without them, all of them are. */
export interface Answered {
	until?: readonly string[];
}

/** Sends messages of a conversation in their order, each once. */
export interface Outbox {
	/** @throws TroupeError STATE_CONFLICT for a person's message that was stored before with another content */
	enqueue(tenant: string, conversation: string, sends: readonly NewSend[], options?: EnqueueOptions): Promise<Enqueued>;
	/**
	 * The messages whose turn it is; each channel is a lane. A row is `sending`, and synced, before it is returned. A message whose holder stopped while
	 * it was sent comes back as `unknown`: it is looked up first.
	 */
	queue: WorkQueue<Send>;
	/** Whether the contact of a message that is not sent yet has opted out meanwhile. What tells them so is wanted. */
	isUnwanted(send: Send): Promise<boolean>;
	/** Notes how it ended. `not-sent`: the look-up of an unknown one found nothing. @returns the message if it ended without reaching the customer */
	note(work: TakenContent<Send>, outcome: AttemptOutcome, timing?: SendTiming): Promise<UnsentMessage | undefined>;
	find(tenant: string, id: string): Promise<Send | undefined>;
	/** Newest first. @param filter `before`: the id after which the list goes on; `isUnsent`: it did not reach the customer, and nobody settled it */
	list(
		tenant: string,
		filter: { channel?: string; conversation?: string; state?: SendState; isUnsent?: true; before?: string },
		limit: number,
	): Promise<Send[]>;
	/**
	 * Sends one again that failed or whose outcome stayed unknown, on a person's responsibility.
	 * @returns whether there was one; `missing`: it needs a legal basis that is not recorded, in words
	 */
	resend(tenant: string, id: string): Promise<boolean | { missing: string }>;
	/** Notes that a person has seen to a message that did not reach the customer. @returns whether there was one that waits for somebody */
	settle(tenant: string, id: string, by: string): Promise<boolean>;
}
