import { countNouns } from '../base/text/count-nouns';
import { isTaken, type WebhookAnswer } from '../base/network/post-webhook';
import { planRetry, type RetryPolicy } from '../base/async/retry-policy';
import type { EventDeliveryEnd } from '../ports/events/event-deliveries';

export const minAttempts = 3;
export const maxAttempts = 9;
const hourMs = 3_600_000;
/** Nine attempts over nine hours. */
const retries: RetryPolicy = { firstMs: 1_500, factor: 4, maxMs: 7 * hourMs, jitter: 0.5, maxAskedMs: 24 * hourMs };

interface Tried {
	answer: WebhookAnswer;
	/** Milliseconds since the epoch. */
	at: number;
	durationMs: number;
}

/** @param made attempts including this one @param random from 0 to 1 */
export function planDelivery(
	{ made, maxAttempts }: { made: number; maxAttempts: number },
	{ answer, at, durationMs }: Tried,
	random: number,
): EventDeliveryEnd {
	const error = isTaken(answer) ? null : explain(answer.status);
	const attempt = { at, status: answer.status, durationMs, error };
	if (error === null) return { kind: 'delivered', attempt };
	// Standard Webhooks: the receiver wants nothing more.
	if (answer.status === '410') return { kind: 'dead', reason: error, disables: true, attempt };
	// A refused address stays refused.
	if (answer.status === 'ADDRESS_REFUSED') return { kind: 'dead', reason: error, attempt };
	const afterMs = planRetry({ ...retries, maxAttempts }, { attempts: made, retryAfterMs: answer.retryAfterMs, random });
	if (afterMs !== undefined) return { kind: 'retry', afterMs, attempt };
	return { kind: 'dead', reason: `${countNouns(made, 'attempt')} failed. The last: ${error}`, attempt };
}

const explanations: Record<string, string> = {
	'410': 'The receiver answered 410 Gone: it wants nothing more.',
	TIMEOUT: 'The receiver did not answer within 10 seconds.',
	UNREACHABLE: 'The receiver could not be reached.',
	ADDRESS_REFUSED: 'The address leads to a private network. To allow it, start the service with TROUPE_WEBHOOK_PRIVATE=allow.',
};

const explain = (status: string): string => explanations[status] ?? `The receiver answered ${status}, not 2xx.`;
