import type { TakenWork, WorkQueue } from '../work';
import type { MessageContent } from './message-content';

/** A customer who has said nothing since our last message, and gets another one now. */
export interface DueFollowUp {
	tenant: string;
	channel: string;
	conversation: string;
	labels: string[];
	text: string;
	/** For the provider's window; milliseconds since the epoch. */
	lastContactAt: number;
}

/** Finds customers who are silent, once for each message that the channel has for them. */
export interface FollowUps {
	/** Works `follow-up`, whose keys are ids of conversations; each channel is a lane. */
	due: WorkQueue<DueFollowUp>;
	/** Stores the message for the outbox. @returns false if something was said or changed meanwhile, or the contact opted out */
	send(work: TakenWork, content: MessageContent): Promise<boolean>;
}
