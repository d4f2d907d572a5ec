import { isTroupeError } from '../base/errors';
import type { ChannelEvent } from '../ports/channels/channel-events';
import type { ChannelDirectory } from '../ports/channels/channel-records';
import type { Delivery, DeliveryEnd, DeliveryStore } from '../ports/channels/deliveries';
import type { Applied, Mailbox } from '../ports/channels/mailbox';
import type { WorkKind } from '../work/attempt-work';
import type { OnGivenUp } from './failed-work';

export interface DeliveryParts {
	deliveries: Pick<DeliveryStore, 'queue' | 'end' | 'letReceive'>;
	mailbox: Pick<Mailbox, 'apply'>;
	directory: ChannelDirectory;
	onGivenUp?: OnGivenUp;
	/** Hears what each event did: for transcripts, metrics and triggers. Awaited, so that nothing of a delivery is lost. */
	onApplied?(event: ChannelEvent, applied: Applied, delivery: Delivery): Promise<void>;
}

/** A delivery is applied within milliseconds; the lease ends that of a killed process, for which turns of the channel wait. */
const leaseMs = 10_000;
const maxAttempts = 8;
const firstRetryMs = 1_000;
const maxRetryMs = 300_000;

/** Applies the deliveries that wait, those of one channel in the order in which they arrived. */
export const applyDeliveries = (parts: DeliveryParts): Omit<WorkKind<Delivery[]>, 'onFault'> => ({
	// Each delivery counts for itself.
	...{ queue: parts.deliveries.queue, leaseMs, retry: { firstMs: firstRetryMs, maxMs: maxRetryMs }, maxLost: Infinity },
	async perform(deliveries, work, signal) {
		const ended: Array<Delivery & { end: DeliveryEnd }> = [];
		for (const delivery of deliveries) {
			if (signal.aborted) break; // another process goes on
			const begunAt = performance.now();
			ended.push({ ...delivery, end: await processOne(parts, delivery) });
			await parts.deliveries.letReceive(performance.now() - begunAt);
		}
		// Together, because each change costs about as much as a delivery.
		await parts.deliveries.end(work, ended);
		for (const { tenant, channel, id, end } of ended)
			if (end.kind === 'dead') parts.onGivenUp?.({ what: 'delivery', tenant, channel, id, reason: end.reason });
	},
});

async function processOne(parts: DeliveryParts, delivery: Delivery): Promise<DeliveryEnd> {
	if (delivery.attempts > maxAttempts)
		return { kind: 'dead', reason: `The process ended ${maxAttempts} times while it applied the delivery.` };
	try {
		const open = await parts.directory.find(delivery.tenant, delivery.channel);
		if (open === undefined) return { kind: 'dead', reason: `The channel "${delivery.channel}" was removed.` };
		const events = open.channel.read(delivery);
		const ignored: string[] = [];
		for (const event of events) {
			const { tenant, channel, id, receivedAt } = delivery;
			const from = { tenant, channel, delivery: id, receivedAt };
			const applied = await parts.mailbox.apply(event, from, open.rules);
			if (event.kind === 'ignored') ignored.push(event.reason);
			await parts.onApplied?.(event, applied, delivery);
		}
		return ignored.length === events.length ? { kind: 'ignored', reason: ignored.join(', ') || 'no event' } : { kind: 'processed' };
	} catch (cause) {
		return toEnd(cause, delivery.attempts);
	}
}

/** A payload that cannot be read does not become readable by itself. */
function toEnd(cause: unknown, attempts: number): DeliveryEnd {
	const reason = isTroupeError(cause) ? `${cause.code}: ${cause.message}` : 'INTERNAL: the delivery could not be applied';
	const isHopeless = isTroupeError(cause) && cause.code === 'CHANNEL_PAYLOAD_INVALID';
	if (isHopeless || attempts >= maxAttempts) return { kind: 'dead', reason };
	return { kind: 'retry', reason, afterMs: Math.min(firstRetryMs * 2 ** (attempts - 1), maxRetryMs) };
}
