import { createRateWindows } from '../../core/base/rate-windows';
import { type ReceiveAnswer, refusedAnswer } from '../../core/channels/receive-request';

/** `headers`: when the sender may try again. */
export type LimitedAnswer = ReceiveAnswer & { headers: Record<string, string> };

const windowMs = 60_000;
const count = createRateWindows();

/** Counts a request of an address to a channel, in this process. @returns the answer to one over the limit */
export function limitRequests(channel: { tenant: string; name: string }, ip: string, max: number): LimitedAnswer | undefined {
	const { current, ttl } = count(JSON.stringify([channel.tenant, channel.name, ip]), windowMs);
	if (current <= max) return undefined;
	return { ...refusedAnswer(429), headers: { 'retry-after': String(Math.ceil(ttl / 1_000)) } };
}
