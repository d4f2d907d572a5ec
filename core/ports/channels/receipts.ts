import type { TakenWork, WorkQueue } from '../work';
import type { MessageAnswer } from './mailbox';

export interface Receipt {
	tenant: string;
	id: string;
	channel: string;
	/** The body without secrets. */
	stored: string;
	/** The body cannot be opened: it was changed, or its key is gone. */
	isUnreadable?: true;
	/** Milliseconds since the epoch. */
	receivedAt: number;
	/** `received`: waits. `dead`: given up; someone has to look at it, and can replay it. */
	state: 'received' | 'processed' | 'ignored' | 'dead';
	attempts: number;
	/** Why it was ignored, will be tried again, or was given up. Without personal data. */
	reason: string | null;
	endedAt: number | null;
}

export interface TakenReceipt extends Receipt {
	/** Place in the trace, as `storeTrace` writes it. */
	trace: string | null;
}

export interface ReceiptFilter {
	channel?: string;
	state?: Receipt['state'];
	from?: number;
	to?: number;
	before?: string;
}

export type ReceiptEnd =
	| { kind: 'processed' | 'ignored'; reason?: string }
	| { kind: 'retry'; reason: string; afterMs: number }
	/** The process stopped before: the attempt does not count. */
	| { kind: 'returned' }
	| { kind: 'dead'; reason: string };

export type EndedReceipt = Pick<Receipt, 'id'> & { end: ReceiptEnd };

export interface ReceivedRequest {
	tenant: string;
	channel: string;
	key: string;
	/** The body without secrets. */
	stored: string;
	/** Milliseconds since the epoch. */
	receivedAt: number;
	/** As `storeTrace` writes it. */
	trace?: string;
}

export interface ReceiptAnswer {
	receipt: string;
	conversation: string;
	answer: MessageAnswer;
}

/** Requests are stored before they are acknowledged; one worker at a time has each. */
export interface ReceiptStore {
	/** Synced. A repeated request has no effect. @throws TroupeError CHANNEL_BUSY if more arrives than can be stored; STORAGE_… */
	accept(request: ReceivedRequest): Promise<void>;
	/** Waiting requests are stored before more is processed. @param workedMs duration of the processing */
	letReceive(workedMs: number): Promise<void>;
	/** `channel-receipt`, one for each channel with receipts, also the lane. The content is the next ones, in order of arrival. */
	queue: WorkQueue<TakenReceipt[]>;
	/** Reports given up receipts by an event `channel.receipt.failed`. Receipts of another process stay. */
	end(work: TakenWork, ended: readonly EndedReceipt[]): Promise<void>;
	list(tenant: string, filter: ReceiptFilter, limit: number): Promise<Receipt[]>;
	find(tenant: string, id: string): Promise<Receipt | undefined>;
	listAnswers(tenant: string, receipts: readonly string[]): Promise<ReceiptAnswer[]>;
	/** Events that had an effect have none now. @returns how many */
	replay(tenant: string, filter: ReceiptFilter & { id?: string }): Promise<number>;
}
