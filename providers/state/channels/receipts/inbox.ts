import type { Receipt, ReceiptFilter, ReceivedRequest } from '../../../../core/ports/channels/receipts';

/** Stores requests before acknowledgement, until they are receipts. */
export interface Inbox {
	/** Rest of processing while requests wait, as a multiple of its work time. 0 if both share no resource. */
	readonly rest: number;
	/** Stores all or none, synced. @throws TroupeError CHANNEL_BUSY, STORAGE_… */
	write(requests: readonly ReceivedRequest[]): Promise<void>;
	move(): Promise<number>;
	list(tenant: string, filter: ReceiptFilter, limit: number): Promise<Receipt[]>;
	find(tenant: string, id: string): Promise<Receipt | undefined>;
	oldestReceived(): Promise<number | undefined>;
	/** @param tenant undefined: all tenants */
	lastReceived(tenant?: string): Promise<LastReceived[]>;
	/** Calls `wake` while requests of processes without wake-ups wait. Returns a function that ends it. */
	watch(wake: () => void): () => void;
	empty(): Promise<void>;
	/** Erases traces of removed rows. @throws as that of `StateDatabase` */
	emptyLog(): Promise<void>;
	close(): Promise<void>;
}

export interface LastReceived {
	tenant: string;
	channel: string;
	/** Newest receive time, in milliseconds since the epoch. */
	at: number;
	since: number;
	waiting: number;
}
