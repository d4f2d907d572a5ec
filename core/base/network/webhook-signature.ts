import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** 32 bytes, in the form of https://www.standardwebhooks.com. */
export const newSecret = (): string => `whsec_${randomBytes(32).toString('base64')}`;

/** Standard Webhooks 1.0: symmetric signature over id, time and body. */
export function signedHeaders(secret: string, id: string, nowMs: number, body: string): Record<string, string> {
	const timestamp = String(Math.floor(nowMs / 1000));
	const signature = createHmac('sha256', toKey(secret)).update(`${id}.${timestamp}.${body}`).digest('base64');
	return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` };
}

/** Max clock difference of sender and receiver. */
export const toleranceMs = 5 * 60_000;

/** Checks a delivery's signature. During a change of secrets, a sender sends several. */
export function checkSignature(
	secret: string,
	headers: Readonly<Record<string, string | string[] | undefined>>,
	body: Uint8Array,
	nowMs: number,
): 'valid' | 'signature' | 'timestamp' {
	const [id = '', timestamp = '', signatures = ''] = ['id', 'timestamp', 'signature'].map((name) => {
		const header = headers[`webhook-${name}`];
		return typeof header === 'string' ? header : '';
	});
	if (id === '' || !/^\d{1,12}$/.test(timestamp)) return 'signature';
	const expected = createHmac('sha256', toKey(secret)).update(`${id}.${timestamp}.`).update(body).digest();
	const isSigned = signatures.split(' ', maxSignatures).some((signature) => {
		const sum = Buffer.from(/^v1,([\w+/]{43}=)$/.exec(signature)?.[1] ?? '', 'base64');
		return sum.length === expected.length && timingSafeEqual(sum, expected);
	});
	if (!isSigned) return 'signature';
	return Math.abs(Number(timestamp) * 1_000 - nowMs) <= toleranceMs ? 'valid' : 'timestamp';
}

const maxSignatures = 10;

/** 24 to 64 bytes, by the specification. */
export function isSecret(secret: string): boolean {
	if (!/^whsec_[A-Za-z0-9+/]{32,88}={0,2}$/.test(secret)) return false;
	const { length } = toKey(secret);
	return length >= 24 && length <= 64;
}

const toKey = (secret: string): Buffer => Buffer.from(secret.slice('whsec_'.length), 'base64');
