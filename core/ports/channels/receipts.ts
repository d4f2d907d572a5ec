import type { TakenWork, WorkQueue } from '../work';
import type { MessageAnswer } from './mailbox';

/** A request of a provider that was accepted, and what became of it. */
export interface Receipt {
	tenant: string;
	id: string;
	channel: string;
	/** The body without secrets. */
	stored: string;
	/** In place of the body stands that it cannot be opened: it was changed, or its key is gone. */
	isUnreadable?: true;
	/** Milliseconds since the epoch. */
	receivedAt: number;
	/** `received`: waits to be processed. `dead`: given up; someone has to look at it, and can replay it. */
	state: 'received' | 'processed' | 'ignored' | 'dead';
	attempts: number;
	/** Why it was ignored, will be tried again, or was given up. Without personal data. */
	reason: string | null;
	endedAt: number | null;
}

/** A receipt that is being applied. */
export interface TakenReceipt extends Receipt {
	/** Where in which trace it was received, as `storeTrace` writes it. */
	trace: string | null;
}

export interface ReceiptFilter {
	channel?: string;
	state?: Receipt['state'];
	/** Milliseconds since the epoch. */
	from?: number;
	to?: number;
	/** Returns what is older than this receipt. */
	before?: string;
}

export type ReceiptEnd =
	| { kind: 'processed' | 'ignored'; reason?: string }
	| { kind: 'retry'; reason: string; afterMs: number }
	/** The process stops before it was applied: the attempt does not count. */
	| { kind: 'returned' }
	| { kind: 'dead'; reason: string };

export type EndedReceipt = Pick<Receipt, 'id'> & { end: ReceiptEnd };

/** A request of a provider that was verified. */
export interface ReceivedRequest {
	tenant: string;
	channel: string;
	/** The provider's: the same when it repeats the request. */
	key: string;
	/** The body without secrets. */
	stored: string;
	/** Milliseconds since the epoch. */
	receivedAt: number;
	/** Where in which trace it was received, as `storeTrace` writes it. */
	trace?: string;
}

/** What became of a message of a receipt. */
export interface ReceiptAnswer {
	receipt: string;
	conversation: string;
	answer: MessageAnswer;
}

/** Stores requests before they are acknowledged, and gives each to one worker at a time. */
export interface ReceiptStore {
	/** Stores a request, synced. A repeated one has no effect. @throws TroupeError CHANNEL_BUSY if more arrives than can be stored; STORAGE_… */
	accept(request: ReceivedRequest): Promise<void>;
	/** Lets requests that wait be stored before more is processed. @param workedMs what was processed took so long */
	letReceive(workedMs: number): Promise<void>;
	/**
	 * Works `channel-receipt`, one for each channel that has receipts, which is the lane too. The content is the next of them, in the order in which
	 * they arrived.
	 */
	queue: WorkQueue<TakenReceipt[]>;
	/** Notes the ends of receipts of a channel, and tells of what was given up by an event `channel.receipt.failed`. What another process has taken meanwhile stays as it is. */
	end(work: TakenWork, ended: readonly EndedReceipt[]): Promise<void>;
	/** Newest first, at most `limit`. */
	list(tenant: string, filter: ReceiptFilter, limit: number): Promise<Receipt[]>;
	find(tenant: string, id: string): Promise<Receipt | undefined>;
	/** What became of the customers' messages in receipts, oldest first. */
	listAnswers(tenant: string, receipts: readonly string[]): Promise<ReceiptAnswer[]>;
	/** Lets receipts be processed again: events that had an effect before have none now. @returns how many */
	replay(tenant: string, filter: ReceiptFilter & { id?: string }): Promise<number>;
}
