import type { Receipt, ReceiptEnd, ReceiptStore, TakenReceipt } from '../../../core/ports/channels/receipts';
import type { TakenContent, WorkFilter } from '../../../core/ports/work';

type Queue = Pick<ReceiptStore, 'queue'>;

/** Takes the receipts of the channel that is next. */
export const takeReceipts = async (
	{ queue }: Queue,
	holder = 'a',
	{ leaseMs = 60_000, of }: { leaseMs?: number; of?: WorkFilter } = {},
): Promise<TakenContent<TakenReceipt[]> | undefined> => (await queue.take(holder, { max: 1, leaseMs, ...(of && { of: [of] }) }))[0];

/** Ends all receipts that were taken. */
export const endReceipts = (
	{ end }: Pick<ReceiptStore, 'end'>,
	work: TakenContent<Receipt[]>,
	how: ReceiptEnd = { kind: 'processed' },
): Promise<void> =>
	end(
		work,
		work.content.map(({ id }) => ({ id, end: how })),
	);
