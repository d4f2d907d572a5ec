import { postWebhook } from '../../../core/base/post-webhook';
import type { DeliveredEvent, Recipient } from './webhook';

/** The outside services of a delivery. */
export interface Delivery {
	/** Refuses private networks, also when it connects. */
	fetch: typeof fetch;
	now: () => number;
	/** Resolves early when the signal is aborted. */
	pause: (milliseconds: number, signal: AbortSignal) => Promise<void>;
	/** @throws TroupeError ADDRESS_REFUSED, INPUT_INVALID */
	checkAddress: (url: string) => Promise<void>;
}

export type DeliveryOutcome =
	/** `gone`: the address answered 410, which ends the webhook by Standard Webhooks. */
	| { kind: 'delivered' | 'given-up' | 'gone'; status: string }
	| { kind: 'failed'; status: string; againAfterMs: number }
	/** The service stops: the event is delivered after the next start, or by another process. */
	| { kind: 'stopped' };

/** Standard Webhooks recommends days, but a hint is worthless after the next poll of the snapshot. */
const pausesMs = [1_000, 5_000, 30_000, 120_000, 300_000];
export const maxPauseMs = pausesMs.at(-1)!;

/** Tries to deliver one event once. `attempts`: the number of earlier attempts. */
export async function deliver(
	to: Recipient,
	event: DeliveredEvent,
	attempts: number,
	parts: Delivery,
	stop: AbortSignal,
): Promise<DeliveryOutcome> {
	const status = await attempt(to, event, parts, stop);
	if (/^2\d\d$/.test(status)) return { kind: 'delivered', status };
	if (status === '410') return { kind: 'gone', status };
	if (stop.aborted) return { kind: 'stopped' };
	const pauseMs = pausesMs[attempts];
	// A refused address is refused the next time too.
	if (status === 'ADDRESS_REFUSED' || pauseMs === undefined) return { kind: 'given-up', status };
	// Between half and all of the delay, so that deliveries that failed together do not return together.
	return { kind: 'failed', status, againAfterMs: Math.round(pauseMs * (0.5 + Math.random() / 2)) };
}

/** Returns the HTTP status, or why there is none. */
async function attempt({ url, secret, tenant }: Recipient, event: DeliveredEvent, parts: Delivery, stop: AbortSignal): Promise<string> {
	const body = JSON.stringify({ type: event.type, timestamp: event.at, data: { id: event.id, tenant, about: event.about } });
	const message = { id: `${tenant}-${event.id}`, body };
	return (await postWebhook({ url, secret }, message, { fetch: parts.fetch, now: parts.now(), stop })).status;
}
