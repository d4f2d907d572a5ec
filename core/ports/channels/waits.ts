import type { TakenWork, WorkQueue } from '../work';
import type { HandOver, HandOverSettings } from './hand-overs';
import type { ConversationMode } from './mailbox';
import type { Answered } from './outbox';
import type { PeopleFacts } from './people-facts';

export interface LateConversation {
	tenant: string;
	channel: string;
	conversation: string;
	waitsFor: 'agent' | 'person';
	/** First unanswered message, request to people, or answer that cannot go out; milliseconds since the epoch. */
	since: number;
}

export interface UntoldConversation extends LateConversation {
	mode: ConversationMode;
	labels: string[];
	/** It waits for a person's decision, and the customer for it. */
	run?: string;
	/** Written, but cannot go out. */
	hasAnswer?: boolean;
	handOver?: HandOver;
}

/** Reports customers who wait too long, once for each wait. */
export interface Waits {
	/** `conversation-wait`, by conversation id; each channel is a lane, also a paused one. */
	late: WorkQueue<UntoldConversation>;
	/** @returns false if somebody answered meanwhile */
	tell(work: TakenWork, settings: HandOverSettings, people?: PeopleFacts): Promise<boolean>;
	count(tenant: string): Promise<ReadonlyMap<string, number>>;
	/** A person chose not to answer. @returns false if nothing waits there */
	leave(tenant: string, conversation: string, how: { by: string; reason: string }): Promise<boolean>;
	/** Decision of a process or workflow about its messages. People's and later messages wait on. @returns false if it has nothing */
	needNoAnswer(tenant: string, conversation: string, how: { by: string; reason: string } & Answered): Promise<boolean>;
}
