import { isTroupeError, TroupeError } from '../../../core/base/errors';
import { signedHeaders } from './signature';
import type { DeliveredEvent, Recipient } from './webhook';

/** What a delivery needs of the world. */
export interface Delivery {
	/** One that refuses private networks, at the time of the connection too. */
	fetch: typeof fetch;
	now: () => number;
	/** Resolves early when the signal is aborted. */
	pause: (milliseconds: number, signal: AbortSignal) => Promise<void>;
	/** @throws TroupeError ADDRESS_REFUSED, INPUT_INVALID */
	checkAddress: (url: string) => Promise<void>;
}

export type DeliveryOutcome =
	/** `gone`: it answered 410, which ends it by Standard Webhooks. */
	| { kind: 'delivered' | 'given-up' | 'gone'; status: string }
	| { kind: 'failed'; status: string; againAfterMs: number }
	/** The service ends: it is delivered after the next start, or by another process. */
	| { kind: 'stopped' };

const timeoutMs = 10_000;
/** Standard Webhooks recommends days; a hint is worth nothing once the snapshot was polled. */
const pausesMs = [1_000, 5_000, 30_000, 120_000, 300_000];
export const maxPauseMs = pausesMs.at(-1)!;

/** Delivers one event once. `attempts`: how often it failed before. */
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
	// An address that is refused is refused the next time too.
	if (status === 'ADDRESS_REFUSED' || pauseMs === undefined) return { kind: 'given-up', status };
	// Between half and the whole of it: many that failed together do not come back together.
	return { kind: 'failed', status, againAfterMs: Math.round(pauseMs * (0.5 + Math.random() / 2)) };
}

/** An HTTP status, or why there was none. */
async function attempt({ url, secret, tenant }: Recipient, event: DeliveredEvent, parts: Delivery, stop: AbortSignal): Promise<string> {
	const body = JSON.stringify({ type: event.type, timestamp: event.at, data: { id: event.id, tenant, about: event.about } });
	try {
		const response = await parts.fetch(url, {
			method: 'POST',
			redirect: 'manual',
			headers: { 'content-type': 'application/json', ...signedHeaders(secret, `${tenant}-${event.id}`, parts.now(), body) },
			body,
			signal: AbortSignal.any([stop, AbortSignal.timeout(timeoutMs)]),
		});
		await response.body?.cancel();
		return String(response.status);
	} catch (error) {
		if (isTroupeError(error)) return error.code;
		return error instanceof DOMException && error.name === 'TimeoutError' ? 'TIMEOUT' : 'UNREACHABLE';
	}
}

/** What can be said of an address before it is called: http(s), no credentials in it, of a sensible length. @throws TroupeError INPUT_INVALID */
export function checkWebhookUrl(text: string): URL {
	const url = URL.parse(text);
	if (url && /^https?:$/.test(url.protocol) && !url.username && !url.password && !url.hash) return url;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: 'The address of the webhook must be an http or https URL without a name, a password or a fragment.',
		fix: 'Write it as https://hooks.example.com/troupe.',
	});
}
