import type { Receipt, ReceiptFilter, ReceivedRequest } from '../../../../core/ports/channels/receipts';

/** Where requests are stored before they are acknowledged, until they are among the receipts. */
export interface Inbox {
	/** How many times longer than it worked processing rests while requests wait. 0 where both use nothing together. */
	readonly rest: number;
	/** Stores requests, all or none, synced. @throws TroupeError CHANNEL_BUSY, STORAGE_… */
	write(requests: readonly ReceivedRequest[]): Promise<void>;
	/** Makes the oldest requests receipts. @returns how many */
	move(): Promise<number>;
	/** What still has to become a receipt, newest first. */
	list(tenant: string, filter: ReceiptFilter, limit: number): Promise<Receipt[]>;
	find(tenant: string, id: string): Promise<Receipt | undefined>;
	/** When the oldest request was received that still has to become a receipt. */
	oldestReceived(): Promise<number | undefined>;
	/** When requests of a tenant's channels were last received. @param tenant undefined: of all tenants */
	lastReceived(tenant?: string): Promise<LastReceived[]>;
	/** Calls `wake` while requests of processes that do not tell still have to become receipts. Returns a function that ends it. */
	watch(wake: () => void): () => void;
	/** Makes all requests receipts. */
	empty(): Promise<void>;
	/** What was removed leaves no trace. @throws as that of `StateDatabase` */
	emptyLog(): Promise<void>;
	close(): Promise<void>;
}

/** Requests of a channel that still have to become receipts. */
export interface LastReceived {
	tenant: string;
	channel: string;
	/** Time at which the newest was received, in milliseconds since the epoch. */
	at: number;
	/** The same of the oldest. */
	since: number;
	waiting: number;
}
