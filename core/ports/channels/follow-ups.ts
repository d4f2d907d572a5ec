import type { TakenWork, WorkQueue } from '../work';
import type { HeldTurn } from './mailbox';
import type { MessageContent } from './message-content';
import type { NewSend } from './outbox';

/** A customer who has said nothing since our last message, and gets another one now. */
export interface DueFollowUp {
	tenant: string;
	channel: string;
	conversation: string;
	contact: string;
	labels: string[];
	/** Undefined: whoever answers the channel writes it, in a turn. */
	text?: string;
	/** For the provider's window; milliseconds since the epoch. */
	lastContactAt: number;
}

/** Why a follow-up was not sent, for the log of its contact. */
export type WhyNoFollowUp = 'nothing-to-say' | 'not-answered' | 'deal-closed';

/** Finds customers who are silent, once for each follow-up that the channel has for them. */
export interface FollowUps {
	/** Works `follow-up`, whose keys are ids of conversations; each channel is a lane. */
	due: WorkQueue<DueFollowUp>;
	/** Stores the message for the outbox. @returns false if something was said or changed meanwhile, or the contact opted out */
	send(work: TakenWork, content: MessageContent): Promise<boolean>;
	/** Lets whoever answers the channel write it: begins a turn without messages. @returns false as for `send` */
	beginTurn(work: TakenWork): Promise<boolean>;
	/** Ends the work, and all follow-ups of this silence. */
	endAll(work: TakenWork, why: WhyNoFollowUp): Promise<void>;
	/**
	 * Stores what was written in the turn for the outbox, before the turn ends. Repeated, it stores nothing more.
	 * @param sends what goes out, or why nothing does
	 * @returns false if something was said or changed meanwhile, or the contact opted out: then nothing goes out
	 */
	answer(turn: HeldTurn, sends: readonly NewSend[] | WhyNoFollowUp): Promise<boolean>;
}
