import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { ChannelRequest, Verification } from '../../../core/ports/channels/channel';
import { type Fields, isFields } from './payload';

export type Refusal = Extract<Verification, { kind: 'refused' }>;

export const refusal = (status: Refusal['status'], reason: Refusal['reason'], detail: string): Refusal => ({
	kind: 'refused',
	status,
	reason,
	detail,
});

export function readPost({ method, body }: ChannelRequest): { text: string; payload: Fields } | Refusal {
	if (method !== 'POST') return refusal(405, 'method', `The method ${method} is not POST.`);
	const text = new TextDecoder().decode(body);
	try {
		const payload: unknown = JSON.parse(text);
		if (isFields(payload)) return { text, payload };
	} catch {
		// told below
	}
	return refusal(400, 'format', 'The body is not a JSON object.');
}

/** Compares in constant time. An expected text that is empty equals nothing. */
export function isSame(given: string | undefined, expected: string): boolean {
	if (given === undefined || expected === '') return false;
	const [one, other] = [given, expected].map((value) => createHash('sha256').update(value).digest());
	return timingSafeEqual(one!, other!);
}

/** @returns in hexadecimal digits */
export const hmac = (secret: string, ...signed: Array<string | Uint8Array>): string =>
	signed.reduce((sum, part) => sum.update(part), createHmac('sha256', secret)).digest('hex');

/** Identifies a body whose provider gives it no id. */
export const digest = (body: Uint8Array): string => createHash('sha256').update(body).digest('base64url');
