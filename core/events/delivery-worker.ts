import { postWebhook } from '../base/network/post-webhook';
import type { EventDeliveries, TakenDelivery } from '../ports/events/event-deliveries';
import type { TroupeEvent } from '../ports/events/events';
import type { Clock } from '../ports/host';
import type { TakenWork } from '../ports/work';
import { startWorkRunner, type WorkRunner } from '../work/work-runner';
import { planDelivery } from './plan-delivery';

export interface DeliveryWorkerParts {
	deliveries: EventDeliveries;
	fetch: typeof fetch;
	clock: Clock;
	random: () => number;
	onDead: (delivery: TakenDelivery, reason: string) => void;
	onFault: (fault: unknown) => void;
}

/** Sends due deliveries, shared with all processes on the same state. */
export const startDeliveryWorker = (parts: DeliveryWorkerParts): WorkRunner =>
	startWorkRunner({
		queue: parts.deliveries.queue,
		perform: (delivery, work, stop) => deliver(delivery, work, parts, stop),
		concurrency: 20,
		onGivenUp: ({ content }, reason) => parts.onDead(content, reason),
		onFault: parts.onFault,
	});

async function deliver(delivery: TakenDelivery, work: TakenWork, parts: DeliveryWorkerParts, stop: AbortSignal): Promise<void> {
	const { deliveries, clock, random, onDead } = parts;
	const at = clock.now();
	const startedAt = performance.now();
	const message = { id: delivery.event.eventId, body: JSON.stringify(toMessage(delivery.tenant, delivery.event)) };
	const answer = await postWebhook(delivery, message, { fetch: parts.fetch, now: at, stop, kind: 'event' });
	// Without an answer its lease ends, and it is sent again.
	if (stop.aborted && !/^\d+$/.test(answer.status)) return;
	const tried = { answer, at, durationMs: Math.round(performance.now() - startedAt) };
	const end = planDelivery({ made: work.attempts, maxAttempts: delivery.maxAttempts }, tried, random());
	await deliveries.end(work, end);
	if (end.kind === 'dead') onDead(delivery, end.reason);
}

/** A Standard Webhooks message: `type`, `timestamp`, `data`, and the event's identity. */
export function toMessage(tenant: string, { eventId, type, version, at, data }: TroupeEvent) {
	return { id: eventId, type, version, timestamp: new Date(at).toISOString(), tenant, data };
}
