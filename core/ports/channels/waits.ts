import type { TakenWork, WorkQueue } from '../work';
import type { HandOver, HandOverSettings } from './hand-overs';
import type { ConversationMode } from './mailbox';
import type { Answered } from './outbox';
import type { PeopleFacts } from './people-facts';

/** A customer who has waited for an answer for longer than the channel allows. */
export interface LateConversation {
	tenant: string;
	channel: string;
	conversation: string;
	/** Who was to answer. A conversation that is switched off waits for a person, too. */
	waitsFor: 'agent' | 'person';
	/** When the first message without an answer arrived, people were asked, or an answer was written that cannot go out; milliseconds since the epoch. */
	since: number;
}

/** One that is still to be told of. */
export interface UntoldConversation extends LateConversation {
	mode: ConversationMode;
	labels: string[];
	/** The run that waits for a person's decision; the customer waits for it. */
	run?: string;
	/** Set where the answer is written, and cannot go out. */
	hasAnswer?: boolean;
	/** That no person has answered. */
	handOver?: HandOver;
}

/** Finds customers who wait for too long, once for each wait, and tells of them. */
export interface Waits {
	/** Works `conversation-wait`, whose keys are ids of conversations; each channel is a lane, also one that is paused. */
	late: WorkQueue<UntoldConversation>;
	/**
	 * Tells of one by an event, the count and the desk, or lets the agent come back where a hand-over was to be answered in time.
	 * @returns false if somebody answered meanwhile
	 */
	tell(work: TakenWork, settings: HandOverSettings, people?: PeopleFacts): Promise<boolean>;
	/** How many were told of and still wait, by channel. */
	count(tenant: string): Promise<ReadonlyMap<string, number>>;
	/** A person chose not to answer. @returns false if nothing waits there */
	leave(tenant: string, conversation: string, how: { by: string; reason: string }): Promise<boolean>;
	/** A process or workflow chose not to answer what it has. What people have, and what came later, waits on. @returns false if it has nothing */
	needNoAnswer(tenant: string, conversation: string, how: { by: string; reason: string } & Answered): Promise<boolean>;
}
