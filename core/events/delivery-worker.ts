import { randomUUID } from 'node:crypto';
import { postWebhook } from '../base/post-webhook';
import { Loop } from '../channels/loop';
import type { Clock, EventDeliveries, TakenDelivery, TroupeEvent } from '../ports';
import { planDelivery } from './plan-delivery';

export interface DeliveryWorkerParts {
	deliveries: EventDeliveries;
	/** Refuses private networks, also when it connects. */
	fetch: typeof fetch;
	clock: Clock;
	/** From 0 to 1. */
	random: () => number;
	/** A delivery was given up. */
	onDead: (taken: TakenDelivery, reason: string) => void;
	/** The state could not be read or written. */
	onFault: (fault: unknown) => void;
}

export interface DeliveryWorker {
	/** Begins nothing new. What is being sent ends within the time, or is sent again by another process. */
	close(graceMs: number): Promise<void>;
}

/** Longer than an attempt takes, together with the wait for the database. */
const leaseMs = 30_000;
const takenAtOnce = 20;
/** A slow receiver does not hold up the others. */
const perSubscription = 4;

/** Sends what waits, together with all other processes that share the state. */
export function startDeliveryWorker(parts: DeliveryWorkerParts): DeliveryWorker {
	const holder = randomUUID();
	const stop = new AbortController();
	const atWork = new Set<Promise<void>>();
	const loop = new Loop('event deliveries', look, (_what, fault) => parts.onFault(fault));
	const endWatch = parts.deliveries.watch(() => loop.wake());
	loop.start(stop.signal);

	async function look(): Promise<number> {
		const max = takenAtOnce - atWork.size;
		const taken = max <= 0 ? [] : await parts.deliveries.take(holder, { max, perSubscription, leaseMs });
		taken.forEach(begin);
		return taken.length;
	}
	function begin(taken: TakenDelivery): void {
		const work: Promise<void> = deliver(taken, holder, parts, stop.signal)
			.catch(parts.onFault)
			.finally(() => {
				atWork.delete(work);
				loop.wake(); // there is room for another one
			});
		atWork.add(work);
	}
	return {
		async close(graceMs) {
			endWatch();
			loop.drain();
			const timer = setTimeout(() => stop.abort(), graceMs);
			await loop.ended;
			await Promise.all(atWork);
			clearTimeout(timer);
		},
	};
}

async function deliver(taken: TakenDelivery, holder: string, parts: DeliveryWorkerParts, stop: AbortSignal): Promise<void> {
	const { deliveries, clock, random, onDead } = parts;
	const at = clock.now();
	const startedAt = performance.now();
	const message = { id: taken.event.eventId, body: JSON.stringify(toMessage(taken.tenant, taken.event)) };
	const answer = await postWebhook(taken, message, { fetch: parts.fetch, now: at, stop });
	// Without an answer, its lease ends and it is sent again.
	if (stop.aborted && !/^\d+$/.test(answer.status)) return;
	const end = planDelivery(taken, { answer, at, durationMs: Math.round(performance.now() - startedAt) }, random());
	await deliveries.end(taken, holder, end);
	if (end.kind === 'dead') onDead(taken, end.reason);
}

/** The message of Standard Webhooks: `type`, `timestamp` and `data`, and what identifies the event. */
export function toMessage(tenant: string, { eventId, type, version, at, data }: TroupeEvent) {
	return { id: eventId, type, version, timestamp: new Date(at).toISOString(), tenant, data };
}
