import { isTroupeError } from '../errors';
import { measurements } from '../metrics/measurements';
import { signedHeaders } from './webhook-signature';
import { readRetryAfter } from './retry-after';

export interface WebhookAddress {
	url: string;
	/** `whsec_` and base64; without it, messages are unsigned. */
	secret?: string;
}

/** A message of https://www.standardwebhooks.com. */
interface WebhookMessage {
	id: string;
	body: string;
}

interface WebhookSender {
	fetch: typeof fetch;
	/** Milliseconds since the epoch. */
	now: number;
	stop?: AbortSignal;
	kind: 'event' | 'notice' | 'cancellation';
}

export interface WebhookAnswer {
	/** The HTTP status, or `TIMEOUT`, `UNREACHABLE`, `ADDRESS_REFUSED`. */
	status: string;
	retryAfterMs?: number;
}

const timeoutMs = 10_000;

/** Posts once, without following redirects. Never throws. */
export async function postWebhook(address: WebhookAddress, message: WebhookMessage, sender: WebhookSender): Promise<WebhookAnswer> {
	const startedAt = performance.now();
	const answer = await post(address, message, sender);
	measurements.count('troupe_webhook_requests_total', { kind: sender.kind, status: answer.status });
	measurements.observe('troupe_webhook_request_duration_seconds', { kind: sender.kind }, (performance.now() - startedAt) / 1000);
	return answer;
}

async function post(
	{ url, secret }: WebhookAddress,
	{ id, body }: WebhookMessage,
	{ fetch: send, now, stop }: WebhookSender,
): Promise<WebhookAnswer> {
	const signed = secret === undefined ? { 'webhook-id': id } : signedHeaders(secret, id, now, body);
	const timeout = AbortSignal.timeout(timeoutMs);
	try {
		const response = await send(url, {
			method: 'POST',
			redirect: 'manual',
			headers: { 'content-type': 'application/json', ...signed },
			body,
			signal: stop ? AbortSignal.any([stop, timeout]) : timeout,
		});
		await response.body?.cancel();
		const retryAfterMs = readRetryAfter(response.headers, now);
		return { status: String(response.status), ...(retryAfterMs !== undefined && { retryAfterMs }) };
	} catch (error) {
		if (isTroupeError(error)) return { status: error.code };
		return { status: error instanceof DOMException && error.name === 'TimeoutError' ? 'TIMEOUT' : 'UNREACHABLE' };
	}
}

export const isTaken = ({ status }: WebhookAnswer): boolean => /^2\d\d$/.test(status);
