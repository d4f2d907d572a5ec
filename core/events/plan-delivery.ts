import { countNouns } from '../base/text/count-nouns';
import { isTaken, type WebhookAnswer } from '../base/post-webhook';
import type { EventDeliveryEnd, TakenDelivery } from '../ports';

const [second, minute, hour] = [1_000, 60_000, 3_600_000];
/** Before each further attempt: nine attempts over nine hours. */
const pausesMs = [second, 5 * second, 30 * second, 2 * minute, 10 * minute, 30 * minute, 2 * hour, 6 * hour];
export const minAttempts = 3;
export const maxAttempts = pausesMs.length + 1;
const maxRetryAfterMs = 24 * hour;

/** What is known after an attempt. */
export interface Tried {
	answer: WebhookAnswer;
	/** Milliseconds since the epoch. */
	at: number;
	durationMs: number;
}

/** Decides what becomes of a delivery. @param random from 0 to 1 */
export function planDelivery(taken: Pick<TakenDelivery, 'attempts' | 'maxAttempts'>, tried: Tried, random: number): EventDeliveryEnd {
	const { answer, at, durationMs } = tried;
	const error = isTaken(answer) ? null : explain(answer.status);
	const attempt = { at, status: answer.status, durationMs, error };
	if (error === null) return { kind: 'delivered', attempt };
	// Standard Webhooks: the receiver wants nothing more.
	if (answer.status === '410') return { kind: 'dead', reason: error, disables: true, attempt };
	// A refused address is refused the next time too.
	if (answer.status === 'ADDRESS_REFUSED') return { kind: 'dead', reason: error, attempt };
	const made = taken.attempts + 1;
	const pauseMs = pausesMs[taken.attempts];
	if (made >= taken.maxAttempts || pauseMs === undefined)
		return { kind: 'dead', reason: `${countNouns(made, 'attempt')} failed. The last: ${error}`, attempt };
	// Between half and all of the pause, so that deliveries that failed together do not return together.
	const jittered = Math.round(pauseMs * (0.5 + random / 2));
	const askedMs = Math.min(answer.retryAfterMs ?? 0, maxRetryAfterMs);
	return { kind: 'retry', afterMs: Math.max(jittered, askedMs), attempt };
}

const explanations: Record<string, string> = {
	'410': 'The receiver answered 410 Gone: it wants nothing more.',
	TIMEOUT: 'The receiver did not answer within 10 seconds.',
	UNREACHABLE: 'The receiver could not be reached.',
	ADDRESS_REFUSED: 'The address leads to a private network. To allow it, start the service with TROUPE_WEBHOOK_PRIVATE=allow.',
};

const explain = (status: string): string => explanations[status] ?? `The receiver answered ${status}, not 2xx.`;
