import { createHmac, randomBytes } from 'node:crypto';

/** A secret of 32 bytes, as https://www.standardwebhooks.com writes it. */
export const newSecret = (): string => `whsec_${randomBytes(32).toString('base64')}`;

/** The headers of a delivery: Standard Webhooks 1.0, symmetric signature over id, time and body. */
export function signedHeaders(secret: string, id: string, nowMs: number, body: string): Record<string, string> {
	const timestamp = String(Math.floor(nowMs / 1000));
	const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
	const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64');
	return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` };
}
