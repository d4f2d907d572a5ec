import type { TakenWork, WorkQueue } from '../work';
import type { HeldTurn } from './mailbox';
import type { MessageContent } from './message-content';
import type { NewSend } from './outbox';

/** The customer is silent since our last message. */
export interface DueFollowUp {
	tenant: string;
	channel: string;
	conversation: string;
	contact: string;
	labels: string[];
	/** Undefined: the channel's agent or process writes it, in a turn. */
	text?: string;
	/** For the provider's window; milliseconds since the epoch. */
	lastContactAt: number;
}

export type WhyNoFollowUp = 'nothing-to-say' | 'not-answered' | 'deal-closed';

/** Finds silent customers, once for each follow-up of the channel. */
export interface FollowUps {
	/** `follow-up`, by conversation id; each channel is a lane. */
	due: WorkQueue<DueFollowUp>;
	/** For the outbox. @returns false if something was said or changed meanwhile, or the contact opted out */
	send(work: TakenWork, content: MessageContent): Promise<boolean>;
	/** Starts a turn without messages. @returns false as for `send` */
	beginTurn(work: TakenWork): Promise<boolean>;
	endAll(work: TakenWork, why: WhyNoFollowUp): Promise<void>;
	/**
	 * Stores the text for the outbox before the turn ends; idempotent. @param sends messages, or the reason for none @returns false if something was
	 * said or changed meanwhile, or the contact opted out: then nothing goes out
	 */
	answer(turn: HeldTurn, sends: readonly NewSend[] | WhyNoFollowUp): Promise<boolean>;
}
