import type { Delivery, DeliveryEnd, DeliveryStore } from '../../../core/ports/channels/deliveries';
import type { TakenContent, WorkFilter } from '../../../core/ports/work';

type Queue = Pick<DeliveryStore, 'queue'>;

/** Takes the deliveries of the channel that is next. */
export const takeDeliveries = async (
	{ queue }: Queue,
	holder = 'a',
	{ leaseMs = 60_000, of }: { leaseMs?: number; of?: WorkFilter } = {},
): Promise<TakenContent<Delivery[]> | undefined> => (await queue.take(holder, { max: 1, leaseMs, ...(of && { of: [of] }) }))[0];

/** Ends all deliveries that were taken. */
export const endDeliveries = (
	{ end }: Pick<DeliveryStore, 'end'>,
	work: TakenContent<Delivery[]>,
	how: DeliveryEnd = { kind: 'processed' },
): Promise<void> =>
	end(
		work,
		work.content.map(({ id }) => ({ id, end: how })),
	);
