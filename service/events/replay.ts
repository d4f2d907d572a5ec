import { TroupeError } from '../../core/base/errors';
import type { EventStore } from '../../core/ports/events/event-store';
import { subscriptionNotFound } from './not-found';

interface ReplayRequest {
	from: number;
	to: number;
	type?: string;
	subscription?: string;
}

/**
 * Resends a period's stored events. @returns the number of waiting deliveries @throws TroupeError INPUT_INVALID for a time that ends before it
 * begins, RESOURCE_NOT_FOUND for a subscription that does not exist
 */
export async function replayEvents({ subscriptions, deliveries }: EventStore, tenant: string, request: ReplayRequest): Promise<number> {
	const { from, to, subscription } = request;
	if (!(from < to))
		throw new TroupeError({
			code: 'INPUT_INVALID',
			message: 'The beginning of the time is not before its end.',
			fix: 'Give two times, the earlier one first.',
		});
	if (subscription !== undefined && !(await subscriptions.find(tenant, subscription))) throw subscriptionNotFound(subscription);
	return deliveries.replay(tenant, request);
}
