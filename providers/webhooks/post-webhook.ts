import { isTroupeError } from '../../core/base/errors';
import { signedHeaders } from '../../core/base/webhook-signature';

export interface WebhookAddress {
	url: string;
	/** `whsec_` and base64; without it, messages are not signed. */
	secret?: string;
}

/** A message as https://www.standardwebhooks.com describes it. */
export interface WebhookMessage {
	/** The same when it is sent again. */
	id: string;
	type: string;
	/** ISO 8601. */
	timestamp: string;
	data: object;
}

const timeoutMs = 10_000;

/** Posts a message once. Returns the HTTP status, or the code of why there is none. */
export async function postWebhook(
	{ url, secret }: WebhookAddress,
	{ id, ...message }: WebhookMessage,
	send: typeof fetch,
	now: number,
): Promise<string> {
	const body = JSON.stringify(message);
	const signed = secret === undefined ? { 'webhook-id': id } : signedHeaders(secret, id, now, body);
	try {
		const response = await send(url, {
			method: 'POST',
			redirect: 'manual',
			headers: { 'content-type': 'application/json', ...signed },
			body,
			signal: AbortSignal.timeout(timeoutMs),
		});
		await response.body?.cancel();
		return String(response.status);
	} catch (error) {
		if (isTroupeError(error)) return error.code;
		return error instanceof DOMException && error.name === 'TimeoutError' ? 'TIMEOUT' : 'UNREACHABLE';
	}
}
